//! A repository made up around a site: its files came one after the other, and many were edited since.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Commits the files of a site as if so many commits had brought them and changed them, an hour apart. The last versions are
/// those in the folder. Tells how many versions of files there are.
pub fn commit(site: &Path, commits: usize) -> io::Result<usize> {
    let mut files = Vec::new();
    collect(site, site, &mut files)?;
    files.sort();
    git(site, &["init", "--quiet", "--initial-branch", "main"])?;
    let mut import = Command::new("git");
    import.current_dir(site).args(["fast-import", "--quiet"]).stdin(Stdio::piped());
    let mut import = import.spawn()?;
    let mut stream = io::BufWriter::new(import.stdin.take().ok_or_else(|| io::Error::other("no way to git"))?);
    let versions = write(&mut stream, site, &files, commits)?;
    stream.flush()?;
    drop(stream);
    if !import.wait()?.success() {
        return Err(io::Error::other("git fast-import failed"));
    }
    git(site, &["reset", "--quiet", "--mixed", "main"])?;
    Ok(versions)
}

/// Groups, venues and settings come first; the event files are spread over the commits, and each commit edits one that is there.
fn write(stream: &mut impl Write, site: &Path, files: &[PathBuf], commits: usize) -> io::Result<usize> {
    let is_event = |path: &&PathBuf| !path.to_string_lossy().contains('_') && path.starts_with("events");
    let (events, records): (Vec<&PathBuf>, Vec<&PathBuf>) = files.iter().partition(is_event);
    let mut versions = 0;
    for number in 0..commits {
        writeln!(
            stream,
            "commit refs/heads/main\ncommitter A <a@example.org> {} +0000",
            1_600_000_000 + number * 3_600
        )?;
        writeln!(stream, "data 1\n.")?;
        let mut put = |path: &Path, text: &str| {
            versions += 1;
            writeln!(stream, "M 100644 inline {}\ndata {}\n{text}", path.display(), text.len())
        };
        if number == 0 {
            records.iter().try_for_each(|path| put(path, &fs::read_to_string(site.join(path))?))?;
        }
        let come = |number: usize| number * events.len() / commits;
        let edited = come(number).checked_sub(1).map(|last| (number * 7_919) % (last + 1));
        for index in (come(number)..come(number + 1)).chain(edited) {
            let text = fs::read_to_string(site.join(events[index]))?;
            // Every version but the last has another title.
            let is_last = !(number + 1..commits).any(|later| come(later) > 0 && (later * 7_919) % come(later) == index);
            let text = if is_last { text } else { text.replacen("title: ", &format!("title: {number} "), 1) };
            put(events[index], &text)?;
        }
        writeln!(stream)?;
    }
    Ok(versions)
}

fn collect(site: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(site, &entry.path(), files)?;
        } else {
            files.push(entry.path().strip_prefix(site).map_err(io::Error::other)?.to_owned());
        }
    }
    Ok(())
}

fn git(folder: &Path, arguments: &[&str]) -> io::Result<()> {
    let status = Command::new("git").current_dir(folder).args(arguments).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("git {arguments:?} failed"))) }
}
