//! Counts by value.

use serde_json::{Value, json};

use super::Report;
use super::block::{Bar, Block, Rich};
use crate::index::format::UNKNOWN;
use crate::query::{Dimension, FacetCount, Facets};

/// Counts by one dimension or several.
#[derive(Debug, Clone)]
pub struct FacetsReport<'a> {
    /// The counts.
    pub facets: &'a Facets,
    /// The dimensions to list, in their order.
    pub dimensions: Vec<Dimension>,
    /// Only values beginning so, without regard to case and to the first slash of a topic.
    pub prefix: Option<String>,
    /// All items of each year, found or not, to set the found ones against: a year with twice the items has twice the hits of
    /// anything. Empty where nothing is compared.
    pub all_by_year: &'a [FacetCount],
    /// The current year: its bar is unfinished.
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
        self.facets.by(dimension).iter().filter(|c| key(&c.value).starts_with(&wanted)).collect()
    }

    /// The found items per thousand of the year, with one decimal. `None` for other values than years.
    fn per_thousand(&self, dimension: Dimension, value: &str, count: u64) -> Option<f64> {
        let all = self.all_by_year.iter().find(|y| dimension == Dimension::Year && y.value == value)?;
        Some((count as f64 * 10_000.0 / all.count.max(1) as f64).round() / 10.0)
    }

    fn bar(&self, dimension: Dimension, count: &FacetCount) -> Bar {
        let mut bar = bar(count, self.this_year);
        if dimension == Dimension::Place {
            bar.label = place(&count.value);
        }
        match self.per_thousand(dimension, &count.value, count.count) {
            Some(share) => {
                let share = format!("{share:.1} per 1,000");
                Bar { remark: Some(bar.remark.map_or(share.clone(), |r| format!("{share}, {r}"))), ..bar }
            }
            None => bar,
        }
    }

    /// Regions and municipalities are not shown to people twice.
    fn is_shown(&self, dimension: Dimension) -> bool {
        let in_tree = matches!(dimension, Dimension::Region | Dimension::Municipality);
        let told = in_tree && self.dimensions.contains(&Dimension::Place);
        !told && !self.counts(dimension).is_empty()
    }

    /// Items without a date belong to no year and no month, so they get a count of their own.
    fn undated(&self, dimension: Dimension) -> u64 {
        let by_date = matches!(dimension, Dimension::Year | Dimension::Month) && self.prefix.is_none();
        if by_date { self.facets.undated } else { 0 }
    }
}

impl Report for FacetsReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        if self.all_by_year.is_empty() {
            &["facet", "value", "count"]
        } else {
            &["facet", "value", "count", "per_1000"]
        }
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.dimensions.iter().flat_map(move |d| {
            let object = |value: Option<&str>, count: u64| {
                let mut object = json!({"facet": d.name(), "value": value, "count": count});
                if let Some(share) = value.and_then(|year| self.per_thousand(*d, year, count)) {
                    object["per_1000"] = share.into();
                }
                object
            };
            let undated = Some(self.undated(*d)).filter(|n| *n > 0).map(|n| object(None, n));
            self.counts(*d).into_iter().map(move |c| object(Some(&c.value), c.count)).chain(undated)
        }))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for dimension in self.dimensions.iter().filter(|d| self.is_shown(**d)) {
            if !blocks.is_empty() {
                blocks.push(Block::Gap);
            }
            blocks.push(Block::heading(2, Rich::strong(dimension.name())));
            blocks.push(Block::Bars(self.counts(*dimension).into_iter().map(|c| self.bar(*dimension, c)).collect()));
            if self.undated(*dimension) > 0 {
                blocks.push(Block::paragraph(Rich::dim(format!("{} without a date", self.undated(*dimension)))));
            }
        }
        blocks
    }
}

/// `Region Syddanmark / Svendborg / Egebjerg` from the path.
fn place(path: &str) -> String {
    let steps = path.trim_start_matches('/').replace('/', " / ");
    if steps.starts_with(UNKNOWN) { steps.replacen(UNKNOWN, "no known region", 1) } else { format!("Region {steps}") }
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
        FacetsReport {
            facets,
            dimensions: Dimension::ALL.to_vec(),
            prefix: prefix.map(str::to_owned),
            all_by_year: &[],
            this_year: 2026,
        }
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
    fn region_stands_above_its_municipalities() {
        let count = |value: &str, count| FacetCount { value: value.into(), count };
        let place = vec![
            count("/Syddanmark", 3),
            count("/Syddanmark/Svendborg", 3),
            count("/Syddanmark/Svendborg/Egebjerg", 1),
            count("/–", 1),
        ];
        let facets = Facets { place, region: vec![count("Syddanmark", 3)], ..Facets::default() };
        let mut out = Vec::new();
        Terminal { width: Some(60), color: false }.write(&report(&facets, None), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        place
        Region Syddanmark                        ████████████ 3
        Region Syddanmark / Svendborg            ████████████ 3
        Region Syddanmark / Svendborg / Egebjerg ████ 1
        no known region                          ████ 1
        ");
    }

    #[test]
    fn years_are_set_against_all_items_of_the_year() {
        let all = [("2025", 40), ("2026", 10)].map(|(year, count)| FacetCount { value: year.into(), count });
        let facets = facets();
        let report = FacetsReport { dimensions: vec![Dimension::Year], all_by_year: &all, ..report(&facets, None) };
        let (mut table, mut lines) = (Vec::new(), Vec::new());
        Terminal { width: Some(60), color: false }.write(&report, &mut table).unwrap();
        JsonLines.write(&report, &mut lines).unwrap();
        insta::assert_snapshot!(String::from_utf8(table).unwrap(), @r"
        year
        2025 ██████ 1 (25.0 per 1,000)
        2026 ████████████ 2 (200.0 per 1,000, so far)
        1 without a date
        ");
        insta::assert_snapshot!(String::from_utf8(lines).unwrap(), @r#"
        {"facet":"year","value":"2025","count":1,"per_1000":25.0}
        {"facet":"year","value":"2026","count":2,"per_1000":200.0}
        {"facet":"year","value":null,"count":1}
        "#);
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
