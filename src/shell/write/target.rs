//! One output and the file that stands at its place.

use std::{
    borrow::Cow,
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::UNIX_EPOCH,
};

use super::{
    claim::{is_absent, link},
    prune,
};
use crate::{
    output::{Body, Imprint, Manifest, Pieces},
    shell::{Problem, Site, site::shown},
    source::{Content, Digest, Picture, SourceSet, half},
};

/// So many bytes of many texts are written at once.
const BUFFER: usize = 256 * 1024;

/// What is to be written.
pub(super) enum Goods<'a> {
    Bytes(Cow<'a, [u8]>),
    Texts(Vec<Arc<str>>),
    /// What was written already, piece by piece.
    Written {
        hash: blake3::Hash,
        bytes: u64,
        modified: i64,
    },
    Picture {
        source: PathBuf,
        picture: &'a Picture,
        hash: blake3::Hash,
    },
}

impl<'a> Goods<'a> {
    /// The bytes of an output, or the picture that it is a copy of.
    pub(super) fn new(body: Body, site: &Site, sources: &'a SourceSet) -> Result<Self, Problem> {
        let path = match body {
            Body::Bytes(bytes) => return Ok(Self::Bytes(Cow::Owned(bytes))),
            Body::Texts(texts) => return Ok(Self::Texts(texts)),
            Body::Copy(path) => path,
        };
        match sources.find(&path).map(|(_, file)| &file.content) {
            Some(Content::Picture(picture)) => {
                let hash = blake3::Hash::from_hex(&picture.digest).map_err(|_| lost(&path))?;
                Ok(Self::Picture { source: site.folder.join(&*path), picture, hash })
            }
            Some(Content::Bytes(bytes)) => Ok(Self::Bytes(Cow::Borrowed(bytes))),
            Some(Content::Text(text)) => Ok(Self::Bytes(Cow::Borrowed(text.as_bytes()))),
            _ => Err(lost(&path)),
        }
    }

    /// Writes pieces to a file in the stage, if there is a stage.
    pub(super) fn staged(pieces: Pieces<'_>, staged: Option<&Path>) -> Result<Self, Problem> {
        let fail = |error: io::Error| Problem::io("write", staged.unwrap_or(Path::new("")), &error);
        let file = staged.map(create).transpose().map_err(fail)?;
        let mut file = file.map(|file| BufWriter::with_capacity(BUFFER, file));
        let (mut hasher, mut bytes) = (blake3::Hasher::new(), 0);
        for piece in pieces {
            hasher.update(piece.as_bytes());
            bytes += piece.len() as u64;
            file.iter_mut().try_for_each(|file| file.write_all(piece.as_bytes())).map_err(fail)?;
        }
        file.iter_mut().try_for_each(Write::flush).map_err(fail)?;
        let metadata = file.map(|file| file.get_ref().metadata()).transpose().map_err(fail)?;
        let modified = metadata.map_or(0, |metadata| modified(&metadata));
        Ok(Self::Written { hash: hasher.finalize(), bytes, modified })
    }

    /// The first half of the BLAKE3 hash of the bytes.
    pub(super) fn digest(&self) -> Digest {
        match self {
            Self::Bytes(bytes) => half(&blake3::hash(bytes)),
            Self::Texts(texts) => half(&hash(texts)),
            Self::Written { hash, .. } | Self::Picture { hash, .. } => half(hash),
        }
    }

    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Texts(texts) => texts.iter().map(|text| text.len() as u64).sum(),
            Self::Written { bytes, .. } => *bytes,
            Self::Picture { picture, .. } => picture.bytes,
        }
    }

    /// Takes what was staged piece by piece out of the stage again, because it stands in its place already.
    pub(super) fn unstage(&self, staged: &Path) -> Result<(), Problem> {
        match self {
            Self::Written { .. } => fs::remove_file(staged).map_err(|error| Problem::io("remove", staged, &error)),
            _ => Ok(()),
        }
    }

    /// Whether a file of the same length holds this.
    fn is_in(&self, file: &mut File) -> io::Result<bool> {
        match self {
            Self::Bytes(bytes) => is_in_pieces(bytes, file),
            Self::Texts(texts) => Ok(blake3::Hasher::new().update_reader(file)?.finalize() == hash(texts)),
            Self::Written { hash, .. } | Self::Picture { hash, .. } => {
                Ok(blake3::Hasher::new().update_reader(file)?.finalize() == *hash)
            }
        }
    }

    /// Writes this to a file in the stage, unless it lies there; folders are made with the first file in them. Tells when it was
    /// written, in nanoseconds from 1970-01-01T00:00:00Z.
    pub(super) fn write_to(&self, staged: &Path) -> Result<i64, Problem> {
        let fail = |error: io::Error| Problem::io("write", staged, &error);
        if let Self::Written { modified, .. } = self {
            return Ok(*modified);
        }
        let mut file = create(staged).map_err(fail)?;
        match self {
            Self::Written { .. } => {}
            Self::Bytes(bytes) => file.write_all(bytes).map_err(fail)?,
            Self::Texts(texts) => write_texts(texts, &mut file).map_err(fail)?,
            Self::Picture { source, .. } => {
                let opened = File::open(source);
                let mut opened = opened.map_err(|error| Problem::io("read", source, &error))?;
                io::copy(&mut opened, &mut file).map_err(fail)?;
            }
        }
        file.metadata().map(|metadata| modified(&metadata)).map_err(fail)
    }
}

/// Whether a file of the same length holds these bytes; it is not in memory as a whole.
fn is_in_pieces(bytes: &[u8], file: &mut File) -> io::Result<bool> {
    let mut standing = vec![0; BUFFER.min(bytes.len())];
    for piece in bytes.chunks(BUFFER) {
        let standing = &mut standing[..piece.len()];
        file.read_exact(standing)?;
        if standing != piece {
            return Ok(false);
        }
    }
    Ok(true)
}

fn hash(texts: &[Arc<str>]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    texts.iter().for_each(|text| _ = hasher.update(text.as_bytes()));
    hasher.finalize()
}

fn write_texts(texts: &[Arc<str>], file: &mut File) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(BUFFER, file);
    texts.iter().try_for_each(|text| file.write_all(text.as_bytes()))?;
    file.flush()
}

fn lost(path: &str) -> Problem {
    Problem::new(format!("{path} is to be copied, but was not read"))
}

fn create(path: &Path) -> io::Result<File> {
    match File::create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(path))?;
            File::create(path)
        }
        created => created,
    }
}

/// What stands at an output's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Same {
        /// When the file was written, in nanoseconds from 1970-01-01T00:00:00Z.
        modified: i64,
    },
    Different,
    /// A folder of files that earlier builds wrote and this one removes.
    Blocked,
}

/// Compares an output with the disk. The path is relative to the output folder.
///
/// # Errors
/// When a link stands there, or a folder that holds files that Handbill did not write.
pub(super) fn compare(goods: &Goods<'_>, out: &Path, path: &str, old: &Manifest) -> Result<Standing, Problem> {
    let disk = out.join(path);
    let metadata = match fs::symlink_metadata(&disk) {
        Ok(metadata) => metadata,
        Err(error) if is_absent(&error) => return Ok(Standing::Different),
        Err(error) => return Err(Problem::io("look at", &disk, &error)),
    };
    if metadata.is_symlink() {
        Err(link(&disk))
    } else if metadata.is_dir() {
        blocked(out, path, old)
    } else if !metadata.is_file() {
        Err(Problem::new(format!("{} is neither a file nor a folder", shown(&disk))).help("remove it"))
    } else if metadata.len() == goods.len() && holds(&disk, goods) {
        Ok(Standing::Same { modified: modified(&metadata) })
    } else {
        Ok(Standing::Different)
    }
}

/// The imprint of a file that still holds what was written to it: by its length and time, and where somebody touched or copied
/// it, by its bytes.
pub(super) fn still_stands(disk: &Path, imprint: &Imprint) -> Option<Imprint> {
    let metadata = fs::symlink_metadata(disk).ok()?;
    let is_alike = metadata.is_file() && metadata.len() == imprint.bytes;
    let modified = modified(&metadata);
    if !is_alike || modified == imprint.modified {
        return is_alike.then_some(*imprint);
    }
    let hash = File::open(disk).and_then(|file| Ok(blake3::Hasher::new().update_reader(file)?.finalize())).ok()?;
    (half(&hash) == imprint.content).then_some(Imprint { modified, ..*imprint })
}

/// Nothing is known of it where the system does not say: such a file is read.
pub(super) fn modified(metadata: &fs::Metadata) -> i64 {
    let since = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0)
}

/// A file that cannot be read is replaced, which needs no right to read it.
fn holds(disk: &Path, goods: &Goods<'_>) -> bool {
    File::open(disk).and_then(|mut file| goods.is_in(&mut file)).unwrap_or(false)
}

fn blocked(out: &Path, path: &str, old: &Manifest) -> Result<Standing, Problem> {
    match prune::foreign_file(out, path, old)? {
        None => Ok(Standing::Blocked),
        Some(foreign) => {
            let shown = shown(&out.join(path));
            Err(Problem::new(format!(
                "{shown} is a folder that holds {foreign}, which Handbill did not write, and a file must stand there"
            ))
            .help("remove or rename that folder, then build again"))
        }
    }
}
