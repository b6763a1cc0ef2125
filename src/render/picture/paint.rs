//! Drawings as PNG.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{Options, Tree},
};

use super::letters;
use crate::model::Colour;
use crate::render::colour::mixed;

/// As many steps there are between two colours: the edges of letters are smooth, and two pixels go into a byte.
const STEPS: u16 = 15;

/// A drawing in white on black as a PNG in two other colours.
pub fn two_coloured(svg: &str, (width, height): (u32, u32), ground: Colour, ink: Colour) -> Vec<u8> {
    let pixels = painted(svg, width, height);
    let rows = pixels.as_ref().map(Pixmap::data).unwrap_or_default().chunks_exact(4 * width as usize);
    let packed: Vec<u8> = rows.flat_map(|row| row.chunks(8).map(pair)).collect();
    let palette: Vec<u8> = (0..=STEPS).map(|step| mixed(ground, ink, step, STEPS)).flat_map(channels).collect();
    encoded((width, height), &packed, |encoder| {
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Four);
        encoder.set_palette(palette);
    })
}

fn channels(colour: Colour) -> [u8; 3] {
    [colour.red, colour.green, colour.blue]
}

/// Two pixels, of which the first may be the last of its row.
fn pair(pixels: &[u8]) -> u8 {
    let step = |at: usize| pixels.get(at).map_or(0, |red| (u16::from(*red) * STEPS + 127) / 255);
    // Both are below sixteen.
    u8::try_from(step(0) << 4 | step(4)).unwrap_or_default()
}

fn painted(svg: &str, width: u32, height: u32) -> Option<Pixmap> {
    let options =
        Options { fontdb: letters::database(), font_family: letters::FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let mut pixels = Pixmap::new(width, height)?;
    pixels.fill(Color::BLACK);
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    Some(pixels)
}

fn encoded((width, height): (u32, u32), pixels: &[u8], set: impl FnOnce(&mut Encoder<'_, &mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    set(&mut encoder);
    encoder.set_compression(Compression::Balanced);
    // Flat areas need no filter, and packed pixels are not for one.
    encoder.set_filter(Filter::NoFilter);
    let made = encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels));
    debug_assert!(made.is_ok(), "memory takes everything: {made:?}");
    bytes
}
