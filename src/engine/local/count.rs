//! Counts the matches by the values of their facets.
//!
//! Each item is first counted by the strings in its columns ([`tally`](crate::index::format::tally)). A string is
//! looked up only once, for all its items. A pair counts once for each value of any of its items.

use std::collections::HashMap;

use tantivy::DocId;

use super::columns::{Columns, Tally, read};
use super::fold::Together;
use crate::engine::{Counts, Found};
use crate::index::Dimension;

/// The numbers of an item's strings in the tallies of its segment.
pub(crate) type Row = [u32; 3];

/// Reads the strings and the days of the matches. `found` must be in the order of the documents.
pub(crate) fn rows(columns: &Columns, found: &mut [Found]) -> Vec<Row> {
    let mut rows = vec![Row::default(); found.len()];
    let mut start = 0;
    for of_segment in found.chunk_by_mut(|a, b| a.at.high() == b.at.high()) {
        let columns = &columns.segments[of_segment[0].at.high() as usize];
        let docs: Vec<DocId> = of_segment.iter().map(|f| f.at.low()).collect();
        for (n, tally) in columns.tallies.iter().enumerate() {
            read(&*tally.numbers, &docs, |at, number| rows[start + at][n] = number as u32);
        }
        read(&*columns.day, &docs, |at, day| of_segment[at].day = day as i32);
        start += docs.len();
    }
    rows
}

/// The counts over all matches.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub counts: Counts,
    /// Items without a date.
    pub undated: u64,
}

/// Counts the items found.
pub(crate) fn count(columns: &Columns, found: &[Found], rows: &[Row], together: &Together) -> tantivy::Result<Counted> {
    let mut counting = Counting::new(columns);
    for (n, found) in found.iter().enumerate().filter(|(n, _)| !together.has(*n)) {
        counting.add(found.at.high() as usize, &rows[n]);
        counting.add_day(found.day);
    }
    for group in together.groups() {
        let of = |n: usize| (found[n].at.high() as usize, &rows[n]);
        counting.add_one_of_several(group.clone().map(of));
        group.take(1).for_each(|n| counting.add_day(found[n].day));
    }
    counting.finish()
}

/// A string of a tally: its segment and its number there.
type Name = (u32, u32);

struct Counting<'a> {
    columns: &'a Columns,
    /// By segment and tally: how many items have each string.
    by_string: Vec<[Vec<u32>; 3]>,
    /// By tally: the strings of pairs with different strings, one pair after another, and where each pair ends.
    mixed: [(Vec<Name>, Vec<usize>); 3],
    days: HashMap<i32, u64>,
    /// The last day and its run of items: the items of a meeting lie together, so most steps only add one.
    run: (i32, u64),
}

impl<'a> Counting<'a> {
    fn new(columns: &'a Columns) -> Self {
        let none = |tally: &Tally| vec![0; tally.len()];
        let by_string = columns.segments.iter().map(|s| s.tallies.each_ref().map(none)).collect();
        Self { columns, by_string, mixed: Default::default(), days: HashMap::new(), run: (0, 0) }
    }

    fn add(&mut self, segment: usize, row: &Row) {
        for (counts, number) in self.by_string[segment].iter_mut().zip(row) {
            counts[*number as usize] += 1;
        }
    }

    fn add_day(&mut self, day: i32) {
        if day == self.run.0 {
            self.run.1 += 1;
        } else {
            *self.days.entry(self.run.0).or_default() += self.run.1;
            self.run = (day, 1);
        }
    }

    /// Adds a pair.
    fn add_one_of_several<'r>(&mut self, rows: impl Iterator<Item = (usize, &'r Row)> + Clone) {
        for tally in 0..3 {
            let mut names = rows.clone().map(|(segment, row)| (segment as u32, row[tally]));
            let Some(first) = names.next() else { return };
            if names.clone().all(|name| name == first) {
                self.by_string[first.0 as usize][tally][first.1 as usize] += 1;
                continue;
            }
            let (mixed, ends) = &mut self.mixed[tally];
            mixed.push(first);
            mixed.extend(names);
            ends.push(mixed.len());
        }
    }

    /// Looks up the values of all strings met.
    fn take_apart(&self) -> tantivy::Result<()> {
        let mut wanted: Vec<[Vec<u64>; 3]> = vec![<[Vec<u64>; 3]>::default(); self.by_string.len()];
        for (segment, counts) in self.by_string.iter().enumerate() {
            for (tally, counts) in counts.iter().enumerate() {
                let met = (0..).zip(counts).filter(|(_, count)| **count > 0);
                wanted[segment][tally].extend(met.map(|(number, _)| number));
            }
        }
        for (tally, (mixed, _)) in self.mixed.iter().enumerate() {
            mixed.iter().for_each(|(segment, number)| wanted[*segment as usize][tally].push((*number).into()));
        }
        for (segment, wanted) in wanted.into_iter().enumerate() {
            for (tally, mut wanted) in wanted.into_iter().enumerate() {
                wanted.sort_unstable();
                wanted.dedup();
                self.columns.take_apart(&self.columns.segments[segment].tallies[tally], &wanted)?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> tantivy::Result<Counted> {
        let (day, items) = self.run;
        *self.days.entry(day).or_default() += items;
        self.take_apart()?;
        let mut by_value = vec![0_u64; self.columns.values_met()];
        for (counts, columns) in self.by_string.iter().zip(&self.columns.segments) {
            for (counts, tally) in counts.iter().zip(&columns.tallies) {
                for (number, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    tally.values(number).iter().for_each(|value| by_value[*value as usize] += u64::from(*count));
                }
            }
        }
        self.add_mixed(&mut by_value);
        let mut counts = self.by_date();
        for (number, count) in by_value.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            counts.extend(self.columns.value(number).map(|value| (value, count)));
        }
        Ok(Counted { counts, undated: self.days.get(&0).copied().unwrap_or_default() })
    }

    /// Adds each value of each pair once.
    fn add_mixed(&self, by_value: &mut [u64]) {
        let mut values: Vec<u32> = Vec::new();
        for (tally, (names, ends)) in self.mixed.iter().enumerate() {
            let mut start = 0;
            for &end in ends {
                values.clear();
                for (segment, number) in &names[start..end] {
                    let of = self.columns.segments[*segment as usize].tallies[tally].values(*number as usize);
                    of.iter().for_each(|value| {
                        if !values.contains(value) {
                            values.push(*value)
                        }
                    });
                }
                values.iter().for_each(|value| by_value[*value as usize] += 1);
                start = end;
            }
        }
    }

    /// Years and months.
    fn by_date(&self) -> Counts {
        let (mut years, mut months): (HashMap<i32, u64>, HashMap<i32, u64>) = Default::default();
        for (day, count) in self.days.iter().filter(|(day, _)| **day != 0) {
            *years.entry(day / 10_000).or_default() += count;
            *months.entry(day / 100).or_default() += count;
        }
        let years = years.into_iter().map(|(year, count)| ((Dimension::Year, format!("{year:04}")), count));
        let month = |number: i32| (Dimension::Month, format!("{:04}-{:02}", number / 100, number % 100));
        years.chain(months.into_iter().map(|(number, count)| (month(number), count))).collect()
    }
}
