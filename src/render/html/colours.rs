//! The colours of the site and its groups. A site names one colour; what is made of it can be read on every ground of the stylesheet.

use crate::{
    model::{Colour, Id},
    render::colour::{BLACK, ENOUGH, WHITE, contrast, ink_on, toward},
    resolve::Site,
};

/// What words stand on by day, the darkest: `--shade` of the stylesheet.
const DAY: Colour = Colour { red: 0xf0, green: 0xe9, blue: 0xdc };
/// What words stand on by night, the lightest: `--shade` of the stylesheet.
const NIGHT: Colour = Colour { red: 0x2b, green: 0x26, blue: 0x1f };
/// Words on white by day.
const INK: Colour = Colour { red: 0x1d, green: 0x1a, blue: 0x16 };

/// The contrast that marks need (WCAG 2.2, 1.4.11), and a little more.
const SEEN: f64 = 3.15;
/// By night: of the head of pages, which is not to dazzle, and of links, which would look dull with less.
const CALM: f64 = 7.0;

/// The stylesheet: the site's colour, and one class a group that has a colour, since style attributes are forbidden by the pages' policy.
pub(super) fn colours(site: &Site) -> String {
    let own = site.settings.look.colour.map(of_site);
    let groups = || site.groups.iter().filter_map(|(id, group)| Some((id, group.colour?)));
    let rule = |(id, colour): (&Id, Colour)| format!(".group-{id}{{--group:{colour}}}\n");
    let day: String = groups().map(|(id, colour)| rule((id, seen(colour, BLACK, DAY)))).collect();
    let by_night = |(id, colour)| (id, seen(colour, WHITE, NIGHT));
    let night: String =
        groups().filter(|group| by_night(*group) != *group).map(|group| rule(by_night(group))).collect();
    let night = (!night.is_empty()).then(|| format!("@media screen and (prefers-color-scheme:dark){{\n{night}}}\n"));
    std::iter::once("/* The colours of the groups. */\n".to_owned()).chain(own).chain([day]).chain(night).collect()
}

/// A colour that stands out from a ground as a mark: itself, or as near to it as can be.
fn seen(colour: Colour, end: Colour, ground: Colour) -> Colour {
    toward(colour, end, |one| contrast(one, ground) >= SEEN)
}

/// The site's colour in the places that the stylesheet keeps for it. Paper stays black and white.
fn of_site(colour: Colour) -> String {
    let day = toward(colour, BLACK, |one| contrast(one, DAY) >= ENOUGH);
    let night = toward(colour, WHITE, |one| contrast(one, NIGHT) >= CALM);
    let calm = toward(colour, BLACK, |one| contrast(one, WHITE) >= CALM);
    format!(
        "@media screen{{:root{{--brand:{colour};--on-brand:{};--link:{day};--action:{day};--on-action:{WHITE}}}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{--brand:{calm};--on-brand:{WHITE};--link:{night};--action:{night};\
         --on-action:{INK}}}}}\n",
        ink_on(colour),
    )
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

    proptest::proptest! {
        #[test]
        fn whatever_the_colour_marks_can_be_seen(red: u8, green: u8, blue: u8) {
            let colour = Colour { red, green, blue };
            proptest::prop_assert!(exact(seen(colour, BLACK, DAY), DAY) >= 3.0);
            proptest::prop_assert!(exact(seen(colour, WHITE, NIGHT), NIGHT) >= 3.0);
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
