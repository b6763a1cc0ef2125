//! What an author sees in a real browser; `tests/browser/follow.mjs` looks.

use std::{path::Path, process::Command};

use crate::program::Site;

#[test]
fn pages_in_chromium_follow_the_builds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let status = Command::new("sh").arg(folder.join("setup.sh")).status().unwrap();
    assert!(status.success(), "tests/browser/setup.sh failed: it needs Chromium, Node 20 and npm");
    let site = Site::new();
    let mut node = Command::new("node");
    node.arg(folder.join("follow.mjs")).arg(env!("CARGO_BIN_EXE_handbill")).arg(site.path());
    let output = node.output().unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
}
