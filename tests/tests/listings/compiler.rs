//! One program through rustc, against the zt that was built for this test: much faster than cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What the compiler says of a program, in one of rustc's formats. Its files are `folder/name.*`.
pub(crate) fn said(folder: &Path, name: &str, program: &str, format: &str) -> String {
    let source = folder.join(format!("{name}.rs"));
    fs::write(&source, program).unwrap();
    let crates = crates();
    let output = Command::new("rustc")
        .args(["--edition=2024", "--emit=metadata", "--crate-name", name])
        .arg(format!("--error-format={format}"))
        .arg("--extern")
        .arg(format!("zt={}", newest_zt(&crates).display()))
        .arg("-L")
        .arg(format!("dependency={}", crates.display()))
        .arg("-o")
        .arg(folder.join(format!("{name}.rmeta")))
        .arg(&source)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .output()
        .expect("rustc");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Where this test's own dependencies are.
fn crates() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_owned()
}

fn newest_zt(crates: &Path) -> PathBuf {
    let built = fs::read_dir(crates).unwrap().map(|entry| entry.unwrap());
    let zt = built.filter(|entry| {
        let name = entry.file_name().into_string().unwrap_or_default();
        name.starts_with("libzt-") && name.ends_with(".rlib")
    });
    let newest = zt.max_by_key(|entry| entry.metadata().and_then(|it| it.modified()).unwrap());
    newest.expect("zt, built for this test").path()
}

/// Does `work` on all items, on as many threads as there are cores.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Option<R> + Sync,
) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(result) = work(item) {
                        done.lock().unwrap().push(result);
                    }
                }
            });
        }
    });
    done.into_inner().unwrap()
}
