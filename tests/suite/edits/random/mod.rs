//! Lives that are made up: edits in any order, and after each of them everything that holds for lives that are written down.

mod edit;
mod plan;
mod world;

use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

use self::{edit::lives, world::World};

/// How many lives there are in a run of the suite.
const LIVES: u32 = 6;
/// How many shorter lives are tried when one has failed.
const SHORTER_LIVES: u32 = 40;

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn runner() -> TestRunner {
    let cases = setting("HANDBILL_LIVES").map_or(LIVES, |lives| lives.parse().expect("HANDBILL_LIVES is a number"));
    let seed = match setting("HANDBILL_LIVES_SEED").as_deref() {
        Some("random") => RngSeed::Random,
        Some(seed) => RngSeed::Fixed(seed.parse().expect("HANDBILL_LIVES_SEED is a number, or the word random")),
        None => RngSeed::Fixed(1888),
    };
    TestRunner::new(Config {
        cases,
        failure_persistence: None,
        rng_seed: seed,
        max_shrink_iters: SHORTER_LIVES,
        ..Config::default()
    })
}

#[test]
fn no_life_shows_an_event_twice_or_loses_it_or_leaves_the_old_time() {
    let held = runner().run(&lives(), |edits| {
        let mut world = World::new().map_err(TestCaseError::fail)?;
        for (number, edit) in edits.iter().enumerate() {
            let told = |faults| TestCaseError::fail(format!("{edit:?}, edit {} of {edits:?}: {faults}", number + 1));
            world.live(edit).map_err(told)?;
        }
        Ok(())
    });
    held.unwrap_or_else(|failed| panic!("{failed}"));
}
