//! The colours of the site and its groups. A site names one colour; what is made of it can be read on every ground of the stylesheet.

use crate::{model::Colour, resolve::Site};

/// What words stand on by day, the darkest: `--shade` of the stylesheet.
const DAY: Colour = Colour { red: 0xf0, green: 0xe9, blue: 0xdc };
/// What words stand on by night, the lightest: `--shade` of the stylesheet.
const NIGHT: Colour = Colour { red: 0x2b, green: 0x26, blue: 0x1f };
const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
const BLACK: Colour = Colour { red: 0, green: 0, blue: 0 };
/// Words on white by day.
const INK: Colour = Colour { red: 0x1d, green: 0x1a, blue: 0x16 };

/// The contrast that words need (WCAG 2.2, 1.4.3), and a little more, since luminance is worked out to a thousandth.
const ENOUGH: f64 = 4.6;
/// That of the head of pages by night, which is not to dazzle.
const CALM: f64 = 7.0;

/// The stylesheet: the site's colour, and one class a group that has a colour, since style attributes are forbidden by the pages' policy.
pub(super) fn colours(site: &Site) -> String {
    let own = site.settings.look.colour.map(of_site);
    let rules =
        site.groups.iter().filter_map(|(id, group)| Some(format!(".group-{id}{{--group:{}}}\n", group.colour?)));
    std::iter::once("/* The colours of the groups. */\n".to_owned()).chain(own).chain(rules).collect()
}

/// The site's colour in the places that the stylesheet keeps for it. Paper stays black and white.
fn of_site(colour: Colour) -> String {
    let (day, night) =
        (until(colour, BLACK, |one| contrast(one, DAY)), until(colour, WHITE, |one| contrast(one, NIGHT)));
    let calm = toward(colour, BLACK, |one| contrast(one, WHITE) >= CALM);
    format!(
        "@media screen{{:root{{--brand:{colour};--on-brand:{};--link:{day};--action:{day};--on-action:{WHITE}}}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{--brand:{calm};--on-brand:{WHITE};--link:{night};--action:{night};\
         --on-action:{INK}}}}}\n",
        on(colour),
    )
}

/// What can be read on a colour: white, unless black can be read much better.
fn on(colour: Colour) -> Colour {
    if contrast(colour, WHITE) >= ENOUGH { WHITE } else { BLACK }
}

fn until(colour: Colour, end: Colour, contrast: impl Fn(Colour) -> f64) -> Colour {
    toward(colour, end, |one| contrast(one) >= ENOUGH)
}

/// The first colour on the way to another that is good enough, in steps of a hundredth.
fn toward(colour: Colour, end: Colour, is_enough: impl Fn(Colour) -> bool) -> Colour {
    let mut steps = (0..=100).map(|step| mixed(colour, end, step));
    steps.find(|one| is_enough(*one)).unwrap_or(end)
}

fn mixed(from: Colour, to: Colour, hundredths: u32) -> Colour {
    let part = |from: u8, to: u8| {
        let mixed = (u32::from(from) * (100 - hundredths) + u32::from(to) * hundredths + 50) / 100;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    Colour { red: part(from.red, to.red), green: part(from.green, to.green), blue: part(from.blue, to.blue) }
}

/// The contrast of two colours (WCAG 2.2), from 1 to 21.
fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance. The curve of sRGB by a polynomial, which every machine works out alike; it is right to a thousandth.
fn luminance(colour: Colour) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        part * (0.012_522_878 + part * (0.682_171_111 + part * 0.305_306_011))
    };
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(one: Colour, other: Colour) -> f64 {
        let linear = |part: u8| match f64::from(part) / 255.0 {
            small if small <= 0.04045 => small / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        };
        let luminance = |one: Colour| 0.2126 * linear(one.red) + 0.7152 * linear(one.green) + 0.0722 * linear(one.blue);
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn named(rule: &str, name: &str) -> Colour {
        let value = rule.split(&format!("{name}:")).nth(1).unwrap();
        Colour::new(&value[..7]).unwrap()
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_colour_words_can_be_read(red: u8, green: u8, blue: u8) {
            let text = of_site(Colour { red, green, blue });
            let (day, night) = text.split_once('\n').unwrap();
            for (rule, grounds) in [(day, ["#faf7f1", "#ffffff", "#f0e9dc"]), (night, ["#16130f", "#211d18", "#2b261f"])] {
                proptest::prop_assert!(exact(named(rule, "--brand"), named(rule, "--on-brand")) >= 4.5, "{rule}");
                proptest::prop_assert!(exact(named(rule, "--action"), named(rule, "--on-action")) >= 4.5, "{rule}");
                for ground in grounds {
                    let ground = Colour::new(ground).unwrap();
                    proptest::prop_assert!(exact(named(rule, "--link"), ground) >= 4.5, "{rule} on {ground}");
                }
            }
        }
    }

    /// The grounds are those of the stylesheet.
    #[test]
    fn the_stylesheet_has_these_grounds() {
        let style = include_str!("../../../site-templates/static/assets/style.css");
        assert!(style.contains(&format!("--shade: {DAY};")) && style.contains(&format!("--shade: {NIGHT};")));
        assert!(style.contains(&format!("--ink: {INK};")));
    }
}
