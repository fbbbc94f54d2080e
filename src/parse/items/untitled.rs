//! Items whose titles the copy lost, as where a web page shows them only in its menu: known by their sections alone.
//!
//! An item begins where a case number stands right above a section heading; where no case numbers are printed, wherever the
//! headings begin anew. Used only where the document has no titled heads.

use std::collections::HashSet;

use super::look::Look;
use super::{Context, Head};
use crate::model::SectionKind;
use crate::parse::cover;
use crate::parse::fields::Field;
use crate::parse::headings::Heading;
use crate::parse::knowledge::KNOWN;
use crate::parse::weights::item as w;

/// A longer line above a heading is text, in letters.
const LONGEST_TITLE: usize = 90;
/// Fewer headings do not show that the text is a meeting's.
const FEWEST_HEADINGS: usize = 2;

impl Context<'_> {
    /// The heads of items without titles, in order.
    pub(super) fn untitled(&self) -> Vec<Head> {
        let by_codes = self.codes_over_headings();
        let starts = if by_codes.is_empty() { self.headings_anew() } else { by_codes };
        // Where a title stands above most of them, the titles are not lost.
        let titled = starts.iter().filter(|at| self.title_above(**at)).count();
        if titled * 2 > starts.len() {
            return Vec::new();
        }
        starts.into_iter().map(|at| self.head_without_title(at)).collect()
    }

    /// A short line that is no text stands right above.
    fn title_above(&self, at: usize) -> bool {
        let Some(row) = at.checked_sub(1).and_then(|above| self.rows.get(above)) else { return false };
        let apart = row.starts_block() || at.checked_sub(2).is_none_or(|a| self.rows.rows[a].ends_sentence());
        let text = row.text();
        apart
            && !row.ends_sentence()
            && !row.bulleted()
            && row.width() <= LONGEST_TITLE
            && text.starts_with(char::is_uppercase)
            && self.fields[at - 1].is_none()
            && self.headings[at - 1].is_none()
            && !cover::states_fact(text)
            && !KNOWN.decisions.made.is_match(text)
    }

    fn head_without_title(&self, at: usize) -> Head {
        Head {
            rows: at..at,
            title: at..at,
            title_at: 0,
            number: None,
            entry: None,
            evidence: vec![w::SECTIONS_ANEW],
            under_group: false,
            look: Look::of(self, at, at, None),
        }
    }

    fn sure_heading(&self, at: usize) -> Option<&Heading> {
        self.headings.get(at)?.as_ref().filter(|h| h.is_sure())
    }

    /// The first row of each block of codes with a section heading right below.
    fn codes_over_headings(&self) -> Vec<usize> {
        let codes = |at: usize| self.fields.get(at) == Some(&Some(Field::Codes));
        let begins = |at: &usize| codes(*at) && !at.checked_sub(1).is_some_and(codes);
        let below = |at: usize| (at..self.rows.len()).find(|row| !codes(*row));
        (0..self.rows.len())
            .filter(begins)
            .filter(|at| below(*at).is_some_and(|b| self.sure_heading(b).is_some()))
            .collect()
    }

    /// The rows at which the document's headings begin anew: a heading comes again that its item has already, or the one
    /// that opens the first item stands behind a decision.
    fn headings_anew(&self) -> Vec<usize> {
        let mut starts: Vec<usize> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        let mut first: Option<&str> = None;
        let mut decided = false;
        let (mut found, mut decisions) = (0, 0);
        for at in 0..self.rows.len() {
            let Some(heading) = self.sure_heading(at).filter(|h| h.rest_at.is_none()) else { continue };
            // `Referat` on top is what the document is called.
            if starts.is_empty() && KNOWN.contents.headings_on_covers.contains(&heading.key) {
                continue;
            }
            found += 1;
            let minutes = heading.kind == SectionKind::Minutes;
            decisions += usize::from(minutes);
            let again = !minutes && heading.kind != SectionKind::Attachments && seen.contains(heading.key.as_str());
            let opens = decided && first == Some(heading.key.as_str());
            if starts.is_empty() || again || opens {
                starts.push(at);
                seen.clear();
                first = first.or(Some(heading.key.as_str()));
                decided = false;
            }
            seen.insert(&heading.key);
            decided |= minutes;
        }
        // A memo has a proposal too, once; what was decided only a meeting's document tells.
        if found >= FEWEST_HEADINGS && (decisions > 0 || starts.len() > 1) { starts } else { Vec::new() }
    }
}
