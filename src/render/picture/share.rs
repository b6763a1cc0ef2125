//! The picture that previews show of an event: its title, when and where, as a sheet in its colour.

use std::fmt::Display;

use super::{
    letters::{FAMILY, LEADING, Space, Weight},
    paint,
    svg::Svg,
};
use crate::{model::Colour, render::colour::ink_on};

pub use super::letters::can_write;

/// The size that previews want, in pixels.
pub const WIDTH: u32 = 1200;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 630;

const MARGIN: u32 = 64;
const LEAF_WIDTH: u32 = 268;
const LEAF_TOP: u32 = 140;
const LEAF_HEIGHT: u32 = 290;
const LEAF_LEFT: u32 = WIDTH - MARGIN - LEAF_WIDTH;
/// Where the line above the time lies.
const RULE: u32 = 474;

/// What the picture says. The same words make the same picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SharePicture {
    /// The site's title.
    pub site: String,
    /// The event's title.
    pub title: String,
    /// That it is cancelled, or moved.
    pub mark: Option<String>,
    /// When.
    pub when: String,
    /// Where.
    pub place: Option<String>,
    /// The day, as on a calendar.
    pub leaf: Leaf,
    /// The colour of the sheet.
    pub colour: Colour,
}

/// A leaf of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// Above: the month.
    pub head: String,
    /// In the middle: the day.
    pub middle: String,
    /// Below: the day of the week.
    pub foot: Option<String>,
}

impl SharePicture {
    /// The picture as a PNG.
    pub fn png(&self) -> Vec<u8> {
        paint::two_coloured(&self.svg(), (WIDTH, HEIGHT), self.colour, ink_on(self.colour))
    }

    /// What it shows, in words.
    pub fn alt(&self) -> String {
        let parts = [self.mark.as_deref(), Some(&self.title), Some(&self.when), self.place.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
    }

    /// The drawing in white on black.
    fn svg(&self) -> String {
        let mut svg = Svg::default();
        let size: [(&str, &dyn Display); 3] =
            [("xmlns", &"http://www.w3.org/2000/svg"), ("width", &WIDTH), ("height", &HEIGHT)];
        svg.open("svg", &size);
        svg.open("g", &[("fill", &"#fff"), ("font-family", &FAMILY)]);
        let line = Space { weight: Weight::Regular, width: inner(MARGIN), height: 40, largest: 32, smallest: 24 };
        block(&mut svg, &line, (MARGIN, 62), &self.site);
        self.draw_title(&mut svg);
        self.leaf.draw(&mut svg);
        rectangle(&mut svg, (MARGIN, RULE), (WIDTH - 2 * MARGIN, 4), "#fff");
        let line = Space { weight: Weight::Bold, width: inner(MARGIN), height: 48, largest: 42, smallest: 28 };
        block(&mut svg, &line, (MARGIN, RULE + 26), &self.when);
        let line = Space { weight: Weight::Regular, width: inner(MARGIN), height: 44, largest: 36, smallest: 26 };
        block(&mut svg, &line, (MARGIN, RULE + 82), self.place.as_deref().unwrap_or_default());
        svg.close("g");
        svg.close("svg");
        svg.finish()
    }

    fn draw_title(&self, svg: &mut Svg) {
        let mut top = LEAF_TOP;
        if let Some(mark) = &self.mark {
            rectangle(svg, (MARGIN, top), (pixels(Weight::Bold.width(mark, 36)) + 32, 54), "#fff");
            words(svg, (MARGIN + 16, top + 40), (36, Weight::Bold), "#000", mark);
            top += 74;
        }
        let width = inner(WIDTH - LEAF_LEFT + 40);
        let height = LEAF_TOP + LEAF_HEIGHT - top;
        let space = Space { weight: Weight::Bold, width, height, largest: 80, smallest: 40 };
        block(svg, &space, (MARGIN, top), &self.title);
    }
}

impl Leaf {
    fn draw(&self, svg: &mut Svg) {
        rectangle(svg, (LEAF_LEFT, LEAF_TOP), (LEAF_WIDTH, LEAF_HEIGHT), "#fff");
        rectangle(svg, (LEAF_LEFT + 6, LEAF_TOP + 68), (LEAF_WIDTH - 12, LEAF_HEIGHT - 74), "#000");
        // What it is torn off from.
        for left in [LEAF_LEFT + 62, LEAF_LEFT + LEAF_WIDTH - 76] {
            rectangle(svg, (left, LEAF_TOP - 14), (14, 28), "#fff");
        }
        centred(svg, LEAF_TOP + 50, 38, "#000", &self.head);
        let (size, baseline) = match (self.middle.chars().count() > 2, &self.foot) {
            (true, _) => (92, LEAF_TOP + 214),
            (false, Some(_)) => (148, LEAF_TOP + 208),
            (false, None) => (148, LEAF_TOP + 232),
        };
        centred(svg, baseline, size, "#fff", &self.middle);
        centred(svg, LEAF_TOP + 258, 36, "#fff", self.foot.as_deref().unwrap_or_default());
    }
}

/// The width between the left margin and one on the right.
fn inner(right: u32) -> f32 {
    f32::from(u16::try_from(WIDTH - MARGIN - right).unwrap_or(u16::MAX))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths are positive and small")]
fn pixels(width: f32) -> u32 {
    width.ceil() as u32
}

/// Words in their lines, from their upper left corner.
fn block(svg: &mut Svg, space: &Space, (left, top): (u32, u32), text: &str) {
    let fitted = space.fit(text);
    for (number, line) in (0_u32..).zip(&fitted.lines) {
        // Capitals reach about this far above the line.
        let baseline = top + fitted.size * 80 / 100 + number * fitted.size * LEADING / 100;
        words(svg, (left, baseline), (fitted.size, space.weight), "#fff", line);
    }
}

fn words(svg: &mut Svg, (left, baseline): (u32, u32), (size, weight): (u32, Weight), fill: &str, line: &str) {
    let place: [(&str, &dyn Display); 5] =
        [("x", &left), ("y", &baseline), ("font-size", &size), ("font-weight", &weight.number()), ("fill", &fill)];
    svg.words("text", &place, line);
}

/// Words in the middle of the leaf.
fn centred(svg: &mut Svg, baseline: u32, size: u32, fill: &str, line: &str) {
    let left = LEAF_LEFT + LEAF_WIDTH.saturating_sub(pixels(Weight::Bold.width(line, size))) / 2;
    words(svg, (left, baseline), (size, Weight::Bold), fill, line);
}

fn rectangle(svg: &mut Svg, (x, y): (u32, u32), (width, height): (u32, u32), fill: &str) {
    svg.leaf("rect", &[("x", &x), ("y", &y), ("width", &width), ("height", &height), ("fill", &fill)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(title: &str) -> SharePicture {
        SharePicture {
            site: "What is on".to_owned(),
            title: title.to_owned(),
            mark: None,
            when: "Saturday 27 February 2016, midday to 5pm".to_owned(),
            place: Some("Marble Arch, London".to_owned()),
            leaf: Leaf { head: "Feb 2016".to_owned(), middle: "27".to_owned(), foot: Some("Sat".to_owned()) },
            colour: Colour { red: 0x8c, green: 0x1c, blue: 0x13 },
        }
    }

    #[test]
    fn it_is_a_small_png_of_the_size_that_previews_want_and_the_same_each_time() {
        let png = picture("Stop Trident").png();
        let size = imagesize::blob_size(&png).unwrap();
        assert_eq!((size.width, size.height), (1200, 630));
        assert!(png.len() < 40_000, "{}", png.len());
        assert_eq!(png, picture("Stop Trident").png());
        assert_ne!(png, picture("Stop Triden").png());
    }

    #[test]
    fn whatever_the_title_there_is_a_picture() {
        let blank = picture("").png();
        for title in ["<&\"", "\u{1}\u{feff}", "🌹", &"word ".repeat(200), &"x".repeat(2000), "Ça Αθήνα Київ"]
        {
            assert_eq!(imagesize::blob_size(&picture(title).png()).unwrap().width, 1200, "{title}");
        }
        assert_eq!(picture("🌹").png(), blank);
    }
}
