//! Coasts and borders, from `data/geography/`: Natural Earth's, public domain, to about a kilometre.

use std::sync::LazyLock;

use crate::model::Coordinates;

static BYTES: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/geography/world.bin"));

/// A point in hundredths of a degree, east and north.
pub type Point = (i32, i32);

/// What is drawn of the world, read once.
pub static WORLD: LazyLock<World> = LazyLock::new(|| World::read(BYTES));

/// The outlines of all land, and the borders on it.
#[derive(Debug)]
pub struct World {
    pub land: Vec<Line>,
    pub borders: Vec<Line>,
}

/// A line, and the corners of the smallest box around it.
#[derive(Debug)]
pub struct Line {
    pub points: Vec<Point>,
    least: Point,
    most: Point,
}

/// A box on the globe, in hundredths of a degree.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Line {
    fn new(points: Vec<Point>) -> Self {
        let corner = |choose: fn(i32, i32) -> i32| {
            points.iter().copied().reduce(|a, b| (choose(a.0, b.0), choose(a.1, b.1))).unwrap_or_default()
        };
        Self { least: corner(i32::min), most: corner(i32::max), points }
    }

    /// Whether any of it may lie in an area.
    pub fn may_touch(&self, area: &Area) -> bool {
        let ((west, south), (east, north)) = (self.least, self.most);
        f64::from(west) <= area.east
            && f64::from(east) >= area.west
            && f64::from(south) <= area.north
            && f64::from(north) >= area.south
    }
}

impl World {
    fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader { bytes: bytes.iter() };
        Self { land: reader.lines(), borders: reader.lines() }
    }
}

/// Reads numbers of seven bits a byte, of which the lowest bit of the whole is the sign.
struct Reader<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl Reader<'_> {
    fn number(&mut self) -> i32 {
        let mut number = 0_u32;
        for (place, byte) in (0..5).zip(self.bytes.by_ref()) {
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        let half = (number >> 1).cast_signed();
        if number & 1 == 0 { half } else { !half }
    }

    fn lines(&mut self) -> Vec<Line> {
        (0..self.number()).map(|_| self.line()).collect()
    }

    fn line(&mut self) -> Line {
        let (mut x, mut y) = (0, 0);
        let count = self.number();
        let points = (0..count).map(|_| {
            x += self.number();
            y += self.number();
            (x, y)
        });
        Line::new(points.collect())
    }
}

/// The middle of a town, where its name means one in its country: "Leeds" in "GB".
pub fn town(name: &str, country: &str) -> Option<Coordinates> {
    static TOWNS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/geography/towns.tsv"));
    static ROWS: LazyLock<Vec<&str>> = LazyLock::new(|| TOWNS.lines().collect());
    let beginning = format!("{name}\t{country}\t");
    let first = ROWS.partition_point(|row| **row < *beginning);
    let mut found = ROWS[first..].iter().map_while(|row| row.strip_prefix(&*beginning));
    let (latitude, longitude) = found.next()?.split_once('\t')?;
    let is_one = found.next().is_none();
    is_one.then_some(Coordinates { latitude: latitude.parse().ok()?, longitude: longitude.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_is_whole() {
        let count = |lines: &[Line]| lines.iter().map(|line| line.points.len()).sum::<usize>();
        assert!(count(&WORLD.land) > 50_000, "{}", count(&WORLD.land));
        assert!(count(&WORLD.borders) > 5_000);
        let all = WORLD.land.iter().chain(&WORLD.borders);
        assert!(all.flat_map(|line| &line.points).all(|(x, y)| x.abs() <= 18_000 && y.abs() <= 9_000));
    }

    #[test]
    fn a_town_is_found_in_its_country() {
        assert_eq!(town("Leeds", "GB").map(|at| at.latitude), Some(53.83));
        assert_eq!((town("London", "GB").is_some(), town("London", "DE")), (true, None));
        assert_eq!(town("Lee", "GB"), None);
        assert_eq!(town("Springfield", "US"), None, "there are several");
    }
}
