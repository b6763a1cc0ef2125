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
    assert_eq!(found("layout.html", "{{ head.titel }} {{ weeks }}{% block main %}{% endblock %}").len(), 2);
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

#[test]
fn one_block_of_a_built_in_template_is_changed_and_the_rest_stays() {
    let own = "{% extends \"default/event.html\" %}{% block main %}<p>Ours: {{ title }}</p>{{ super() }}{% endblock %}";
    let (plain, changed) = (check([EVENT]), check([EVENT, ("site-templates/event.html", own)]));
    assert!(changed.found().is_empty(), "{}", changed.human());
    let (plain, changed) = (plain.text("events/x/index.html"), changed.text("events/x/index.html"));
    assert_eq!(changed.replacen("<p>Ours: A</p>", "", 1), plain);
}

#[test]
fn a_part_and_the_layout_are_changed_in_one_block_too() {
    let files = [
        EVENT,
        (
            "site-templates/footer.html",
            "{% extends 'default/footer.html' %}{% block note %}Written by {{ site.title }}{% endblock %}",
        ),
        (
            "site-templates/layout.html",
            "{% extends 'default/layout.html' %}{% block head %}{{ super() }}<meta name=\"x\">{% endblock %}",
        ),
    ];
    let checked = check(files);
    assert!(checked.found().is_empty(), "{}", checked.human());
    for path in ["events/x/index.html", "index.html"] {
        let text = checked.text(path);
        assert!(text.contains("Written by What is on") && text.contains("All lists"), "{text}");
        assert!(text.contains("<meta name=\"x\"></head>") && text.contains("<title>"), "{text}");
    }
}

#[test]
fn a_misspelt_block_is_found_and_not_passed_over() {
    assert_eq!(
        found("group.html", "{% extends \"default/group.html\" %}\n{% block hedaing %}{% endblock %}"),
        ["2:10 what this template extends has no block `hedaing` (did you mean `heading`?)"]
    );
    // A block in one that is there may have any name.
    assert!(
        found(
            "group.html",
            "{% extends \"default/group.html\" %}{% block facts %}{% block x %}{% endblock %}{% endblock %}"
        )
        .is_empty()
    );
    let layout = found("layout.html", "<p>\n{% block mian %}{% endblock %}");
    assert_eq!(
        layout,
        [
            "2:10 this template has no block `main`, in which pages stand (write {% block main %}{% endblock %} where it belongs)"
        ]
    );
}

#[test]
fn names_are_checked_in_what_changes_a_built_in_template() {
    let own = "{% extends \"default/event.html\" %}\n{% block main %}{{ tilte }}{{ m.label(kind) }}{% endblock %}";
    assert_eq!(found("event.html", own), ["2:20 this template is given no `tilte` (did you mean `title`?)"]);
    let header = "{% extends \"default/header.html\" %}{% block title %}{{ head.title }}{% endblock %}";
    assert_eq!(found("header.html", header).len(), 1);
    let missing = found("event.html", "{% extends \"defualt/event.html\" %}");
    assert_eq!(missing, ["1:13 there is no template `defualt/event.html` (did you mean `default/event.html`?)"]);
    let missing = found("event.html", "{% extends \"default/evnt.html\" %}");
    assert_eq!(missing, ["1:13 there is no template `default/evnt.html` (did you mean `default/event.html`?)"]);
}

#[test]
fn a_template_that_extends_itself_is_told_what_was_meant() {
    assert_eq!(
        found("event.html", "{% extends \"event.html\" %}"),
        ["1:13 this template extends itself (write {% extends \"default/event.html\" %} for the built-in one)"]
    );
    let (one, other) = ("{% extends \"two.html\" %}", "{% extends \"one.html\" %}");
    let circle = check([EVENT, ("site-templates/one.html", one), ("site-templates/two.html", other)]);
    assert_eq!(circle.codes(), [Code::InvalidTemplate, Code::InvalidTemplate]);
}

#[test]
fn nobody_writes_where_the_built_in_templates_stand() {
    assert_eq!(
        found("default/event.html", "<p>"),
        [
            "1:1 `default/event.html` is the name of a built-in template (to replace it on all pages, move it to `site-templates/event.html`)"
        ]
    );
}
