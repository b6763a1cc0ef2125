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

/// The texts of objects, in their order; nothing for those that are missing, too large or no UTF-8.
///
/// # Errors
/// Git's words where it cannot be run.
pub(in crate::shell) fn texts(repository: &Repository, names: &[&str]) -> Result<Vec<Option<Arc<str>>>, Silence> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok().map(Arc::from);
    let read =
        objects(repository, names, |_, bytes| Some(bytes).filter(|bytes| bytes.len() <= LARGEST_TEXT).and_then(text))?;
    Ok(read.into_iter().map(Option::flatten).collect())
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
        let made = |number| Ok(object(&mut output)?.map(|bytes| make(number, bytes)));
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
fn object(output: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    if output.read_line(&mut head)? == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "git ended too early"));
    }
    let mut parts = head.trim_end().rsplit(' ');
    let Some(length) = parts.next().and_then(|length| length.parse::<usize>().ok()) else { return Ok(None) };
    if length > LARGEST {
        io::copy(&mut output.take(length as u64 + 1), &mut io::sink())?;
        return Ok(None);
    }
    let mut bytes = vec![0; length + 1];
    output.read_exact(&mut bytes)?;
    bytes.pop();
    let is_file = parts.next() == Some("blob");
    Ok(Some(bytes).filter(|_| is_file))
}
