//! `handbill serve` over real sockets.

mod browser;
mod program;

use std::{
    fs,
    io::{Read, Write},
    time::{Duration, Instant},
};

use calcard::icalendar::{ICalendar, ICalendarProperty};

use self::program::{Answer, Served};
use crate::program::{Site, names};

/// A line of an event's file that is a mistake.
const MISTAKE: &str = "title: X\nkind: demo\nloaction: London\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\n";

fn event(title: &str) -> String {
    format!("title: {title}\nkind: demo\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\n")
}

#[test]
fn the_site_is_served_with_the_types_of_the_web_and_never_written_into_it() {
    let site = Site::new();
    for name in ["x.js", "x.png", "x.woff2", "x.webmanifest", "x.txt", "favicon.ico"] {
        site.put(&format!("site-templates/static/{name}"), "x");
    }
    let served = Served::new(&site);
    for (path, media_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/events/x/", "text/html; charset=utf-8"),
        ("/feeds/all.ics", "text/calendar; charset=utf-8"),
        ("/events/x.ics", "text/calendar; charset=utf-8"),
        ("/feeds/all.atom", "application/atom+xml; charset=utf-8"),
        ("/feeds/all.json", "application/feed+json; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/favicon.svg", "image/svg+xml"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/x.js", "text/javascript; charset=utf-8"),
        ("/x.png", "image/png"),
        ("/x.woff2", "font/woff2"),
        ("/x.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/favicon.ico", "image/x-icon"),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
    assert!(!site.out().exists());
}

#[test]
fn addresses_lead_to_the_preview_and_identities_do_not() {
    let site = Site::new();
    let served = Served::new(&site);
    let page = served.get("/subscribe/").text();
    assert!(page.contains(&format!("webcal://127.0.0.1:{}/feeds/all.ics", served.port())), "{page}");
    let feed = served.get("/feeds/all.ics").text();
    assert!(feed.contains("UID:x@example.org\r\n"), "{feed}");
    assert!(feed.contains(&format!("URL:http://127.0.0.1:{}/", served.port())), "{feed}");
}

#[test]
fn the_script_is_added_to_pages_on_their_way_and_to_nothing_else() {
    let site = Site::new();
    let served = Served::with(&site, &["--port", "0", "--out", "kept"]);
    let kept = fs::read_to_string(site.path().join("kept/index.html")).unwrap();
    assert!(!kept.contains(".preview"), "{kept}");
    for (path, has_script) in
        [("/", true), ("/nothing-here/", true), ("/feeds/all.ics", false), ("/sitemap.xml", false)]
    {
        let text = served.get(path).text();
        assert_eq!(text.matches("<script src=\"/.preview/follow.js\"").count(), usize::from(has_script), "{path}");
    }
    let page = served.get("/").text();
    assert!(page.contains("; script-src 'self'; ") && page.contains("; connect-src 'self'; "), "{page}");
    let script = served.get("/.preview/follow.js");
    assert_eq!((script.status, script.header("content-type")), (200, "text/javascript; charset=utf-8"));
}

#[test]
fn a_folder_without_its_slash_leads_to_it_and_nothing_is_said_to_be_nothing() {
    let site = Site::new();
    let served = Served::new(&site);
    let redirected = served.get("/events/x?a=b&c");
    assert_eq!((redirected.status, redirected.header("location")), (302, "/events/x/?a=b&c"));
    let missing = served.get("/events/nothing/");
    assert_eq!((missing.status, missing.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(missing.text().contains("Page not found"));
    let wrong = served.ask("POST", "/", &[]);
    assert_eq!((wrong.status, wrong.header("allow")), (405, "GET,HEAD"));
}

#[test]
fn no_address_leads_out_of_the_site() {
    let site = Site::new();
    let served = Served::with(&site, &["--port", "0", "--out", "kept"]);
    fs::write(site.path().join("secret.txt"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.path().join("secret.txt"), site.path().join("kept/link.txt")).unwrap();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/events/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/events/../../secret.txt",
        "//secret.txt",
        "/.handbill/manifest.json",
        "/%2ehandbill/manifest.json",
        "/index.html%00.txt",
        "/link.txt",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("secret"), "{path}");
    }
    let absolute = format!("http://127.0.0.1:{}/../secret.txt", served.port());
    assert_eq!(served.get(&absolute).status, 404);
}

#[test]
fn a_client_that_knows_what_stands_is_not_sent_it_again() {
    let site = Site::new();
    let served = Served::new(&site);
    for path in ["/feeds/all.ics", "/", "/assets/style.css"] {
        let first = served.get(path);
        let etag = first.header("etag");
        assert!(etag.starts_with('"') && etag.len() == 34, "{etag}");
        for known in [etag.to_owned(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
            let again = served.ask("GET", path, &[("If-None-Match", &known)]);
            assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, etag), "{path}: {known}");
        }
        let other = served.ask("GET", path, &[("If-None-Match", "\"other\"")]);
        assert_eq!((other.status, other.body), (200, first.body));
    }
}

#[test]
fn times_name_a_state_once_they_are_sure_to() {
    let site = Site::new();
    let served = Served::with(&site, &["--port", "0", "--out", "kept"]);
    let feed = fs::File::options().write(true).open(site.path().join("kept/feeds/all.ics")).unwrap();
    feed.set_modified(std::time::SystemTime::now() + Duration::from_secs(1000)).unwrap();
    assert_eq!(served.get("/feeds/all.ics").header("last-modified"), "");
    feed.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(1_454_284_800)).unwrap();
    let modified = "Mon, 01 Feb 2016 00:00:00 GMT";
    assert_eq!(served.get("/feeds/all.ics").header("last-modified"), modified);
    let status = |headers: &[(&str, &str)]| served.ask("GET", "/feeds/all.ics", headers).status;
    assert_eq!(status(&[("If-Modified-Since", modified)]), 304);
    assert_eq!(status(&[("If-Modified-Since", "Sun, 31 Jan 2016 00:00:00 GMT")]), 200);
    assert_eq!(status(&[("If-Modified-Since", modified), ("If-None-Match", "\"other\"")]), 200);
    // Of a page the time says too little: what is added to it changes with every build.
    assert_eq!(served.get("/").header("last-modified"), "");
}

#[test]
fn parts_are_sent_where_parts_are_asked_for() {
    let site = Site::new();
    let served = Served::new(&site);
    let whole = served.get("/feeds/all.ics");
    let (length, etag) = (whole.body.len(), whole.header("etag").to_owned());
    let part = |range: &str, more: &[(&str, &str)]| {
        let headers: Vec<_> = [("Range", range)].iter().chain(more).copied().collect();
        served.ask("GET", "/feeds/all.ics", &headers)
    };
    for (range, from, to) in [
        ("bytes=0-14", 0, 15),
        ("bytes=10-", 10, length),
        ("bytes=-6", length - 6, length),
        ("bytes=-999999", 0, length),
    ] {
        let answer = part(range, &[]);
        assert_eq!((answer.status, &*answer.body), (206, &whole.body[from..to]), "{range}");
        assert_eq!(answer.header("content-range"), format!("bytes {from}-{}/{length}", to - 1), "{range}");
    }
    let beyond = part("bytes=999999-", &[]);
    assert_eq!((beyond.status, beyond.header("content-range")), (416, &*format!("bytes */{length}")));
    for (if_range, status) in
        [(&*etag, 206), ("\"other\"", 200), (&*format!("W/{etag}"), 200), ("Mon, 01 Feb 2016 00:00:00 GMT", 200)]
    {
        assert_eq!(part("bytes=0-14", &[("If-Range", if_range)]).status, status, "{if_range}");
    }
    for ignored in ["bytes=0-1,4-5", "bytes=5-2", "lines=1-2", "nonsense"] {
        let answer = part(ignored, &[]);
        assert_eq!((answer.status, answer.body.len()), (200, length), "{ignored}");
    }
    let head = served.ask("HEAD", "/feeds/all.ics", &[("Range", "bytes=0-14")]);
    assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, &*length.to_string()));
    assert_eq!(head.header("etag"), etag);
}

#[test]
fn pages_of_other_sites_read_nothing() {
    let site = Site::new();
    let served = Served::new(&site);
    let own = format!("http://127.0.0.1:{}", served.port());
    for path in ["/", "/feeds/all.ics", "/.preview/events?page=/&since=", "/.preview/follow.js", "/nothing"] {
        for headers in [
            &[("Host", "evil.example")][..],
            &[("Host", "evil.example:80"), ("Origin", "http://evil.example:80")],
            &[("Origin", "http://evil.example")],
            &[("Origin", "null")],
            &[("Origin", "http://127.0.0.1:1")],
            &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "script")],
            &[("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")],
        ] {
            let answer = served.ask("GET", path, headers);
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (403, "text/plain; charset=utf-8"),
                "{path} {headers:?}"
            );
            assert_eq!(answer.header("access-control-allow-origin"), "");
        }
    }
    for headers in [
        &[("Host", "localhost")][..],
        &[("Host", "calendar.localhost:1886")],
        &[("Host", "192.168.1.7:1886")],
        &[("Origin", &own)],
        &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")],
    ] {
        assert_eq!(served.ask("GET", "/feeds/all.ics", headers).status, 200, "{headers:?}");
    }
    let refusal = served.ask("GET", "/", &[("Host", "evil.example")]).text();
    assert!(refusal.contains("evil.example") && refusal.contains("--host NAME"), "{refusal}");
}

#[test]
fn pages_are_told_of_changes_of_mistakes_and_that_they_are_mended() {
    let site = Site::new();
    let served = Served::new(&site);
    let build = served.build_of("/events/x/");
    let (mut own, mut other) = (served.follow("/events/x/", &build), served.follow("/events/y/", &build));
    for events in [&mut own, &mut other] {
        let first = events.next();
        assert_eq!((first.id, first.reload, first.mistakes), (build.clone(), false, None));
    }
    site.put("events/x.yaml", &event("Changed"));
    let changed = own.until(|told| told.reload);
    assert_ne!(changed.id, build);
    let elsewhere = other.until(|told| told.id == changed.id);
    assert!(!elsewhere.reload && elsewhere.styles.is_empty() && elsewhere.shown.is_empty(), "{elsewhere:?}");

    site.put("events/x.yaml", MISTAKE);
    let wrong = other.until(|told| told.mistakes.is_some());
    let (title, text) = wrong.mistakes.unwrap();
    assert_eq!(title, "1 error");
    assert!(
        text.starts_with("error[unknown-field]: `loaction` is not a field of an event\n --> events/x.yaml:3:1\n"),
        "{text}"
    );
    assert_eq!((wrong.id, wrong.reload), (changed.id.clone(), false));
    assert!(served.get("/events/x/").text().contains("Changed"), "the last good page stays");
    let mut late = served.follow("/events/y/", &changed.id);
    assert!(late.next().mistakes.is_some(), "who comes later is told too");

    site.put("events/x.yaml", &event("Mended"));
    let mended = other.until(|told| told.mistakes.is_none());
    assert!(!mended.reload, "{mended:?}");
    assert!(own.until(|told| told.id == mended.id).reload);
    assert!(served.errors().contains("error[unknown-field]"), "the terminal has them too");
}

#[test]
fn who_was_away_is_told_what_was_missed() {
    let site = Site::new();
    let served = Served::new(&site);
    let build = served.build_of("/events/x/");
    let mut witness = served.follow("/events/x/", &build);
    site.put("events/x.yaml", &event("Changed"));
    let now = witness.until(|told| told.reload).id;
    let first = |page: &str, since: &str| served.follow(page, since).next().reload;
    assert!(first("/events/x/", &build));
    assert!(!first("/events/x/", &now));
    assert!(!first("/events/y/", &build));
    assert!(first("/events/y/", "0-0"), "it may be of another run of the server");
    assert!(first("/events/y/", ""));
    // A browser that connects again by itself names the last build that it was told of.
    let path = format!("/.preview/events?page=/events/x/&since={build}");
    let mut stream = served.send("GET", &path, &[("Last-Event-ID", &now)]);
    let mut text = String::new();
    while !text.contains("\"reload\":false") {
        let mut bytes = [0; 512];
        let length = stream.read(&mut bytes).unwrap();
        text.push_str(std::str::from_utf8(&bytes[..length]).unwrap());
        assert!(length > 0 && !text.contains("\"reload\":true"), "{text}");
    }
    assert!(text.contains("content-type: text/event-stream"), "{text}");
}

#[test]
fn a_changed_stylesheet_reloads_no_page_and_a_changed_picture_is_named() {
    let site = Site::new();
    site.put("site-templates/static/assets/style.css", "body { color: red; }");
    let served = Served::new(&site);
    let mut events = served.follow("/events/x/", &served.build_of("/events/x/"));
    events.next();
    site.put("site-templates/static/assets/style.css", "body { color: blue; }");
    let told = events.until(|told| !told.styles.is_empty());
    assert_eq!((told.reload, told.styles), (false, vec!["/assets/style.css".to_owned()]));
    assert_eq!(served.get("/assets/style.css?build=1").text(), "body { color: blue; }");
    site.put("site-templates/static/new logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let told = events.until(|told| !told.shown.is_empty());
    assert_eq!((told.reload, told.shown), (false, vec!["/new logo.svg".to_owned()]));
}

#[test]
fn before_there_is_a_site_there_is_a_page_that_waits_for_it() {
    let site = Site::with_mistake();
    let served = Served::new(&site);
    let waiting = served.get("/events/x/");
    assert_eq!((waiting.status, waiting.header("content-type")), (503, "text/html; charset=utf-8"));
    let mut events = served.follow("/events/x/", &served.build_of("/events/x/"));
    assert!(events.next().mistakes.unwrap().1.contains("loaction"));
    site.put("events/x.yaml", &event("At last"));
    let told = events.until(|told| told.reload);
    assert_eq!(told.mistakes, None);
    assert!(served.get("/events/x/").text().contains("At last"));
}

#[test]
fn a_port_that_is_taken_is_passed_over_and_said_to_be() {
    let (site, other) = (Site::new(), Site::new());
    let first = Served::new(&site);
    let port = first.port().to_string();
    let second = Served::with(&other, &["--port", &port]);
    assert!(second.port() > first.port());
    let note = format!("note: port {port} is taken, so it is {} this time\n", second.port());
    assert!(second.errors().contains(&note), "{}", second.errors());
    assert_eq!((first.get("/").status, second.get("/").status), (200, 200));
}

#[test]
fn others_in_the_network_may_look_where_they_are_let() {
    let site = Site::new();
    let served = Served::with(&site, &["--port", "0", "--host", "0.0.0.0", "--quiet"]);
    assert!(served.errors().contains("warning: everyone in the network can read this preview"), "{}", served.errors());
    assert!(!served.address.contains("0.0.0.0"), "{}", served.address);
    let host = served.address.trim_start_matches("http://").trim_end_matches('/');
    let mut phone = std::net::TcpStream::connect(host).unwrap();
    write!(phone, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let answer = Answer::read(&mut phone);
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains(&format!("<link rel=\"canonical\" href=\"{}\">", served.address)));
    assert_eq!(
        served.said,
        format!("Serving {}\n", served.address),
        "the address is told to those who want quiet, too"
    );
}

#[test]
fn an_address_below_a_path_is_served_below_it() {
    let site = Site::new();
    let served = Served::with(&site, &["--port", "0", "--base-url", "https://example.org/calendar/"]);
    assert!(served.address.ends_with("/calendar/"), "{}", served.address);
    assert!(served.get("/calendar/").text().contains("href=\"/calendar/assets/style.css\""));
    assert_eq!(served.get("/calendar/assets/style.css").status, 200);
    assert_eq!(served.get("/calendar/feeds/all.ics").status, 200);
    assert_eq!(served.get("/feeds/all.ics").status, 404);
}

#[test]
fn a_slow_reader_and_one_who_goes_away_hold_nobody_up() {
    let site = Site::new();
    // More than any buffer on the way holds.
    let large: String = (0..16 << 20).map(|at: u32| char::from(b'a' + (at % 23) as u8)).collect();
    site.put("site-templates/static/large.txt", &large);
    let served = Served::new(&site);
    let mut slow = served.send("GET", "/large.txt", &[]);
    let mut received = vec![0; 1];
    slow.read_exact(&mut received).unwrap();
    let mut gone = served.send("GET", "/large.txt", &[]);
    gone.read_exact(&mut [0; 1000]).unwrap();
    drop(gone);
    let silent: Vec<_> = (0..50).map(|_| served.connect()).collect();

    let mut events = served.follow("/events/x/", &served.build_of("/events/x/"));
    site.put("site-templates/static/large.txt", &large.replace('a', "A"));
    site.put("events/x.yaml", &event("Meanwhile"));
    events.until(|told| told.reload);
    received.push(0);
    slow.read_exact(&mut received[1..]).unwrap();
    assert!(served.get("/events/x/").text().contains("Meanwhile"));
    assert_eq!(served.get("/large.txt").body.len(), large.len());

    slow.read_to_end(&mut received).unwrap();
    let answer = Answer::parse(&received);
    assert!(answer.body == large.as_bytes(), "the slow reader has half of each");
    assert_eq!(silent.len(), 50);
}

#[test]
fn a_request_that_never_ends_is_refused() {
    let site = Site::new();
    let served = Served::new(&site);
    let mut stream = served.connect();
    let long = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}", "x".repeat(200_000));
    // It may be refused before all of it is sent.
    let _ = stream.write_all(long.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 431 "), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn a_calendar_that_subscribes_sees_a_change_once() {
    let site = Site::new();
    let served = Served::new(&site);
    let first = served.get("/feeds/all.ics");
    assert_eq!(summaries(&first), ["X", "Y"]);
    let etag = first.header("etag").to_owned();
    let poll =
        |etag: &str| served.ask("GET", "/feeds/all.ics", &[("User-Agent", "Calendar/1"), ("If-None-Match", etag)]);
    assert_eq!(poll(&etag).status, 304);
    let mut events = served.follow("/events/x/", &served.build_of("/events/x/"));
    site.put("events/x.yaml", &event("Changed"));
    events.until(|told| told.reload);
    let changed = poll(&etag);
    assert_eq!((changed.status, summaries(&changed)), (200, vec!["Changed".to_owned(), "Y".to_owned()]));
    assert_eq!(poll(changed.header("etag")).status, 304);
}

/// The titles in a feed, in order.
fn summaries(feed: &Answer) -> Vec<String> {
    let calendar = ICalendar::parse(feed.text()).unwrap_or_else(|error| panic!("{error:?}"));
    let of = |component: &calcard::icalendar::ICalendarComponent| {
        Some(component.property(&ICalendarProperty::Summary)?.values.first()?.as_text()?.to_owned())
    };
    let mut summaries: Vec<_> = calendar.components.iter().filter_map(of).collect();
    summaries.sort();
    summaries
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_and_leaves_nothing_though_browsers_listen() {
    let (site, temporary) = (Site::new(), tempfile::tempdir().unwrap());
    let command = |arguments: &[&str]| {
        let mut command = site.command(&["serve", "--port", "0"]);
        command.args(arguments).env("TMPDIR", temporary.path());
        command
    };
    let mut served = Served::started(&mut command(&[]));
    assert_eq!(names(temporary.path()).len(), 1);
    use std::os::unix::fs::PermissionsExt;
    let folder = temporary.path().join(&names(temporary.path())[0]);
    assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700, "others must not read it");
    let mut events = served.follow("/", "");
    events.next();
    assert_eq!(served.interrupt(), Some(130));
    assert!(names(temporary.path()).is_empty());

    let mut served = Served::started(&mut command(&["--out", "kept"]));
    assert_eq!(served.interrupt(), Some(130));
    assert!(names(temporary.path()).is_empty() && site.path().join("kept/index.html").exists());
}

#[cfg(unix)]
#[test]
fn it_leaves_nothing_either_when_it_ends_while_it_builds() {
    let (site, temporary) = (Site::large(2000), tempfile::tempdir().unwrap());
    let mut child = site.command(&["serve", "--port", "0"]).env("TMPDIR", temporary.path()).spawn().unwrap();
    let is_staging = || {
        let folder = names(temporary.path()).into_iter().next()?;
        fs::read_dir(temporary.path().join(folder).join(".handbill/stage")).ok()?.next()
    };
    while is_staging().is_none() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    }
    let status = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(names(temporary.path()).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_opened_when_it_is_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let (site, folder) = (Site::new(), tempfile::tempdir().unwrap());
    let browser = folder.path().join("xdg-open");
    fs::write(
        &browser,
        format!("#!/bin/sh\nprintf %s \"$1\" >{0}/new && mv {0}/new {0}/opened\n", folder.path().display()),
    )
    .unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let served = Served::started(site.command(&["serve", "--port", "0", "--open"]).env("PATH", path));
    let (opened, began) = (folder.path().join("opened"), Instant::now());
    while !opened.exists() {
        assert!(began.elapsed() < Duration::from_secs(180), "no browser was opened: {}", served.errors());
        std::thread::yield_now();
    }
    assert_eq!(fs::read_to_string(opened).unwrap(), served.address);
}

#[test]
fn wrong_use_is_told_of_before_anything_is_made() {
    let site = Site::new();
    for (arguments, expected) in [
        (&["serve", "--host", "192.0.2.1"][..], "cannot listen on 192.0.2.1, port 1886: "),
        (&["serve", "--port", "x"], "invalid value 'x' for '--port <PORT>'"),
        (&["serve", "--site", "nowhere"], "there is no folder nowhere"),
        (&["serve", "--port", "0", "--out", "events"], "the output folder cannot be events"),
    ] {
        let ran = site.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(expected), "{arguments:?}: {ran:?}");
    }
}
