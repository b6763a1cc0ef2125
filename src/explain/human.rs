//! The explanation as people read it.

use anstyle::{AnsiColor, Style};

use super::{Dates, Explanation, FeedAnswer, Field, Reason};
use crate::diag::wording;

/// Characters of a value that are shown.
const VALUE: usize = 44;
/// Characters of a title that are shown.
const TITLE: usize = 100;
/// Names up to so many characters are set in a column.
const WIDEST_NAME: usize = 30;

/// Headings stand out, places stand back.
struct Pen {
    colour: bool,
}

impl Pen {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn heading(&self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    fn place(&self, text: &str) -> String {
        self.paint(AnsiColor::Cyan.on_default(), text)
    }

    fn reason(&self, reason: &Reason) -> String {
        let at = reason.at.as_ref().map(|at| format!(" ({})", self.place(&at.to_string())));
        format!("{}{}", reason.text, at.unwrap_or_default())
    }

    fn reasons(&self, reasons: &[Reason]) -> String {
        reasons.iter().map(|reason| self.reason(reason)).collect::<Vec<_>>().join("; ")
    }
}

pub(super) fn draw(told: &Explanation, colour: bool) -> String {
    let pen = Pen { colour };
    let lines = match &told.feed {
        Some(feed) => one_feed(told, feed, &pen),
        None => everything(told, &pen),
    };
    lines.join("\n") + "\n"
}

/// The event as headings call it; one whose id is a mistake has none.
fn name(told: &Explanation) -> String {
    let title = wording::shorten(&told.title, TITLE);
    if told.id.is_empty() { title } else { format!("{}: {title}", told.id) }
}

/// Whether the event is in a feed, and why.
fn one_feed(told: &Explanation, feed: &FeedAnswer, pen: &Pen) -> Vec<String> {
    let name = pen.heading(&name(told));
    let does = if feed.holds { "is in" } else { "is not in" };
    let mut lines = vec![format!("{name} {does} {}", feed.path)];
    if feed.holds {
        lines.extend(feed.rules.iter().map(|reason| format!("  because {}", because(&pen.reason(reason)))));
        return lines;
    }
    lines.extend(feed.kept_out.iter().map(|reason| format!("  because {}", pen.reason(reason))));
    lines.extend(feed.rules.iter().map(|reason| format!("  though its rule gathers it: {}", pen.reason(reason))));
    let held = told.feeds.iter().filter(|feed| feed.holds).count();
    if held > 0 {
        lines.push(format!("It is in {}: handbill explain {}", wording::count(held, "other feed"), told.id));
    }
    lines
}

/// A rule as the end of a sentence.
fn because(rule: &str) -> String {
    let begins = |word: &str| rule.starts_with(word);
    if begins("hosted by") || begins("supported by") || begins("for the") || begins("a stop") || begins("over since") {
        format!("it is {rule}")
    } else if begins("kind ") || begins("tag ") {
        format!("it has the {rule}")
    } else if begins("every") {
        format!("the feed holds {rule}")
    } else {
        rule.to_owned()
    }
}

fn everything(told: &Explanation, pen: &Pen) -> Vec<String> {
    let mut lines = vec![pen.heading(&name(told))];
    lines.extend(identity(told, pen));
    lines.extend([String::new(), pen.heading("Where each field comes from")]);
    lines.extend(fields(&told.fields, pen));
    lines.extend(feeds(told, pen));
    lines.extend(told.dates.iter().flat_map(|dates| date_lines(dates, pen)));
    if !told.is_understood {
        lines.extend([String::new(), "Its feeds and dates are not known while it has mistakes.".to_owned()]);
    }
    lines
}

fn identity(told: &Explanation, pen: &Pen) -> Vec<String> {
    let mut lines = vec![format!("  written   {}", pen.place(&told.at.to_string()))];
    match &told.page {
        Some(page) => lines.push(format!("  page      {page}")),
        None if told.is_understood => lines.push("  page      none".to_owned()),
        None => {}
    }
    lines.extend(told.not_public.iter().map(|reason| format!("  but       {}", pen.reason(reason))));
    let host = told.uid_domain_at.as_ref().map(|at| format!(" (host: {})", pen.place(&at.to_string())));
    if !told.id.is_empty() {
        lines.push(format!("  UID       {}{}", told.uid, host.unwrap_or_default()));
    }
    if let Some(revision) = &told.revision {
        let (created, changed, sequence) = (&revision.created, &revision.changed, revision.sequence);
        lines.push(format!("  revision  created {created}, changed {changed}, sequence {sequence}"));
        lines.push(format!("            {}", revision.why));
    }
    lines
}

fn fields(fields: &[Field], pen: &Pen) -> Vec<String> {
    let width = |text: &str| text.chars().count();
    let value = |field: &Field| wording::shorten(&field.value, VALUE);
    let names = fields.iter().map(|field| width(&field.field)).max().unwrap_or(0).min(WIDEST_NAME);
    let values = fields.iter().map(|field| width(&value(field))).max().unwrap_or(0);
    let line = |(number, field): (usize, &Field)| {
        // What is said of a place is said of its first part.
        let is_said = number > 0 && fields[number - 1].note == field.note;
        let at = field.at.as_ref().map(|at| pen.place(&at.to_string()));
        let whose = match field.from {
            "list" => Some("of the list".to_owned()),
            "tour" => Some("of the tour".to_owned()),
            _ => None,
        };
        let rest: Vec<String> = [at, whose, field.note.clone().filter(|_| !is_said)].into_iter().flatten().collect();
        format!("  {:names$}  {:values$}  {}", field.field, value(field), rest.join(", "))
    };
    fields.iter().enumerate().map(line).collect()
}

fn feeds(told: &Explanation, pen: &Pen) -> Vec<String> {
    let gathered = || told.feeds.iter().filter(|feed| feed.is_gathered());
    let line = |feed: &FeedAnswer| format!("  {}: {}", feed.path, pen.reasons(&feed.rules));
    let mut lines = Vec::new();
    let held: Vec<String> = gathered().filter(|feed| feed.holds).map(line).collect();
    if !held.is_empty() {
        lines.extend([String::new(), pen.heading("Feeds that it is in, and by which rule")]);
        lines.extend(held);
    }
    // What keeps it out of one feed keeps it out of the others.
    let left_out: Vec<&FeedAnswer> = gathered().filter(|feed| !feed.holds).collect();
    if let Some(first) = left_out.first() {
        lines.extend([String::new(), pen.heading("Feeds that leave it out, though their rules gather it")]);
        lines.extend(first.kept_out.iter().map(|reason| format!("  because {}", pen.reason(reason))));
        lines.extend(left_out.into_iter().map(line));
    }
    lines
}

fn date_lines(dates: &Dates, pen: &Pen) -> Vec<String> {
    let when = if dates.are_to_come { "Dates to come" } else { "Nothing is to come; the last dates" };
    let mut lines = vec![String::new(), pen.heading(&format!("{when}, in {}", dates.zone))];
    let marks = |marks: &[String]| if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join(", ")) };
    let lines_of = dates.list.iter().map(|date| format!("  {}{}", date.line, marks(&date.marks)));
    let before = if dates.are_to_come { "after these" } else { "before these" };
    let more = match dates.more {
        None => Some("and so on, without an end".to_owned()),
        Some(0) => None,
        Some(more) => Some(format!("and {more} more {before}")),
    };
    let rest = more.map(|more| format!("  {more}"));
    if dates.are_to_come {
        lines.extend(lines_of.chain(rest));
    } else {
        lines.extend(rest.into_iter().chain(lines_of));
    }
    lines
}
