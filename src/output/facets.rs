//! Counts by value.

use serde_json::{Value, json};

use super::Report;
use super::block::{Bar, Block, Rich};
use crate::query::{FacetCount, Facets};

/// What is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    Region,
    Municipality,
    Body,
    Topic,
    Kind,
    Year,
    Month,
}

impl Dimension {
    /// All of them, in the order in which they are printed.
    pub const ALL: [Self; 7] =
        [Self::Region, Self::Municipality, Self::Body, Self::Topic, Self::Kind, Self::Year, Self::Month];

    /// The name used in JSON and in `--by`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Municipality => "municipality",
            Self::Body => "body",
            Self::Topic => "topic",
            Self::Kind => "kind",
            Self::Year => "year",
            Self::Month => "month",
        }
    }

    fn counts(self, facets: &Facets) -> &[FacetCount] {
        match self {
            Self::Region => &facets.region,
            Self::Municipality => &facets.municipality,
            Self::Body => &facets.body,
            Self::Topic => &facets.topic,
            Self::Kind => &facets.kind,
            Self::Year => &facets.year,
            Self::Month => &facets.month,
        }
    }
}

/// Counts by one dimension or several.
#[derive(Debug, Clone)]
pub struct FacetsReport<'a> {
    pub facets: &'a Facets,
    pub dimensions: Vec<Dimension>,
    /// Only values that begin so, without regard to case and to the first slash of a topic.
    pub prefix: Option<String>,
    /// The current year, whose bar is not finished.
    pub this_year: i16,
}

impl FacetsReport<'_> {
    /// True where there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.dimensions.iter().all(|d| self.counts(*d).is_empty())
    }

    fn counts(&self, dimension: Dimension) -> Vec<&FacetCount> {
        let key = |s: &str| s.trim_start_matches('/').to_lowercase();
        let wanted = self.prefix.as_deref().map(key).unwrap_or_default();
        dimension.counts(self.facets).iter().filter(|c| key(&c.value).starts_with(&wanted)).collect()
    }

    /// Items without a date belong to no year and no month; they are told apart.
    fn undated(&self, dimension: Dimension) -> u64 {
        let by_date = matches!(dimension, Dimension::Year | Dimension::Month) && self.prefix.is_none();
        if by_date { self.facets.undated } else { 0 }
    }
}

impl Report for FacetsReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        &["facet", "value", "count"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.dimensions.iter().flat_map(move |d| {
            let object = |value: Option<&str>, count: u64| json!({"facet": d.name(), "value": value, "count": count});
            let undated = Some(self.undated(*d)).filter(|n| *n > 0).map(|n| object(None, n));
            self.counts(*d).into_iter().map(move |c| object(Some(&c.value), c.count)).chain(undated)
        }))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for dimension in self.dimensions.iter().filter(|d| !self.counts(**d).is_empty()) {
            if !blocks.is_empty() {
                blocks.push(Block::Gap);
            }
            blocks.push(Block::heading(2, Rich::strong(dimension.name())));
            blocks.push(Block::Bars(self.counts(*dimension).into_iter().map(|c| bar(c, self.this_year)).collect()));
            if self.undated(*dimension) > 0 {
                blocks.push(Block::paragraph(Rich::dim(format!("{} without a date", self.undated(*dimension)))));
            }
        }
        blocks
    }
}

/// Bars of years, the unfinished one marked.
pub(super) fn years(counts: &[FacetCount], this_year: i16) -> Vec<Bar> {
    counts.iter().map(|c| bar(c, this_year)).collect()
}

fn bar(count: &FacetCount, this_year: i16) -> Bar {
    let unfinished = count.value == this_year.to_string();
    Bar { label: count.value.clone(), count: count.count, remark: unfinished.then(|| "so far".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Format, JsonLines, Terminal};

    fn facets() -> Facets {
        let count = |value: &str, count| FacetCount { value: value.into(), count };
        Facets {
            topic: vec![count("/social", 3), count("/social/takster", 2), count("/skole", 1)],
            year: vec![count("2025", 1), count("2026", 2)],
            undated: 1,
            ..Facets::default()
        }
    }

    fn report<'a>(facets: &'a Facets, prefix: Option<&str>) -> FacetsReport<'a> {
        FacetsReport { facets, dimensions: Dimension::ALL.to_vec(), prefix: prefix.map(str::to_owned), this_year: 2026 }
    }

    #[test]
    fn undated_items_are_counted_apart() {
        let mut out = Vec::new();
        Terminal { width: Some(40), color: false }.write(&report(&facets(), None), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        topic
        /social         ████████████ 3
        /social/takster ████████ 2
        /skole          ████ 1

        year
        2025 ██████ 1
        2026 ████████████ 2 (so far)
        1 without a date
        ");
    }

    #[test]
    fn prefix_keeps_the_values_that_begin_so() {
        let mut out = Vec::new();
        JsonLines.write(&report(&facets(), Some("Social")), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        {"facet":"topic","value":"/social","count":3}
        {"facet":"topic","value":"/social/takster","count":2}
        "#);
    }
}
