//! Single values: a line of text, Markdown, an id, an address, a number of a known form.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Colour, EmailAddress, Id, Markdown, PhoneNumber, WebAddress},
    parse::{List, Text},
    source::Spanned,
};

/// A title, a name, an address: characters at most.
const LINE_LIMIT: usize = 300;
/// A description: characters at most.
const TEXT_LIMIT: usize = 50_000;
/// An expression: characters at most, so that none is too deep to be read.
const EXPRESSION_LIMIT: usize = 2_000;

/// Text that is one line: line breaks become blanks.
pub(super) fn line(text: &Text, found: &mut Diagnostics) -> Option<Arc<str>> {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.is_empty() {
        found.push(
            Diagnostic::new(Code::InvalidText, text.span, "there is no text here")
                .help("write some, or remove the field"),
        );
        return None;
    }
    within(text, joined.chars().count(), LINE_LIMIT, found)?;
    Some(joined.into())
}

/// Text that is one line, where it is there.
pub(super) fn optional_line(text: Option<&Text>, found: &mut Diagnostics) -> Option<Arc<str>> {
    text.and_then(|text| line(text, found))
}

fn within(text: &Text, length: usize, limit: usize, found: &mut Diagnostics) -> Option<()> {
    if length <= limit {
        return Some(());
    }
    let message = format!("this text has {length} characters; {limit} are allowed");
    found.push(
        Diagnostic::new(Code::InvalidText, text.span, message)
            .help("shorten it; what is longer goes into `description` or behind a link"),
    );
    None
}

/// An expression of a length that can be read.
pub(super) fn expression(text: &Text, found: &mut Diagnostics) -> Option<Text> {
    let length = text.chars().count();
    if length <= EXPRESSION_LIMIT {
        return Some(text.clone());
    }
    let message = format!("this expression has {length} characters; {EXPRESSION_LIMIT} are allowed");
    found.push(
        Diagnostic::new(Code::InvalidExpression, text.span, message).help("give the events a tag, and ask for that"),
    );
    None
}

/// Markdown with no link that may not be shown.
pub(super) fn markdown(text: Option<&Text>, found: &mut Diagnostics) -> Option<Markdown> {
    let text = text?;
    within(text, text.chars().count(), TEXT_LIMIT, found)?;
    match Markdown::new(text) {
        Ok(markdown) => (!markdown.is_empty()).then_some(markdown),
        Err(refused) => {
            for address in refused {
                let message = format!("the text links to `{}`", shorten(&address));
                let finding = Diagnostic::new(Code::InvalidUrl, text.span, message).at_words(address);
                found.push(
                    finding
                        .note("links begin with http:, https:, mailto:, tel: or webcal:")
                        .help("write the whole address, such as https://example.org/page"),
                );
            }
            None
        }
    }
}

/// An address of the web.
pub(super) fn web_address(text: Option<&Text>, found: &mut Diagnostics) -> Option<WebAddress> {
    let text = text?;
    match WebAddress::new(text) {
        Ok(address) => Some(address),
        Err(reason) => {
            let message = format!("`{}` {reason}", shorten(text));
            found.push(Diagnostic::new(Code::InvalidUrl, text.span, message).help(whole_address(text.trim())));
            None
        }
    }
}

/// `www.example.org` only lacks its beginning.
fn whole_address(text: &str) -> String {
    let is_host =
        text.starts_with(|c: char| c.is_alphanumeric()) && text.contains('.') && !text.contains([':', ' ', '@']);
    if is_host {
        format!("write https://{}", shorten(text))
    } else if text.contains("://") && text.contains('@') {
        "leave out what stands before the `@`".to_owned()
    } else {
        "write a whole address, such as https://example.org/page".to_owned()
    }
}

/// An e-mail address.
pub(super) fn email(text: Option<&Text>, found: &mut Diagnostics) -> Option<EmailAddress> {
    let text = text?;
    let address = EmailAddress::new(text.trim());
    if address.is_none() {
        let message = format!("`{}` is not an e-mail address", shorten(text));
        found.push(Diagnostic::new(Code::InvalidValue, text.span, message).help("write it as name@example.org"));
    }
    address
}

/// A telephone number.
pub(super) fn phone(text: Option<&Text>, found: &mut Diagnostics) -> Option<PhoneNumber> {
    let text = text?;
    let number = PhoneNumber::new(text.trim());
    if number.is_none() {
        let message = format!("`{}` is not a telephone number", shorten(text));
        found.push(
            Diagnostic::new(Code::InvalidValue, text.span, message)
                .help("write digits and blanks, such as \"+44 20 7946 0000\""),
        );
    }
    number
}

/// A colour.
pub(super) fn colour(text: Option<&Text>, found: &mut Diagnostics) -> Option<Colour> {
    let text = text?;
    let colour = Colour::new(text.trim());
    if colour.is_none() {
        let message = format!("`{}` is not a colour", shorten(text));
        found.push(
            Diagnostic::new(Code::InvalidValue, text.span, message).help("write it as \"#c4122f\", in quotation marks"),
        );
    }
    colour
}

/// An id.
pub(super) fn id(text: &Text, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    let message = format!("`{}` is not an id", shorten(text));
    checked_id(text, message, |slug| format!("write `{slug}`"), found)
}

/// The id that a file's name is; `rename` says how to call it instead.
pub(super) fn file_id(name: &Text, rename: impl Fn(&Id) -> String, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    let message = format!("the file's name `{}` is not an id", shorten(name));
    checked_id(name, message, rename, found)
}

fn checked_id(
    text: &Text,
    message: String,
    write: impl Fn(&Id) -> String,
    found: &mut Diagnostics,
) -> Option<Spanned<Id>> {
    if let Some(id) = Id::new(text) {
        return Some(Spanned::new(id, text.span));
    }
    let note = format!("ids are made of a-z, 0-9 and hyphens, {} characters at most", Id::LONGEST);
    let help = match Id::slug(text) {
        _ if text.len() > Id::LONGEST => "shorten it".to_owned(),
        Some(slug) => write(&slug),
        None => "write some letters or digits".to_owned(),
    };
    found.push(Diagnostic::new(Code::InvalidId, text.span, message).note(note).help(help));
    None
}

/// Lines of a list, each once.
pub(super) fn lines(list: Option<&List<Text>>, found: &mut Diagnostics) -> Vec<Arc<str>> {
    let lines = list.into_iter().flat_map(|list| &list.value).filter_map(|item| line(item, found));
    let mut seen = BTreeSet::new();
    lines.filter(|line| seen.insert(line.clone())).collect()
}

/// A word with a capital letter before it.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A value for a message, cut where it is long, in one line.
pub(super) fn shorten(text: &str) -> String {
    wording::shorten(text, 60)
}
