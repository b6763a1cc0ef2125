//! What volunteers do to a site.

use proptest::prelude::*;

use super::plan::WEEKS;

/// An edit; the first number of most says which event.
#[derive(Clone, Debug)]
pub enum Edit {
    Create,
    Say(usize, u8),
    Retitle(usize, u8),
    /// So many days later or earlier, and at this hour.
    Move(usize, i64, u32),
    ChangeZone(usize),
    /// From a time to whole days, or back.
    ChangeForm(usize),
    ChangePlace(usize, u8),
    /// From one date to a series, or back.
    Repeat(usize),
    Except(usize, u64),
    MoveDate(usize, u64),
    CancelDate(usize, u64),
    Cancel(usize),
    Postpone(usize),
    /// Takes place as first said.
    Revive(usize),
    RenameWithId(usize),
    RenameWithAlias(usize),
    ChangeFolder(usize, u8),
    /// Into the list of events, or out of it.
    List(usize),
    Delete(usize),
    Withdraw(usize),
    Draft(usize),
    Unlist(usize),
    /// What was deleted, withdrawn, made a draft or unlisted is public again.
    Restore(usize),
    ChangeVenue,
    ChangeHost,
    ChangeDefault,
    ChangeAddress,
    Squash(usize),
    Merge,
    Break,
    Wait(i64),
    /// Built before it is committed, and after.
    Uncommitted(Box<Edit>),
}

impl Edit {
    /// The number of the event that it is about; 0 where it is about none.
    pub fn event(&self) -> usize {
        use Edit::*;
        match self {
            Say(event, _) | Retitle(event, _) | Move(event, ..) | ChangePlace(event, _) | ChangeFolder(event, _) => {
                *event
            }
            Except(event, _) | MoveDate(event, _) | CancelDate(event, _) => *event,
            ChangeZone(event) | ChangeForm(event) | Repeat(event) | Cancel(event) | Postpone(event) => *event,
            Revive(event) | RenameWithId(event) | RenameWithAlias(event) | List(event) => *event,
            Delete(event) | Withdraw(event) | Draft(event) | Unlist(event) | Restore(event) => *event,
            _ => 0,
        }
    }
}

/// A life in a handful of edits.
pub fn lives() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec(edit(), 4..9)
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        8 => of_an_event(),
        2 => of_the_site(),
        1 => of_an_event().prop_map(|edit| Edit::Uncommitted(Box::new(edit))),
    ]
}

fn of_an_event() -> impl Strategy<Value = Edit> {
    let event = 0..4_usize;
    prop_oneof![
        2 => (event.clone(), 1..9_u8).prop_map(|(event, word)| Edit::Say(event, word)),
        1 => (event.clone(), 1..9_u8).prop_map(|(event, word)| Edit::Retitle(event, word)),
        3 => (event.clone(), -2..9_i64, 8..21_u32).prop_map(|(event, days, hour)| Edit::Move(event, days, hour)),
        1 => (event.clone(), 1..9_u8).prop_map(|(event, place)| Edit::ChangePlace(event, place)),
        1 => (event.clone(), 0..3_u8).prop_map(|(event, folder)| Edit::ChangeFolder(event, folder)),
        4 => (event.clone(), 0..WEEKS, 0..3_u8).prop_map(|(event, week, what)| match what {
            0 => Edit::Except(event, week),
            1 => Edit::MoveDate(event, week),
            _ => Edit::CancelDate(event, week),
        }),
        12 => (event, prop::sample::select(SIMPLE.to_vec())).prop_map(|(event, edit)| edit(event)),
    ]
}

/// Edits that need nothing but their event.
const SIMPLE: [fn(usize) -> Edit; 15] = [
    Edit::ChangeZone,
    Edit::ChangeForm,
    Edit::Repeat,
    Edit::Repeat,
    Edit::Cancel,
    Edit::Postpone,
    Edit::Revive,
    Edit::RenameWithId,
    Edit::RenameWithAlias,
    Edit::List,
    Edit::Delete,
    Edit::Withdraw,
    Edit::Draft,
    Edit::Unlist,
    Edit::Restore,
];

fn of_the_site() -> impl Strategy<Value = Edit> {
    prop_oneof![
        Just(Edit::Create),
        Just(Edit::ChangeVenue),
        Just(Edit::ChangeHost),
        Just(Edit::ChangeDefault),
        Just(Edit::ChangeAddress),
        (1..4_usize).prop_map(Edit::Squash),
        Just(Edit::Merge),
        Just(Edit::Break),
        (1..10_i64).prop_map(Edit::Wait),
    ]
}
