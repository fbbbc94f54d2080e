//! Columns with the values an item is counted under.
//!
//! A search counts tens of thousands of items. A single-valued column costs a tenth of a multi-valued one. So all
//! values of an item are written as one string. An archive has few distinct strings: the search counts strings and
//! splits them afterwards. Years and months are counted by day.

use super::{Dimension, ValuePath};

/// The columns.
pub(crate) const TALLIES: [&str; 3] = ["places", "sitting", "subjects"];
/// Separator of values: U+001E, *record separator*.
const END: char = '\u{1e}';

/// The values of an item.
#[derive(Debug, Default)]
pub(crate) struct ItemValues<'a> {
    pub body: Option<&'a str>,
    pub kind: &'a str,
    pub outcome: Option<&'a str>,
    pub places: &'a [ValuePath],
    pub topics: &'a [ValuePath],
    pub kle: &'a [ValuePath],
}

/// The strings for an item, in the order of [`TALLIES`].
pub(crate) fn tallies(of: &ItemValues<'_>) -> [String; 3] {
    let named = |dimension, name: &str| (dimension, name.to_owned());
    let sitting = of.body.map(|b| named(Dimension::Body, b)).into_iter().chain([named(Dimension::Kind, of.kind)]);
    let sitting = sitting.chain(of.outcome.map(|o| named(Dimension::Outcome, o)));
    let topics = of.topics.iter().flat_map(|path| ancestors(Dimension::Topic, path));
    [
        written(of.places.iter().flat_map(|path| place(path))),
        written(sitting),
        written(topics.chain(of.kle.iter().flatten().map(|number| named(Dimension::Kle, number)))),
    ]
}

/// Splits a string into its values.
pub(crate) fn values(tally: &str) -> impl Iterator<Item = (Dimension, &str)> {
    tally.split_terminator(END).filter_map(|value| {
        let mut rest = value.chars();
        Some((Dimension::of_letter(rest.next()?)?, rest.as_str()))
    })
}

/// Each value once, sorted, so the order of the facets does not matter.
fn written(values: impl Iterator<Item = (Dimension, String)>) -> String {
    let mut values: Vec<(Dimension, String)> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.into_iter().map(|(of, value)| format!("{}{}{END}", of.letter(), value.replace(END, " "))).collect()
}

fn place(path: &[String]) -> Vec<(Dimension, String)> {
    let of = |level| if level == 0 { Dimension::Region } else { Dimension::Municipality };
    let names = path.iter().enumerate().map(|(level, name)| (of(level), name.clone()));
    names.chain(ancestors(Dimension::Place, path)).collect()
}

/// A path and all its ancestors.
fn ancestors(of: Dimension, path: &[String]) -> Vec<(Dimension, String)> {
    (1..=path.len()).map(|n| (of, format!("/{}", path[..n].join("/")))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::path;
    use super::*;

    fn told(tally: &str) -> Vec<String> {
        values(tally).map(|(of, value)| format!("{} {value}", of.name())).collect()
    }

    #[test]
    fn item_counts_once_for_what_its_facets_share() {
        let places = [["Midtjylland", "Viborg"], ["Midtjylland", "Skive"]].map(path);
        let topics = [path(["social", "takster"])];
        let of = ItemValues {
            body: Some("Byrådet"),
            kind: "minutes",
            outcome: Some("approved"),
            places: &places,
            topics: &topics,
            kle: &[],
        };
        let [places, sitting, subjects] = tallies(&of);
        let regions = told(&places).into_iter().filter(|value| value.starts_with("region ")).count();
        assert_eq!((regions, told(&places).len()), (1, 6));
        assert_eq!(told(&sitting), ["body Byrådet", "kind minutes", "outcome approved"]);
        assert_eq!(told(&subjects), ["topic /social", "topic /social/takster"]);
    }

    #[test]
    fn order_of_facets_makes_no_other_tally() {
        let (a, b) = (path(["a"]), path(["b"]));
        let of = |topics: &[ValuePath]| tallies(&ItemValues { topics, ..ItemValues::default() });
        assert_eq!(of(&[a.clone(), b.clone()]), of(&[b, a]));
    }
}
