//! A year, a month or a day as a person types it.

use jiff::civil::Date;

use super::names::month_for_sure;

/// The first and the last day of a year, month or day: `2019`, `2019-05`, `05-2019`, `maj 2019`, `2019-05-22`, `01-05-2019`,
/// and every form that [`parse`](super::parse) reads. `None` for anything else.
///
/// ```
/// use dagsorden::lexicon::dates;
/// use jiff::civil::date;
///
/// assert_eq!(dates::parse_period("maj 2019"), Some((date(2019, 5, 1), date(2019, 5, 31))));
/// assert_eq!(dates::parse_period("1/5 2019"), Some((date(2019, 5, 1), date(2019, 5, 1))));
/// ```
pub fn parse_period(text: &str) -> Option<(Date, Date)> {
    let text = text.trim();
    let day = |date: Date| (date, date);
    in_figures(text).or_else(|| named_month(text)).or_else(|| super::parse(text).map(day))
}

/// Numbers with one sort of sign between them, the year first or last.
fn in_figures(text: &str) -> Option<(Date, Date)> {
    let sign = text.chars().find(|c| "-./".contains(*c)).unwrap_or('-');
    let parts: Vec<&str> = text.split(sign).collect();
    let [year, month, day] = match parts[..] {
        [y] => [y, "", ""],
        [y, m] if y.len() == 4 => [y, m, ""],
        [m, y] => [y, m, ""],
        [y, m, d] if y.len() == 4 => [y, m, d],
        [d, m, y] => [y, m, d],
        _ => return None,
    };
    let year = number(year).filter(|_| year.len() == 4)?;
    if month.is_empty() && parts.len() == 1 {
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    }
    let month = i8::try_from(number(month)?).ok()?;
    if parts.len() == 2 {
        let first = Date::new(year, month, 1).ok()?;
        return Some((first, first.last_of_month()));
    }
    let date = Date::new(year, month, i8::try_from(number(day)?).ok()?).ok()?;
    Some((date, date))
}

/// `maj 2019`, `dec. 2019`.
fn named_month(text: &str) -> Option<(Date, Date)> {
    let (month, year) = text.split_once(char::is_whitespace)?;
    let year = number(year.trim()).filter(|_| year.trim().len() == 4)?;
    let first = Date::new(year, month_for_sure(month)?, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// Figures only: `parse` would take a sign.
fn number(figures: &str) -> Option<i16> {
    figures.bytes().all(|b| b.is_ascii_digit()).then(|| figures.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_month_and_year_are_read_in_every_form() {
        let read = |text: &str| parse_period(text).map(|(first, last)| format!("{first} {last}"));
        for day in ["2019-05-01", "01-05-2019", "1.5.2019", "1/5/2019", "1/5 2019", "1. maj 2019", "den 1. maj 2019"] {
            assert_eq!(read(day).as_deref(), Some("2019-05-01 2019-05-01"), "{day}");
        }
        for month in ["2019-05", "2019-5", "05-2019", "5/2019", "maj 2019", "Maj 2019", " maj  2019 "] {
            assert_eq!(read(month).as_deref(), Some("2019-05-01 2019-05-31"), "{month}");
        }
        assert_eq!(read("2020").as_deref(), Some("2020-01-01 2020-12-31"));
    }

    #[test]
    fn other_text_is_no_period() {
        for text in [
            "",
            "-",
            "19",
            "1.2",
            "i går",
            "maj",
            "maj 19",
            "2019-13",
            "2019-02-30",
            "2019-05-22-1",
            "-5",
            "99999",
            "+201-1",
        ] {
            assert_eq!(parse_period(text), None, "{text}");
        }
    }
}
