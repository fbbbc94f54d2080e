//! A second engine, for tests: a list of items in memory, scanned from end to end for every question.
//!
//! It shares terms, plans and the formulas of [`score`] with the built-in engine, and nothing else.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::analysis::{Level, for_each_term, with_scanned_words};
use super::plan::{Bonus, Clause, Form, Plan, Sequence, Variant, Word};
use super::score::{self, CLEARLY_BETTER, MOST};
use super::spelling::{confusion_cost, edit_distance};
use super::{Answer, Counts, Engine, EngineError, Found, Listing, Near, Occurrence, Order, Place, Positions};
use crate::facts::case::{Key, Node};
use crate::index::format::tally::{self, ItemValues};
use crate::index::format::{self, Dimension, ItemPart};
use crate::index::parts::PartText;
use crate::index::{Meetings, StoredItem, pairs};
use crate::lexicon::authorities;
use crate::model::{Decision, Participant};

/// Items in memory, as an engine.
pub(crate) struct List {
    items: Vec<Listed>,
    /// Pairs of items, each led by the item to show.
    pairs: Vec<Vec<usize>>,
    meetings: Meetings,
    parts: Vec<ItemPart>,
}

struct Listed {
    stored: StoredItem,
    node: Node,
    /// The positions of each term in each part.
    terms: BTreeMap<(ItemPart, String), Vec<u32>>,
    /// Terms in each part.
    lengths: HashMap<ItemPart, u32>,
    columns: HashMap<&'static str, Vec<Vec<String>>>,
}

impl Listed {
    fn new(stored: StoredItem) -> Self {
        let (mut terms, mut lengths) = (BTreeMap::<(ItemPart, String), Vec<u32>>::new(), HashMap::new());
        for part in ItemPart::ALL {
            let text = PartText::of(&stored.item, part);
            for_each_term(&with_scanned_words(&text.text, &text.repairs), |term, position, _| {
                *lengths.entry(part).or_default() += 1;
                terms.entry((part, term.to_owned())).or_default().push(position);
            });
        }
        let (meeting, item) = (&stored.meeting, &stored.item);
        let columns = HashMap::from([
            ("place", format::place_paths(authorities(), meeting, item)),
            ("topic", item.topics.iter().map(|topic| format::path(topic.steps())).collect()),
            ("kle", format::kle_paths(item)),
            ("body", meeting.body.iter().map(|body| vec![body.clone()]).collect()),
            ("kind", vec![vec![meeting.kind.name().to_owned()]]),
            ("outcome", item.decision.iter().filter_map(Decision::outcome_name).map(|o| vec![o.to_owned()]).collect()),
        ]);
        let node = Node::new(&stored.id, &stored.source, stored.position, &meeting.setting(), item);
        Self { stored, node, terms, lengths, columns }
    }

    fn positions(&self, part: ItemPart, term: &str) -> &[u32] {
        self.terms.get(&(part, term.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The length of a part as engines keep it: beyond 40 to a sixteenth.
    fn length(&self, part: ItemPart) -> f32 {
        let length = self.lengths.get(&part).copied().unwrap_or_default();
        let (mut from, mut step) = (40, 2);
        if length <= from {
            return length as f32;
        }
        while length >= from + 8 * step {
            from += 8 * step;
            step *= 2;
        }
        (from + (length - from) / step * step) as f32
    }

    fn frequency(&self, part: ItemPart, form: Form, count: u32) -> f32 {
        score::part_weight(part)
            * score::form_factor(form)
            * count as f32
            * score::length_factor(part, self.length(part))
    }

    fn occurrences(&self, word: &Word) -> Vec<Occurrence> {
        let all = word.parts.iter().flat_map(|part| word.variants.iter().map(move |variant| (*part, variant)));
        let found = all.filter_map(|(part, variant)| {
            let count = self.positions(part, &variant.term).len() as u32;
            let frequency = self.frequency(part, variant.form, count);
            (count > 0).then_some(Occurrence { part, form: variant.form, count, frequency })
        });
        found.collect()
    }

    fn rows(&self, sequence: &Sequence, part: ItemPart) -> u32 {
        let positions: Vec<&[u32]> = sequence.terms.iter().map(|(_, term)| self.positions(part, term)).collect();
        sequence.count(&positions, false)
    }

    fn day(&self) -> i32 {
        self.stored.meeting.date.map_or(0, |date| format::day_number(date) as i32)
    }

    fn has_number(&self, wanted: &str) -> bool {
        let item = &self.stored.item;
        let number = item.number.as_ref().map(|n| n.as_str().to_lowercase());
        let case = item.case_number.as_ref().map(|n| n.0.to_lowercase());
        [number, case].into_iter().flatten().any(|own| own == wanted)
    }

    fn values(&self) -> BTreeSet<(Dimension, String)> {
        let column = |name| self.columns[name].as_slice();
        let body = self.stored.meeting.body.as_deref();
        let (places, topics, kle) = (column("place"), column("topic"), column("kle"));
        let kind = self.stored.meeting.kind.name();
        let outcome = self.stored.item.decision.as_ref().and_then(Decision::outcome_name);
        let tallies = tally::tallies(&ItemValues { body, kind, outcome, places, topics, kle });
        let values = tallies.iter().flat_map(|t| tally::values(t)).map(|(of, value)| (of, value.to_owned()));
        let date = self.stored.meeting.date;
        let year = date.map(|d| (Dimension::Year, format!("{:04}", d.year())));
        let month = date.map(|d| (Dimension::Month, format!("{:04}-{:02}", d.year(), d.month())));
        values.chain(year).chain(month).collect()
    }
}

impl List {
    pub(crate) fn of(items: &[StoredItem]) -> Self {
        let (pairs, meetings) = (pairs(items), Meetings::of_items(items));
        let items: Vec<Listed> = items.iter().cloned().map(Listed::new).collect();
        let has = |part: &ItemPart| items.iter().any(|item| item.lengths.contains_key(part));
        let parts = ItemPart::ALL.into_iter().filter(has).collect();
        Self { items, pairs, meetings, parts }
    }

    fn at(&self, at: Place) -> Result<&Listed, EngineError> {
        let missing = || EngineError::Other { engine: "a list".into(), words: format!("nothing at {at:?}") };
        self.items.get(at.low() as usize).ok_or_else(missing)
    }

    fn places(&self, which: impl Fn(&Listed) -> bool) -> Vec<Place> {
        let found = self.items.iter().enumerate().filter(|(_, item)| which(item));
        found.map(|(n, _)| Place::new(0, n as u32)).collect()
    }

    fn having(&self, term: &str, part: ItemPart) -> u64 {
        self.places(|item| !item.positions(part, term).is_empty()).len() as u64
    }

    fn rarity(&self, having: u64) -> f32 {
        score::rarity(having, self.items.len() as u64)
    }

    fn rarity_of(&self, word: &Word) -> f32 {
        let having = |term: &str| word.parts.iter().map(|part| self.having(term, *part)).sum::<u64>();
        let (own, other): (Vec<_>, Vec<_>) = word.variants.iter().partition(|v| v.form < Form::Spelling);
        let most = |of: Vec<&Variant>| of.into_iter().map(|v| having(&v.term)).max().filter(|most| *most > 0);
        self.rarity(most(own).or_else(|| most(other)).unwrap_or(0))
    }

    /// The value of an item by a clause. `None` if the clause excludes it.
    fn worth(&self, clause: &Clause, item: &Listed) -> Option<f32> {
        let each = |of: &[Clause]| of.iter().map(|clause| self.worth(clause, item)).collect::<Vec<_>>();
        let free = |met: bool| met.then_some(0.0);
        match clause {
            Clause::Nothing => None,
            Clause::Everything => Some(0.0),
            Clause::Word(word) => {
                let found = item.occurrences(word);
                let nearest = found.iter().map(|o| o.form).min()?;
                let sum = found.iter().map(|o| o.frequency).sum();
                Some(score::word_score(self.rarity_of(word), nearest, sum, word.alone))
            }
            Clause::Sequence(sequence, parts) => self.worth_of_sequence(sequence, parts, item),
            Clause::Best(of) => each(of).into_iter().flatten().reduce(f32::max),
            Clause::Any(of) => each(of).into_iter().flatten().reduce(|a, b| a + b),
            Clause::All(of) => each(of).into_iter().sum(),
            Clause::Scaled(of, factor) => self.worth(of, item).map(|worth| worth * factor),
            Clause::Worth(of, worth) => self.worth(of, item).map(|_| *worth),
            Clause::Not(of) => free(self.worth(of, item).is_none()),
            Clause::Value(column, paths) => {
                free(item.columns[column].iter().any(|own| paths.iter().any(|path| own.starts_with(path))))
            }
            Clause::Flag(_, value) => free(item.stored.item.closed == *value),
            Clause::Days(from, to) => free(
                item.stored
                    .meeting
                    .date
                    .is_some_and(|day| from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)),
            ),
            Clause::Number(number) => free(item.has_number(number)),
            Clause::Plan(plan) => {
                let bonus: f32 = plan.bonus.iter().map(|bonus| self.bonus(bonus, item)).sum();
                self.strict(plan, item).map(|worth| worth + bonus)
            }
        }
    }

    fn worth_of_sequence(&self, sequence: &Sequence, parts: &[ItemPart], item: &Listed) -> Option<f32> {
        let counts = parts.iter().map(|part| (*part, item.rows(sequence, *part))).filter(|(_, count)| *count > 0);
        let sum = counts.map(|(part, count)| item.frequency(part, sequence.form, count)).reduce(|a, b| a + b)?;
        let having = |term: &str| parts.iter().map(|part| self.having(term, *part)).sum();
        let rarity = sequence.terms.iter().map(|(_, term)| self.rarity(having(term))).sum();
        Some(score::word_score(rarity, sequence.form, sum, false))
    }

    fn bonus(&self, bonus: &Bonus, item: &Listed) -> f32 {
        let Bonus { sequence, parts, worth } = bonus;
        let rarities = |part| sequence.terms.iter().map(|(_, term)| self.rarity(self.having(term, part))).sum::<f32>();
        let in_part = |part: ItemPart| score::bonus(*worth, part) * score::form_factor(sequence.form) * rarities(part);
        parts.iter().filter(|part| item.rows(sequence, **part) > 0).map(|part| in_part(*part)).fold(0.0, f32::max)
    }

    fn is_admitted(&self, plan: &Plan, item: &Listed) -> bool {
        let met = plan.filters.iter().chain(&plan.values).all(|clause| self.worth(clause, item).is_some());
        met && !plan.unwanted.iter().any(|clause| self.worth(clause, item).is_some())
    }

    fn strict(&self, plan: &Plan, item: &Listed) -> Option<f32> {
        let wanted = plan.wanted.iter().map(|wanted| self.worth(&wanted.strict, item)).sum::<Option<f32>>();
        // The sum of nothing is -0.
        wanted.map(|worth| worth + 0.0).filter(|_| self.is_admitted(plan, item))
    }

    /// All hits, without their bonus.
    fn hits(&self, plan: &Plan) -> Vec<Found> {
        let strict: Vec<Option<f32>> = self.items.iter().map(|item| self.strict(plan, item)).collect();
        let most = match strict.iter().flatten().count() >= score::enough(plan.wanted.len()) {
            true => vec![None; self.items.len()],
            false => self.most(plan),
        };
        // An item that has all the words is among those that have most of them.
        let best = (0..self.items.len()).filter_map(|n| strict[n].or(most[n]));
        let least = score::least_partial(best);
        let worth_showing = |score: &f32| *score >= least;
        let hit = |(n, item): (usize, &Listed)| {
            let partly = most[n].filter(worth_showing);
            let (score, partial) = strict[n].map(|s| (s, false)).or(partly.map(|s| (s, true)))?;
            Some(Found { at: Place::new(0, n as u32), score, day: item.day(), partial })
        };
        self.items.iter().enumerate().filter_map(hit).collect()
    }

    /// The values of items with most of the wanted words.
    fn most(&self, plan: &Plan) -> Vec<Option<f32>> {
        let loosely = |clause: &Clause| -> Vec<Option<f32>> {
            let worth = |item: &Listed| self.worth(clause, item).filter(|_| self.is_admitted(plan, item));
            self.items.iter().map(worth).collect()
        };
        let all: Vec<(f32, Vec<Option<f32>>)> = (plan.wanted.iter().map(|w| loosely(&w.loose)))
            .map(|worth| (worth.iter().flatten().count() as u64, worth))
            .filter(|(having, _)| *having > 0)
            .map(|(having, worth)| (self.rarity(having), worth))
            .collect();
        let enough = MOST * all.iter().map(|(rarity, _)| rarity).sum::<f32>();
        let of_item = |n: usize| {
            let found = || all.iter().filter_map(|(rarity, worth)| Some((*rarity, worth[n]?)));
            let weight: f32 = found().map(|(rarity, _)| rarity).sum();
            (weight > 0.0 && weight >= enough).then(|| found().map(|(_, worth)| worth).sum())
        };
        (0..self.items.len()).map(of_item).collect()
    }

    /// The hits grouped by pair.
    fn folded(&self, hits: Vec<Found>) -> Vec<Vec<Found>> {
        let pair = |hit: &Found| self.pairs.iter().position(|pair| pair.contains(&(hit.at.low() as usize)));
        let mut groups: Vec<Vec<Found>> = Vec::new();
        for hit in hits {
            let own = pair(&hit);
            match groups.iter_mut().find(|group| own.is_some() && pair(&group[0]) == own) {
                Some(group) => group.push(hit),
                None => groups.push(vec![hit]),
            }
        }
        groups
    }

    /// The hit to show for a group.
    fn best(&self, group: &[Found]) -> Found {
        let standing = self.pairs.iter().flatten().find_map(|n| group.iter().find(|hit| hit.at.low() as usize == *n));
        let standing = *standing.unwrap_or(&group[0]);
        let better = |a: &Found, b: &Found| b.partial.cmp(&a.partial).then(a.score.total_cmp(&b.score));
        let strongest = group.iter().rev().max_by(|a, b| better(a, b)).copied().unwrap_or(standing);
        let enough = standing.partial == strongest.partial && standing.score * CLEARLY_BETTER >= strongest.score;
        if enough { standing } else { strongest }
    }

    fn counts(&self, groups: &[Vec<Found>]) -> Counts {
        let mut counts = Counts::new();
        for group in groups {
            let values: BTreeSet<_> = group.iter().flat_map(|hit| self.items[hit.at.low() as usize].values()).collect();
            values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        }
        counts
    }

    fn groups(&self, plan: &Plan, fold: bool) -> Vec<Vec<Found>> {
        let hits = self.hits(plan);
        if fold { self.folded(hits) } else { hits.into_iter().map(|hit| vec![hit]).collect() }
    }

    fn compare(&self, order: Order, a: &Found, b: &Found) -> Ordering {
        let by_day = b.day.cmp(&a.day);
        let ordered = match order {
            Order::Relevance => a.partial.cmp(&b.partial).then(b.score.total_cmp(&a.score)).then(by_day),
            Order::NewestFirst => by_day,
            Order::OldestFirst => (a.day == 0).cmp(&(b.day == 0)).then(a.day.cmp(&b.day)),
        };
        let id = |found: &Found| &self.items[found.at.low() as usize].stored.id;
        ordered.then_with(|| id(a).cmp(id(b)))
    }
}

/// See [`Positions`].
struct TermPositions<'a> {
    list: &'a List,
    terms: Vec<String>,
}

impl Positions for TermPositions<'_> {
    fn in_part(&mut self, at: Place, part: ItemPart, each: &mut dyn FnMut(usize, &[u32])) -> Result<(), EngineError> {
        let item = self.list.at(at)?;
        for (n, term) in self.terms.iter().enumerate() {
            match item.positions(part, term) {
                [] => {}
                positions => each(n, positions),
            }
        }
        Ok(())
    }
}

impl Engine for List {
    fn state(&self) -> u64 {
        0
    }

    fn parts(&self) -> Result<&[ItemPart], EngineError> {
        Ok(&self.parts)
    }

    fn answer(&self, plan: &Plan, listing: &Listing) -> Result<Answer, EngineError> {
        let groups = self.groups(plan, listing.fold);
        let mut hits: Vec<Found> = groups.iter().map(|group| self.best(group)).collect();
        for hit in &mut hits {
            let item = &self.items[hit.at.low() as usize];
            hit.score += plan.bonus.iter().map(|bonus| self.bonus(bonus, item)).sum::<f32>();
        }
        let (total, partial) = (hits.len() as u64, hits.iter().filter(|hit| hit.partial).count() as u64);
        let undated = groups.iter().filter(|group| group[0].day == 0).count() as u64;
        hits.sort_by(|a, b| self.compare(listing.order, a, b));
        hits.truncate(listing.limit.unwrap_or(usize::MAX));
        Ok(Answer { hits, total, partial, undated, counts: self.counts(&groups) })
    }

    fn count(&self, plan: &Plan, fold: bool) -> Result<Counts, EngineError> {
        Ok(self.counts(&self.groups(plan, fold)))
    }

    fn matching(&self, conditions: &[Clause]) -> Result<Vec<Place>, EngineError> {
        Ok(self.places(|item| conditions.iter().all(|clause| self.worth(clause, item).is_some())))
    }

    fn admitted(&self, plan: &Plan, places: &[Place]) -> Result<Vec<bool>, EngineError> {
        places.iter().map(|at| Ok(self.is_admitted(plan, self.at(*at)?))).collect()
    }

    fn values(&self, column: &'static str) -> Result<BTreeSet<Vec<String>>, EngineError> {
        let paths = self.items.iter().flat_map(|item| &item.columns[column]);
        Ok(paths.flat_map(|path| (1..=path.len()).map(|depth| path[..depth].to_vec())).collect())
    }

    fn terms_beginning(&self, begin: &str, each: &mut dyn FnMut(&str, u32)) -> Result<(), EngineError> {
        let terms = self.items.iter().flat_map(|item| item.terms.keys()).map(|(_, term)| term);
        terms.filter(|term| term.starts_with(begin)).for_each(|term| each(term, 1));
        Ok(())
    }

    fn words_near(&self, level: Level, near: Near<'_>, each: &mut dyn FnMut(&str, u32)) -> Result<(), EngineError> {
        let is_near = |word: &str| match near {
            Near::Misread(typed) => confusion_cost(word, typed).is_some(),
            Near::Edits { word: typed, edits, careful } => {
                let [typed, word] = [typed, word].map(|word| word.chars().collect::<Vec<_>>());
                edit_distance(&typed, &word, edits).is_some() && (!careful || typed.first() == word.first())
            }
        };
        self.terms_beginning(&level.sign().to_string(), &mut |term, items| {
            let word = &term[1..];
            if is_near(word) {
                each(word, items);
            }
        })
    }

    fn has_term(&self, term: &str, parts: &[ItemPart]) -> Result<bool, EngineError> {
        Ok(parts.iter().any(|part| self.having(term, *part) > 0))
    }

    fn rarity(&self, word: &Word) -> Result<f32, EngineError> {
        Ok(self.rarity_of(word))
    }

    fn occurrences(&self, word: &Word, at: Place) -> Result<Vec<Occurrence>, EngineError> {
        Ok(self.at(at)?.occurrences(word))
    }

    fn positions<'a>(&'a self, terms: Vec<String>) -> Box<dyn Positions + 'a> {
        Box::new(TermPositions { list: self, terms })
    }

    fn place(&self, id: &str) -> Result<Option<Place>, EngineError> {
        Ok(self.places(|item| item.stored.id == id).pop())
    }

    fn id_at(&self, at: Place) -> Result<String, EngineError> {
        Ok(self.at(at)?.stored.id.clone())
    }

    fn item_at(&self, at: Place) -> Result<StoredItem, EngineError> {
        Ok(self.at(at)?.stored.clone())
    }

    fn node_at(&self, at: Place) -> Result<Node, EngineError> {
        Ok(self.at(at)?.node.clone())
    }

    fn days_at(&self, places: &[Place]) -> Result<Vec<Option<Date>>, EngineError> {
        places.iter().map(|at| Ok(self.at(*at)?.stored.meeting.date)).collect()
    }

    fn nodes(&self) -> Result<Vec<(Place, Node)>, EngineError> {
        self.places(|_| true).into_iter().map(|at| Ok((at, self.node_at(at)?))).collect()
    }

    fn holders(&self, key: Key) -> Result<Vec<Place>, EngineError> {
        Ok(self.places(|item| item.node.keys().contains(&key)))
    }

    fn for_each_key(&self, each: &mut dyn FnMut(Key, Vec<Place>)) -> Result<(), EngineError> {
        for (at, node) in self.nodes()? {
            node.keys().into_iter().for_each(|key| each(key, vec![at]));
        }
        Ok(())
    }

    fn pair(&self, at: Place) -> Result<Vec<Place>, EngineError> {
        let pair = self.pairs.iter().find(|pair| pair.contains(&(at.low() as usize)));
        Ok(pair.map_or_else(|| vec![at], |pair| pair.iter().map(|n| Place::new(0, *n as u32)).collect()))
    }

    fn pairs_among(&self, places: &[Place]) -> Result<Vec<Vec<Place>>, EngineError> {
        let place = |n: &usize| Some(Place::new(0, *n as u32)).filter(|at| places.contains(at));
        let among = self.pairs.iter().map(|pair| pair.iter().filter_map(place).collect::<Vec<_>>());
        Ok(among.filter(|pair| pair.len() > 1).collect())
    }

    fn item_count(&self) -> Result<usize, EngineError> {
        Ok(self.items.len())
    }

    fn document_count(&self) -> Result<usize, EngineError> {
        Ok(self.sources()?.len())
    }

    fn with_case_number(&self, accept: &dyn Fn(&str) -> bool) -> Result<Vec<Place>, EngineError> {
        let case = |item: &Listed| item.stored.item.case_number.as_ref().map(|n| n.0.to_lowercase());
        Ok(self.places(|item| case(item).is_some_and(|case| accept(&case))))
    }

    fn ids_beginning(&self, begin: &str) -> Result<Vec<String>, EngineError> {
        let ids = self.items.iter().map(|item| item.stored.id.clone());
        Ok(ids.filter(|id| id.starts_with(begin)).collect())
    }

    fn participants(&self, _source: &str) -> Result<Vec<Participant>, EngineError> {
        Ok(Vec::new())
    }

    fn sources(&self) -> Result<Vec<String>, EngineError> {
        let sources: BTreeSet<String> = self.items.iter().map(|item| item.stored.source.clone()).collect();
        Ok(sources.into_iter().collect())
    }

    fn places_in(&self, source: &str) -> Result<Vec<Place>, EngineError> {
        Ok(self.places(|item| item.stored.source == source))
    }

    fn places_of_day(&self, day: Date) -> Result<Vec<Place>, EngineError> {
        Ok(self.places(|item| item.stored.meeting.date == Some(day)))
    }

    fn meetings(&self) -> Result<&Meetings, EngineError> {
        Ok(&self.meetings)
    }

    fn last_meetings(&self) -> Result<HashMap<String, Date>, EngineError> {
        let mut last: HashMap<String, Date> = HashMap::new();
        for meeting in self.items.iter().map(|item| &item.stored.meeting) {
            if let (Some(body), Some(day)) = (&meeting.body, meeting.date) {
                let known = last.entry(body.clone()).or_insert(day);
                *known = day.max(*known);
            }
        }
        Ok(last)
    }
}
