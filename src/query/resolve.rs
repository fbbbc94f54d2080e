//! Filters → conditions of a plan, by the values in the archive.

use std::collections::BTreeSet;

use super::filter::{Filter, FilterKind, Lookup, YES_NO};
use super::{Filters, QueryError};
use crate::engine::Engine;
use crate::engine::plan::Clause;
use crate::engine::spelling;

/// Most known values in an error: more would help a guess, but hide the message.
const NAMED: usize = 8;

/// A filter with values from the index.
#[derive(Debug, Clone, Copy)]
struct By {
    name: &'static str,
    lookup: Lookup,
}

impl By {
    fn name(self) -> &'static str {
        self.name
    }

    /// A path as it is shown.
    fn shown(self, path: &Path) -> String {
        match self.lookup.as_path {
            true => format!("/{}", path.join("/")),
            false => path.last().cloned().unwrap_or_default(),
        }
    }
}

/// A value with those above it, from the most general on.
type Path = Vec<String>;

/// The conditions of filters. None counts for the score.
pub(super) fn conditions(engine: &dyn Engine, filters: &Filters) -> Result<Vec<Clause>, QueryError> {
    let mut conditions: Vec<Clause> = Vec::new();
    for (filter, typed) in filters.set() {
        match (filter.kind, typed) {
            (FilterKind::Value(lookup), typed) => {
                conditions.push(one_of(engine, By { name: filter.name, lookup }, typed)?)
            }
            (FilterKind::Choice { column, .. }, [one]) => {
                conditions.push(Clause::Value(column, vec![vec![one.clone()]]));
            }
            (FilterKind::YesNo { column }, [one]) => {
                conditions.push(Clause::Flag(column, one == YES_NO[0]));
            }
            // Both ends of a span are one condition.
            _ => {}
        }
    }
    let (from, to) = (filters.from(), filters.to());
    if from.is_some() || to.is_some() {
        conditions.push(Clause::Days(from.map(|b| b.first), to.map(|b| b.last)));
    }
    Ok(conditions)
}

/// Items with one of the typed values.
fn one_of(engine: &dyn Engine, by: By, typed: &[String]) -> Result<Clause, QueryError> {
    let known = known_values(engine, by)?;
    let mut meant = BTreeSet::new();
    for typed in typed {
        meant.extend(meant_or_error(by, &known, typed)?);
    }
    Ok(any_of(by, meant))
}

/// Items passing a filter with the typed value.
///
/// # Errors
///
/// [`QueryError::UnknownValue`] where no value of the index fits, [`QueryError::WrongValue`] for an invalid date.
pub(super) fn value(engine: &dyn Engine, filter: &'static Filter, typed: &str) -> Result<Clause, QueryError> {
    let typed_filter = Filters::default().with(filter, typed).map_err(|expected| match filter.choices() {
        Some(known) => QueryError::UnknownValue {
            filter: filter.name,
            value: typed.to_owned(),
            known: known.iter().map(|k| (*k).to_owned()).collect(),
        },
        None => QueryError::WrongValue { filter: filter.name, expected },
    })?;
    let mut all = conditions(engine, &typed_filter)?;
    Ok(if all.len() == 1 { all.remove(0) } else { Clause::All(all) })
}

fn any_of(by: By, values: BTreeSet<&Path>) -> Clause {
    Clause::Value(by.lookup.column, values.into_iter().cloned().collect())
}

fn meant_or_error<'a>(by: By, known: &'a BTreeSet<Path>, typed: &str) -> Result<Vec<&'a Path>, QueryError> {
    let wanted = typed.trim().trim_start_matches('/');
    let meant = meant(by, known, wanted);
    if meant.is_empty() {
        let known = nearest(known.iter().map(|f| by.shown(f)).collect(), wanted);
        return Err(QueryError::UnknownValue { filter: by.name(), value: typed.to_owned(), known });
    }
    Ok(meant)
}

/// A condition on the number: the item's or the case's.
pub(super) fn number(typed: &str) -> Clause {
    Clause::Number(typed.trim().trim_end_matches('.').to_lowercase())
}

/// Every value in the archive, with the ancestors of topics.
fn known_values(engine: &dyn Engine, by: By) -> Result<BTreeSet<Path>, QueryError> {
    let (least, most) = by.lookup.depths;
    let known = engine.values(by.lookup.column)?.into_iter();
    Ok(known.filter(|path| (least..=most).contains(&path.len())).collect())
}

/// The values fitting the typed text: equal ones, or else those beginning so, or else those with a word beginning so.
fn meant<'a>(by: By, known: &'a BTreeSet<Path>, typed: &str) -> Vec<&'a Path> {
    let fits = |test: fn(&str, &str) -> bool| -> Vec<&Path> {
        known
            .iter()
            .filter(|f| keys(typed).iter().zip(keys(by.shown(f).trim_start_matches('/'))).any(|(t, v)| test(&v, t)))
            .collect()
    };
    let inner = |value: &str, typed: &str| value.split([' ', '/']).any(|word| word.starts_with(typed));
    if by.lookup.whole {
        return known.iter().filter(|f| by.shown(f) == typed).collect();
    }
    // *byråd* is a word of every council's name, while *ring* is the beginning of one town's. Each typed word must be a
    // word of the name; *udsatterådet* asks for an *Udsatteråd* too.
    let whole_word = |value: &str, typed: &str| {
        let has = |typed: &str| value.split([' ', '/']).any(|word| indefinite(word) == indefinite(typed));
        typed.split(' ').all(has)
    };
    let by_word = if by.name() == "body" { fits(whole_word) } else { Vec::new() };
    [fits(|v, t| v == t), by_word, fits(|v, t| v.starts_with(t)), fits(inner)]
        .into_iter()
        .find(|m| !m.is_empty())
        .unwrap_or_default()
}

/// The fewest letters before an ending of a body's name (*råd*): fewer would split short names.
const MIN_BODY: usize = 3;

/// A word of a body's name without its article and genitive.
fn indefinite(word: &str) -> &str {
    let bare = |ending| word.strip_suffix(ending).filter(|rest| rest.chars().count() >= MIN_BODY);
    ["ets", "ens", "et", "en", "s"].into_iter().find_map(bare).unwrap_or(word)
}

/// A value in two ASCII spellings, without case, hyphens and the word *kommune*.
fn keys(value: &str) -> [String; 2] {
    let lower = value.to_lowercase().replace(['-', ','], " ");
    let lower = lower.split_whitespace().filter(|w| *w != "kommune").collect::<Vec<_>>().join(" ");
    let plain = |ae, oe, aa| lower.replace('æ', ae).replace('ø', oe).replace('å', aa);
    [plain("ae", "o", "a"), plain("ae", "oe", "aa")]
}

/// The values most like the typed text.
fn nearest(mut known: Vec<String>, typed: &str) -> Vec<String> {
    let letters: Vec<char> = typed.to_lowercase().chars().collect();
    let distance = |v: &String| {
        let other: Vec<char> = v.trim_start_matches('/').to_lowercase().chars().take(letters.len() + 2).collect();
        spelling::edit_distance(&letters, &other, letters.len().max(other.len())).unwrap_or(usize::MAX)
    };
    known.sort_by_cached_key(|v| (distance(v), v.clone()));
    known.truncate(NAMED);
    known
}

#[cfg(test)]
mod tests {
    use super::super::filter::{BODY, KLE, MUNICIPALITY, TOPIC};
    use super::*;

    fn found(filter: &Filter, known: &[&[&str]], typed: &str) -> Vec<String> {
        let FilterKind::Value(lookup) = filter.kind else { panic!("{filter:?}") };
        let by = By { name: filter.name, lookup };
        let known: BTreeSet<Path> = known.iter().map(|p| p.iter().map(|s| (*s).to_owned()).collect()).collect();
        meant(by, &known, typed).into_iter().map(|f| by.shown(f)).collect()
    }

    #[test]
    fn value_is_found_without_danish_letters_and_by_its_beginning() {
        let places: [&[&str]; 3] =
            [&["Midtjylland", "Ringkøbing-Skjern"], &["Sjælland", "Ringsted"], &["Midtjylland", "Aarhus"]];
        assert_eq!(found(&MUNICIPALITY, &places, "ringkobing"), ["Ringkøbing-Skjern"]);
        assert_eq!(found(&MUNICIPALITY, &places, "Ringkoebing-Skjern Kommune"), ["Ringkøbing-Skjern"]);
        assert_eq!(found(&MUNICIPALITY, &places, "ring"), ["Ringkøbing-Skjern", "Ringsted"]);
        assert!(found(&MUNICIPALITY, &places, "viborg").is_empty());
    }

    #[test]
    fn former_municipality_is_found_by_its_name_and_below_its_successor() {
        let places: [&[&str]; 2] = [&["Syddanmark", "Svendborg", "Egebjerg"], &["Syddanmark", "Svendborg"]];
        assert_eq!(found(&MUNICIPALITY, &places, "egebjerg"), ["Egebjerg"]);
        assert_eq!(found(&MUNICIPALITY, &places, "svendborg"), ["Svendborg"]);
    }

    #[test]
    fn number_of_the_plan_is_meant_as_it_stands() {
        let numbers: [&[&str]; 2] = [&["27"], &["27", "27.35"]];
        assert_eq!(found(&KLE, &numbers, "27.35"), ["27.35"]);
        assert!(found(&KLE, &numbers, "27.3").is_empty());
    }

    #[test]
    fn whole_value_beats_its_longer_namesakes() {
        let bodies: [&[&str]; 2] = [&["DAS"], &["DASSOS"]];
        assert_eq!(found(&BODY, &bodies, "das"), ["DAS"]);
    }

    #[test]
    fn body_is_found_by_any_word_of_its_name_in_any_form() {
        let bodies: [&[&str]; 3] = [&["Udsatteråd Viborg"], &["Udsatterådet i Skive"], &["Handicaprådet"]];
        for typed in ["udsatterådet", "udsatteråd", "udsatteraadets", "Udsatterad"] {
            assert_eq!(found(&BODY, &bodies, typed), ["Udsatteråd Viborg", "Udsatterådet i Skive"], "{typed}");
        }
        assert_eq!(found(&BODY, &bodies, "udsatterådet skive"), ["Udsatterådet i Skive"]);
        assert_eq!(found(&BODY, &bodies, "handicapråd"), ["Handicaprådet"]);
    }

    #[test]
    fn topic_is_found_by_path_or_step() {
        let topics: [&[&str]; 2] = [&["social"], &["social", "herberg-og-hjemløshed"]];
        assert_eq!(found(&TOPIC, &topics, "social"), ["/social"]);
        assert_eq!(found(&TOPIC, &topics, "herberg"), ["/social/herberg-og-hjemløshed"]);
    }

    #[test]
    fn error_names_the_likest_values_first() {
        let known = ["Aarhus", "Viborg", "Skive"].map(str::to_owned).to_vec();
        assert_eq!(nearest(known, "vibrog")[0], "Viborg");
    }
}
