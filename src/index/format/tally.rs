//! The values that an item is counted under, all of one sort in one column.
//!
//! An answer counts tens of thousands of items, and a column with one value for every document costs a tenth of one that
//! holds several for some and none for others. So the values of an item are written as one string, of which an archive has
//! few: an answer counts strings, and takes them apart once it has counted. Years and months are counted by the
//! day.

use tantivy::schema::Facet;

use super::Dimension;

/// The columns.
pub(crate) const TALLIES: [&str; 3] = ["places", "sitting", "subjects"];
/// Parts one value from the next: U+001E, *record separator*.
const END: char = '\u{1e}';

/// What an item is counted under, by its facets, in the order of [`TALLIES`].
pub(crate) fn tallies(facets: &[Facet; 2], places: &[Facet], topics: &[Facet], kle: &[Facet]) -> [String; 3] {
    let [body, kind] = facets;
    [
        written(places.iter().flat_map(|f| place(&f.to_path()))),
        written(last(Dimension::Body, body).into_iter().chain(last(Dimension::Kind, kind))),
        written(
            topics.iter().flat_map(|f| ancestors(Dimension::Topic, &f.to_path())).chain(kle.iter().flat_map(numbers)),
        ),
    ]
}

/// The values of a tally.
pub(crate) fn values(tally: &str) -> impl Iterator<Item = (Dimension, &str)> {
    tally.split_terminator(END).filter_map(|value| {
        let mut rest = value.chars();
        Some((Dimension::of_letter(rest.next()?)?, rest.as_str()))
    })
}

/// Each value once, in an order that does not depend on that of the facets.
fn written(values: impl Iterator<Item = (Dimension, String)>) -> String {
    let mut values: Vec<(Dimension, String)> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.into_iter().map(|(of, value)| format!("{}{}{END}", of.letter(), value.replace(END, " "))).collect()
}

fn place(path: &[&str]) -> Vec<(Dimension, String)> {
    let of = |level| if level == 0 { Dimension::Region } else { Dimension::Municipality };
    let names = path.iter().enumerate().map(|(level, name)| (of(level), (*name).to_owned()));
    names.chain(ancestors(Dimension::Place, path)).collect()
}

/// A path and all above it.
fn ancestors(of: Dimension, path: &[&str]) -> Vec<(Dimension, String)> {
    (1..=path.len()).map(|n| (of, format!("/{}", path[..n].join("/")))).collect()
}

fn numbers(kle: &Facet) -> Vec<(Dimension, String)> {
    kle.to_path().into_iter().map(|number| (Dimension::Kle, number.to_owned())).collect()
}

fn last(of: Dimension, facet: &Facet) -> Option<(Dimension, String)> {
    facet.to_path().last().map(|name| (of, (*name).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tally: &str) -> Vec<String> {
        values(tally).map(|(of, value)| format!("{} {value}", of.name())).collect()
    }

    #[test]
    fn item_counts_once_for_what_its_facets_share() {
        let places = [["Midtjylland", "Viborg"], ["Midtjylland", "Skive"]].map(Facet::from_path);
        let topics = [Facet::from_path(["social", "takster"])];
        let meeting = [["Byrådet"], ["minutes"]].map(Facet::from_path);
        let [places, sitting, subjects] = tallies(&meeting, &places, &topics, &[]);
        let regions = told(&places).into_iter().filter(|value| value.starts_with("region ")).count();
        assert_eq!((regions, told(&places).len()), (1, 6));
        assert_eq!(told(&sitting), ["body Byrådet", "kind minutes"]);
        assert_eq!(told(&subjects), ["topic /social", "topic /social/takster"]);
    }

    #[test]
    fn order_of_facets_makes_no_other_tally() {
        let (a, b) = (Facet::from_path(["a"]), Facet::from_path(["b"]));
        let none = [Facet::root(), Facet::root()];
        let of = |topics: &[Facet]| tallies(&none, &[], topics, &[]);
        assert_eq!(of(&[a.clone(), b.clone()]), of(&[b, a]));
    }
}
