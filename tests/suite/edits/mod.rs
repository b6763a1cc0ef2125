//! Lives of events, as a subscriber sees them.
//!
//! Each life is a site in a real git repository with a clock of its own. It is built, edited, committed and built again, and
//! after every step [`step::Step::sees`] asks the same of it:
//!
//! - two parsers read every calendar of the output, and read the same ([`parsers`]);
//! - a subscriber who merges feeds as careful programs do, with memory and by SEQUENCE and LAST-MODIFIED, takes every change
//!   over, hears of no change that is none, and sees nothing twice ([`subscriber`]);
//! - the calendar that the subscriber then has is the one that the step names, line by line: nothing is lost, and nothing
//!   shows an old time or place ([`calendar`]);
//! - who subscribed to the twin without cancelled events sees the rest of the same;
//! - a second build writes nothing, and a fresh clone of the same commit gives the same bytes.
//!
//! [`lives`] are written down, one a test; [`random`] makes up others from the same edits, by a fixed seed. They are few, so
//! that the suite stays quick. `HANDBILL_LIVES=500 cargo test --locked --test suite edits::random` lives five hundred, and
//! other ones at each run with `HANDBILL_LIVES_SEED=random`; a life that fails is shown as the shortest list of edits that
//! still fails.

mod calendar;
mod doctored;
mod life;
mod lives;
mod manners;
mod output;
mod parsers;
mod random;
mod repository;
mod step;
mod subscriber;
