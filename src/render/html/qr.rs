//! Addresses as QR codes, for paper and for the phone of the person beside you.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use super::context::context;

/// The light edge that readers need, in modules.
const QUIET: usize = 4;

context! {
    /// A QR code as a drawing of lines, each one module high.
    QrWords {
        /// What it says.
        text: String,
        /// The side of the drawing, its light edge included, in modules.
        side: usize,
        /// The dark modules, as the data of one path whose lines are one module wide.
        path: String,
    }
}

impl QrWords {
    /// The code of an address; nothing where it is longer than a code can be.
    ///
    /// The mask is always the same: every reader reads all eight, and to weigh them against each other takes fifteen times as long
    /// as all the rest.
    pub fn new(text: String) -> Option<Self> {
        let segments = QrSegment::make_segments(&text);
        let (level, mask) = (QrCodeEcc::Medium, Some(Mask::new(0)));
        let code = QrCode::encode_segments_advanced(&segments, level, Version::MIN, Version::MAX, mask, false).ok()?;
        let size = code.size();
        let mut path = String::with_capacity((size * size * 2).unsigned_abs() as usize);
        for y in 0..size {
            let dark: Vec<bool> = (0..size).map(|x| code.get_module(x, y)).collect();
            push_row(&mut path, y.unsigned_abs() as usize, &dark);
        }
        Some(Self { text, side: size.unsigned_abs() as usize + 2 * QUIET, path })
    }
}

/// The lines of a row: the first from the edge of the drawing, each other from where the one before ended.
fn push_row(path: &mut String, number: usize, dark: &[bool]) {
    let mut end = None;
    let mut start = 0;
    for run in dark.chunk_by(|one, next| one == next) {
        if run[0] {
            match end {
                None => push(path, &[("M", start + QUIET), (" ", number + QUIET), (".5h", run.len())]),
                Some(end) => push(path, &[("m", start - end), (" 0h", run.len())]),
            }
            end = Some(start + run.len());
        }
        start += run.len();
    }
}

/// Writes letters with numbers below a thousand, digit by digit: a page has hundreds of them.
fn push(path: &mut String, parts: &[(&str, usize)]) {
    for (letters, number) in parts {
        path.push_str(letters);
        for (unit, is_written) in [(100, *number >= 100), (10, *number >= 10), (1, true)] {
            if is_written {
                path.push(char::from(b'0' + (number / unit % 10) as u8));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules that a path covers.
    fn drawn(path: &str) -> Vec<(usize, usize)> {
        let mut modules = Vec::new();
        for row in path.split('M').skip(1) {
            let (start, lines) = row.split_once('h').unwrap();
            let (x, y) = start.split_once(".5").unwrap().0.split_once(' ').unwrap();
            let (mut x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            for part in lines.split('h') {
                let (length, gap) = part
                    .split_once('m')
                    .map_or((part, 0), |(length, gap)| (length, gap.strip_suffix(" 0").unwrap().parse().unwrap()));
                let length: usize = length.parse().unwrap();
                modules.extend((x..x + length).map(|x| (x, y)));
                x += length + gap;
            }
        }
        modules
    }

    fn read(code: &QrWords) -> String {
        let modules = drawn(&code.path);
        let grid = rqrr::SimpleGrid::from_func(code.side - 2 * QUIET, |x, y| modules.contains(&(x + QUIET, y + QUIET)));
        rqrr::Grid::new(grid).decode().unwrap().1
    }

    #[test]
    fn another_reader_reads_what_was_written() {
        for length in [0, 5, 30, 70, 200] {
            let text = format!("https://calendar.example.org/events/{}ü/", "stop-trident-"[..13].repeat(length / 13));
            let code = QrWords::new(text.clone()).unwrap();
            assert_eq!(read(&code), text);
        }
    }

    #[test]
    fn four_modules_around_it_are_light() {
        let code = QrWords::new("webcal://example.org/feeds/all.ics".to_owned()).unwrap();
        let inner = QUIET..code.side - QUIET;
        let modules = drawn(&code.path);
        assert!(modules.iter().all(|(x, y)| inner.contains(x) && inner.contains(y)));
        assert!(modules.contains(&(QUIET, QUIET)), "the corner of a finder");
    }

    #[test]
    fn what_no_code_can_hold_has_none() {
        assert!(QrWords::new("x".repeat(5000)).is_none());
    }
}
