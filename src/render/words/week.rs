//! On which day a week begins, by the site's language.

use chrono::Weekday;

/// Regions whose weeks begin on Sunday (CLDR 48, weekData).
const SUNDAY: &str = "AG AS BD BR BS BT BU BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT MX MZ \
                      NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
/// On Saturday.
const SATURDAY: &str = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";
/// On Friday.
const FRIDAY: &str = "MV";

/// The region that a language without one is most likely of (CLDR 48, likelySubtags), where weeks do not begin on Monday there.
/// English is written everywhere and stays with the world's Monday.
const LIKELY: [(&str, &str); 44] = [
    ("af", "ZA"),
    ("am", "ET"),
    ("ar", "EG"),
    ("as", "IN"),
    ("bn", "BD"),
    ("ckb", "IQ"),
    ("dv", "MV"),
    ("fa", "IR"),
    ("fil", "PH"),
    ("gu", "IN"),
    ("he", "IL"),
    ("hi", "IN"),
    ("id", "ID"),
    ("is", "IS"),
    ("ja", "JP"),
    ("jv", "ID"),
    ("km", "KH"),
    ("kn", "IN"),
    ("ko", "KR"),
    ("lo", "LA"),
    ("ml", "IN"),
    ("mr", "IN"),
    ("mt", "MT"),
    ("my", "MM"),
    ("ne", "NP"),
    ("or", "IN"),
    ("pa", "IN"),
    ("ps", "AF"),
    ("pt", "BR"),
    ("qu", "PE"),
    ("sd", "PK"),
    ("st", "ZA"),
    ("ta", "IN"),
    ("te", "IN"),
    ("th", "TH"),
    ("ti", "ET"),
    ("tl", "PH"),
    ("tn", "ZA"),
    ("ur", "PK"),
    ("xh", "ZA"),
    ("yi", "IL"),
    ("yue", "HK"),
    ("zh-hant", "TW"),
    ("zu", "ZA"),
];

/// The first day of the week where a language, a BCP 47 tag, is written: Monday where nothing else is known.
pub fn first_weekday(language: &str) -> Weekday {
    let region = region(language);
    let is_in = |regions: &str| regions.split_whitespace().any(|known| Some(known) == region.as_deref());
    match () {
        () if is_in(SUNDAY) => Weekday::Sun,
        () if is_in(SATURDAY) => Weekday::Sat,
        () if is_in(FRIDAY) => Weekday::Fri,
        () => Weekday::Mon,
    }
}

/// The region that a tag names, else the likely one of its language. What follows a single letter is no region.
fn region(language: &str) -> Option<String> {
    let parts = language.split('-').take_while(|part| part.len() > 1);
    let named = parts.skip(1).find(|part| part.len() == 2 || is_number(part)).map(str::to_ascii_uppercase);
    named.or_else(|| {
        let tag = language.to_ascii_lowercase();
        let likely = LIKELY.iter().find(|(known, _)| tag.strip_prefix(known).is_some_and(is_end_of_part));
        likely.map(|(_, region)| (*region).to_owned())
    })
}

fn is_end_of_part(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('-')
}

/// "419": Latin America.
fn is_number(part: &str) -> bool {
    part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_as_they_do_in_the_region() {
        let days = |tags: &[&str]| tags.iter().map(|tag| first_weekday(tag)).collect::<Vec<_>>();
        let monday =
            ["en", "en-GB", "de", "fr-FR", "es-419", "zh", "zh-Hans-CN", "sr-Latn-RS", "ar-MA", "x-us", "en-u-ca-us"];
        assert_eq!(days(&monday), [Weekday::Mon; 11]);
        assert_eq!(days(&["en-US", "fr-CA", "pt-BR", "pt", "he", "zh-Hant", "zh-Hant-TW", "EN-us"]), [Weekday::Sun; 8]);
        assert_eq!(days(&["ar", "ar-EG", "fa", "ckb-IQ"]), [Weekday::Sat; 4]);
        assert_eq!(days(&["dv", "dv-MV"]), [Weekday::Fri; 2]);
    }
}
