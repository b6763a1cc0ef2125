//! What goes wrong outside the input: wrong use, a folder that cannot be written.

use std::{fmt, io, path::Path};

/// Something that no change to the site's files mends. The command ends with exit code 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, and where.
    pub message: String,
    /// What to do about it.
    pub help: Vec<String>,
    /// Whether it may be over in a moment without anybody's doing.
    pub is_passing: bool,
}

impl Problem {
    /// A problem in words.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: Vec::new(), is_passing: false }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// It may be over in a moment without anybody's doing.
    #[must_use]
    pub fn passing(self) -> Self {
        Self { is_passing: true, ..self }
    }

    /// What the operating system says when something ("read", "create") is done with a file or folder.
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot {doing} {}: {}", super::shown(path), reason(error)))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "\nhelp: {help}"))
    }
}

impl std::error::Error for Problem {}

/// The operating system's words, without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error ").next().unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_the_error_is_left_out() {
        let error = io::Error::from_raw_os_error(13);
        assert!(!reason(&error).contains("os error"), "{}", reason(&error));
    }
}
