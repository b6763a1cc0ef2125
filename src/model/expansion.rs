//! The dates of a rule, by the crate `rrule`.
//!
//! The crate is given wall-clock dates as if they were UTC: its own zone tables are old, and a DATE would be read in the
//! machine's zone. What comes back is dates; the event's zone is attached by whoever asks.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use rrule::{NWeekday, RRule, RRuleSet, Tz, Unvalidated};

use super::{Frequency, Limit, Ordinal, Rule};

/// A series may have this many dates up to the horizon.
pub const EXPANSION_LIMIT: usize = 5_000;

/// Why a rule gives no list of dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpansionError {
    /// More dates than [`EXPANSION_LIMIT`].
    TooMany,
    /// The parts of the rule do not go together, as the crate says.
    Invalid(String),
}

/// The dates of a rule from its first date on, up to and including the horizon; none where it never matches.
///
/// # Errors
/// When the rule makes no sense or gives more dates than [`EXPANSION_LIMIT`].
pub fn expand(rule: &Rule, first: NaiveDate, horizon: NaiveDate) -> Result<Vec<NaiveDate>, ExpansionError> {
    let set = rule_set(rule, first)?;
    let mut dates = Vec::new();
    for moment in set.limit().into_iter() {
        let date = moment.date_naive();
        if date > horizon {
            break;
        }
        if dates.len() == EXPANSION_LIMIT {
            return Err(ExpansionError::TooMany);
        }
        dates.push(date);
    }
    Ok(dates)
}

fn rule_set(rule: &Rule, first: NaiveDate) -> Result<RRuleSet, ExpansionError> {
    let start = at_noon(first);
    let mut built = RRule::new(frequency(rule.frequency))
        .interval(rule.interval)
        .week_start(rule.week_start)
        .by_month_day(rule.month_days.clone())
        .by_year_day(rule.year_days.clone())
        .by_week_no(rule.weeks.clone())
        .by_weekday(rule.weekdays.iter().map(weekday).collect())
        .by_set_pos(rule.positions.iter().map(|position| i32::from(*position)).collect())
        .by_month(&months(rule));
    built = limited(built, rule.limit, first);
    built.build(start).map_err(|error| ExpansionError::Invalid(error.to_string()))
}

fn limited(built: RRule<Unvalidated>, limit: Limit, first: NaiveDate) -> RRule<Unvalidated> {
    match limit {
        Limit::Endless => built,
        // The crate refuses a rule that ends before it starts; ending the day before gives no date beyond the first.
        Limit::Until(last) => built.until(at_noon(last.max(first))),
        Limit::Times(times) => built.count(times),
    }
}

/// Noon, so that no shift of a few hours could reach another day.
fn at_noon(date: NaiveDate) -> chrono::DateTime<Tz> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or(NaiveTime::MIN);
    date.and_time(noon).and_utc().with_timezone(&Tz::UTC)
}

fn frequency(frequency: Frequency) -> rrule::Frequency {
    match frequency {
        Frequency::Daily => rrule::Frequency::Daily,
        Frequency::Weekly => rrule::Frequency::Weekly,
        Frequency::Monthly => rrule::Frequency::Monthly,
        Frequency::Yearly => rrule::Frequency::Yearly,
    }
}

fn weekday(day: &Ordinal) -> NWeekday {
    NWeekday::new(day.nth.map(i16::from), day.weekday)
}

fn months(rule: &Rule) -> Vec<chrono::Month> {
    rule.months.iter().filter_map(|month| chrono::Month::try_from(*month).ok()).collect()
}

/// The last day that open-ended series are followed to: the end of the year after the given day's.
pub fn horizon(today: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(today.year() + 1, 12, 31).unwrap_or(today + Days::new(365))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_second_tuesday_of_each_month() {
        let rule =
            Rule { weekdays: vec![Ordinal { nth: Some(2), weekday: Weekday::Tue }], ..Rule::new(Frequency::Monthly) };
        let dates = expand(&rule, day("2016-01-12"), day("2016-03-31")).unwrap();
        assert_eq!(dates, [day("2016-01-12"), day("2016-02-09"), day("2016-03-08")]);
    }

    #[test]
    fn the_last_day_belongs_to_the_series() {
        let rule = Rule { limit: Limit::Until(day("2016-01-03")), ..Rule::new(Frequency::Daily) };
        assert_eq!(expand(&rule, day("2016-01-01"), day("2199-12-31")).unwrap().len(), 3);
    }

    #[test]
    fn a_rule_that_never_matches_ends() {
        let rule = Rule { months: vec![2], month_days: vec![30], ..Rule::new(Frequency::Yearly) };
        assert_eq!(expand(&rule, day("2016-01-01"), day("2199-12-31")), Ok(vec![]));
    }

    #[test]
    fn an_endless_rule_is_cut_off_with_an_error() {
        let rule = Rule::new(Frequency::Daily);
        assert_eq!(expand(&rule, day("1900-01-01"), day("2199-12-31")), Err(ExpansionError::TooMany));
    }
}
