//! Where items begin: candidates with evidence, and the best sequence of them.
//!
//! Every row that could head an item becomes a [`Head`] with the signs for and against ([`weights::item`]). The surest of
//! them teach what heads look like in this document ([`Profile`]), which is a sign again. Then one pass over the
//! candidates finds the sequence with the greatest sum, where numbers that go on from one another earn and numbers that go
//! back cost ([`best_sequence`]); it keeps a few of the best readings side by side, so that its time is linear.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::contents::{Agreement, Contents};
use super::fields::{self, Field};
use super::folding::key;
use super::headings::{Fit, Heading};
use super::numbers::{self, Form, Levels, Numbered};
use super::rows::Rows;
use super::weights::{Evidence, item as w};

/// More title rows than this are a paragraph.
const LONGEST_TITLE: usize = 4;
/// A list of titles without any text is an agenda from so many on.
const SHORTEST_LIST: usize = 3;
/// Readings kept side by side: numbers of lists inside an item make rival sequences, hardly more than this.
const BEAM: usize = 24;

/// A month or a unit after a number: a date or an amount.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|kvartal|halvår|kr\b|mio|mia|pct|%|procent|stk|dage|timer|pladser|borgere|kommuner|at-punkt|udkast|behandling\b)")
        .expect("a pattern of this file")
});
/// What is printed with the titles of items only.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\((?:B|O|F|D|E|K|beslutning|orientering|drøftelse|godkendelse|bevillingssag|orienteringssag|beslutningssag|lukket(?: punkt| sag)?|åben(?: sag)?)\)$)|^(?i:lukket (?:punkt|sag)\b|\(lukket\)|\(åben\))")
        .expect("a pattern of this file")
});
/// Titles of items that every meeting has.
static STANDING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?i:(?:[a-zæøå]{1,5} - )?(?:godkendelse af (?:dagsorden(?:en)?|referat|mødereferat|protokol)|eventuelt|evt\.?$|meddelelser|orientering(?:er|ssager)?$|",
        r"orientering fra|underskriftsark|underskriftsside|næste møde|punkter til næste møde|gensidig orientering|siden sidst|beslutninger om dagsordenen|bemærkninger til dagsordenen))",
    ))
    .expect("a pattern of this file")
});

/// A row that may head an item.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// All rows of the head: number, title, a second printing, codes above.
    pub rows: Range<usize>,
    /// The rows of the title; the first begins at byte `title_at`.
    pub title: Range<usize>,
    pub title_at: usize,
    pub number: Option<Numbered>,
    /// Its entry in the list of contents.
    pub entry: Option<usize>,
    pub evidence: Vec<Evidence>,
    look: Look,
}

impl Head {
    pub fn score(&self) -> f32 {
        self.evidence.iter().map(|e| e.weight).sum()
    }

    pub fn levels(&self) -> Option<Levels> {
        self.number.as_ref().map(|n| n.levels)
    }
}

/// What is known of each row before items are looked for.
pub(super) struct Reading<'r> {
    pub rows: &'r Rows,
    pub contents: &'r Contents,
    pub headings: &'r [Option<Heading>],
    pub fields: &'r [Option<Field>],
}

/// The heads of a document's items, in order, and the candidates that were left out.
pub(super) struct Heads {
    pub chosen: Vec<Head>,
    pub rejected: Vec<Head>,
}

/// Finds the heads.
pub(super) fn find(reading: &Reading) -> Heads {
    let mut candidates: Vec<Head> = (0..reading.end()).filter_map(|row| reading.candidate(row)).collect();
    let profile = Profile::of(&candidates);
    candidates.iter_mut().for_each(|c| profile.judge(c));
    let mut chosen = best_sequence(&candidates);
    if chosen.len() < 2 && reading.contents.is_empty() {
        candidates.iter_mut().for_each(|c| c.evidence.push(w::RELAXED));
        chosen = best_sequence(&candidates);
    }
    if chosen.len() < 2 && reading.contents.is_empty() {
        // An agenda may be nothing but a list of titles.
        candidates.iter_mut().for_each(|c| c.evidence.retain(|e| *e != w::IN_LIST));
        let bare = best_sequence(&candidates);
        chosen = if bare.len() >= SHORTEST_LIST { bare } else { chosen };
    }
    let (mut out, mut next) = (Heads { chosen: Vec::new(), rejected: Vec::new() }, chosen.into_iter().peekable());
    for (i, head) in candidates.into_iter().enumerate() {
        if next.next_if_eq(&i).is_some() { out.chosen.push(head) } else { out.rejected.push(head) }
    }
    out
}

/// A list of all attachments at the end of the document, which names the items once more.
const LISTS_OF_ATTACHMENTS: [&str; 3] = ["bilagsoversigt", "bilagsliste", "bilagsfortegnelse"];

impl Reading<'_> {
    /// Where the items end: at a list of all attachments, which stands once in the document.
    fn end(&self) -> usize {
        let lists = |at: &usize| {
            LISTS_OF_ATTACHMENTS.contains(&self.rows.rows[*at].key.as_str()) && !self.contents.rows.contains(at)
        };
        let mut found = (0..self.rows.len()).filter(lists);
        match (found.next(), found.next()) {
            (Some(only), None) if only * 2 > self.rows.len() => only,
            _ => self.rows.len(),
        }
    }

    fn heads_section(&self, row: usize) -> bool {
        self.headings.get(row).is_some_and(|h| h.as_ref().is_some_and(|h| matches!(h.fit, Fit::Sure | Fit::Dated)))
    }

    fn text(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", |r| r.text())
    }

    fn candidate(&self, first: usize) -> Option<Head> {
        if self.contents.rows.contains(&first) {
            return None;
        }
        let text = self.text(first);
        let number = numbers::read(text);
        match number {
            Some(n) if n.title_at < text.len() => self.titled(first, first, n.title_at, Some(n)),
            Some(n) => self.number_alone(first, n),
            None => self.unnumbered(first),
        }
    }

    /// The number stands alone; the title is on the next row.
    fn number_alone(&self, first: usize, number: Numbered) -> Option<Head> {
        let next = first + 1;
        let row = self.rows.get(next)?;
        let free = self.fields[next].is_none() && !self.heads_section(next) && !row.bulleted();
        let near = row.gap <= 2 || number.form == Form::Labelled;
        let lone = numbers::read(row.text()).is_none_or(|n| n.title_at < row.text().len());
        if !(free && near && lone) || self.contents.rows.contains(&next) {
            return None;
        }
        self.titled(first, next, 0, Some(number))
    }

    fn unnumbered(&self, first: usize) -> Option<Head> {
        let row = self.rows.get(first)?;
        if self.headings[first].as_ref().is_some_and(|h| h.fit != Fit::Weak)
            || self.fields[first].is_some()
            || row.bulleted()
        {
            return None;
        }
        let head = self.titled(first, first, 0, None)?;
        let follows = [w::PRESENTER_FOLLOWS, w::CODES_FOLLOW, w::HEADING_FOLLOWS, w::IN_CONTENTS, w::CODES_BEFORE];
        head.evidence.iter().any(|e| follows.contains(e)).then_some(head)
    }

    fn titled(&self, first: usize, title: usize, title_at: usize, mut number: Option<Numbered>) -> Option<Head> {
        let words = &self.text(title)[title_at..];
        if words.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            return None;
        }
        let levels = number.as_ref().map(|n| n.levels);
        let entry = self.contents.entry(levels, &key(words));
        let end = self.title_end(title, title_at, entry.map(|e| e.0));
        let mut rows = first..end;
        let mut evidence = vec![w::BASE];
        rows.end = self.second_printing(&rows, title..end, title_at, levels, &mut evidence);
        if number.is_none()
            && let Some(below) = numbers::read(self.text(rows.end))
            && below.form == Form::Labelled
            && below.title_at == self.text(rows.end).len()
        {
            // "Sag nr. 24" under the title.
            number = Some(below);
            rows.end += 1;
        }
        if first > 0 && self.fields[first - 1] == Some(Field::Codes) && self.rows.get(first - 1)?.starts_block() {
            rows.start = first - 1;
            evidence.push(w::CODES_BEFORE);
        }
        let mut head = Head {
            look: Look::of(self, first, rows.end, number.as_ref()),
            rows,
            title: title..end,
            title_at,
            number,
            entry: entry.map(|e| e.0),
            evidence,
        };
        self.gather(&mut head, entry.map(|e| e.1));
        Some(head)
    }

    /// Where the title ends: at the list of contents' word, or at the first row that is something else.
    fn title_end(&self, title: usize, title_at: usize, entry: Option<usize>) -> usize {
        let mut joined = key(&self.text(title)[title_at..]);
        let mut end = title + 1;
        let wanted = entry.map(|e| self.contents.entries[e].key.as_str());
        while end < title + LONGEST_TITLE && self.goes_on(end, wanted.is_some()) {
            let next = &self.rows.rows[end];
            if let Some(wanted) = wanted {
                if joined.len() >= wanted.len()
                    || !wanted.starts_with(&format!("{joined}{}", next.key)) && !wanted.starts_with(&joined)
                {
                    break;
                }
                let longer = format!("{joined}{}", next.key);
                if !(wanted.starts_with(&longer) || longer.starts_with(wanted)) {
                    break;
                }
                joined = longer;
            }
            end += 1;
        }
        if wanted.is_none() && end > title + 1 && self.goes_on(end, false) { title + 1 } else { end }
    }

    /// The row may belong to a title that began above.
    fn goes_on(&self, row: usize, known: bool) -> bool {
        let (Some(this), Some(before)) = (self.rows.get(row), self.rows.get(row.wrapping_sub(1))) else { return false };
        let same_look = (this.bold, this.larger) == (before.bold, before.larger);
        let full = self.rows.is_full(row - 1) || this.bold || this.larger || before.text().ends_with('-');
        (this.gap == 0 && !this.page_top || known && this.gap <= 1 && !this.page_top)
            && same_look
            && (known || full)
            && self.fields[row].is_none()
            && !self.contents.rows.contains(&row)
            && !self.heads_section(row)
            && !this.bulleted()
            && (known || numbers::read(this.text()).is_none())
            && !before.ends_sentence()
            && !fields::ends_in_case_number(before.text())
    }

    /// Where the head ends if it is printed twice.
    fn second_printing(
        &self,
        rows: &Range<usize>,
        title: Range<usize>,
        at: usize,
        levels: Option<Levels>,
        evidence: &mut Vec<Evidence>,
    ) -> usize {
        let Some(next) = self.rows.get(rows.end).filter(|_| !self.contents.rows.contains(&rows.end)) else {
            return rows.end;
        };
        let number = numbers::read(next.text());
        let from = number.as_ref().map_or(0, |n| n.title_at);
        let same = number.is_none_or(|n| Some(n.levels) == levels)
            && key(&next.text()[from..]) == key(&self.text(title.start)[at..]);
        if !same || levels.is_none() && title.len() > 1 {
            return rows.end;
        }
        evidence.push(w::REPEATED);
        (rows.end + title.len()).min(self.rows.len())
    }

    fn gather(&self, head: &mut Head, agreement: Option<Agreement>) {
        let first =
            &self.rows.rows[head.number.as_ref().map_or(head.title.start, |_| head.title.start.min(head.rows.end - 1))];
        let top = &self.rows.rows[head.rows.start];
        let words = &first.text()[head.title_at..];
        let last = &self.rows.rows[head.title.end - 1];
        let mut add = |yes: bool, sign: Evidence| {
            if yes {
                head.evidence.push(sign);
            }
        };
        // A list that numbers its entries says of the others that they are no items.
        let other =
            head.entry.is_some_and(|e| self.contents.entries[e].number.is_none()) && self.contents.is_numbered();
        match agreement.filter(|_| !other) {
            Some(Agreement::Full) => add(true, w::IN_CONTENTS),
            Some(Agreement::Partly) => add(true, w::PARTLY_IN_CONTENTS),
            // What was dealt with behind closed doors is often left out of the list.
            None => add(!self.contents.is_empty() && !other && !fields::is_closed(words), w::NOT_IN_CONTENTS),
        }
        let next = head.rows.end;
        let (mut after, mut field) = (next, None);
        while after < next + 3 && self.fields.get(after).is_some_and(Option::is_some) {
            field = field.or(self.fields[after]);
            after += 1;
        }
        add(field == Some(Field::Presenter), w::PRESENTER_FOLLOWS);
        add(field == Some(Field::Codes), w::CODES_FOLLOW);
        let heading = self.headings.get(after).and_then(Option::as_ref);
        add(heading.is_some_and(|h| matches!(h.fit, Fit::Sure | Fit::Dated)), w::HEADING_FOLLOWS);
        add(heading.is_some_and(|h| matches!(h.fit, Fit::Weak | Fit::Sentence)), w::WEAK_HEADING_FOLLOWS);
        let near =
            heading.is_none() && field.is_none() && self.heads_section(after + 1) && self.rows.rows[after].width() < 60;
        add(near, w::HEADING_NEAR);
        add(top.gap > 0, w::BLOCK);
        add(top.gap > 2, w::WIDE_GAP);
        add(top.page_top, w::PAGE_TOP);
        add(first.bold, w::BOLD);
        add(first.larger, w::LARGER);
        if let Some(number) = &head.number {
            add(number.form == Form::Labelled, w::LABELLED);
            add(number.form == Form::Joined, w::JOINED);
            add(number.levels.depth() == 2, w::DEEP);
            add(AMOUNT.is_match(words), w::AMOUNT);
            add(number.levels.first() > 1900 || number.levels.first() == 0, w::AMOUNT);
        } else {
            add(true, w::UNNUMBERED);
            add(head.title.len() > 1 && last.ends_sentence(), w::PARAGRAPH);
            add(self.rows.repetitions(head.title.start) > 2, w::REPETITIVE);
            let above = head.rows.start.checked_sub(1).map(|r| self.text(r));
            let numbered = above.and_then(numbers::read).is_some_and(|n| above.is_some_and(|t| n.title_at < t.len()));
            add(numbered, w::UNDER_HEAD);
        }
        let title_end = fields::split_title(last.text()).0;
        add(MARK.is_match(words) || MARK.is_match(title_end), w::MARKED);
        add(fields::split_title(last.text()).1.is_some(), w::CASE_NUMBER_IN_TITLE);
        add(STANDING.is_match(words), w::STANDING);
        add(words.starts_with(char::is_lowercase), w::LOWERCASE);
        add(title_end.ends_with([',', ';', ':']), w::BROKEN_OFF);
        add(last.ends_sentence() && !title_end.ends_with("vt."), w::SENTENCE);
        add(words.chars().count() > 180, w::LONG);
        add(words.contains('\t'), w::COLUMNS);
        add(top.indent > 6.0, w::INDENTED);
        self.gather_neighbours(head);
    }

    /// Signs that the row belongs to a list or a paragraph around it.
    fn gather_neighbours(&self, head: &mut Head) {
        let top = &self.rows.rows[head.rows.start];
        let before = head.rows.start.checked_sub(1).and_then(|r| self.rows.get(r));
        if let Some(before) = before {
            let adjacent = top.gap == 0 && !top.page_top;
            if adjacent && self.rows.is_full(head.rows.start - 1) && !before.ends_sentence() && !top.bold {
                head.evidence.push(w::MID_PARAGRAPH);
            }
        }
        let Some(levels) = head.levels() else { return };
        let counts = |row: Option<&super::rows::Row>, by: i32| {
            row.and_then(|r| numbers::read(r.text())).is_some_and(|n| Some(n.levels) == levels.step(by))
        };
        let below = self.rows.get(head.rows.end).and_then(|r| numbers::read(r.text()));
        if below.is_some_and(|n| Some(n.levels) == levels.child()) {
            head.evidence.push(w::CHILD_FOLLOWS);
        }
        let after = self.rows.get(head.rows.end).filter(|r| r.gap == 0);
        if counts(before.filter(|_| top.gap == 0), -1) || counts(after, 1) {
            head.evidence.push(w::IN_LIST);
        }
    }
}

/// How a head looks, in features that heads of one document share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Look {
    form: Option<(Form, usize)>,
    set: (bool, bool),
    gap: u32,
    follower: Follower,
}

/// What comes after a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Follower {
    Presenter,
    Codes,
    Heading,
    Text,
}

impl Look {
    fn of(reading: &Reading, first: usize, after: usize, number: Option<&Numbered>) -> Self {
        let row = &reading.rows.rows[first];
        let follower = match reading.fields.get(after).copied().flatten() {
            Some(Field::Presenter) => Follower::Presenter,
            Some(Field::Codes) => Follower::Codes,
            None if reading.heads_section(after) => Follower::Heading,
            None => Follower::Text,
        };
        Self {
            form: number.map(|n| (if n.form == Form::Bare { Form::Dotted } else { n.form }, n.levels.depth())),
            set: (row.bold, row.larger),
            gap: if row.page_top { u32::MAX } else { row.gap.min(3) },
            follower,
        }
    }
}

/// What the sure heads of a document look like.
#[derive(Debug, Default)]
struct Profile {
    total: f32,
    forms: HashMap<Option<(Form, usize)>, f32>,
    sets: HashMap<(bool, bool), f32>,
    gaps: HashMap<u32, f32>,
    followers: HashMap<Follower, f32>,
}

impl Profile {
    fn of(candidates: &[Head]) -> Self {
        let mut out = Self::default();
        for head in candidates.iter().filter(|c| c.score() >= w::SURE) {
            out.total += 1.0;
            *out.forms.entry(head.look.form).or_default() += 1.0;
            *out.sets.entry(head.look.set).or_default() += 1.0;
            *out.gaps.entry(head.look.gap).or_default() += 1.0;
            *out.followers.entry(head.look.follower).or_default() += 1.0;
        }
        out
    }

    /// Adds what the look of a candidate says.
    fn judge(&self, head: &mut Head) {
        if self.total < 2.0 {
            return;
        }
        let look = head.look;
        let form = self.forms.get(&look.form);
        let mut say = |n: Option<&f32>, alike: &'static str, unlike: &'static str| {
            let share = n.copied().unwrap_or(0.0) / self.total;
            let (name, weight) = if share < 0.1 { (unlike, w::UNLIKE) } else { (alike, w::ALIKE * share) };
            head.evidence.push(Evidence { name, weight });
        };
        say(form, "numbered as the sure heads", "numbered unlike the sure heads");
        say(self.sets.get(&look.set), "set as the sure heads", "set unlike the sure heads");
        say(self.followers.get(&look.follower), "followed as the sure heads", "followed unlike the sure heads");
        if look.gap != u32::MAX {
            say(self.gaps.get(&look.gap), "spaced as the sure heads", "spaced unlike the sure heads");
        }
    }
}

/// One reading of the document up to some candidate.
#[derive(Clone, Copy)]
struct State {
    score: f32,
    last: Option<Levels>,
    /// Into the arena of choices.
    node: Option<usize>,
    /// The row after the last head chosen.
    end: usize,
}

/// The candidates of the best sequence.
fn best_sequence(candidates: &[Head]) -> Vec<usize> {
    let mut arena: Vec<(usize, Option<usize>)> = Vec::new();
    let mut beam = vec![State { score: 0.0, last: None, node: None, end: 0 }];
    for (i, head) in candidates.iter().enumerate() {
        let local = head.score();
        let mut best: Option<State> = None;
        let mut from = None;
        for state in beam.iter().filter(|s| s.end <= head.rows.start) {
            let score = state.score + local + transition(state.last, head.levels(), state.node.is_none());
            if best.is_none_or(|b| score > b.score) {
                best = Some(State { score, last: head.levels().or(state.last), node: None, end: head.rows.end });
                from = Some(state.node);
            }
        }
        let Some((mut state, parent)) = best.zip(from) else { continue };
        arena.push((i, parent));
        state.node = Some(arena.len() - 1);
        keep(&mut beam, state);
    }
    let best = beam.into_iter().max_by(|a, b| a.score.total_cmp(&b.score));
    let mut out = Vec::new();
    let mut node = best.and_then(|b| b.node);
    while let Some(at) = node {
        out.push(arena[at].0);
        node = arena[at].1;
    }
    out.reverse();
    out
}

/// Puts a reading into the beam: the best one for each last number, and the best of all.
fn keep(beam: &mut Vec<State>, state: State) {
    match beam.iter_mut().find(|s| s.last == state.last) {
        Some(same) if same.score >= state.score => return,
        // An earlier end leaves more room; a lower score with it is not worth a place.
        Some(same) => *same = state,
        None => beam.push(state),
    }
    if beam.len() > BEAM
        && let Some(worst) = (0..beam.len()).min_by(|a, b| beam[*a].score.total_cmp(&beam[*b].score))
    {
        beam.swap_remove(worst);
    }
}

/// What it earns that a head numbered `next` comes after one numbered `last`.
fn transition(last: Option<Levels>, next: Option<Levels>, first: bool) -> f32 {
    let Some(next) = next else { return 0.0 };
    let Some(last) = last else {
        return if first && next.last() == 1 && next.first() == 1 { w::STARTS_AT_ONE } else { 0.0 };
    };
    let up = |a: Levels, b: Levels| i32::from(b.last()) - i32::from(a.last());
    if Some(next) == last.step(1) || Some(next) == last.child() || last.parent().and_then(|p| p.step(1)) == Some(next) {
        return w::CONSECUTIVE;
    }
    let skipped = |n: i32| (w::SKIP * n as f32).max(w::MOST_SKIPPED);
    match (last.parent(), next.parent()) {
        _ if next <= last => w::BACKWARDS,
        (a, b) if a == b && last.depth() == next.depth() => skipped(up(last, next) - 1),
        (Some(a), Some(b)) if a < b => w::NEXT_GROUP + skipped(up(a, b) - 1 + i32::from(next.last()) - 1),
        (Some(a), None) => skipped(up(a, next) - 1),
        (None, Some(b)) if b == last => skipped(i32::from(next.last()) - 1),
        (None, Some(b)) if Some(b) == last.step(1) => w::NEXT_GROUP,
        _ => w::OTHER_DEPTH,
    }
}
