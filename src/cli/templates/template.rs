//! A built-in template or static file, and what a site has in its place.

use serde::Serialize;

use crate::{
    diag::wording,
    shell::{self, Problem, Site},
};

/// What a copy says of where it comes from, before the name and the hash of the built-in file.
const MARK: &str = "handbill: copied from the built-in ";

/// A built-in file.
pub(super) struct Template {
    /// Its path below `site-templates/`.
    pub name: String,
    pub built_in: &'static [u8],
    /// What the site has in its place.
    pub own: Option<Vec<u8>>,
}

/// What a site has in the place of a built-in file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// Nothing.
    BuiltIn,
    /// The same.
    Same,
    /// A template that extends it.
    Extends,
    /// What was made from it.
    Current,
    /// What was made from an older one.
    Outdated,
    /// Something that does not say what it was made from.
    Own,
}

/// Every built-in file, and what a site has in its place.
///
/// # Errors
/// When a file of the site cannot be read.
pub(super) fn all(site: Option<&Site>) -> Result<Vec<Template>, Problem> {
    let with_own = |(name, built_in): (String, &'static [u8])| {
        let own = site.map_or(Ok(None), |site| shell::own_template(site, &name))?;
        Ok(Template { name, built_in, own })
    };
    shell::built_in_templates().into_iter().map(with_own).collect()
}

/// Those that are named, each once, in their order.
///
/// # Errors
/// When there is none of a name.
pub(super) fn named(all: Vec<Template>, names: &[String]) -> Result<Vec<Template>, Problem> {
    let meant = names.iter().map(|name| meant(&all, name)).collect::<Result<Vec<usize>, Problem>>()?;
    Ok(all.into_iter().enumerate().filter(|(number, _)| meant.contains(number)).map(|(_, template)| template).collect())
}

/// The number of the one that is meant by a name: its path, with or without the folder before it and the ending behind it, or its
/// last part.
fn meant(all: &[Template], name: &str) -> Result<usize, Problem> {
    let typed = name.trim_start_matches("./").replace('\\', "/");
    let short = ["site-templates/", "default/"]
        .iter()
        .fold(&*typed, |short, folder| short.strip_prefix(folder).unwrap_or(short));
    let is_named = |known: &str| known == short || known.strip_suffix(".html") == Some(short);
    let last = |known: &str| known.rsplit('/').next().unwrap_or(known).to_owned();
    let numbers = |is_one: &dyn Fn(&str) -> bool| {
        let all = all.iter().enumerate().filter(|(_, template)| is_one(&template.name));
        all.map(|(number, _)| number).collect::<Vec<usize>>()
    };
    let found = Some(numbers(&|known| is_named(known))).filter(|found| !found.is_empty());
    match found.unwrap_or_else(|| numbers(&|known| is_named(&last(known))))[..] {
        [number] => Ok(number),
        _ => Err(unknown(all, name, short)),
    }
}

fn unknown(all: &[Template], name: &str, short: &str) -> Problem {
    let names = || all.iter().map(|template| &*template.name);
    let lasts = || names().map(|name| name.rsplit('/').next().unwrap_or(name));
    // The ending is the same for nearly all of them and would make all of them alike.
    let near = wording::nearest(stem_of(short), lasts().map(stem_of));
    let near = near.and_then(|near| names().find(|name| stem_of(name.rsplit('/').next().unwrap_or(name)) == near));
    let problem = Problem::new(format!("there is no built-in template `{}`", wording::shorten(name, 60)));
    let problem = near.into_iter().fold(problem, |problem, near| problem.help(format!("did you mean `{near}`?")));
    problem.help("`handbill templates` lists all of them")
}

fn stem_of(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl Template {
    pub fn state(&self) -> State {
        let Some(own) = &self.own else { return State::BuiltIn };
        let text = String::from_utf8_lossy(own);
        match made_from(&text) {
            _ if own == self.built_in || without_mark(&text).as_bytes() == self.built_in => State::Same,
            Some(hash) if hash == self.hash() => State::Current,
            Some(_) => State::Outdated,
            None if self.is_template() && text.contains(&format!("default/{}", self.name)) => State::Extends,
            None => State::Own,
        }
    }

    pub fn is_template(&self) -> bool {
        !self.name.starts_with("static/")
    }

    /// What it is for: the comment that it begins with.
    pub fn purpose(&self) -> String {
        let text = str::from_utf8(self.built_in).unwrap_or_default();
        let begins = [("{#-", "-#}"), ("{#", "#}"), ("/*", "*/"), ("//", "\n")];
        let comment = begins.iter().find_map(|(begin, end)| text.trim_start().strip_prefix(begin)?.split(end).next());
        let words = comment.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        match &*self.name {
            _ if !words.is_empty() => words,
            "static/assets/favicon.svg" => "The site’s icon.".to_owned(),
            "static/assets/share.png" => "The picture that previews show of pages without one of their own.".to_owned(),
            _ if self.is_template() => "A piece of other templates.".to_owned(),
            _ => "Copied as it is.".to_owned(),
        }
    }

    /// The first digits of the hash of the built-in file: enough to tell one version from another.
    fn hash(&self) -> String {
        blake3::hash(self.built_in).to_hex()[..12].to_owned()
    }

    /// The built-in file with a note of where it comes from, where its form has comments.
    pub fn copy(&self) -> Vec<u8> {
        let mark = format!("{MARK}{} ({})", self.name, self.hash());
        let ending = self.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let line = match ending {
            "html" if self.is_template() => format!("{{#- {mark} -#}}\n"),
            "css" => format!("/* {mark} */\n"),
            "js" => format!("// {mark}\n"),
            _ => String::new(),
        };
        [line.as_bytes(), self.built_in].concat()
    }

    /// The site's own file as it compares with the built-in one.
    pub fn own_text(&self) -> Option<String> {
        let own = self.own.as_deref()?;
        str::from_utf8(own).ok().map(without_mark)
    }
}

fn made_from(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| line.contains(MARK))?;
    line.rsplit_once('(')?.1.split(')').next()
}

fn without_mark(text: &str) -> String {
    let mut is_first = true;
    let is_kept = |line: &&str| !(line.contains(MARK) && std::mem::take(&mut is_first));
    text.split_inclusive('\n').filter(is_kept).collect()
}
