//! Findings that are kept where everybody may read them, and told again only to who has the files that they are about.
//!
//! A warning tells lines of files, drafts among them. So what is kept is covered with a stream of bytes that comes out of the files
//! themselves: who has them gains nothing, and who has not can do nothing with it.

use serde::{Deserialize, Serialize};

use super::{Code, Diagnostic, Label};
use crate::source::{FileId, Span};

#[derive(Deserialize, Serialize)]
struct StoredLabel {
    file: u32,
    start: usize,
    end: usize,
    text: String,
}

#[derive(Deserialize, Serialize)]
struct Stored {
    code: String,
    message: String,
    primary: StoredLabel,
    secondary: Vec<StoredLabel>,
    notes: Vec<String>,
    help: Vec<String>,
}

/// Covers a text; `key` comes out of everything that may know it.
pub fn seal_text(text: &str, key: &[u8; 32]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    cover(&mut bytes, key, TEXT);
    bytes
}

/// Uncovers a text; nothing where the key is another one, as far as that can be seen.
pub fn open_text(sealed: &[u8], key: &[u8; 32]) -> Option<String> {
    let mut bytes = sealed.to_vec();
    cover(&mut bytes, key, TEXT);
    String::from_utf8(bytes).ok()
}

/// Two things that are covered with one key are covered with two streams.
const FINDINGS: &[u8] = b"findings";
const TEXT: &[u8] = b"text";

/// Covers findings; `key` comes out of everything that they were found in.
pub fn seal(found: &[Diagnostic], key: &[u8; 32]) -> Vec<u8> {
    let stored: Vec<Stored> = found.iter().map(stored).collect();
    // A list of texts and numbers can always be written.
    let mut bytes = serde_json::to_vec(&stored).unwrap_or_default();
    cover(&mut bytes, key, FINDINGS);
    bytes
}

/// Uncovers findings; nothing where the key is another one.
pub fn open(sealed: &[u8], key: &[u8; 32]) -> Option<Vec<Diagnostic>> {
    let mut bytes = sealed.to_vec();
    cover(&mut bytes, key, FINDINGS);
    let stored: Vec<Stored> = serde_json::from_slice(&bytes).ok()?;
    stored.into_iter().map(told).collect()
}

/// The same once more uncovers.
fn cover(bytes: &mut [u8], key: &[u8; 32], what: &[u8]) {
    let mut stream = vec![0; bytes.len()];
    blake3::Hasher::new_keyed(key).update(what).finalize_xof().fill(&mut stream);
    bytes.iter_mut().zip(stream).for_each(|(byte, cover)| *byte ^= cover);
}

fn stored(found: &Diagnostic) -> Stored {
    let label = |label: &Label| StoredLabel {
        file: u32::try_from(label.span.file.index()).unwrap_or(u32::MAX),
        start: label.span.start(),
        end: label.span.end(),
        text: label.text.clone(),
    };
    Stored {
        code: found.code.name().to_owned(),
        message: found.message.clone(),
        primary: label(&found.primary),
        secondary: found.secondary.iter().map(label).collect(),
        notes: found.notes.clone(),
        help: found.help.clone(),
    }
}

fn told(stored: Stored) -> Option<Diagnostic> {
    let label = |label: StoredLabel| Label {
        span: Span::new(FileId::from_number(label.file), label.start..label.end),
        text: label.text,
    };
    Some(Diagnostic {
        code: *Code::ALL.iter().find(|code| code.name() == stored.code)?,
        message: stored.message,
        primary: label(stored.primary),
        secondary: stored.secondary.into_iter().map(label).collect(),
        notes: stored.notes,
        help: stored.help,
        words: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_told_again_to_who_has_the_key_alone() {
        let span = Span::new(FileId::FIRST, 3..9);
        let found = [Diagnostic::new(Code::Clash, span, "a secret rally")
            .label("here")
            .also(span, "there")
            .note("n")
            .help("h")];
        let sealed = seal(&found, &[7; 32]);
        assert_eq!(open(&sealed, &[7; 32]).as_deref(), Some(&found[..]));
        assert_eq!(open(&sealed, &[8; 32]), None);
        assert!(!String::from_utf8_lossy(&sealed).contains("rally"));
        assert_eq!(open(&seal(&[], &[7; 32]), &[7; 32]), Some(Vec::new()));
        let text = seal_text("events/hidden/", &[7; 32]);
        assert_eq!(open_text(&text, &[7; 32]).as_deref(), Some("events/hidden/"));
        assert_ne!(open_text(&text, &[8; 32]).as_deref(), Some("events/hidden/"));
    }
}
