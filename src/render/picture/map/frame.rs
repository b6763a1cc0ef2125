//! The part of the globe that a map shows, and where its points lie on the paper.

use super::world::{Area, Line};
use crate::model::Coordinates;

/// How wide a map is, in its own units: about a pixel each on a phone.
pub const WIDTH: f64 = 400.0;
const LEAST_HEIGHT: f64 = 240.0;
const MOST_HEIGHT: f64 = 480.0;
/// A town is to be seen within its country: at least so much of a meridian, in degrees.
const COUNTRY: f64 = 3.6;
/// Below this, in degrees, coasts are too coarse to be of use.
const CLOSE: f64 = 0.3;
/// A street is to be seen at least, in degrees.
const STREET: f64 = 0.004;
/// Room for dots at the edge, in units.
const MARGIN: f64 = 40.0;

/// The part of the globe that a map shows: flat, right at its middle latitude.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    west: f64,
    north: f64,
    /// Units for a degree of latitude.
    scale: f64,
    /// How much shorter a degree of longitude is.
    narrowing: f64,
    /// How high the map is, in units.
    pub height: f64,
    /// Whether coasts are of use.
    pub has_coasts: bool,
}

impl Frame {
    /// The frame for these points; nothing without any.
    pub fn around(points: &[Coordinates]) -> Option<Self> {
        let (south, north) = range(points.iter().map(|at| at.latitude.clamp(-85.0, 85.0)))?;
        let (west, east) = range(points.iter().map(|at| at.longitude))?;
        let (middle, centre) = ((south + north) / 2.0, (west + east) / 2.0);
        let narrowing = cosine(middle);
        let (tall, wide) = (north - south, (east - west) * narrowing);
        let is_close = points.len() > 1 && tall.max(wide) < CLOSE;
        let least = if is_close { STREET } else { COUNTRY };
        let inner = |length: f64| length - 2.0 * MARGIN;
        let height = (inner(WIDTH) * tall / wide.max(tall / 4.0).max(1e-9) + 2.0 * MARGIN)
            .clamp(LEAST_HEIGHT, MOST_HEIGHT)
            .round();
        let scale = (inner(WIDTH) / wide.max(1e-9)).min(inner(height) / tall.max(1e-9)).min(height / least);
        Some(Self {
            west: centre - WIDTH / 2.0 / scale / narrowing,
            north: middle + height / 2.0 / scale,
            scale,
            narrowing,
            height,
            has_coasts: !is_close,
        })
    }

    /// Where a place lies on the map.
    pub fn place(&self, at: Coordinates) -> (f64, f64) {
        self.project(at.longitude, at.latitude)
    }

    fn project(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        ((longitude - self.west) * self.scale * self.narrowing, (self.north - latitude) * self.scale)
    }

    /// How many units a kilometre is.
    pub fn units_per_kilometre(&self) -> f64 {
        self.scale / KILOMETRES
    }

    /// What is shown and a little around it, in hundredths of a degree.
    fn area(&self) -> Area {
        let spare = 12.0 / self.scale;
        Area {
            west: (self.west - spare / self.narrowing) * 100.0,
            north: (self.north + spare) * 100.0,
            east: (self.west + (WIDTH / self.scale + spare) / self.narrowing) * 100.0,
            south: (self.north - self.height / self.scale - spare) * 100.0,
        }
    }

    /// The outlines of land as a path.
    pub fn outlines(&self, lines: &[Line]) -> String {
        let area = self.area();
        let near = lines.iter().filter(|line| line.may_touch(&area));
        near.filter_map(|line| self.path(&clipped(line, &area), 3)).map(|path| path + "z").collect()
    }

    /// Borders as a path: what lies outside is left to the edge of the drawing.
    pub fn strokes(&self, lines: &[Line]) -> String {
        let area = self.area();
        let is_in = |(x, y): &(f64, f64)| (area.west..=area.east).contains(x) && (area.south..=area.north).contains(y);
        let near = lines.iter().filter(|line| line.may_touch(&area));
        let runs = near.flat_map(|line| {
            let points: Vec<(f64, f64)> = line.points.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
            points.split(|point| !is_in(point)).map(<[_]>::to_vec).collect::<Vec<_>>()
        });
        runs.filter_map(|run| self.path(&run, 2)).collect()
    }

    /// A line through points, without those that nobody could tell from the one before.
    fn path(&self, points: &[(f64, f64)], least: usize) -> Option<String> {
        let mut kept: Vec<(i32, i32)> = Vec::new();
        for (x, y) in points {
            let (x, y) = self.project(x / 100.0, y / 100.0);
            let point = (whole(x), whole(y));
            let is_far = |(x, y): &(i32, i32)| (point.0 - x).abs().max((point.1 - y).abs()) >= 2;
            if kept.last().is_none_or(is_far) {
                kept.push(point);
            }
        }
        (kept.len() >= least).then(|| steps(&kept))
    }
}

/// Kilometres to a degree of latitude.
const KILOMETRES: f64 = 111.2;

/// How far two places are apart as the crow flies, in kilometres; for places in one country.
pub fn kilometres(from: Coordinates, to: Coordinates) -> f64 {
    let north = to.latitude - from.latitude;
    let east = (to.longitude - from.longitude) * cosine((from.latitude + to.latitude) / 2.0);
    (north * north + east * east).sqrt() * KILOMETRES
}

/// A path through points, each said from the one before.
fn steps(points: &[(i32, i32)]) -> String {
    let mut text = String::new();
    let mut before = (0, 0);
    for (number, (x, y)) in points.iter().enumerate() {
        let (dx, dy) = (x - before.0, y - before.1);
        let letter = match number {
            0 => "M",
            1 => "l",
            _ if dx >= 0 => " ",
            _ => "",
        };
        let between = if dy >= 0 { " " } else { "" };
        text.push_str(&format!("{letter}{dx}{between}{dy}"));
        before = (*x, *y);
    }
    text
}

/// A closed line within an area, edge by edge (Sutherland and Hodgman's way).
fn clipped(line: &Line, area: &Area) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = line.points.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
    points = cut(&points, |point| point.0 - area.west);
    points = cut(&points, |point| area.east - point.0);
    points = cut(&points, |point| point.1 - area.south);
    cut(&points, |point| area.north - point.1)
}

/// What of a closed line lies where a distance is not below zero.
fn cut(points: &[(f64, f64)], distance: impl Fn(&(f64, f64)) -> f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::with_capacity(points.len());
    let Some(mut before) = points.last() else { return kept };
    for point in points {
        let (from, to) = (distance(before), distance(point));
        if (from < 0.0) != (to < 0.0) {
            let share = from / (from - to);
            kept.push((before.0 + (point.0 - before.0) * share, before.1 + (point.1 - before.1) * share));
        }
        if to >= 0.0 {
            kept.push(*point);
        }
        before = point;
    }
    kept
}

fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.map(|value| (value, value)).reduce(|(least, most), (value, _)| (least.min(value), most.max(value)))
}

#[allow(clippy::cast_possible_truncation, reason = "what is drawn lies near the paper")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}

/// The cosine of an angle in degrees between -90 and 90, by its series: that of the system differs from machine to machine.
fn cosine(degrees: f64) -> f64 {
    let square = (degrees * std::f64::consts::PI / 180.0).powi(2);
    let terms = (1..10_i32).rev().map(|term| f64::from((2 * term - 1) * 2 * term));
    terms.fold(1.0, |sum, divisor| 1.0 - square / divisor * sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Coordinates {
        Coordinates { latitude, longitude }
    }

    #[test]
    fn the_series_is_the_cosine() {
        for degrees in -90..=90 {
            let degrees = f64::from(degrees);
            assert!((cosine(degrees) - degrees.to_radians().cos()).abs() < 1e-12, "{degrees}");
        }
    }

    #[test]
    fn every_point_lies_on_the_map() {
        let sets = [
            vec![at(51.5, -0.1)],
            vec![at(51.5, -0.1), at(55.9, -3.2), at(53.4, -3.0)],
            vec![at(51.5131, -0.1589), at(51.508, -0.1281)],
            vec![at(-37.8, 145.0), at(34.4, 132.5)],
            vec![at(50.0, -5.0), at(50.1, 1.0)],
            vec![at(89.0, 10.0), at(-89.0, 10.0)],
        ];
        for points in sets {
            let frame = Frame::around(&points).unwrap();
            for point in points.iter().filter(|point| point.latitude.abs() < 85.0) {
                let (x, y) = frame.place(*point);
                assert!((0.0..=WIDTH).contains(&x) && (0.0..=frame.height).contains(&y), "{point:?} {frame:?}");
            }
        }
        assert!(Frame::around(&[]).is_none());
    }

    #[test]
    fn one_town_is_seen_within_its_country_and_a_march_within_its_streets() {
        assert!(Frame::around(&[at(51.5, -0.1)]).unwrap().has_coasts);
        let march = Frame::around(&[at(51.5131, -0.1589), at(51.508, -0.1281)]).unwrap();
        assert!(!march.has_coasts && march.units_per_kilometre() > 50.0);
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        let half = cut(&square, |point| point.0 - 5.0);
        assert!(half.len() == 4 && half.iter().all(|point| point.0 >= 5.0), "{half:?}");
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        let distance = kilometres(at(51.507, -0.128), at(53.48, -2.24));
        assert!((distance - 262.0).abs() < 5.0, "{distance}");
    }
}
