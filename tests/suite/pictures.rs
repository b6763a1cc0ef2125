//! Pictures: which there are, what they say, and that they are the same each time.

use handbill::output::Body;

use crate::support::{Checked, SITE, TODAY, check, site};

const MARCH: &str = "title: March & rally\nkind: march\nstart: 2016-02-27 12:00\nend: 2016-02-27 17:00\nplace: { name: The Green, town: Leeds }\n";

fn paths(checked: &Checked) -> Vec<String> {
    let paths = checked.compiled.outputs.as_ref().unwrap().paths();
    paths.iter().map(ToString::to_string).filter(|path| path.ends_with("share.png")).collect()
}

fn bytes(checked: &Checked, path: &str) -> Vec<u8> {
    let outputs = checked.compiled.outputs.as_ref().unwrap();
    let index = outputs.paths().iter().position(|known| known.as_str() == path).unwrap();
    match outputs.render(index).unwrap() {
        Body::Bytes(bytes) => bytes,
        other => panic!("no bytes: {other:?}"),
    }
}

#[test]
fn an_event_has_a_picture_that_its_page_announces() {
    let checked = check([("events/march.yaml", MARCH)]);
    let png = bytes(&checked, "events/march/share.png");
    let size = imagesize::blob_size(&png).unwrap();
    assert_eq!((size.width, size.height), (1200, 630));
    assert!(png.len() < 40_000, "{}", png.len());
    assert_eq!(png, bytes(&check([("events/march.yaml", MARCH)]), "events/march/share.png"));
    let page = checked.text("events/march/index.html");
    assert!(page.contains("<meta property=\"og:image\" content=\"https://example.org/events/march/share.png\">"));
    let alt = "March &amp; rally. Saturday 27 February 2016, midday to 5pm. The Green, Leeds";
    assert!(page.contains(&format!("<meta property=\"og:image:alt\" content=\"{alt}\">")), "{page}");
    assert!(page.contains("\"image\":[\"https://example.org/events/march/share.png\"]"), "{page}");
}

/// What is unlisted, long over, or in letters that the program does not have, shows the site's picture.
#[test]
fn only_listed_events_of_now_that_can_be_written_have_one() {
    let old = MARCH.replace("2016-02-27", "2015-02-27");
    let (unlisted, foreign) = (format!("unlisted: yes\n{MARCH}"), MARCH.replace("March & rally", "集会"));
    let files = [
        ("events/old.yaml", &*old),
        ("events/hidden.yaml", &*unlisted),
        ("events/foreign.yaml", &*foreign),
        ("events/march.yaml", MARCH),
    ];
    let checked = check(files);
    assert_eq!(paths(&checked), ["assets/share.png", "events/march/share.png"]);
    for page in ["old", "hidden", "foreign"] {
        let page = checked.text(&format!("events/{page}/index.html"));
        assert!(page.contains("content=\"https://example.org/assets/share.png\""), "{page}");
    }
}

#[test]
fn a_site_can_do_without() {
    let settings = format!("{SITE}share_pictures: no\n");
    let checked = check([("site.yaml", &*settings), ("events/march.yaml", MARCH)]);
    assert_eq!(paths(&checked), ["assets/share.png"]);
    let page = checked.text("events/march/index.html");
    assert!(page.contains("content=\"https://example.org/assets/share.png\""), "{page}");
    let mut inputs = crate::support::inputs(site([("events/march.yaml", MARCH)]), TODAY);
    inputs.share_pictures = false;
    let outputs = handbill::compile::compile(&inputs).outputs.unwrap();
    assert!(!outputs.paths().iter().any(|path| path.as_str() == "events/march/share.png"));
}

/// That something is cancelled is said in words, and in another picture.
#[test]
fn a_picture_says_what_became_of_the_event() {
    let cancelled = format!("status: cancelled\n{MARCH}");
    let (plain, cancelled) = (check([("events/march.yaml", MARCH)]), check([("events/march.yaml", &*cancelled)]));
    let path = "events/march/share.png";
    assert_ne!(bytes(&plain, path), bytes(&cancelled, path));
    let page = cancelled.text("events/march/index.html");
    assert!(page.contains("og:image:alt\" content=\"Cancelled. March"), "{page}");
}

/// A picture is made anew when what it says changes, and not otherwise.
#[test]
fn a_picture_is_known_by_what_it_says() {
    let key = |text: &str| {
        let outputs = check([("events/march.yaml", text)]).compiled.outputs.unwrap();
        let index = outputs.paths().iter().position(|path| path.as_str() == "events/march/share.png").unwrap();
        outputs.key(index)
    };
    assert_eq!(key(MARCH), key(&format!("{MARCH}description: Bring banners.\ntags: [peace]\n")));
    assert_ne!(key(MARCH), key(&MARCH.replace("12:00", "13:00")));
    assert_ne!(key(MARCH), key(&MARCH.replace("The Green", "The Moor")));
}
