//! Query tree → a plan for the engine, and the words to be marked.

use jiff::civil::Date;

use super::QueryError;
use super::english;
use super::expand::{Expander, Leaf};
use super::resolve;
use super::stop_words::is_stop_word;
use super::syntax::{Field, Query};
use crate::engine::Engine;
use crate::engine::plan::{Bonus, Clause, Plan, Sequence, Variant, Wanted, Word};
use crate::index::format::ItemPart;

/// Bonus for words in a row as typed, times their rarities. A higher one favours exact rows over more words.
const IN_A_ROW: f32 = 0.35;
/// Weight of an unknown compound's parts, anywhere in an item, relative to words: a higher one lets them outrank words.
const PARTS_ANYWHERE: f32 = 0.4;
/// Weight of a rare part alone, where an item lacks others: half as much. Not measured beside other values.
const TELLING_PART: f32 = 0.2;
/// Score of a typed year for a meeting in that year: as much as a word of middling rarity in a title.
const OF_DATE: f32 = 2.5;
/// Most other words within a row of words as typed. More would also reward unrelated neighbours.
const ROW_SLOP: u32 = 1;

/// A plan, and its words for display.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub plan: Plan,
    /// The leaves to mark, with their possible parts of an item.
    pub leaves: Vec<(Leaf, Vec<ItemPart>)>,
    /// Words missing from the archive in every form.
    pub unknown: Vec<String>,
}

/// Turns a tree into a [`Plan`].
pub(super) struct Planner<'a> {
    engine: &'a dyn Engine,
    expander: Expander<'a>,
    leaves: Vec<(Leaf, Vec<ItemPart>)>,
    unknown: Vec<String>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(engine: &'a dyn Engine, expander: Expander<'a>) -> Self {
        Self { engine, expander, leaves: Vec::new(), unknown: Vec::new() }
    }

    /// The plan of a query for words in `parts`.
    pub(super) fn plan(mut self, query: &Query, parts: &[ItemPart]) -> Result<Planned, QueryError> {
        let plan = self.side_by_side(query, parts)?;
        Ok(Planned { plan, leaves: self.leaves, unknown: self.unknown })
    }

    fn side_by_side(&mut self, query: &Query, parts: &[ItemPart]) -> Result<Plan, QueryError> {
        let of = match query {
            Query::Everything => &[],
            Query::All(of) => of.as_slice(),
            other => std::slice::from_ref(other),
        };
        let english = of.iter().filter_map(as_word).any(|word| english::is_english(&word.to_lowercase()));
        self.expander.english |= english;
        let says_nothing = |word: &str| is_stop_word(word) || english && english::is_stop_word(word);
        let decides = |q: &Query| !as_word(q).is_some_and(says_nothing);
        let all_decide = !of.iter().any(|q| decides(q) && !matches!(q, Query::Not(_)));
        let mut plan = Plan::default();
        for (n, query) in of.iter().enumerate().filter(|(_, q)| all_decide || decides(q)) {
            let next = of.get(n + 1).and_then(as_word);
            match query {
                // *servicelovens § 97* asks for the paragraph, *november 2011* for the month: both read the next word too.
                Query::Word(word) if next.is_some_and(|next| is_law(word) && next.starts_with('§')) => {}
                Query::Word(word) if next.is_some_and(|next| month(word).is_some() && year(next).is_some()) => {}
                Query::Word(word) if year(word).is_some() && !self.expander.exact => {
                    let before = n.checked_sub(1).and_then(|before| as_word(&of[before]));
                    plan.wanted.push(self.year(word, before, parts)?);
                }
                Query::Not(inner) => plan.unwanted.push(self.unmarked(inner, parts)?),
                Query::In(Field::Filter(_) | Field::Number, _) => {
                    plan.values.push(self.clause(query, parts)?);
                }
                Query::Word(word) => {
                    let before = n.checked_sub(1).and_then(|before| as_word(&of[before]));
                    let leaf = self.expander.word_among(word, [before, next])?;
                    let mut leaf = self.remembered(leaf);
                    leaf.alone = of.iter().filter(|q| !q.is_condition()).count() == 1;
                    for (first, last) in
                        [before.map(|w| (w, &**word)), next.map(|w| (&**word, w))].into_iter().flatten()
                    {
                        self.expander.add_joined(&mut leaf, first, last)?;
                    }
                    plan.wanted.push(Wanted { strict: ways(&leaf, parts, false), loose: ways(&leaf, parts, true) });
                    self.leaves.push((leaf, parts.to_vec()));
                }
                other => {
                    let strict = self.clause(other, parts)?;
                    plan.wanted.push(Wanted { loose: strict.clone(), strict });
                }
            }
        }
        plan.bonus = self.rows(of, parts);
        Ok(plan)
    }

    /// Items naming a year (with the month typed before it, if any), or of a meeting in it.
    fn year(&mut self, typed: &str, before: Option<&str>, parts: &[ItemPart]) -> Result<Wanted, QueryError> {
        let mut named = Vec::new();
        let month = before.and_then(month);
        for word in before.filter(|_| month.is_some()).into_iter().chain([typed]) {
            let leaf = self.word(word)?;
            named.push(self.leaf(leaf, parts));
        }
        let mut either = vec![Clause::All(named)];
        if let Some((first, last)) = year(typed).and_then(|year| span(year, month)) {
            either.push(Clause::Worth(Box::new(Clause::Days(Some(first), Some(last))), OF_DATE));
        }
        let either = Clause::Best(either);
        Ok(Wanted { strict: either.clone(), loose: either })
    }

    fn clause(&mut self, query: &Query, parts: &[ItemPart]) -> Result<Clause, QueryError> {
        Ok(match query {
            Query::Everything => Clause::Everything,
            Query::Word(word) => {
                let leaf = self.word(word)?;
                self.leaf(leaf, parts)
            }
            Query::Prefix(word) => {
                let leaf = self.expander.prefix(word)?;
                self.leaf(leaf, parts)
            }
            Query::Phrase { words, slop } => {
                let leaf = self.expander.phrase(words, *slop);
                self.leaf(leaf, parts)
            }
            Query::In(field, inner) => self.within(*field, inner, parts)?,
            Query::Not(inner) => Clause::Not(Box::new(self.unmarked(inner, parts)?)),
            Query::All(_) => Clause::Plan(Box::new(self.side_by_side(query, parts)?)),
            Query::Any(of) => Clause::Any(of.iter().map(|q| self.clause(q, parts)).collect::<Result<_, _>>()?),
        })
    }

    /// The meanings of a word.
    fn word(&mut self, word: &str) -> Result<Leaf, QueryError> {
        let leaf = self.expander.word(word)?;
        Ok(self.remembered(leaf))
    }

    /// Remembers a word without a meaning.
    fn remembered(&mut self, leaf: Leaf) -> Leaf {
        if leaf.unknown && leaf.parts.is_empty() {
            self.unknown.push(leaf.typed.clone());
        }
        leaf
    }

    /// A query without marks for its words.
    fn unmarked(&mut self, query: &Query, parts: &[ItemPart]) -> Result<Clause, QueryError> {
        let (marked, unknown) = (self.leaves.len(), self.unknown.len());
        let clause = self.clause(query, parts);
        self.leaves.truncate(marked);
        self.unknown.truncate(unknown);
        clause
    }

    fn within(&mut self, field: Field, inner: &Query, parts: &[ItemPart]) -> Result<Clause, QueryError> {
        let part = match field {
            Field::Title => ItemPart::Title,
            Field::Section(kind) => ItemPart::Section(kind),
            _ => return self.of_value(field, inner),
        };
        let parts: Vec<ItemPart> = parts.iter().copied().filter(|p| *p == part).collect();
        self.clause(inner, &parts)
    }

    /// Items with a value; groups of values keep their operators.
    fn of_value(&self, field: Field, inner: &Query) -> Result<Clause, QueryError> {
        let each = |of: &[Query]| of.iter().map(|q| self.of_value(field, q)).collect::<Result<Vec<_>, _>>();
        let typed = match inner {
            Query::Any(of) => return Ok(Clause::Any(each(of)?)),
            Query::All(of) => return Ok(Clause::All(each(of)?)),
            Query::Not(of) => return Ok(Clause::Not(Box::new(self.of_value(field, of)?))),
            Query::Phrase { words, .. } => words,
            Query::Word(word) | Query::Prefix(word) => word,
            Query::In(_, of) => return self.of_value(field, of),
            Query::Everything => return Ok(Clause::Everything),
        };
        match field {
            Field::Filter(filter) => resolve::value(self.engine, filter, typed),
            _ => Ok(resolve::number(typed)),
        }
    }

    /// The items with a leaf in one of the parts.
    fn leaf(&mut self, leaf: Leaf, parts: &[ItemPart]) -> Clause {
        let clause = ways(&leaf, parts, false);
        self.leaves.push((leaf, parts.to_vec()));
        clause
    }

    /// Words typed one after another, as a row of stems: items with the same row get a bonus.
    fn rows(&mut self, of: &[Query], parts: &[ItemPart]) -> Vec<Bonus> {
        if self.expander.exact {
            return Vec::new();
        }
        let rows = of.split(|q| !matches!(q, Query::Word(_))).filter(|row| row.len() > 1);
        let mut bonus = Vec::new();
        for row in rows {
            let typed: Vec<&str> =
                row.iter().filter_map(|q| if let Query::Word(w) = q { Some(w.as_str()) } else { None }).collect();
            let sequence = self.expander.stem_sequence(&typed, ROW_SLOP);
            bonus.extend(sequence.map(|sequence| Bonus { sequence, parts: parts.to_vec(), worth: IN_A_ROW }));
        }
        bonus
    }
}

/// Any occurrence of a leaf; the parts of a compound replace it where it is unknown, or where the
/// search is `loose`.
fn ways(leaf: &Leaf, parts: &[ItemPart], loose: bool) -> Clause {
    let word = |variants: &[Variant]| {
        Clause::Word(Word { variants: variants.to_vec(), parts: parts.to_vec(), alone: leaf.alone })
    };
    let in_parts = |sequence: &Sequence| Clause::Sequence(sequence.clone(), parts.to_vec());
    let mut ways = Vec::new();
    if !leaf.variants.is_empty() {
        ways.push(word(&leaf.variants));
    }
    ways.extend(leaf.sequences.iter().map(in_parts));
    if !leaf.parts.is_empty() && (loose || leaf.unknown) {
        let all = leaf.parts.iter().map(|part| word(part)).collect();
        ways.push(Clause::Scaled(Box::new(Clause::All(all)), PARTS_ANYWHERE));
        if loose && leaf.unknown && leaf.parts.len() > 1 {
            let alone = |n: &usize| Clause::Scaled(Box::new(word(&leaf.parts[*n])), TELLING_PART);
            ways.extend(leaf.telling.iter().map(alone));
        }
    }
    match ways.len() {
        0 => Clause::Nothing,
        1 => ways.remove(0),
        _ => Clause::Best(ways),
    }
}

fn as_word(query: &Query) -> Option<&str> {
    match query {
        Query::Word(word) => Some(word),
        _ => None,
    }
}

/// The usual abbreviations of laws in the field.
const LAWS: [&str; 14] =
    ["abl", "fvl", "lab", "las", "rsl", "sel", "sl", "sul", "kfl", "kvl", "bl", "osl", "oeffl", "pl"];

/// True for the name of a law: *serviceloven*, *SEL*.
fn is_law(word: &str) -> bool {
    let lower = word.to_lowercase();
    let whole = lower.strip_suffix('s').unwrap_or(&lower);
    whole.ends_with("loven") || whole.ends_with("lov") || LAWS.contains(&&*lower)
}

/// Possible years of a meeting. A wider range would read more plain numbers as years.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2069;

fn year(word: &str) -> Option<i16> {
    let year = (word.len() == 4).then(|| word.parse().ok())??;
    YEARS.contains(&year).then_some(year)
}

/// The number of a month by its name.
fn month(word: &str) -> Option<i8> {
    crate::lexicon::dates::month_number(&word.to_lowercase())
}

/// The first and the last day of a month, or of a year.
fn span(year: i16, month: Option<i8>) -> Option<(Date, Date)> {
    let first = Date::new(year, month.unwrap_or(1), 1).ok()?;
    let last = Date::new(year, month.unwrap_or(12), 1).ok()?.last_of_month();
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::item;
    use super::super::syntax;
    use super::*;
    use crate::engine::double::List;

    /// The plan of a query to an archive of two items, as text.
    fn plan(query: &str, exact: bool) -> String {
        let items = [
            item("a#1", "2024-03-01", "Takster for herberger", "Nye takster."),
            item("b#1", "2024-03-01", "Andet", "Herbergspladser."),
        ];
        let engine = List::of(&items);
        let planner = Planner::new(&engine, Expander::new(&engine, exact, None));
        planner.plan(&syntax::parse(query).query, engine.parts().unwrap()).unwrap().plan.to_string()
    }

    #[test]
    fn plan_says_what_is_wanted_what_not_and_what_is_better() {
        let very = |query| plan(query, true);
        assert_eq!(very("takst"), "want =takst exact alone in title, case_summary");
        assert_eq!(very("titel:takst"), "want =takst exact in title");
        let both = "want =nye exact alone in title, case_summary\nnot =takst exact in title, case_summary";
        assert_eq!(very("nye -takst"), both);
        assert_eq!(very("\"nye takster\"~2"), "want \"=nye =takster\"~2 exact in title, case_summary");
        assert_eq!(very("nr:1.4"), "only number 1.4");
        assert_eq!(very("fra:2020 til:2021-05"), "only days 2020-01-01..\nonly days ..2021-05-31");
        assert_eq!(very("udvalg:dassos"), "only body DASSOS");
        assert_eq!(very(""), "everything");
    }

    #[test]
    fn plan_names_every_form_of_a_word_and_what_stands_together() {
        let lines = [
            "want (=nye exact | ~ny inflected | +ny compound) in title, case_summary",
            "want (=takster exact | ~takst inflected | +takst compound | ?t*kst*r spelling) in title, case_summary",
            "better with \"~ny ~takst\"~1 inflected in title, case_summary by 0.35",
        ];
        assert_eq!(plan("nye takster", false), lines.join("\n"));
    }

    #[test]
    fn groups_are_plans_of_their_own() {
        let text = plan("(nye takster) OR andet", true);
        let first = "{want =nye exact in title, case_summary; want =takster exact in title, case_summary}";
        assert_eq!(text, format!("want any of [{first}; =andet exact in title, case_summary]"));
    }
}
