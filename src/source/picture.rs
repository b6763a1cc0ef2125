//! How large a picture is, by its bytes alone.

/// The bytes in which an SVG says how large it is.
const HEAD: usize = 4096;

/// Width and height of a picture in pixels; nothing where its bytes do not say.
pub fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let narrow = |side: usize| u32::try_from(side).ok().filter(|side| *side > 0);
    match imagesize::blob_size(bytes) {
        Ok(size) => narrow(size.width).zip(narrow(size.height)),
        Err(_) => svg_size(&String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)])),
    }
}

/// What the outermost element of an SVG says: its width and height, else its view box.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let tag = text.split_once("<svg")?.1.split('>').next()?;
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let sides = attribute(tag, "width").and_then(pixels).zip(attribute(tag, "height").and_then(pixels));
    let (width, height) = sides.or_else(|| {
        let numbers = attribute(tag, "viewBox")?.split([' ', ',']).filter(|number| !number.is_empty());
        let numbers: Vec<f64> = numbers.filter_map(pixels).collect();
        Some((*numbers.get(2)?, *numbers.get(3)?))
    })?;
    let whole = |side: f64| ((0.5..=65_535.0).contains(&side)).then(|| side.round() as u32);
    whole(width).zip(whole(height))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (at, _) = tag.match_indices(name).find(|(at, _)| tag[..*at].ends_with(char::is_whitespace))?;
    let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    value[1..].split(mark).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size_in_one_way_or_another() {
        let size =
            |attributes: &str| picture_size(format!("<?xml version='1.0'?><svg {attributes}><g/></svg>").as_bytes());
        assert_eq!(size("width=\"120\" height='40px'"), Some((120, 40)));
        assert_eq!(size("stroke-width=\"3\" viewBox=\"0 0 64,16.4\" width=\"100%\""), Some((64, 16)));
        for none in ["", "viewBox=\"0 0 0 0\"", "width=\"-1\" height=\"1\"", "width=\"1e99\" height=\"2\""] {
            assert_eq!(size(none), None, "{none}");
        }
        assert_eq!(picture_size(b"no picture"), None);
    }
}
