//! What is added to a page on its way to the browser: the script that follows the builds, and leave for it to run.
//! The file stays as it is.

use std::ops::Range;

/// Where the script lies. No output can have an address that begins with a dot.
pub(super) const SCRIPT: &str = "/.preview/follow.js";

/// What stands in a page's policy for the script and its connection.
const NEEDED: [&str; 2] = ["script-src", "connect-src"];

/// The page with the script; `build` is the newest build that the page may be of.
pub(super) fn with_script(page: &str, build: &str) -> String {
    let page = with_leave(page);
    let script = format!("<script src=\"{SCRIPT}\" data-build=\"{build}\" defer></script>\n");
    let lower = page.to_ascii_lowercase();
    let at = ["</head", "</body"].iter().find_map(|end| lower.find(end)).unwrap_or(page.len());
    format!("{}{script}{}", &page[..at], &page[at..])
}

/// The page with its own policies widened as far as the script needs it.
fn with_leave(page: &str) -> String {
    let (lower, mut whole, mut done) = (page.to_ascii_lowercase(), String::with_capacity(page.len() + 256), 0);
    for (start, _) in lower.match_indices("<meta") {
        let attributes = attributes(page, start + "<meta".len());
        let value = |wanted: &str| {
            let is_it = |(name, _): &&(Range<usize>, Range<usize>)| lower[name.clone()] == *wanted;
            attributes.iter().find(is_it).map(|(_, value)| value.clone())
        };
        let is_policy = value("http-equiv").is_some_and(|value| lower[value].trim() == "content-security-policy");
        if let Some(content) = value("content").filter(|content| is_policy && content.start >= done) {
            whole.push_str(&page[done..content.start]);
            whole.push_str(&widened(&page[content.clone()]));
            done = content.end;
        }
    }
    whole + &page[done..]
}

/// The attributes of a tag, as places of names and values; `at` is the end of the tag's own name.
fn attributes(page: &str, mut at: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let bytes = page.as_bytes();
    let until = |from: usize, is_end: &dyn Fn(u8) -> bool| {
        bytes[from..].iter().position(|byte| is_end(*byte)).map_or(bytes.len(), |length| from + length)
    };
    let mut found = Vec::new();
    loop {
        at = until(at, &|byte| !byte.is_ascii_whitespace() && byte != b'/');
        if at >= bytes.len() || bytes[at] == b'>' {
            return found;
        }
        let name = at..until(at + 1, &|byte| byte.is_ascii_whitespace() || b"=/>".contains(&byte));
        let equals = until(name.end, &|byte| !byte.is_ascii_whitespace());
        at = name.end;
        if bytes.get(equals) == Some(&b'=') {
            let start = until(equals + 1, &|byte| !byte.is_ascii_whitespace());
            let quote = bytes.get(start).copied().filter(|byte| b"\"'".contains(byte));
            let value = match quote {
                Some(quote) => start + 1..until(start + 1, &|byte| byte == quote),
                None => start..until(start, &|byte| byte.is_ascii_whitespace() || byte == b'>'),
            };
            at = (value.end + usize::from(quote.is_some())).min(bytes.len());
            found.push((name, value));
        }
    }
}

/// A policy with leave for this server's own script and connection.
fn widened(policy: &str) -> String {
    let words = policy.split(';').map(|text| text.split_ascii_whitespace().collect::<Vec<_>>());
    let mut directives: Vec<_> = words.filter(|words| !words.is_empty()).collect();
    for name in NEEDED {
        let find = |name: &str| directives.iter().position(|words| words[0].eq_ignore_ascii_case(name));
        let at = match (find(name), find("default-src")) {
            (Some(at), _) => at,
            (None, Some(default)) => {
                let inherited = directives[default][1..].iter().copied();
                directives.push([name].into_iter().chain(inherited).collect());
                directives.len() - 1
            }
            // What is not forbidden needs no leave.
            (None, None) => continue,
        };
        directives[at].retain(|word| !["'none'", "'self'"].contains(word));
        directives[at].push("'self'");
    }
    directives.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_head() {
        let script = "<script src=\"/.preview/follow.js\" data-build=\"7-1\" defer></script>\n";
        for (page, expected) in [
            (
                "<html><HEAD><title>x</title></HEAD><body></body>",
                format!("<html><HEAD><title>x</title>{script}</HEAD><body></body>"),
            ),
            ("<p>x</p></body>", format!("<p>x</p>{script}</body>")),
            ("<p>ü", format!("<p>ü{script}")),
        ] {
            assert_eq!(with_script(page, "7-1"), expected);
        }
    }

    #[test]
    fn a_policy_is_widened_for_the_script_alone() {
        for (policy, expected) in [
            (
                "default-src 'none'; style-src 'self'",
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
            ),
            (
                "default-src 'self' x.example",
                "default-src 'self' x.example; script-src x.example 'self'; connect-src x.example 'self'",
            ),
            ("script-src 'none';;Connect-Src y", "script-src 'self'; Connect-Src y 'self'"),
            ("img-src 'self'", "img-src 'self'"),
        ] {
            assert_eq!(widened(policy), expected);
        }
    }

    #[test]
    fn a_policy_is_found_however_it_is_written() {
        let wide = "default-src a; script-src a 'self'; connect-src a 'self'";
        for (page, expected) in [
            (
                "<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src a\"><p>",
                format!("<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{wide}\"><p>"),
            ),
            (
                "<META content = 'default-src a'\n HTTP-EQUIV=content-security-policy />",
                format!("<META content = '{wide}'\n HTTP-EQUIV=content-security-policy />"),
            ),
            ("<meta name=\"x\" content=\"default-src a\">", "<meta name=\"x\" content=\"default-src a\">".to_owned()),
            (
                "<meta http-equiv=\"refresh\" content=\"0; url=/\">",
                "<meta http-equiv=\"refresh\" content=\"0; url=/\">".to_owned(),
            ),
        ] {
            assert_eq!(with_leave(page), expected);
        }
    }

    #[test]
    fn half_a_tag_is_left_as_it_is() {
        for page in [
            "<meta",
            "<meta ",
            "<meta x",
            "<meta x=",
            "<meta x=\"",
            "<meta http-equiv=content-security-policy content",
            "<meta =>",
        ] {
            assert_eq!(with_leave(page), page);
        }
    }
}
