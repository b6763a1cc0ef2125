//! What commands have in common: which site, as of when, and how mistakes are told.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::session::Session;
#[cfg(feature = "watch")]
use crate::shell::Order;
use crate::{
    compile::{self, BaseUrl, Compiled, Inputs, Now},
    diag::{Diagnostic, emit},
    shell::{self, Problem, Site, clock},
};

/// Which site, as of when.
#[derive(Args, Debug)]
pub(super) struct Source {
    /// The site's folder; else this folder or the nearest above it that holds a site.yaml
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,

    /// Where the site will be published, in place of site.yaml's base_url
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,

    /// The time to build for: a date, or a date and time with offset [default: SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "TIME", value_parser = clock::parse_now)]
    now: Option<Now>,
}

#[derive(Args, Debug)]
pub(super) struct Input {
    #[command(flatten)]
    source: Source,

    /// Treat warnings about the site's files as mistakes; those about missing history are not
    #[arg(long)]
    pub(super) deny_warnings: bool,

    /// How mistakes are told; json and github go to standard output
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the line and what to write instead
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// Annotations on GitHub
    Github,
}

impl Format {
    pub(super) fn drawn(self) -> emit::Format {
        match self {
            Self::Human => emit::Format::Human,
            Self::Short => emit::Format::Short,
            Self::Json => emit::Format::Json,
            Self::Github => emit::Format::Github,
        }
    }

    /// Whether the mistakes are what the command was asked for, to be read by a program.
    pub(super) fn is_result(self) -> bool {
        matches!(self, Self::Json | Self::Github)
    }
}

/// Where the site is built to.
#[derive(Args, Debug)]
pub(super) struct Output {
    /// The output folder, owned by Handbill [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Write into a folder that Handbill did not make; files it did not write are never removed
    #[arg(long)]
    pub(super) force: bool,
}

/// A site that was read and compiled.
pub(super) struct Compilation {
    pub(super) site: Site,
    pub(super) inputs: Inputs,
    pub(super) compiled: Compiled,
}

impl Source {
    /// Reads the site, and what is known of its past. `out` is where it was built before, else `public/`.
    ///
    /// # Errors
    /// When there is no site, or `SOURCE_DATE_EPOCH` is no time.
    pub(super) fn read(&self, session: &Session, out: Option<&Path>) -> Result<(Site, Inputs), Problem> {
        let now = clock::now(self.now.as_ref())?;
        let site = shell::find_site(self.site.as_deref())?;
        let base_url = self.base_url.clone();
        let out = out.map_or_else(|| site.folder.join("public"), Path::to_owned);
        let inputs = session.timed("Read the site", || shell::inputs(&site, now, base_url, &out))?;
        Ok((site, inputs))
    }
}

impl Input {
    /// Reads and compiles the site; nothing is told of its mistakes yet. `out` is where it was built before, else `public/`.
    ///
    /// # Errors
    /// When there is no site, or `SOURCE_DATE_EPOCH` is no time.
    pub(super) fn compile(&self, session: &Session, out: Option<&Path>) -> Result<Compilation, Problem> {
        let (site, inputs) = self.read(session, out)?;
        Ok(Compilation::of(session, site, inputs))
    }

    /// Reads the site, and what is known of its past. `out` is where it was built before, else `public/`.
    ///
    /// # Errors
    /// When there is no site, or `SOURCE_DATE_EPOCH` is no time.
    pub(super) fn read(&self, session: &Session, out: Option<&Path>) -> Result<(Site, Inputs), Problem> {
        self.source.read(session, out)
    }

    /// What is to be built again and again.
    ///
    /// # Errors
    /// When there is no site, or `SOURCE_DATE_EPOCH` is no time.
    #[cfg(feature = "watch")]
    pub(super) fn order(&self, output: &Output) -> Result<Order, Problem> {
        let now = clock::fixed(self.source.now.as_ref())?;
        let site = shell::find_site(self.source.site.as_deref())?;
        let (out, force) = (output.folder(&site), output.force);
        Ok(Order {
            site,
            out,
            now,
            base_url: self.source.base_url.clone(),
            force,
            share_pictures: true,
            deny_warnings: self.deny_warnings,
        })
    }
}

impl Output {
    pub(super) fn folder(&self, site: &Site) -> PathBuf {
        self.out.clone().unwrap_or_else(|| site.folder.join("public"))
    }
}

impl Compilation {
    /// Compiles a site that was read.
    pub(super) fn of(session: &Session, site: Site, inputs: Inputs) -> Self {
        let compiled = session.timed("Compiled it", || compile::compile(&inputs));
        Self { site, inputs, compiled }
    }

    /// What was read.
    pub(super) fn read(&self) -> (&Site, &Inputs) {
        (&self.site, &self.inputs)
    }

    /// How many files of the site were read, built-in ones left out.
    pub(super) fn files(&self) -> usize {
        shell::count_files(&self.inputs)
    }

    /// Whether there are warnings and they hold the build back.
    pub(super) fn is_held_back(&self, input: &Input) -> bool {
        is_held_back(input, &self.compiled.diagnostics)
    }
}

/// Whether there are warnings among these findings and they hold a build back.
pub(super) fn is_held_back(input: &Input, found: &[Diagnostic]) -> bool {
    input.deny_warnings && found.iter().any(Diagnostic::is_deniable)
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::new(text).map_err(|reason| format!("it {reason}; write one such as https://example.org/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_a_plain_web_address() {
        assert!(base_url("https://example.org/calendar/").is_ok());
        assert!(base_url("http://localhost:8000").is_ok());
        for wrong in ["example.org", "ftp://example.org/", "https://x/?a", "https://x/#a", ""] {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
    }
}
