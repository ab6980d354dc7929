//! Tokens. Input that starts with `raw ` is a token by itself; any other is a list of changes to a genuine one, two bytes
//! each: where, and what.

use crate::front_door::ask;

pub(crate) fn run(bytes: &[u8]) {
    let (status, is_genuine) = ask(async |house| {
        let token = token(bytes, &house.token);
        let answer = house.app.with_token(&token).get("/notes/7").await;
        (answer.status(), token == house.token)
    });
    if is_genuine {
        assert_eq!(status, 200, "a genuine token is refused");
    } else {
        assert!(status == 401 || status == 400, "{status} for a token that nobody issued");
    }
}

fn token(bytes: &[u8], genuine: &str) -> String {
    if let Some(raw) = bytes.strip_prefix(b"raw ") {
        return String::from_utf8_lossy(raw).into_owned();
    }
    let mut changed = genuine.as_bytes().to_vec();
    for (at, byte) in bytes.chunks_exact(3).map(|it| (u16::from_be_bytes([it[0], it[1]]), it[2])) {
        let at = usize::from(at) % (changed.len() + 1);
        match byte {
            0 => drop(changed.drain(at..)),
            // Any other is put there, or behind the end.
            byte if at == changed.len() => changed.push(byte & 0x7f),
            byte => changed[at] = byte & 0x7f,
        }
    }
    String::from_utf8_lossy(&changed).into_owned()
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = super::texts(&[
        "",
        "raw ",
        "raw v4.public.",
        "raw v4.public.e30",
        "raw v4.local.e30",
        "raw v3.public.e30",
        "raw v2.public.e30",
        "raw v4.public.e30.e30",
        "raw v4.public.eyJzdWIiOiJhbGljZSJ9AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "raw eyJhbGciOiJub25lIn0.e30.",
        "raw eyJhbGciOiJFZERTQSJ9.e30.e30",
        "raw a,b",
        "raw a b",
    ]);
    seeds.extend([vec![0, 3, b'l'], vec![0, 20, b'A'], vec![1, 0, 0], vec![0xff, 0xff, b'=']]);
    seeds
}
