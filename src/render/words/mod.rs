//! The words that people read for dates, states and facts: English, but for the marks in titles of calendars.

mod dates;
mod facts;
mod marks;
mod times;

pub use dates::{day_words, month_words, numeric_day};
pub use facts::{access_answer, access_feature, cut, number, one_line, sentence_list, status_class, status_word};
pub use marks::marked_title;
pub use times::{
    clock, closing_words, machine_end, machine_moment, machine_when, moment_beside, moment_words, programme_time,
    span_words, spoken, time_under_day, zone_words,
};
