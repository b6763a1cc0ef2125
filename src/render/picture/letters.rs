//! The letters in the program: how wide words are, and how they fit into a space.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

/// The name by which drawings ask for the letters.
pub const FAMILY: &str = "Noto Sans";

static REGULAR: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/fonts/NotoSans-Regular.ttf"));
static BOLD: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/fonts/NotoSans-Bold.ttf"));

static REGULAR_FACE: LazyLock<Option<Face>> = LazyLock::new(|| Face::new(REGULAR));
static BOLD_FACE: LazyLock<Option<Face>> = LazyLock::new(|| Face::new(BOLD));

/// The letters for whoever draws, read once.
pub fn database() -> Arc<Database> {
    static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut database = Database::new();
        database.load_font_data(REGULAR.to_vec());
        database.load_font_data(BOLD.to_vec());
        Arc::new(database)
    });
    DATABASE.clone()
}

/// How thick letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// The number that CSS has for it.
    pub fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 700,
        }
    }

    fn face(self) -> Option<&'static Face> {
        match self {
            Self::Regular => REGULAR_FACE.as_ref(),
            Self::Bold => BOLD_FACE.as_ref(),
        }
    }

    /// How wide words are in letters of this size.
    pub fn width(self, words: &str, size: u32) -> f32 {
        self.face().map_or(0.0, |face| words.chars().map(|letter| face.advance(letter)).sum::<f32>() * face.scale(size))
    }
}

struct Face {
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some(Self { charmap: font.charmap(), metrics, units: f32::from(units) })
    }

    fn advance(&self, letter: char) -> f32 {
        self.charmap.map(letter).and_then(|glyph| self.metrics.advance_width(glyph)).unwrap_or_default()
    }

    #[allow(clippy::cast_precision_loss, reason = "sizes of letters are small")]
    fn scale(&self, size: u32) -> f32 {
        size as f32 / self.units
    }
}

/// Whether there is a letter for each that the words need; signs without one are left out.
pub fn can_write(words: &str) -> bool {
    words.is_ascii() || words.chars().all(|letter| !letter.is_alphanumeric() || has(letter))
}

/// The words without signs that there is no letter for, such as emoji.
pub fn written(words: &str) -> String {
    let kept: String = words
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| has(*letter))
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has(letter: char) -> bool {
    letter == ' ' || BOLD_FACE.as_ref().is_some_and(|face| face.charmap.map(letter).is_some())
}

/// Words broken into lines, at the size at which they fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    pub size: u32,
    pub lines: Vec<String>,
}

/// The space that words are to fit into.
#[derive(Clone, Copy, Debug)]
pub struct Space {
    pub weight: Weight,
    pub width: f32,
    pub height: u32,
    pub largest: u32,
    pub smallest: u32,
}

/// Lines stand apart by this many hundredths of their size.
pub const LEADING: u32 = 118;

impl Space {
    /// The words as large as they fit; where they do not fit at all, cut with an ellipsis.
    pub fn fit(&self, words: &str) -> Fitted {
        let words = written(words);
        let sizes = (self.smallest..=self.largest).rev().step_by(4);
        let fitted = sizes.map(|size| self.at(&words, size)).find(|fitted| self.holds(fitted));
        let fitted = fitted.unwrap_or_else(|| self.cut(&words));
        self.balanced(&words, fitted)
    }

    fn at(&self, words: &str, size: u32) -> Fitted {
        Fitted { size, lines: self.lines(words, size, self.width) }
    }

    fn most_lines(&self, size: u32) -> usize {
        let line = size * LEADING / 100;
        ((self.height + line - size) / line).max(1) as usize
    }

    fn holds(&self, fitted: &Fitted) -> bool {
        let fits = |line: &String| self.weight.width(line, fitted.size) <= self.width;
        fitted.lines.len() <= self.most_lines(fitted.size) && fitted.lines.iter().all(fits)
    }

    fn lines(&self, words: &str, size: u32, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words.split(' ') {
            match lines.last_mut() {
                Some(line) if self.weight.width(&format!("{line} {word}"), size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// At the smallest size, words that are too long broken and what is too much left out.
    fn cut(&self, words: &str) -> Fitted {
        let size = self.smallest;
        let broken: Vec<String> = words.split(' ').flat_map(|word| self.broken(word, size)).collect();
        let mut lines = self.lines(&broken.join(" "), size, self.width);
        let most = self.most_lines(size);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while self.weight.width(&format!("{last}…"), size) > self.width && last.pop().is_some() {}
                *last = format!("{}…", last.trim_end_matches([' ', ',', '.', ':', ';', '–', '-']));
            }
        }
        Fitted { size, lines }
    }

    /// A word in pieces that fit into a line.
    fn broken(&self, word: &str, size: u32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        let mut width = 0.0;
        for letter in word.chars() {
            let advance = self.weight.width(letter.encode_utf8(&mut [0; 4]), size);
            if width + advance > self.width {
                pieces.push(String::new());
                width = 0.0;
            }
            width += advance;
            if let Some(piece) = pieces.last_mut() {
                piece.push(letter);
            }
        }
        pieces
    }

    /// The same lines, none much longer than the others.
    fn balanced(&self, words: &str, fitted: Fitted) -> Fitted {
        let is_cut = fitted.lines.last().is_some_and(|line| line.ends_with('…'));
        if fitted.lines.len() < 2 || is_cut {
            return fitted;
        }
        let widths = (5..10_u8).map(|tenths| self.width * f32::from(tenths) / 10.0);
        let narrow = |width: f32| {
            let lines = self.lines(words, fitted.size, width);
            let fits = lines.iter().all(|line| self.weight.width(line, fitted.size) <= width);
            (lines.len() == fitted.lines.len() && fits).then_some(lines)
        };
        let lines = widths.into_iter().find_map(narrow);
        Fitted { lines: lines.unwrap_or(fitted.lines), size: fitted.size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACE: Space = Space { weight: Weight::Bold, width: 700.0, height: 300, largest: 76, smallest: 44 };

    #[test]
    fn short_words_are_large_and_long_ones_small() {
        assert_eq!(SPACE.fit("Stop Trident"), Fitted { size: 76, lines: vec!["Stop Trident".to_owned()] });
        let long = SPACE.fit("A meeting of all the delegates of the groups in the east of London and their friends");
        assert!(long.size < 76 && SPACE.holds(&long), "{long:?}");
    }

    #[test]
    fn what_does_not_fit_is_cut() {
        let fitted = SPACE.fit(&"endless words ".repeat(40));
        assert!(fitted.lines.last().unwrap().ends_with('…') && SPACE.holds(&fitted), "{fitted:?}");
        let fitted = SPACE.fit(&"x".repeat(300));
        assert!(fitted.lines.len() > 1 && SPACE.holds(&fitted), "{fitted:?}");
    }

    #[test]
    fn lines_are_about_as_long_as_each_other() {
        let fitted = SPACE.fit("Coordinating group ballot");
        assert_eq!(fitted.lines, ["Coordinating", "group ballot"]);
    }

    #[test]
    fn europe_can_be_written_and_emoji_are_left_out() {
        assert!(can_write("Ça Łódź Ağrı Αθήνα Київ Hội nghị ẞ"));
        assert!(can_write("Rally 🌹") && !can_write("集会") && !can_write("מפגש"));
        assert_eq!(written("🌹 Rally 🌹"), "Rally");
    }
}
