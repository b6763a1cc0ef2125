//! The texts of many objects by one run of `git cat-file --batch`.

use std::{
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    process::Stdio,
    sync::Arc,
    thread,
};

use super::{Repository, Silence, not_started};

/// An object of more bytes is no file of a site: a site does not read files of that size either.
const LARGEST: usize = 20 * 1024 * 1024;
/// A text of more bytes is no event file.
const LARGEST_TEXT: usize = 8 * 1024 * 1024;

/// The text of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shell) enum Fetched {
    /// The text.
    Text(Arc<str>),
    /// It is there, and no text that an event file could hold.
    Other,
    /// It is not there: the repository was cloned without it.
    Missing,
}

impl Fetched {
    /// The text, where there is one.
    pub(in crate::shell) fn into_text(self) -> Option<Arc<str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other | Self::Missing => None,
        }
    }
}

/// The texts of objects, in their order.
///
/// # Errors
/// Git's words where it cannot be run.
pub(in crate::shell) fn texts(repository: &Repository, names: &[&str]) -> Result<Vec<Fetched>, Silence> {
    let text = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) if text.len() <= LARGEST_TEXT => Fetched::Text(text.into()),
        _ => Fetched::Other,
    };
    ask_for(repository, names, |_, object| match object {
        Object::File(bytes) => text(bytes),
        Object::Other => Fetched::Other,
        Object::Missing => Fetched::Missing,
    })
}

/// What is made of the bytes of objects, each with its number in the list, in their order; nothing for those that are missing, too
/// large or no files. Each is let go before the next is read.
///
/// # Errors
/// Git's words where it cannot be run.
pub(in crate::shell) fn objects<T>(
    repository: &Repository,
    names: &[&str],
    make: impl Fn(usize, Vec<u8>) -> T,
) -> Result<Vec<Option<T>>, Silence> {
    ask_for(repository, names, |number, object| match object {
        Object::File(bytes) => Some(make(number, bytes)),
        Object::Other | Object::Missing => None,
    })
}

/// What git says of an object.
enum Object {
    File(Vec<u8>),
    /// Too large, or no file.
    Other,
    Missing,
}

fn ask_for<T>(repository: &Repository, names: &[&str], make: impl Fn(usize, Object) -> T) -> Result<Vec<T>, Silence> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = repository.command(&["cat-file", "--batch", "--buffer"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| not_started(&error))?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Silence::Refusal("it cannot be talked to".to_owned()));
    };
    let read = thread::scope(|scope| {
        // Written beside the reading: each side would wait for the other once its pipe is full.
        scope.spawn(move || ask(input, names));
        let mut output = BufReader::with_capacity(1 << 16, output);
        let made = |number| Ok(make(number, object(&mut output)?));
        (0..names.len()).map(made).collect::<io::Result<Vec<_>>>()
    });
    // Whatever it ends with, all that was asked for was read or a fault is told of.
    let _ = child.wait();
    read.map_err(|error| Silence::Refusal(crate::shell::problem::reason(&error)))
}

/// A git that has gone away is noticed by the reader.
fn ask(input: impl Write, names: &[&str]) {
    let mut input = BufWriter::new(input);
    let _ = names.iter().try_for_each(|name| writeln!(input, "{name}")).and_then(|()| input.flush());
}

/// One object: `<name> <sort> <length>`, its bytes and a line feed; or `<name> missing`.
fn object(output: &mut impl BufRead) -> io::Result<Object> {
    let mut head = String::new();
    if output.read_line(&mut head)? == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "git ended too early"));
    }
    let mut parts = head.trim_end().rsplit(' ');
    let Some(length) = parts.next().and_then(|length| length.parse::<usize>().ok()) else { return Ok(Object::Missing) };
    if length > LARGEST {
        io::copy(&mut output.take(length as u64 + 1), &mut io::sink())?;
        return Ok(Object::Other);
    }
    let mut bytes = vec![0; length + 1];
    output.read_exact(&mut bytes)?;
    bytes.pop();
    Ok(if parts.next() == Some("blob") { Object::File(bytes) } else { Object::Other })
}
