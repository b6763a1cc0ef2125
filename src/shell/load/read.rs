//! What is in one file.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek},
    path::Path,
};

use super::sort::Sort;
use crate::{
    shell::problem::reason,
    source::{Content, Picture, picture_size},
};

/// Static files above this size are not held as text, in bytes: nobody looks for words in them.
const LARGE_TEXT: usize = 4 * 1024 * 1024;

/// Takes a file in, or says why not.
pub(super) fn read(disk: &Path, sort: Sort) -> Content {
    let content = match sort {
        Sort::Picture => picture(disk, sort.limit()),
        _ => bytes(disk, sort.limit()).map(|read| match read {
            Err(too_large) => too_large,
            Ok(bytes) if sort == Sort::Static => static_file(bytes),
            Ok(bytes) => text(bytes),
        }),
    };
    content.unwrap_or_else(|error| Content::Refused(reason(&error)))
}

/// The bytes of a file, unless there are more than the limit. One that grows while it is read is cut off there too.
fn bytes(disk: &Path, limit: u64) -> io::Result<Result<Vec<u8>, Content>> {
    let file = File::open(disk)?;
    let length = file.metadata()?.len();
    if length > limit {
        return Ok(Err(Content::TooLarge { bytes: length, limit }));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    let length = bytes.len() as u64;
    Ok(if length > limit { Err(Content::TooLarge { bytes: length, limit }) } else { Ok(bytes) })
}

/// A file whose bytes are here already.
pub(super) fn taken_in(bytes: Vec<u8>, sort: Sort) -> Content {
    match sort {
        Sort::Picture => Content::Picture(Picture {
            bytes: bytes.len() as u64,
            digest: blake3::hash(&bytes).to_hex().to_string(),
            dimensions: picture_size(&bytes),
        }),
        Sort::Static => static_file(bytes),
        Sort::Record | Sort::Template => text(bytes),
    }
}

pub(super) fn text(bytes: Vec<u8>) -> Content {
    match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text.into()),
        Err(error) => Content::NotUtf8 {
            at: error.utf8_error().valid_up_to(),
            text: String::from_utf8_lossy(error.as_bytes()).into(),
        },
    }
}

pub(super) fn static_file(bytes: Vec<u8>) -> Content {
    if bytes.len() > LARGE_TEXT {
        return Content::Bytes(bytes.into());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text.into()),
        Err(error) => Content::Bytes(error.into_bytes().into()),
    }
}

fn picture(disk: &Path, limit: u64) -> io::Result<Content> {
    let mut file = File::open(disk)?;
    let bytes = file.metadata()?.len();
    if bytes > limit {
        return Ok(Content::TooLarge { bytes, limit });
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader((&mut file).take(bytes))?;
    file.rewind()?;
    let dimensions = size(disk, &mut file)?;
    Ok(Content::Picture(Picture { bytes, digest: hasher.finalize().to_hex().to_string(), dimensions }))
}

/// Of most pictures the first bytes say it; an SVG is text.
fn size(disk: &Path, file: &mut File) -> io::Result<Option<(u32, u32)>> {
    if !disk.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg")) {
        return Ok(imagesize::reader_size(BufReader::new(file)).ok().and_then(dimensions));
    }
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    Ok(picture_size(&text))
}

fn dimensions(size: imagesize::ImageSize) -> Option<(u32, u32)> {
    let narrow = |side: usize| u32::try_from(side).ok().filter(|side| *side > 0);
    narrow(size.width).zip(narrow(size.height))
}
