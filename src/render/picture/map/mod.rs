//! Maps: numbered dots on coasts and borders, and the way from one to the next.

mod frame;
mod world;

use std::fmt::Display;

use self::frame::{Frame, WIDTH};
pub use self::{frame::kilometres, world::town};
use super::{
    letters::{Weight, written},
    svg::Svg,
};
use crate::model::Coordinates;

/// How large a dot is, and how near two may come before they are one, in units.
const RADIUS: f64 = 11.0;
const NEAR: f64 = 18.0;
/// The size of names beside dots.
const NAME_SIZE: u32 = 14;

/// A dot, by its number in the list beside the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// The number in the list.
    pub number: usize,
    /// What stands beside the dot, where there is room.
    pub name: String,
    /// Where it lies.
    pub at: Coordinates,
    /// Whether it is still to come.
    pub is_ahead: bool,
}

/// Dots that are drawn as one.
struct Cluster {
    label: String,
    name: String,
    x: f64,
    y: f64,
    is_ahead: bool,
}

/// A map of dots, with the way from each to the next where it `is_route`. `title` says what it shows; `id` is that of the title, and
/// there is no other on the page. Nothing without dots.
pub fn map(dots: &[Dot], is_route: bool, title: &str, id: &str) -> Option<String> {
    let points: Vec<Coordinates> = dots.iter().map(|dot| dot.at).collect();
    let frame = Frame::around(&points)?;
    let mut svg = Svg::default();
    let view = format!("0 0 {WIDTH} {}", frame.height);
    let root: [(&str, &dyn Display); 6] = [
        ("class", &"map"),
        ("viewBox", &view),
        ("width", &WIDTH),
        ("height", &frame.height),
        ("role", &"img"),
        ("aria-labelledby", &id),
    ];
    svg.open("svg", &root);
    svg.words("title", &[("id", &id)], title);
    draw_ground(&mut svg, &frame);
    if is_route {
        draw_way(&mut svg, &frame, &points);
    }
    draw_dots(&mut svg, &frame, &clusters(dots, &frame));
    svg.close("svg");
    Some(svg.finish())
}

fn draw_ground(svg: &mut Svg, frame: &Frame) {
    if frame.has_coasts {
        svg.leaf("path", &[("class", &"land"), ("d", &frame.outlines(&world::WORLD.land))]);
        let borders = frame.strokes(&world::WORLD.borders);
        if !borders.is_empty() {
            svg.leaf("path", &[("class", &"border"), ("d", &borders)]);
        }
    } else {
        draw_scale(svg, frame);
    }
}

/// How long some metres are on the map, and where north is: all there is to see where coasts are of no use.
fn draw_scale(svg: &mut Svg, frame: &Frame) {
    const METRES: [u32; 7] = [5000, 2000, 1000, 500, 200, 100, 50];
    let units = |metres: u32| f64::from(metres) / 1000.0 * frame.units_per_kilometre();
    let metres = METRES.into_iter().find(|metres| units(*metres) < WIDTH / 3.0).unwrap_or(METRES[6]);
    let words = if metres < 1000 { format!("{metres} m") } else { format!("{} km", metres / 1000) };
    let (left, bottom) = (12.0, frame.height - 12.0);
    svg.leaf("path", &[("class", &"scale"), ("d", &format!("M{left} {:.0}v5h{:.0}v-5", bottom - 5.0, units(metres)))]);
    svg.words("text", &[("x", &(left + 4.0)), ("y", &(bottom - 5.0))], &words);
    let (right, top) = (WIDTH - 20.0, 14.0);
    svg.leaf("path", &[("class", &"scale"), ("d", &format!("M{right} {}v-20l-5 8m5-8l5 8", top + 22.0))]);
    svg.words("text", &[("x", &(right - 5.0)), ("y", &(top + 38.0))], "N");
}

fn draw_way(svg: &mut Svg, frame: &Frame, points: &[Coordinates]) {
    let way = points.iter().map(|at| frame.place(*at)).map(|(x, y)| format!("{x:.0},{y:.0}")).collect::<Vec<_>>();
    svg.leaf("polyline", &[("class", &"way"), ("points", &way.join(" "))]);
}

/// Dots that would hide each other as one, in the order of their numbers.
fn clusters(dots: &[Dot], frame: &Frame) -> Vec<Cluster> {
    let mut groups: Vec<((f64, f64), Vec<&Dot>)> = Vec::new();
    for dot in dots {
        let (x, y) = frame.place(dot.at);
        let near = groups.iter_mut().find(|((a, b), _)| (x - a).abs().max((y - b).abs()) < NEAR);
        match near {
            Some((_, group)) => group.push(dot),
            None => groups.push(((x, y), vec![dot])),
        }
    }
    groups.into_iter().map(|(place, group)| cluster(place, &group)).collect()
}

fn cluster((x, y): (f64, f64), group: &[&Dot]) -> Cluster {
    let label = match group {
        [one] => one.number.to_string(),
        [one, other] => format!("{}, {}", one.number, other.number),
        [first, .., last] if last.number - first.number + 1 == group.len() => {
            format!("{}–{}", first.number, last.number)
        }
        [first, ..] => format!("{} +{}", first.number, group.len() - 1),
        [] => String::new(),
    };
    let first = group.first().map_or("", |dot| &*dot.name);
    let name = if group.iter().all(|dot| dot.name == first) { written(first) } else { String::new() };
    Cluster { label, name, x, y, is_ahead: group.iter().any(|dot| dot.is_ahead) }
}

/// A box on the paper: its corners.
type Taken = (f64, f64, f64, f64);

fn draw_dots(svg: &mut Svg, frame: &Frame, clusters: &[Cluster]) {
    let mut taken: Vec<Taken> = clusters.iter().map(Cluster::taken).collect();
    for (number, cluster) in clusters.iter().enumerate() {
        if let Some((place, anchor, (x, y))) = cluster.room_for_name(number, &taken, frame) {
            taken.push(place);
            let at: [(&str, &dyn Display); 3] =
                [("x", &format!("{x:.0}")), ("y", &format!("{y:.0}")), ("text-anchor", &anchor)];
            svg.words("text", &at, &cluster.name);
        }
    }
    for cluster in clusters {
        cluster.draw(svg);
    }
}

impl Cluster {
    fn width(&self) -> f64 {
        f64::from(Weight::Bold.width(&self.label, 13)).max(10.0) + 12.0
    }

    fn taken(&self) -> Taken {
        let half = self.width() / 2.0;
        (self.x - half, self.y - RADIUS, self.x + half, self.y + RADIUS)
    }

    /// Where the name has room: beside the dot on either side, above or below.
    fn room_for_name(&self, own: usize, taken: &[Taken], frame: &Frame) -> Option<(Taken, &'static str, (f64, f64))> {
        if self.name.is_empty() {
            return None;
        }
        let width = f64::from(Weight::Regular.width(&self.name, NAME_SIZE)) * 1.08;
        let (aside, half) = (self.width() / 2.0 + 4.0, f64::from(NAME_SIZE) / 2.0 + 2.0);
        let sides = [
            ("start", self.x + aside, self.x + aside, self.y),
            ("end", self.x - aside - width, self.x - aside, self.y),
            ("middle", self.x - width / 2.0, self.x, self.y - RADIUS - half),
            ("middle", self.x - width / 2.0, self.x, self.y + RADIUS + half),
        ];
        sides.into_iter().find_map(|(anchor, left, x, y)| {
            let place = (left, y - half, left + width, y + half);
            let is_inside = place.0 > 2.0 && place.2 < WIDTH - 2.0 && place.1 > 0.0 && place.3 < frame.height;
            let mut others = taken.iter().enumerate().filter(|(number, _)| *number != own);
            let is_free = is_inside && !others.any(|(_, other)| overlap(&place, other));
            is_free.then_some((place, anchor, (x, y + 5.0)))
        })
    }

    fn draw(&self, svg: &mut Svg) {
        let class = if self.is_ahead { "dot" } else { "dot past" };
        svg.open("g", &[("class", &class)]);
        let half = self.width() / 2.0;
        let shape: [(&str, &dyn Display); 5] = [
            ("x", &format!("{:.0}", self.x - half)),
            ("y", &format!("{:.0}", self.y - RADIUS)),
            ("width", &format!("{:.0}", 2.0 * half)),
            ("height", &(2.0 * RADIUS)),
            ("rx", &RADIUS),
        ];
        svg.leaf("rect", &shape);
        let place: [(&str, &dyn Display); 3] =
            [("x", &format!("{:.0}", self.x)), ("y", &format!("{:.0}", self.y + 5.0)), ("text-anchor", &"middle")];
        svg.words("text", &place, &self.label);
        svg.close("g");
    }
}

fn overlap(one: &Taken, other: &Taken) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(number: usize, name: &str, latitude: f64, longitude: f64) -> Dot {
        Dot { number, name: name.to_owned(), at: Coordinates { latitude, longitude }, is_ahead: number > 1 }
    }

    #[test]
    fn a_map_of_a_country_has_its_coast_and_says_what_it_shows() {
        let dots = [dot(1, "London", 51.5, -0.12), dot(2, "Sheffield", 53.37, -1.5)];
        let drawn = map(&dots, true, "The stops & the way", "map").unwrap();
        assert!(drawn.contains("role=\"img\"") && drawn.contains("aria-labelledby=\"map\""));
        assert!(drawn.contains("<title id=\"map\">The stops &amp; the way</title>"));
        assert!(drawn.contains("class=\"land\"") && drawn.contains("class=\"way\""));
        assert!(drawn.contains(">London</text>") && drawn.contains(">2</text>"));
        assert!(drawn.len() < 12_000, "{}", drawn.len());
        assert_eq!(map(&[], false, "x", "x"), None);
    }

    #[test]
    fn dots_in_one_place_are_one() {
        let dots = [dot(1, "Hall", 51.5, -0.12), dot(2, "Hall", 51.5, -0.12), dot(3, "Hall", 51.5, -0.12)];
        let drawn = map(&dots, false, "x", "x").unwrap();
        assert!(drawn.contains(">1–3</text>") && drawn.matches("<rect").count() == 1, "{drawn}");
    }

    #[test]
    fn a_march_through_a_town_has_a_scale_and_no_coast() {
        let dots = [dot(1, "Marble Arch", 51.5131, -0.1589), dot(2, "Trafalgar Square", 51.508, -0.1281)];
        let drawn = map(&dots, true, "x", "x").unwrap();
        assert!(!drawn.contains("class=\"land\"") && drawn.contains(">500 m</text>"), "{drawn}");
    }
}
