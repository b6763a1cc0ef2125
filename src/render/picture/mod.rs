//! Pictures: what previews show of an event, icons, maps and charts. Pure functions from words and numbers to SVG text or PNG
//! bytes, which are the same on every machine: fonts and coastlines are in the program.

mod chart;
mod letters;
mod map;
mod paint;
mod share;
mod svg;

pub use chart::{Bar, Week, YearOfWeeks, bars, weeks};
pub use map::{Dot, kilometres, map, town};
pub use share::{HEIGHT, Leaf, SharePicture, WIDTH, can_write};
