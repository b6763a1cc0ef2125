//! Charts: bars beside names, and the weeks of years as darker and lighter fields.

use std::fmt::Display;

use super::svg::Svg;

/// How wide a chart is, in its own units: about a pixel each on a phone.
const WIDTH: u32 = 400;

fn begin(svg: &mut Svg, class: &str, height: u32, title: &str, id: &str) {
    let view = format!("0 0 {WIDTH} {height}");
    let root: [(&str, &dyn Display); 6] = [
        ("class", &class),
        ("viewBox", &view),
        ("width", &WIDTH),
        ("height", &height),
        ("role", &"img"),
        ("aria-labelledby", &id),
    ];
    svg.open("svg", &root);
    svg.words("title", &[("id", &id)], title);
}

/// A bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is.
    pub value: u32,
    /// The same in words.
    pub words: String,
}

/// Bars below their names, the longest as long as there is room.
pub fn bars(bars: &[Bar], title: &str, id: &str) -> String {
    const ROW: u32 = 44;
    const LONGEST: u32 = 330;
    let mut svg = Svg::default();
    begin(&mut svg, "chart", ROW * u32::try_from(bars.len()).unwrap_or_default(), title, id);
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or_default().max(1);
    for (row, bar) in (0..).map(|number| number * ROW).zip(bars) {
        let length = (u64::from(bar.value) * u64::from(LONGEST) / u64::from(most)).max(2);
        svg.words("text", &[("x", &0), ("y", &(row + 15))], &bar.label);
        svg.leaf("rect", &[("x", &0), ("y", &(row + 21)), ("width", &length), ("height", &15), ("rx", &2)]);
        svg.words("text", &[("class", &"value"), ("x", &(length + 7)), ("y", &(row + 34))], &bar.words);
    }
    svg.close("svg");
    svg.finish()
}

/// The weeks of a year: how much each holds, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearOfWeeks {
    /// The year.
    pub title: String,
    /// A week each, from the one of the first of January.
    pub weeks: Vec<Week>,
}

/// A week of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// How much there was.
    pub count: usize,
    /// The same in words.
    pub words: String,
}

/// Years as two rows of weeks each, the darker the more there was.
pub fn weeks(years: &[YearOfWeeks], title: &str, id: &str) -> String {
    const CELL: usize = 13;
    const ROWS: usize = 27;
    const LEFT: usize = 46;
    const YEAR: usize = 2 * CELL + 10;
    let mut svg = Svg::default();
    let height = u32::try_from(years.len() * YEAR).unwrap_or_default();
    begin(&mut svg, "chart weeks", height, title, id);
    for (top, year) in (0..).map(|number| number * YEAR).zip(years) {
        svg.words("text", &[("x", &0), ("y", &(top + 18))], &year.title);
        for (number, week) in year.weeks.iter().enumerate() {
            let (x, y) = (LEFT + number % ROWS * CELL, top + number / ROWS * CELL);
            let class = format!("w{}", level(week.count));
            let place: [(&str, &dyn Display); 5] =
                [("class", &class), ("x", &x), ("y", &y), ("width", &(CELL - 2)), ("height", &(CELL - 2))];
            svg.open("rect", &place);
            svg.words("title", &[], &week.words);
            svg.close("rect");
        }
    }
    svg.close("svg");
    svg.finish()
}

/// How dark a week is: none, one, a few, many, very many.
fn level(count: usize) -> u8 {
    match count {
        0 => 0,
        1 => 1,
        2..=3 => 2,
        4..=7 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_is_as_long_as_there_is_room() {
        let bar = |value: u32| Bar { label: "Rally".to_owned(), value, words: value.to_string() };
        let drawn = bars(&[bar(30_000), bar(15_000), bar(0)], "Turnout", "turnout");
        assert!(drawn.contains("width=\"330\"") && drawn.contains("width=\"165\"") && drawn.contains("width=\"2\""));
        assert!(drawn.contains("<title id=\"turnout\">Turnout</title>"));
    }

    #[test]
    fn every_week_says_how_much_it_held() {
        let week = |count| Week { count, words: format!("{count} dates") };
        let year = YearOfWeeks { title: "2016".to_owned(), weeks: [0, 1, 3, 7, 20].map(week).to_vec() };
        let drawn = weeks(&[year], "Weeks", "weeks");
        for (level, words) in [(0, "0 dates"), (1, "1 dates"), (2, "3 dates"), (3, "7 dates"), (4, "20 dates")] {
            let field = drawn.split("<rect").find(|field| field.contains(&format!("class=\"w{level}\""))).unwrap();
            assert!(field.contains(&format!("<title>{words}</title>")), "{field}");
        }
    }
}
