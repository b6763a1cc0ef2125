//! What is how far away on the globe, in squares small enough to look through.

use crate::model::Coordinates;

/// So far away something is still near, in kilometres.
const REACH: f64 = 30.0;
/// A degree of latitude, in kilometres.
const DEGREE: f64 = 111.2;
/// The sides of a square, in degrees: the reach in no place is more than a row.
const ROW: f64 = 0.3;
const COLUMN: f64 = 0.5;
/// So many columns go round the globe.
const COLUMNS: i32 = 720;

/// A square of the globe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Square {
    row: i32,
    column: i32,
}

impl Square {
    /// The square that a point lies in.
    pub fn of(at: Coordinates) -> Self {
        Self { row: number(at.latitude, ROW), column: number(at.longitude, COLUMN).rem_euclid(COLUMNS) }
    }
}

/// Which of the pieces of a side a coordinate lies in.
fn number(degrees: f64, side: f64) -> i32 {
    #[allow(clippy::cast_possible_truncation, reason = "degrees are few")]
    let number = (degrees / side).floor() as i32;
    number
}

/// Every square that holds something near a point. At the poles, where all columns meet, it is not all of them.
pub(super) fn around(at: Coordinates) -> impl Iterator<Item = Square> {
    let tall = REACH / DEGREE;
    let narrowest = (at.latitude.abs() + tall).min(85.0).to_radians().cos();
    let wide = tall / narrowest;
    let rows = number(at.latitude - tall, ROW)..=number(at.latitude + tall, ROW);
    let columns = number(at.longitude - wide, COLUMN)..=number(at.longitude + wide, COLUMN);
    rows.flat_map(move |row| columns.clone().map(move |column| Square { row, column: column.rem_euclid(COLUMNS) }))
}

/// Whether two points are near each other, along the ground.
pub(super) fn are_near(one: Coordinates, other: Coordinates) -> bool {
    let half = |one: f64, other: f64| ((one - other).to_radians() / 2.0).sin().powi(2);
    let across = one.latitude.to_radians().cos() * other.latitude.to_radians().cos();
    let chord = half(one.latitude, other.latitude) + across * half(one.longitude, other.longitude);
    2.0 * chord.sqrt().asin().to_degrees() * DEGREE <= REACH
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Coordinates {
        Coordinates { latitude, longitude }
    }

    #[test]
    fn distances_are_those_along_the_ground() {
        let (arch, greenwich, brighton) = (at(51.5131, -0.1589), at(51.4779, -0.0015), at(50.8225, -0.1372));
        assert!(are_near(arch, greenwich) && !are_near(arch, brighton));
        assert!(are_near(at(0.0, 179.9), at(0.0, -179.9)), "across the line where days begin");
        assert!(!are_near(at(60.0, 0.0), at(60.0, 0.6)) && are_near(at(60.0, 0.0), at(60.0, 0.5)));
    }

    #[test]
    fn whatever_is_near_lies_in_one_of_the_squares_around() {
        for latitude in [-70.0, -33.9, 0.0, 0.01, 51.5131, 69.6] {
            for longitude in [-179.95, -0.1589, 0.0, 18.96, 179.99] {
                let squares: Vec<Square> = around(at(latitude, longitude)).collect();
                for step in 0..400 {
                    let (north, east) = (f64::from(step % 20 - 10) * 0.03, f64::from(step / 20 - 10) * 0.08);
                    let east = (longitude + east + 180.0).rem_euclid(360.0) - 180.0;
                    let other = at(latitude + north, east);
                    let is_held = squares.contains(&Square::of(other));
                    assert!(is_held || !are_near(at(latitude, longitude), other), "{latitude} {longitude} {other:?}");
                }
            }
        }
    }
}
