//! What a visitor can do on the pages of the sample in a real browser; `tests/browser/visit.mjs` looks.

use std::{path::Path, process::Command};

#[test]
fn visitors_in_chromium_find_what_pages_promise() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("tests/browser");
    let status = Command::new("sh").arg(folder.join("setup.sh")).status().unwrap();
    assert!(status.success(), "tests/browser/setup.sh failed: it needs Chromium, Node 20 and npm");
    let place = tempfile::tempdir().unwrap();
    let site = place.path().join("site");
    let mut build = Command::new(env!("CARGO_BIN_EXE_handbill"));
    build.current_dir(root).args(["build", "--quiet", "--now", "2016-02-01", "--out"]).arg(&site);
    assert!(build.status().unwrap().success());
    let output = Command::new("node").arg(folder.join("visit.mjs")).arg(&site).output().unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
}
