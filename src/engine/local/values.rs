//! Filters → conditions of the engine, by what the index has.

use std::collections::BTreeSet;
use std::ops::{Bound, RangeInclusive};

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Facet, Field, IndexRecordOption};

use super::Index;
use crate::index::format;
use crate::query::filter::{Filter, FilterKind, Lookup, YES_NO};
use crate::query::{Filters, QueryError};

/// Known values that an error names at most.
const NAMED: usize = 8;

/// A filter whose values are looked up.
#[derive(Debug, Clone, Copy)]
struct By {
    name: &'static str,
    lookup: Lookup,
}

impl By {
    fn name(self) -> &'static str {
        self.name
    }

    fn field(self, index: &Index) -> Result<(Field, &'static str), QueryError> {
        Ok((field(index, self.lookup.column)?, self.lookup.column))
    }

    /// How deep its paths are.
    fn depths(self) -> RangeInclusive<usize> {
        self.lookup.depths.0..=self.lookup.depths.1
    }

    /// A path as it is shown.
    fn shown(self, facet: &Facet) -> String {
        match self.lookup.as_path {
            true => format!("/{}", facet.to_path().join("/")),
            false => facet.to_path().last().map_or_else(String::new, |v| (*v).to_owned()),
        }
    }
}

fn field(index: &Index, column: &str) -> Result<Field, QueryError> {
    index.searcher().schema().get_field(column).map_err(|e| QueryError::Index(index.failed(e)))
}

/// The conditions that filters set, none of which counts for the score.
pub(crate) fn conditions(index: &Index, filters: &Filters) -> Result<Vec<Box<dyn Query>>, QueryError> {
    let mut conditions: Vec<Box<dyn Query>> = Vec::new();
    for (filter, typed) in filters.set() {
        match (filter.kind, typed) {
            (FilterKind::Value(lookup), typed) => {
                conditions.push(one_of(index, By { name: filter.name, lookup }, typed)?)
            }
            (FilterKind::Choice { column, .. }, [one]) => {
                conditions.push(term(Term::from_facet(field(index, column)?, &Facet::from_path([one]))));
            }
            (FilterKind::YesNo { column }, [one]) => {
                conditions.push(term(Term::from_field_bool(field(index, column)?, one == YES_NO[0])));
            }
            // Both ends of a span are one condition.
            _ => {}
        }
    }
    let fields = index.fields();
    let day = |d| Term::from_field_i64(fields.day, format::day_number(d));
    let (from, to) = (filters.from(), filters.to());
    if from.is_some() || to.is_some() {
        let from = from.map_or(Bound::Excluded(Term::from_field_i64(fields.day, 0)), |b| Bound::Included(day(b.first)));
        let to = to.map_or(Bound::Unbounded, |b| Bound::Included(day(b.last)));
        conditions.push(unscored(Box::new(RangeQuery::new(from, to))));
    }
    Ok(conditions)
}

/// Items that have one of the values typed.
fn one_of(index: &Index, by: By, typed: &[String]) -> Result<Box<dyn Query>, QueryError> {
    let known = known_values(index, by)?;
    let mut meant = BTreeSet::new();
    for typed in typed {
        meant.extend(meant_or_error(by, &known, typed)?);
    }
    any_of(index, by, meant)
}

/// Items that a filter with the value typed lets through.
///
/// # Errors
///
/// [`QueryError::UnknownValue`] where no value of the index is meant, [`QueryError::WrongValue`] for a date that is none.
pub(crate) fn value(index: &Index, filter: &'static Filter, typed: &str) -> Result<Box<dyn Query>, QueryError> {
    let typed_filter = Filters::default().with(filter, typed).map_err(|expected| match filter.choices() {
        Some(known) => QueryError::UnknownValue {
            filter: filter.name,
            value: typed.to_owned(),
            known: known.iter().map(|k| (*k).to_owned()).collect(),
        },
        None => QueryError::WrongValue { filter: filter.name, expected },
    })?;
    Ok(unscored(Box::new(BooleanQuery::intersection(conditions(index, &typed_filter)?))))
}

fn any_of(index: &Index, by: By, values: BTreeSet<&Facet>) -> Result<Box<dyn Query>, QueryError> {
    let (field, _) = by.field(index)?;
    let terms = values.into_iter().map(|f| term(Term::from_facet(field, f))).collect();
    Ok(unscored(Box::new(BooleanQuery::union(terms))))
}

fn meant_or_error<'a>(by: By, known: &'a BTreeSet<Facet>, typed: &str) -> Result<Vec<&'a Facet>, QueryError> {
    let wanted = typed.trim().trim_start_matches('/');
    let meant = meant(by, known, wanted);
    if meant.is_empty() {
        let known = nearest(known.iter().map(|f| by.shown(f)).collect(), wanted);
        return Err(QueryError::UnknownValue { filter: by.name(), value: typed.to_owned(), known });
    }
    Ok(meant)
}

/// A condition that items of that number meet: the item's or the case's.
pub(crate) fn number(index: &Index, typed: &str) -> Box<dyn Query> {
    let typed = typed.trim().trim_end_matches('.').to_lowercase();
    let fields = [index.fields().number, index.fields().case_number];
    let terms = fields.map(|f| term(Term::from_field_text(f, &typed)));
    unscored(Box::new(BooleanQuery::union(terms.into())))
}

/// Every item, no file.
pub(crate) fn items(index: &Index) -> Box<dyn Query> {
    term(Term::from_field_text(index.fields().what, format::ITEM))
}

fn term(term: Term) -> Box<dyn Query> {
    unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
}

fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Every value that the index has, ancestors of topics too.
fn known_values(index: &Index, by: By) -> Result<BTreeSet<Facet>, QueryError> {
    let failed = |e| QueryError::Index(index.failed(e));
    let (_, name) = by.field(index)?;
    let mut known = BTreeSet::new();
    for segment in index.searcher().segment_readers() {
        let reader = segment.facet_reader(name).map_err(failed)?;
        for ord in 0..reader.num_facets() {
            let mut facet = Facet::root();
            reader.facet_from_ord(ord as u64, &mut facet).map_err(failed)?;
            let path = facet.to_path();
            let depths = (1..=path.len()).filter(|d| by.depths().contains(d));
            known.extend(depths.map(|d| Facet::from_path(&path[..d])));
        }
    }
    Ok(known)
}

/// The values meant by what was typed: those that are it, or else begin so, or else have a word that begins so.
fn meant<'a>(by: By, known: &'a BTreeSet<Facet>, typed: &str) -> Vec<&'a Facet> {
    let fits = |test: fn(&str, &str) -> bool| -> Vec<&Facet> {
        known
            .iter()
            .filter(|f| keys(typed).iter().zip(keys(by.shown(f).trim_start_matches('/'))).any(|(t, v)| test(&v, t)))
            .collect()
    };
    let inner = |value: &str, typed: &str| value.split([' ', '/']).any(|word| word.starts_with(typed));
    if by.lookup.whole {
        return known.iter().filter(|f| by.shown(f) == typed).collect();
    }
    [fits(|v, t| v == t), fits(|v, t| v.starts_with(t)), fits(inner)]
        .into_iter()
        .find(|m| !m.is_empty())
        .unwrap_or_default()
}

/// A value in two ASCII spellings, without case, hyphens and the word *kommune*.
fn keys(value: &str) -> [String; 2] {
    let lower = value.to_lowercase().replace(['-', ','], " ");
    let lower = lower.split_whitespace().filter(|w| *w != "kommune").collect::<Vec<_>>().join(" ");
    let plain = |ae, oe, aa| lower.replace('æ', ae).replace('ø', oe).replace('å', aa);
    [plain("ae", "o", "a"), plain("ae", "oe", "aa")]
}

/// The values most like what was typed.
fn nearest(mut known: Vec<String>, typed: &str) -> Vec<String> {
    let letters: Vec<char> = typed.to_lowercase().chars().collect();
    let distance = |v: &String| {
        let other: Vec<char> = v.trim_start_matches('/').to_lowercase().chars().take(letters.len() + 2).collect();
        crate::query::spelling::mistakes(&letters, &other, letters.len().max(other.len())).unwrap_or(usize::MAX)
    };
    known.sort_by_cached_key(|v| (distance(v), v.clone()));
    known.truncate(NAMED);
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::filter::{BODY, KLE, MUNICIPALITY, TOPIC};

    fn found(filter: &Filter, known: &[&[&str]], typed: &str) -> Vec<String> {
        let FilterKind::Value(lookup) = filter.kind else { panic!("{filter:?}") };
        let by = By { name: filter.name, lookup };
        let known: BTreeSet<Facet> = known.iter().map(|p| Facet::from_path(*p)).collect();
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
