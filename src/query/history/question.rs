//! How well items answer a question in words.
//!
//! The question's words and its pairs of neighbours weigh by how rare they are in the archive, what stands in brackets less.
//! A word is met by its inflections and, less surely, inside compounds.

use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use crate::engine::analysis::{Analyzer, Level};
use crate::engine::{Index, Place};
use crate::facts::case::{function_word, years};
use crate::facts::topics::words::{key, words};
use crate::index::IndexError;
use crate::index::format::Part;
use crate::model::SectionKind;

/// What a word in brackets weighs: it explains, it does not name.
const IN_BRACKETS: f32 = 0.35;
/// What two words in a row weigh beside the words themselves.
const PAIR: f32 = 0.3;
/// What no item has weighs so much of what it otherwise would.
const UNMET: f32 = 0.5;
/// A word met as part of a compound.
const PART: f32 = 0.8;
/// A mention outside title, proposal and summary.
const ASIDE: f32 = 0.95;
/// The shortest word that is looked for inside compounds, in letters.
const INSIDE: usize = 5;
/// Words so many places apart stand together: function words may stand between.
const TOGETHER: u32 = 3;

/// What items have of what was asked.
pub(super) struct Answer {
    /// The share, 0 to 1, of the items that have any of it.
    pub scores: BTreeMap<Place, f32>,
    /// The words that counted: those that name something and that the index has.
    pub counted: Vec<String>,
}

/// Asks all items.
pub(super) fn answer(index: &Index, question: &str) -> Result<Answer, IndexError> {
    let asking = Asking { index, items: index.item_count()? };
    let (wanted, counted) = asking.wanted(question)?;
    let total = wanted.iter().map(|w| w.weight).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut scores = BTreeMap::new();
    for part in &wanted {
        for (&at, place) in &part.found {
            *scores.entry(Place::new(at.segment_ord, at.doc_id)).or_default() += part.weight * place / total;
        }
    }
    Ok(Answer { scores, counted })
}

/// One thing that the question asks for.
struct Wanted {
    weight: f32,
    /// The best factor for each item that has it.
    found: HashMap<DocAddress, f32>,
}

/// A word of the question, or a span of years.
struct Leaf {
    printed: String,
    /// The same for all inflections.
    key: String,
    /// Terms of the index, each with what it is worth.
    terms: Vec<(String, f32)>,
    /// Terms of which one must follow at once: the last year of a span.
    then: Vec<String>,
}

fn leaves(piece: &str, analyzer: &mut Analyzer) -> Vec<Leaf> {
    if let Some((at, first, last)) = years(piece) {
        let mut all = leaves(&piece[..at.start], analyzer);
        all.push(span(first, last));
        all.extend(leaves(&piece[at.end..], analyzer));
        return all;
    }
    let content = words(piece).map(|w| (w, w.to_lowercase())).filter(|(_, lower)| !function_word(lower));
    content.map(|(printed, lower)| leaf(printed, lower, analyzer)).collect()
}

fn leaf(printed: &str, lower: String, analyzer: &mut Analyzer) -> Leaf {
    let mut terms = vec![(Level::Exact.term(&lower), 1.0)];
    for stem in analyzer.stems(&lower) {
        terms.push((Level::Stem.term(&stem), 1.0));
        if stem.chars().count() >= INSIDE {
            terms.push((Level::Part.term(&stem), PART));
        }
    }
    Leaf { printed: printed.to_owned(), key: key(&lower), terms, then: Vec::new() }
}

/// `2023-24` is found as `2023/2024` too.
fn span(first: &str, last: &str) -> Leaf {
    let century = &first[..2];
    let then = [last.to_owned(), format!("{century}{last}")].map(|year| Level::Exact.term(&year)).into();
    let printed = format!("{first}-{last}");
    Leaf { key: printed.clone(), printed, terms: vec![(Level::Exact.term(first), 1.0)], then }
}

/// The question's text outside and inside brackets.
fn pieces(question: &str) -> Vec<(&str, bool)> {
    let mut out = Vec::new();
    let mut rest = question;
    while let Some((before, after)) = rest.split_once('(') {
        let (inside, behind) = after.split_once(')').unwrap_or((after, ""));
        out.extend([(before, false), (inside, true)]);
        rest = behind;
    }
    out.push((rest, false));
    out
}

/// Where in a field of an item a leaf stands, with what it is worth there.
type Places = HashMap<(DocAddress, usize), Vec<(u32, f32)>>;

/// A question on its way.
struct Asking<'a> {
    index: &'a Index,
    items: usize,
}

impl Asking<'_> {
    /// What the question asks for, and its words that the index has.
    fn wanted(&self, question: &str) -> Result<(Vec<Wanted>, Vec<String>), IndexError> {
        let mut analyzer = Analyzer::default();
        let (mut all, mut counted, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for (piece, in_brackets) in pieces(question) {
            let importance = if in_brackets { IN_BRACKETS } else { 1.0 };
            let leaves = leaves(piece, &mut analyzer);
            let holders = leaves.iter().map(|l| self.holders(l)).collect::<Result<Vec<_>, _>>()?;
            for (leaf, found) in leaves.iter().zip(&holders) {
                counted.extend((!found.is_empty()).then(|| leaf.printed.clone()));
                if seen.insert((leaf.key.clone(), None)) {
                    all.push(self.weighed(found.clone(), importance));
                }
            }
            for (pair, held) in leaves.windows(2).zip(holders.windows(2)) {
                if seen.insert((pair[0].key.clone(), Some(pair[1].key.clone()))) {
                    let found = self.neighbours(&pair[0], &pair[1], &in_both(&held[0], &held[1]))?;
                    all.push(self.weighed(found, importance * PAIR));
                }
            }
        }
        Ok((all, counted))
    }

    /// Rarity counts twice, as in any vector model: once for what is asked and once for what has it. What nothing has
    /// tells the items apart no more, but keeps a question that is mostly unanswered from scoring high.
    fn weighed(&self, found: HashMap<DocAddress, f32>, importance: f32) -> Wanted {
        let met = if found.is_empty() { UNMET } else { 1.0 };
        let rarity = ((self.items as f32 + 1.0) / (found.len() as f32 + 0.5)).ln().max(0.0);
        Wanted { weight: met * importance * rarity.powi(2), found }
    }

    /// The items that have it, each with the best that it is worth there.
    fn holders(&self, leaf: &Leaf) -> Result<HashMap<DocAddress, f32>, IndexError> {
        let mut found: HashMap<DocAddress, f32> = HashMap::new();
        if !leaf.then.is_empty() {
            for ((at, field), places) in self.places(leaf, None)? {
                let best = places.iter().map(|(_, factor)| factor * worth(field)).fold(0.0, f32::max);
                let known = found.entry(at).or_default();
                *known = known.max(best);
            }
            return Ok(found);
        }
        for (field, part) in fields(self.index) {
            for (term, factor) in &leaf.terms {
                self.each(field, term, IndexRecordOption::Basic, None, |at, _| {
                    let known = found.entry(at).or_default();
                    *known = known.max(factor * worth(part));
                })?;
            }
        }
        Ok(found)
    }

    /// Where it stands: in these items, or in all.
    fn places(&self, leaf: &Leaf, among: Option<&[DocAddress]>) -> Result<Places, IndexError> {
        let mut found = Places::new();
        for (field, part) in fields(self.index) {
            for (term, factor) in &leaf.terms {
                self.each(field, term, IndexRecordOption::WithFreqsAndPositions, among, |at, positions| {
                    found.entry((at, part)).or_default().extend(positions.iter().map(|p| (*p, *factor)));
                })?;
            }
        }
        if leaf.then.is_empty() {
            return Ok(found);
        }
        let mut next: HashSet<(DocAddress, usize, u32)> = HashSet::new();
        for (field, part) in fields(self.index) {
            for term in &leaf.then {
                self.each(field, term, IndexRecordOption::WithFreqsAndPositions, among, |at, positions| {
                    next.extend(positions.iter().map(|p| (at, part, *p)));
                })?;
            }
        }
        for ((at, part), places) in &mut found {
            places.retain(|(position, _)| next.contains(&(*at, *part, position + 1)));
        }
        found.retain(|_, places| !places.is_empty());
        Ok(found)
    }

    /// The items in which the two stand together, in either order.
    fn neighbours(&self, a: &Leaf, b: &Leaf, both: &[DocAddress]) -> Result<HashMap<DocAddress, f32>, IndexError> {
        let (first, second) = (self.places(a, Some(both))?, self.places(b, Some(both))?);
        let mut found: HashMap<DocAddress, f32> = HashMap::new();
        for ((at, part), places) in &first {
            let others = second.get(&(*at, *part)).map_or(&[][..], Vec::as_slice);
            let near = |(p, _): &(u32, f32), (q, _): &(u32, f32)| p != q && p.abs_diff(*q) <= TOGETHER;
            let pairs =
                places.iter().flat_map(|x| others.iter().filter(move |y| near(x, y)).map(move |y| x.1.min(y.1)));
            let best = pairs.fold(0.0, f32::max) * worth(*part);
            if best > 0.0 {
                let known = found.entry(*at).or_default();
                *known = known.max(best);
            }
        }
        Ok(found)
    }

    /// Every living item with a term in a field, and the term's positions there where they are asked for. `among` is in
    /// order.
    fn each(
        &self,
        field: Field,
        term: &str,
        option: IndexRecordOption,
        among: Option<&[DocAddress]>,
        mut take: impl FnMut(DocAddress, &[u32]),
    ) -> Result<(), IndexError> {
        let term = Term::from_field_text(field, term);
        let mut positions = Vec::new();
        for (ordinal, segment) in (0..).zip(self.index.searcher().segment_readers()) {
            let inverted = segment.inverted_index(field).map_err(|e| self.index.failed(e))?;
            let postings = inverted.read_postings(&term, option).map_err(|e| self.index.failed(e.into()))?;
            let Some(mut postings) = postings else { continue };
            let mut give = |postings: &mut SegmentPostings| {
                let doc = postings.doc();
                if !segment.is_deleted(doc) {
                    positions.clear();
                    if option.has_positions() {
                        postings.positions(&mut positions);
                    }
                    take(DocAddress::new(ordinal, doc), &positions);
                }
            };
            match among {
                None => {
                    while postings.doc() != TERMINATED {
                        give(&mut postings);
                        postings.advance();
                    }
                }
                Some(among) => {
                    for at in among.iter().filter(|at| at.segment_ord == ordinal) {
                        if postings.doc() < at.doc_id {
                            postings.seek(at.doc_id);
                        }
                        if postings.doc() == at.doc_id {
                            give(&mut postings);
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

fn in_both(a: &HashMap<DocAddress, f32>, b: &HashMap<DocAddress, f32>) -> Vec<DocAddress> {
    let mut both: Vec<DocAddress> = a.keys().filter(|at| b.contains_key(at)).copied().collect();
    both.sort_unstable();
    both
}

/// The fields of an item's own words, each with its place in [`Part::ALL`].
fn fields(index: &Index) -> impl Iterator<Item = (Field, usize)> {
    let fields = index.fields().clone();
    let own = Part::ALL.into_iter().filter(|p| *p != Part::Head);
    own.map(move |p| (fields.words_of(p), p.ordinal()))
}

/// What a mention in that part is worth.
fn worth(part: usize) -> f32 {
    match Part::ALL[part] {
        Part::Title | Part::Section(SectionKind::Proposal | SectionKind::Summary) => 1.0,
        Part::Head | Part::Section(_) => ASIDE,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{index_of, item};
    use super::*;

    #[test]
    fn brackets_part_the_question() {
        assert_eq!(pieces("Kollegiet (Syddjurs) nu"), [("Kollegiet ", false), ("Syddjurs", true), (" nu", false)]);
        assert_eq!(pieces("a (b"), [("a ", false), ("b", true), ("", false)]);
    }

    fn answers(question: &str, text: &str) -> bool {
        let (_folder, index) =
            index_of(&[item("a#1", "2024-03-01", "Sag", text), item("b#1", "2024-03-02", "Vej", "")]);
        !answer(&index, question).unwrap().scores.is_empty()
    }

    #[test]
    fn word_is_met_by_its_inflections_and_inside_compounds() {
        assert!(answers("herberg", "Herbergspladserne lukkes."));
        assert!(answers("kollegium", "Kollegiets beboere flytter."));
        assert!(!answers("og til", "Herberget og haven til alle."));
    }

    #[test]
    fn span_of_years_is_met_however_it_is_written() {
        for text in ["Rammer 2023-2024", "Rammer 2023/24", "Rammer 2023–24"] {
            assert!(answers("2023-24", text), "{text}");
        }
        assert!(!answers("2023-24", "Rammer 2023 og 2024"));
    }
}
