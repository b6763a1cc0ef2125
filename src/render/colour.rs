//! Colours that can be read on each other.

use crate::model::Colour;

pub const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
pub const BLACK: Colour = Colour { red: 0, green: 0, blue: 0 };
/// The contrast that words need (WCAG 2.2, 1.4.3), and a little more, since luminance is worked out to a thousandth.
pub const ENOUGH: f64 = 4.6;

/// White on a colour where that can be read, else black: one of them always can.
pub fn ink_on(ground: Colour) -> Colour {
    if contrast(WHITE, ground) >= ENOUGH { WHITE } else { BLACK }
}

/// How well two colours stand apart, from 1 to 21 (WCAG 2.2).
pub fn contrast(one: Colour, other: Colour) -> f64 {
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

/// The first colour on the way to another that is good enough, in steps of a hundredth.
pub fn toward(colour: Colour, end: Colour, is_enough: impl Fn(Colour) -> bool) -> Colour {
    let mut steps = (0..=100).map(|step| mixed(colour, end, step, 100));
    steps.find(|one| is_enough(*one)).unwrap_or(end)
}

/// A colour on the way from one to another, `step` of `steps`.
pub fn mixed(from: Colour, to: Colour, step: u16, steps: u16) -> Colour {
    let channel = |from: u8, to: u8| {
        let sum = u16::from(from) * (steps - step) + u16::from(to) * step;
        // A mean of two channels is a channel.
        u8::try_from((sum + steps / 2) / steps).unwrap_or(u8::MAX)
    };
    Colour { red: channel(from.red, to.red), green: channel(from.green, to.green), blue: channel(from.blue, to.blue) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_be_read_on_every_colour() {
        let steps = || (0..=255).step_by(15);
        for (red, green, blue) in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| (r, g, b)))) {
            let ground = Colour { red, green, blue };
            assert!(contrast(ink_on(ground), ground) >= 4.5, "{ground}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast(WHITE, BLACK) - 21.0).abs() < 1e-9);
        let grey = Colour { red: 0x77, green: 0x77, blue: 0x77 };
        assert!((contrast(WHITE, grey) - 4.48).abs() < 0.05);
    }

    #[test]
    fn a_mixture_begins_and_ends_with_its_colours() {
        let red = Colour { red: 200, green: 0, blue: 10 };
        assert_eq!((mixed(red, WHITE, 0, 15), mixed(red, WHITE, 15, 15)), (red, WHITE));
    }
}
