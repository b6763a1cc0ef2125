//! The user's templates: they replace the built-in ones, and a mistake in one is told with its place before any page is made.

use handbill::diag::Code;

use crate::support::{Checked, TODAY, check, site};

const EVENT: (&str, &str) = ("events/x.yaml", "title: A\nkind: gig\nstart: 2016-05-01\n");

/// What is found with a template of the user's: `file:line:column message`, one a line.
fn found(name: &str, text: &str) -> Vec<String> {
    let path = format!("site-templates/{name}");
    let checked = check([EVENT, (&*path, text)]);
    let line = |found: &handbill::diag::Diagnostic| {
        let (line, column) = checked.inputs.sources.position(found.primary.span);
        format!("{line}:{column} {} ({})", found.message, found.help.join("; "))
    };
    checked.found().iter().map(line).collect()
}

#[test]
fn the_built_in_templates_find_everything_that_they_ask_for() {
    let checked = check([EVENT]);
    assert!(checked.found().is_empty(), "{}", checked.human());
}

#[test]
fn a_users_template_and_static_files_replace_the_built_in_ones() {
    let files = [
        EVENT,
        (
            "site-templates/event.html",
            "{% extends \"layout.html\" %}{% block main %}<h1>Mine: {{ title }}</h1>{% endblock %}",
        ),
        ("site-templates/static/CNAME", "example.org\n"),
        ("site-templates/static/assets/style.css", "/* mine */\n"),
    ];
    let checked = Checked::new(site(files), TODAY);
    let outputs = checked.compiled.outputs.as_ref().unwrap();
    let text = |path: &str| {
        let number = outputs.paths().iter().position(|other| other.as_str() == path).unwrap();
        match outputs.render(number).unwrap() {
            handbill::output::Body::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
            handbill::output::Body::Texts(_) => panic!("nothing is kept"),
            handbill::output::Body::Copy(from) => panic!("a copy of {from}"),
        }
    };
    assert!(text("events/x/index.html").contains("<h1>Mine: A</h1>"));
    assert_eq!(text("CNAME"), "example.org\n");
    assert_eq!(text("assets/style.css"), "/* mine */\n");
}

#[test]
fn unknown_names_are_found_wherever_they_stand() {
    assert_eq!(
        found(
            "event.html",
            "<h1>{{ titel }}</h1>\n{% if booking %}{{ booking.prise }}{% endif %}\n{{ site.nam | upcase }}"
        ),
        [
            "1:8 this template is given no `titel` (did you mean `title`?)",
            "2:20 this template is given no `booking.prise` (did you mean `price`?)",
            "3:4 this template is given no `site.nam` (did you mean `nav`?)",
            "3:15 there is no filter `upcase` ()",
        ]
    );
}

#[test]
fn a_shared_template_is_checked_for_every_page() {
    assert_eq!(found("layout.html", "{{ head.titel }} {{ weeks }}").len(), 2);
}

#[test]
fn names_of_templates_are_checked() {
    let missing = found("event.html", "{% extends \"layuot.html\" %}");
    assert_eq!(missing, ["1:13 there is no template `layuot.html` (did you mean `layout.html`?)"]);
    let near = check([EVENT, ("site-templates/evnt.html", "x")]);
    assert_eq!(near.codes(), [Code::IgnoredFile]);
    assert!(check([EVENT, ("site-templates/my-own.html", "x")]).found().is_empty());
}

#[test]
fn a_part_is_given_the_site_and_the_section_and_nothing_else() {
    let mine = "{{ site.title }}, {{ section }}";
    let event = "{{ part(\"mine.html\", head.section) }}|{{ part(\"mine.html\") }}";
    let checked = check([EVENT, ("site-templates/event.html", event), ("site-templates/mine.html", mine)]);
    assert!(checked.found().is_empty(), "{}", checked.human());
    let title = checked.text("events/x/index.html").split(',').next().unwrap().to_owned();
    assert_eq!(checked.text("events/x/index.html"), format!("{title}, home|{title}, "));

    let unknown =
        check([EVENT, ("site-templates/event.html", event), ("site-templates/mine.html", "{{ head.title }}")]);
    assert_eq!(unknown.codes(), [Code::InvalidTemplate]);
    assert_eq!(
        found("header.html", "{{ sectoin }}"),
        ["1:4 this template is given no `sectoin` (did you mean `section`?)"]
    );
    let missing = found("event.html", "{{ part(\"hedaer.html\") }}");
    assert_eq!(missing, ["1:10 there is no template `hedaer.html` (did you mean `header.html`?)"]);
}

#[test]
fn a_part_that_prints_itself_is_a_mistake_and_not_endless() {
    let told = found("header.html", "\n{{ part(\"header.html\") }}");
    assert!(told.len() == 1 && told[0].starts_with("2:"), "{told:?}");
}

#[test]
fn names_that_a_loop_gives_are_known_in_what_it_includes() {
    let files = [
        EVENT,
        ("site-templates/event.html", "{% for one in hosts %}{% include \"one.html\" %}{% endfor %}"),
        ("site-templates/one.html", "{{ one.title }}"),
    ];
    assert!(check(files).found().is_empty());
}

#[test]
fn mistakes_of_form_and_endless_loops_are_told_with_their_line() {
    assert_eq!(found("event.html", "\n{% if %}").len(), 1);
    let endless = "\n{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
    let told = found("event.html", endless);
    assert!(told.len() == 1 && told[0].contains("ran out of fuel"), "{told:?}");
    let told = found("event.html", "\n{{ title + 1 }}");
    assert!(told.len() == 1 && told[0].starts_with("2:"), "{told:?}");
}
