//! Learns from all items the headings used by one document: its template.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::model::SectionKind;
use crate::parse::folding::key;
use crate::parse::headings::{self, Fit, Heading};
use crate::parse::numbers;
use crate::parse::rows::Rows;

/// The common properties of the document's headings.
#[derive(Debug, Default)]
pub(in crate::parse) struct Template {
    items: usize,
    /// For each key, the number of items where it is alone on a row or before a colon.
    count: HashMap<String, usize>,
    /// The share of the sure headings that are set bold or larger.
    pub(super) bold: f32,
    /// The share of sure headings with a colon at the end.
    pub(super) colons: f32,
    /// The share of sure headings with their text in the same line.
    pub(super) inline: f32,
    /// How often one key comes right after another.
    order: HashMap<(String, String), usize>,
    /// The key of each kind that heads most items.
    main: HashMap<SectionKind, (String, usize)>,
}

impl Template {
    /// Reads the rows of all items.
    pub(crate) fn of(rows: &Rows, found: &[Option<Heading>], items: &[Range<usize>]) -> Self {
        let mut out = Self { items: items.len(), ..Self::default() };
        let mut set: HashMap<&str, (usize, usize)> = HashMap::new();
        let (mut sure, mut colons, mut inline) = (0_usize, 0_usize, 0_usize);
        let known = found.iter().flatten().filter(|h| h.is_sure());
        let (all, filled) = known.fold((0, 0), |(n, f), h| (n + 1, f + usize::from(h.rest_at.is_some())));
        let inline_usual = filled * 2 > all;
        for item in items {
            let mut seen = HashSet::new();
            let mut last: Option<String> = None;
            for row in item.clone() {
                let Some(key) = heading_key(rows, found, row, inline_usual) else { continue };
                let key = key.as_ref();
                if let Some(h) = &found[row]
                    && matches!(h.fit, Fit::Sure | Fit::Dated)
                {
                    sure += 1;
                    colons += usize::from(h.colon);
                    inline += usize::from(h.rest_at.is_some());
                    let (n, marked) = set.entry(h.key.as_str()).or_default();
                    *n += 1;
                    *marked += usize::from(rows.rows[row].bold || rows.rows[row].larger);
                }
                if let Some(last) = last.replace(key.to_owned()) {
                    *out.order.entry((last, key.to_owned())).or_default() += 1;
                }
                if seen.insert(key.to_owned()) {
                    *out.count.entry(key.to_owned()).or_default() += 1;
                }
            }
        }
        out.colons = colons as f32 / sure.max(1) as f32;
        out.inline = inline as f32 / sure.max(1) as f32;
        let bold = set.values().filter(|(n, marked)| marked * 2 > *n).count();
        out.bold = bold as f32 / set.len().max(1) as f32;
        out.find_main(found);
        out
    }

    fn find_main(&mut self, found: &[Option<Heading>]) {
        for h in found.iter().flatten().filter(|h| matches!(h.fit, Fit::Sure | Fit::Dated)) {
            let n = self.count.get(&h.key).copied().unwrap_or(0);
            let best = self.main.entry(h.kind).or_insert_with(|| (h.key.clone(), n));
            if n > best.1 {
                *best = (h.key.clone(), n);
            }
        }
    }

    fn share(&self, key: &str) -> f32 {
        self.count.get(key).copied().unwrap_or(0) as f32 / self.items.max(1) as f32
    }

    pub(super) fn is_template(&self, key: &str) -> bool {
        self.count.get(key).is_some_and(|n| *n >= 2) && self.share(key) >= 0.25
    }

    /// A heading unknown to the lexicon but found in this many items belongs to the template.
    pub(super) fn is_learnt(&self, key: &str) -> bool {
        self.count.get(key).is_some_and(|n| *n >= 3) && self.share(key) >= 0.4
    }

    /// The word is sure, yet another of its kind heads nearly all items.
    pub(super) fn is_stray(&self, heading: &Heading) -> bool {
        let main = self.main.get(&heading.kind);
        self.count.get(&heading.key).is_none_or(|n| *n <= 1)
            && main.is_some_and(|(key, n)| *key != heading.key && *n >= 3 && *n * 10 >= self.items * 6)
            && heading.kind == SectionKind::Minutes
    }

    /// One heading opens the sections of that kind in most items.
    pub(super) fn has_main(&self, kind: SectionKind) -> bool {
        self.main.get(&kind).is_some_and(|(_, n)| *n >= 2 && *n * 10 >= self.items * 5)
    }

    pub(super) fn follows(&self, before: &str, after: &str) -> bool {
        self.order.get(&(before.to_owned(), after.to_owned())).is_some_and(|n| *n >= 2)
    }
}

/// The key of a row: a known heading's, or its own if it looks like one. `inline` means that the document's headings
/// have their text in the same line.
fn heading_key<'r>(rows: &'r Rows, found: &'r [Option<Heading>], row: usize, inline: bool) -> Option<Cow<'r, str>> {
    let text = rows.rows[row].text();
    match &found[row] {
        Some(h) if h.rest_at.is_none() || h.fit == Fit::Sure || inline => Some(Cow::Borrowed(&h.key)),
        Some(_) => None,
        None if inline => headings::inline_label(text).map(|label| Cow::Owned(key(label))),
        None => {
            // A heading has text under it and is not the text of the heading above.
            let heads = |at: usize| found.get(at).is_none_or(Option::is_some);
            let between = row > 0 && !heads(row - 1) && !heads(row + 1);
            let bare = text[numbers::bullet(text)..].trim_end_matches(':');
            (between && headings::could_be_learnt(bare)).then_some(Cow::Borrowed(rows.rows[row].key.as_str()))
        }
    }
}
