//! Lives that are written down.

mod details;
mod files;
mod history;
mod machines;
mod removal;
mod series;
mod standing;
mod time;

use super::life::Life;

const MARCH: &str = "title: Stop Trident\nkind: march\nstart: 2016-03-12 12:00\nend: 2016-03-12 15:00\n\
                     place: { name: Hyde Park }\nhosts: [hackney]\n";
const MARCH_LINE: &str = "2016-03-12 12:00-15:00 Stop Trident @ Hyde Park";
const CANCELLED_MARCH: &str = "2016-03-12 12:00-15:00 Cancelled: Stop Trident @ Hyde Park [cancelled]";

/// An event that nothing is done to: its entry must stay as it is, to the byte.
const VIGIL: &str = "title: Vigil\nkind: vigil\nstart: 2016-04-20 18:00\nend: 2016-04-20 19:00\nhosts: [hackney]\n";
const VIGIL_LINE: &str = "2016-04-20 17:00-18:00 Vigil";

const HACKNEY: &str = "title: Hackney\n";

/// The files of a site with a march and a vigil.
const MARCH_AND_VIGIL: [(&str, &str); 3] =
    [("events/march.yaml", MARCH), ("events/vigil.yaml", VIGIL), ("events/_groups/hackney.yaml", HACKNEY)];

/// That site, seen once.
fn march_and_vigil() -> Life {
    let mut life = Life::of(MARCH_AND_VIGIL);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life
}

/// Six Tuesdays.
const MEETING: &str = "title: Meeting\nkind: meeting\nstart: 2016-02-02 19:00\nend: 2016-02-02 21:00\n\
                       place: { name: Town Hall }\nrepeats: { every: week, on: [tuesday], until: 2016-03-08 }\n";
const TUESDAYS: [&str; 6] = ["02-02", "02-09", "02-16", "02-23", "03-01", "03-08"];

/// What is seen of the meetings on these days, and of the vigil.
fn meetings(days: &[&str]) -> Vec<String> {
    let meetings = days.iter().map(|day| format!("2016-{day} 19:00-21:00 Meeting @ Town Hall"));
    meetings.chain([VIGIL_LINE.to_owned()]).collect()
}

/// The same lines, of which those of these days say that the meeting is cancelled.
fn cancelled_on(days: &[&str], lines: &[String]) -> Vec<String> {
    let is_off = |line: &String| days.iter().any(|day| line.starts_with(&format!("2016-{day} ")));
    let cancelled = |line: &String| line.replace(" Meeting", " Cancelled: Meeting") + " [cancelled]";
    lines.iter().map(|line| if is_off(line) { cancelled(line) } else { line.clone() }).collect()
}

/// A site with the meetings and the vigil, seen once.
fn meetings_and_vigil() -> Life {
    let mut life = Life::of([
        ("events/meeting.yaml", MEETING),
        ("events/vigil.yaml", VIGIL),
        ("events/_groups/hackney.yaml", HACKNEY),
    ]);
    life.sees(&meetings(&TUESDAYS));
    life
}
