//! The text of `zt.toml`. One line of it is always wrong, so that nothing is ever opened: what is tried here is reading.

use std::fs;

use tempfile::TempDir;
use zt::prelude::*;

use crate::front_door::Desk;

thread_local! {
    static FOLDER: TempDir = TempDir::new().expect("a folder");
}

const WRONG: &str = "no_such_setting = 1\n";

pub(crate) fn run(bytes: &[u8]) {
    let fault = FOLDER.with(|folder| {
        // A new file each time: some file systems wait for the disk when one is written over.
        let file = folder.path().join("zt.toml");
        let _ = fs::remove_file(&file);
        fs::write(&file, [WRONG.as_bytes(), bytes].concat()).expect("a file");
        Desk::from_config_file(&file).err()
    });
    let fault = fault.expect("a setting that there isn't was accepted").to_string();
    assert!(fault.starts_with("the configuration has "), "{fault}");
    // A secret key doesn't belong there, and isn't repeated.
    let text = String::from_utf8_lossy(bytes);
    for secret in text.split("k4.secret.").skip(1) {
        let secret: String = secret.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        assert!(secret.len() < 20 || !fault.contains(&secret), "a secret was repeated");
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    super::texts(&[
        "profile = \"development\"",
        "profile = \"production\"\nissuer = \"https://id.example\"\naudience = \"https://shop.example\"\nkeys = [\"k4.public.11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"]",
        "listen = \"127.0.0.1:8080\"\naudit = \"stderr\"\nstate = \"state\"",
        "listen = \"0.0.0.0:80\"\nprofile = \"development\"",
        "listen = 80",
        "keys = \"k4.public.x,k4.public.y\"",
        "keys = [\"k4.secret.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8c5WpIyC_5kWKhS8VEYSZ05dYfuTF-ZdQFV4D9vLTcNQ\"]",
        "token_life = \"1h\"\nleeway = \"10s\"",
        "token_life = \"99999999999999999999h\"\nleeway = \"-1s\"",
        "implicit = \"\"\nissuer = \"dev:Shop\"",
        "listn = 1",
        "[profile]\nx = 1",
        "profile = [1, 2]",
        "profile = { a = 1 }",
        "= ",
        "\"\\u0000\" = 1",
        "a.b.c.d = 1979-05-27T07:32:00Z",
    ])
}
