//! The words that people read for dates, states and facts: English, but for the marks in titles of calendars.

mod dates;
mod facts;
mod machine;
mod marks;
mod times;
mod week;

pub use dates::{day_and_month, day_words, month_words, near_words, weekday};
pub use facts::{
    access_answer, access_feature, cut, number, one_line, sentence_list, short_place, short_where, status_class,
    status_word,
};
pub use machine::{compact_day, compact_local, compact_moment, machine_moment, numeric_day, utc_moment};
pub use marks::marked_title;
pub use times::{
    clock, closing_words, machine_end, machine_when, moment_beside, moment_words, programme_time, span_words, spoken,
    start_words, time_under_day, zone_words,
};
pub use week::first_weekday;
