//! Text of a known form: ids, addresses, colours, Markdown. Checked where it is made, trusted afterwards.

use std::{fmt, ops::Deref, sync::Arc};

use pulldown_cmark::{Event, Options, Parser, Tag};
use url::Url;

macro_rules! text_type {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_type! {
    /// An id: a-z, 0-9 and hyphens, no hyphen at either end, at most 100 characters.
    Id
}

impl Id {
    /// The longest id; with the host part every UID stays below 255 octets (RFC 7986 5.3).
    pub const LONGEST: usize = 100;

    /// An id, or nothing where the text is none.
    pub fn new(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = !text.is_empty() && text.len() <= Self::LONGEST && text.bytes().all(plain);
        (fits && !text.starts_with('-') && !text.ends_with('-')).then(|| Self(text.into()))
    }

    /// The id of a part: `jc4pm` and `kentish-town` give `jc4pm-kentish-town`.
    pub fn part(&self, part: &Id) -> Self {
        Self(format!("{self}-{part}").into())
    }

    /// The nearest id to any text, or nothing where no letter or digit is left.
    pub fn slug(text: &str) -> Option<Self> {
        let slug = slug::slugify(text);
        let end = slug.len().min(Self::LONGEST);
        Self::new(slug[..end].trim_matches('-'))
    }
}

text_type! {
    /// An absolute http or https address.
    WebAddress
}

impl WebAddress {
    /// The address in its normal form, or what is wrong with it.
    ///
    /// # Errors
    /// What the address lacks, as the end of a sentence.
    pub fn new(text: &str) -> Result<Self, String> {
        parse_address(text).map(|url| Self(String::from(url).into()))
    }
}

impl WebAddress {
    /// The address of a site: ends with a slash, and has neither a query nor a fragment.
    ///
    /// # Errors
    /// What the address lacks, as the end of a sentence.
    pub fn base(text: &str) -> Result<Self, String> {
        let address = Self::new(text)?;
        if address.contains(['?', '#']) {
            return Err("holds a `?` or `#`".to_owned());
        }
        let slash = if address.ends_with('/') { "" } else { "/" };
        Ok(Self(format!("{address}{slash}").into()))
    }
}

/// Schemes that a link may have.
const LINK_SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "webcal"];

/// Whether a link may be shown: an absolute address with an allowed scheme.
pub fn link_is_allowed(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| LINK_SCHEMES.contains(&url.scheme()))
}

fn parse_address(text: &str) -> Result<Url, String> {
    // The parser would read the first part of the path as the host.
    if text.contains(":///") {
        return Err("names no host".to_owned());
    }
    let url = Url::parse(text.trim()).map_err(|_| "is not a whole address".to_owned())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("begins with `{}:` and not with `https://`", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user name or password, which everyone could read".to_owned());
    }
    Ok(url)
}

text_type! {
    /// An e-mail address.
    EmailAddress
}

impl EmailAddress {
    /// An address of the plain form that mail programs accept, or nothing.
    pub fn new(text: &str) -> Option<Self> {
        let (name, host) = text.split_once('@')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let fits = !name.is_empty() && name.chars().all(plain) && host.contains('.') && host.split('.').all(label);
        (fits && text.len() <= 254).then(|| Self(text.into()))
    }
}

text_type! {
    /// A telephone number as people write it.
    PhoneNumber
}

impl PhoneNumber {
    /// A number of three digits or more, or nothing.
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let plain = text.chars().all(|c| c.is_ascii_digit() || "+() .-/".contains(c));
        (plain && (3..=20).contains(&digits)).then(|| Self(text.into()))
    }

    /// The number as `tel:` wants it (RFC 3966): an optional plus and digits.
    pub fn dialled(&self) -> String {
        self.0.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

text_type! {
    /// Markdown whose links are all allowed ones.
    Markdown
}

impl Markdown {
    /// Markdown, or the addresses in it that may not be linked to.
    ///
    /// # Errors
    /// The addresses of links and pictures that are not absolute with scheme http, https, mailto, tel or webcal.
    pub fn new(text: &str) -> Result<Self, Vec<String>> {
        let refused: Vec<String> = Parser::new_ext(text, Self::options())
            .filter_map(|event| match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
                _ => None,
            })
            // An address in angle brackets without a scheme is an e-mail address.
            .filter(|address| !link_is_allowed(address) && EmailAddress::new(address).is_none())
            .map(|address| address.to_string())
            .collect();
        if refused.is_empty() { Ok(Self(text.trim_end().into())) } else { Err(refused) }
    }

    /// The extensions in use: tables and strikethrough.
    pub fn options() -> Options {
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
    }
}

/// A colour as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Colour {
    /// `#rrggbb` or `#rgb`, or nothing.
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let long: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(long.get(at..at + 2)?, 16).ok();
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_case_letters_digits_and_hyphens() {
        assert!(Id::new("stop-trident-2").is_some());
        for bad in ["", "-a", "a-", "../x", "A", "a_b", "a b", "é"] {
            assert!(Id::new(bad).is_none(), "{bad}");
        }
        assert_eq!(&*Id::slug("São Paulo!").unwrap(), "sao-paulo");
        assert_eq!(Id::slug("!?"), None);
    }

    #[test]
    fn addresses_are_http_and_carry_no_secret() {
        assert_eq!(&*WebAddress::new("https://Example.org").unwrap(), "https://example.org/");
        for bad in
            ["javascript:alert(1)", "example.org", "/x", "https://a:b@example.org/", "https:///x", "data:text/html,x"]
        {
            assert!(WebAddress::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn markdown_names_the_links_that_it_may_not_hold() {
        assert!(Markdown::new("[a](https://example.org) <mailto:a@example.org> <a@example.org>").is_ok());
        assert_eq!(Markdown::new("[a](javascript:x) ![b](/b.png)").unwrap_err(), ["javascript:x", "/b.png"]);
    }

    #[test]
    fn colours_are_read_long_and_short() {
        assert_eq!(Colour::new("#c4122f").unwrap().to_string(), "#c4122f");
        assert_eq!(Colour::new("#fff").unwrap().to_string(), "#ffffff");
        for bad in ["red", "#+f+f+f", "#12345", "c4122f"] {
            assert_eq!(Colour::new(bad), None, "{bad}");
        }
    }
}
