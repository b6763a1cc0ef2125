//! Sites for tests: written down in the test, read from a folder, or made up in memory.

use std::{path::Path, sync::LazyLock};

use handbill::{
    compile::{Compiled, Inputs, Now, compile},
    diag::{Code, Diagnostic, emit},
    output::Body,
    past::History,
    shell::{self, clock},
    source::{Content, Origin, SourceFile, SourceSet},
};

/// The day that tests see their sites from, where they do not say otherwise.
pub const TODAY: &str = "2016-02-01";

/// A site.yaml without anything to complain of.
pub const SITE: &str = "title: What is on\nbase_url: https://example.org/\ntimezone: Europe/London\n";

/// A site of these files, with a plain site.yaml unless one is among them.
pub fn site<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> SourceSet {
    let files = files.into_iter().map(|(path, text)| user_file(path, Content::Text(text.into())));
    site_of(files.collect())
}

/// As [`site`], with files whose content is not just text.
pub fn site_of(mut files: Vec<SourceFile>) -> SourceSet {
    if !files.iter().any(|file| &*file.path == "site.yaml") {
        files.push(user_file("site.yaml", Content::Text(SITE.into())));
    }
    files.extend(BUILT_IN.iter().cloned());
    SourceSet::new(files)
}

/// A file of the user's.
pub fn user_file(path: &str, content: Content) -> SourceFile {
    SourceFile { path: path.into(), origin: Origin::User, content }
}

/// The templates in the program, as an empty site shows them.
static BUILT_IN: LazyLock<Vec<SourceFile>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("site.yaml"), SITE).unwrap();
    let sources = load(folder.path());
    sources.iter().map(|(_, file)| file.clone()).filter(|file| file.origin == Origin::BuiltIn).collect()
});

/// Reads the site in a folder.
pub fn load(folder: &Path) -> SourceSet {
    let site = shell::find_site(Some(folder)).unwrap();
    shell::load(&site).unwrap()
}

/// What a compilation takes in; without the pictures for previews, which take their time.
pub fn inputs(sources: SourceSet, now: &str) -> Inputs {
    Inputs { sources, history: History::default(), now: moment(now), base_url: None, share_pictures: false }
}

fn moment(now: &str) -> Now {
    clock::parse_now(now).unwrap()
}

/// A compiled site and everything that was found in it.
pub struct Checked {
    pub inputs: Inputs,
    pub compiled: Compiled,
}

impl Checked {
    /// Compiles a site, and renders every output of one without errors, as `handbill check` does.
    pub fn new(sources: SourceSet, now: &str) -> Self {
        Self::rendered(Self::unrendered(sources, now))
    }

    /// The same, with the pictures for previews.
    pub fn illustrated(sources: SourceSet, now: &str) -> Self {
        let inputs = Inputs { share_pictures: true, ..inputs(sources, now) };
        let compiled = compile(&inputs);
        Self::rendered(Self { inputs, compiled })
    }

    fn rendered(mut checked: Self) -> Self {
        if let Some(outputs) = &checked.compiled.outputs {
            checked.compiled.diagnostics.extend(shell::render_all(outputs, None));
        }
        checked
    }

    /// Compiles a site and renders nothing.
    pub fn unrendered(sources: SourceSet, now: &str) -> Self {
        let inputs = inputs(sources, now);
        let compiled = compile(&inputs);
        Self { inputs, compiled }
    }

    /// The findings.
    pub fn found(&self) -> &[Diagnostic] {
        &self.compiled.diagnostics
    }

    /// The rules that were broken, each as often as it was.
    pub fn codes(&self) -> Vec<Code> {
        self.found().iter().map(|found| found.code).collect()
    }

    /// The text of the output at a path.
    pub fn text(&self, path: &str) -> String {
        let outputs = self.compiled.outputs.as_ref().unwrap_or_else(|| panic!("mistakes: {}", self.human()));
        let index = outputs.paths().iter().position(|known| known.as_str() == path);
        match outputs.render(index.unwrap_or_else(|| panic!("there is no {path}"))).unwrap() {
            Body::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
            Body::Copy(_) | Body::Texts(_) => panic!("{path} is a copy"),
        }
    }

    /// The findings as `--format human` shows them, without colour.
    pub fn human(&self) -> String {
        self.drawn(emit::Format::Human)
    }

    /// The findings in some format.
    pub fn drawn(&self, format: emit::Format) -> String {
        emit::emit(format, self.found(), &self.inputs.sources, false)
    }
}

/// Checks a site of these files.
pub fn check<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Checked {
    Checked::new(site(files), TODAY)
}

/// Checks a site of one event file.
pub fn check_event(text: &str) -> Checked {
    check([("events/x.yaml", text)])
}
