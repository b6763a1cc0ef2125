//! What a site adds of its own: pages, a colour, a logo, a navigation, words at the foot.

use handbill::{diag::Code, output::Body, source::Content};

use crate::support::{Checked, SITE, TODAY, check, site, site_of, user_file};

const ABOUT: &str = "---\ndescription: Who we are.\nnavigation: yes\n---\n# About *us*\n\nWords & [links](https://example.org/x).\n\n## More\n\n<b>raw</b>\n";

fn with_settings(more: &str) -> String {
    format!("{SITE}{more}")
}

#[test]
fn a_page_has_its_address_its_title_and_its_text() {
    let checked =
        check([("pages/about.md", ABOUT), ("pages/about/history.md", "# History\n"), ("pages/_draft.md", "x")]);
    assert!(checked.found().is_empty(), "{}", checked.human());
    let page = checked.text("about/index.html");
    for part in [
        "<title>About us – What is on</title>",
        "<meta name=\"description\" content=\"Who we are.\">",
        "<h1>About us</h1>",
        "<p>Words &amp; <a href=\"https://example.org/x\">links</a>.</p>",
        "<h2>More</h2>",
        "&lt;b&gt;raw&lt;/b&gt;",
        "<a href=\"/about/\" aria-current=\"true\">About us</a>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert_eq!(page.matches("<h1").count(), 1);
    let history = checked.text("about/history/index.html");
    assert!(history.contains("<h1>History</h1>") && history.contains("<a href=\"/about/\">About us</a>"), "{history}");
    let sitemap = checked.text("sitemap.xml");
    assert!(sitemap.contains("<loc>https://example.org/about/</loc>") && sitemap.contains("/about/history/</loc>"));
    assert!(!sitemap.contains("draft"));
}

#[test]
fn pages_stand_in_the_navigation_by_their_order_and_then_by_title() {
    let page = |order: &str| format!("---\nnavigation: yes\n{order}---\nText\n");
    let (a, b, c) = (page("title: Aaa\n"), page("title: Ccc\norder: 2\n"), page("title: Bbb\norder: 1\n"));
    let checked = check([("pages/a.md", &*a), ("pages/b.md", &b), ("pages/c.md", &c)]);
    let text = checked.text("index.html");
    let at = |title: &str| text.find(&format!(">{title}</a>")).unwrap_or_else(|| panic!("no {title} in {text}"));
    assert!(at("Subscribe") < at("Bbb") && at("Bbb") < at("Ccc") && at("Ccc") < at("Aaa"));
}

#[test]
fn a_navigation_of_the_sites_own_takes_the_place_of_the_other() {
    let settings = "title: On\nbase_url: https://example.org/cal/\nnavigation:\n  - { title: Home, url: ./ }\n  - { page: about, title: Us }\n  \
                    - { title: Up, url: /shop?a=<b> }\n  - { title: Mail, url: \"mailto:a@example.org\" }\n  - { title: Dates, url: calendar/ }\n";
    let checked = check([("site.yaml", settings), ("pages/about.md", "# About\n")]);
    assert!(checked.found().is_empty(), "{}", checked.human());
    let links = |path: &str| -> Vec<String> {
        let text = checked.text(path);
        let navigation = text.split("aria-label=\"Main\"").nth(1).unwrap().split("</nav>").next().unwrap();
        navigation.lines().filter(|line| line.starts_with("<li>")).map(str::to_owned).collect()
    };
    assert_eq!(
        links("index.html"),
        [
            "<li><a href=\"/cal/\" aria-current=\"true\">Home</a></li>",
            "<li><a href=\"/cal/about/\">Us</a></li>",
            "<li><a href=\"/shop?a=%3Cb%3E\">Up</a></li>",
            "<li><a href=\"mailto:a@example.org\">Mail</a></li>",
            "<li><a href=\"/cal/calendar/\">Dates</a></li>",
        ]
    );
    assert_eq!(links("about/index.html")[1], "<li><a href=\"/cal/about/\" aria-current=\"true\">Us</a></li>");
    assert!(links("calendar/index.html")[4].contains("aria-current"));
}

#[test]
fn the_foot_and_the_colour_are_the_sites_own() {
    let settings = with_settings("colour: \"#ffe600\"\nfooter: |\n  By **us**, <i>not</i> them.\n");
    let checked = check([("site.yaml", &*settings)]);
    let foot = checked.text("index.html").split("<footer").nth(1).unwrap().to_owned();
    assert!(foot.contains("<p>By <strong>us</strong>, &lt;i&gt;not&lt;/i&gt; them.</p>"), "{foot}");
    let colours = checked.text("assets/colours.css");
    // Black on yellow, and a link that can be read on paper; by night the yellow itself can.
    let rules: Vec<&str> = colours.lines().filter(|line| line.starts_with("@media")).collect();
    assert!(rules[0].contains("--brand:#ffe600;--on-brand:#000000;--link:#736800;"), "{colours}");
    assert!(rules[1].contains("--link:#ffe600;"), "{colours}");
    assert!(!check([]).text("assets/colours.css").contains("--brand"));
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 20\"><path d=\"M0 0h80v20H0z\"/></svg>";

#[test]
fn a_logo_is_a_file_beside_site_yaml_or_a_static_one() {
    let folder = tempfile::tempdir().unwrap();
    let settings = with_settings("logo: { file: logo.svg, alt: \"Us & them\" }\n");
    std::fs::write(folder.path().join("site.yaml"), &settings).unwrap();
    std::fs::write(folder.path().join("logo.svg"), SVG).unwrap();
    let checked = Checked::new(crate::support::load(folder.path()), TODAY);
    assert!(checked.found().is_empty(), "{}", checked.human());
    let image = "<img src=\"/assets/logo.svg\" alt=\"Us &amp; them\" width=\"80\" height=\"20\">";
    assert!(checked.text("index.html").contains(image));
    let outputs = checked.compiled.outputs.as_ref().unwrap();
    let number = outputs.paths().iter().position(|path| path.as_str() == "assets/logo.svg").unwrap();
    assert_eq!(outputs.render(number).unwrap(), Body::Copy("logo.svg".into()));

    let settings = with_settings("logo: { file: pictures/logo.svg, alt: Us }\n");
    let checked = check([("site.yaml", &*settings), ("site-templates/static/pictures/logo.svg", SVG)]);
    assert!(checked.found().is_empty(), "{}", checked.human());
    assert!(
        checked.text("index.html").contains("<img src=\"/pictures/logo.svg\" alt=\"Us\" width=\"80\" height=\"20\">")
    );
}

#[test]
fn a_logo_that_cannot_be_shown_is_told_of() {
    let checked = |file: &str, content: Content| {
        let settings = with_settings(&format!("logo: {{ file: \"{file}\", alt: Us }}\n"));
        let files = vec![user_file("site.yaml", Content::Text(settings.into())), user_file("logo.png", content)];
        Checked::new(site_of(files), TODAY)
    };
    for (file, content, message) in [
        ("../logo.png", Content::Text("".into()), "`../logo.png` is not the plain name of a file"),
        ("logo.bmp", Content::Text("".into()), "`logo.bmp` is not a picture that pages can show"),
        ("logo.png", Content::TooLarge { bytes: 9, limit: 8 }, "the picture has 9 bytes; 8 are allowed"),
        ("logo.png", Content::Refused("it is a link".into()), "the picture was not read: it is a link"),
        ("logo.png", Content::Text("no picture".into()), "logo.png does not say how large it is"),
    ] {
        let checked = checked(file, content);
        assert_eq!(checked.codes(), [Code::InvalidImage], "{file}");
        assert_eq!(checked.found()[0].message, message);
    }
}

#[test]
fn a_page_begins_and_ends_its_fields_as_every_editor_writes_them() {
    let title = |text: &str| {
        let checked = check([("pages/x.md", text)]);
        assert!(checked.found().is_empty(), "{text:?}: {}", checked.human());
        let page = checked.text("x/index.html");
        let part = |from: &str, to: &str| page.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned();
        (part("<h1>", "</h1>"), part("<h1>", "</main>").contains("<p>Text</p>"))
    };
    for text in [
        "---\ntitle: T\n---\nText\n",
        "---\r\ntitle: T\r\n---\r\nText\r\n",
        "\u{feff}---\ntitle: T\n---\nText",
        "---  \ntitle: T\n--- \n\n# T\n\nText\n",
        "---\n---\n# T\n\nText\n",
        "# T\n\nText\n",
        "\u{feff}# T\n\nText\n",
        "T\n===\n\nText\n",
    ] {
        assert_eq!(title(text), ("T".to_owned(), true), "{text:?}");
    }
    // Another heading than the title stays.
    let checked = check([("pages/x.md", "---\ntitle: T\n---\n# Other\n")]);
    assert!(checked.text("x/index.html").contains("<h2>Other</h2>"));
}

#[test]
fn a_site_that_is_read_from_a_folder_has_its_pages() {
    let sources = site([("pages/a.md", "# A\n")]);
    assert!(Checked::new(sources, TODAY).text("a/index.html").contains("<h1>A</h1>"));
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("site.yaml", SITE);
    put("pages/deep/er.md", "# Deeper\n");
    put("pages/.hidden.md", "# Hidden\n");
    put("pages/notes.txt", "not read");
    let checked = Checked::new(crate::support::load(folder.path()), TODAY);
    assert!(checked.found().is_empty(), "{}", checked.human());
    assert!(checked.text("deep/er/index.html").contains("<h1>Deeper</h1>"));
}
