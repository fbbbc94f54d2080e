//! Reads votes from one sentence.

use super::clauses::Clause;
use super::events::after_preposition;
use super::pieces::{Kind, Piece};
use super::words::{Act, Sense, lexicon};
use crate::model::{Side, Votes};

/// The votes in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub votes: Votes,
    /// `5 mod 4`: the winning number first. The result of the motion decides whether it is for or against.
    pub pair: Option<(u32, u32)>,
    /// The voters behind each number of the pair.
    pub pair_voters: [Side; 2],
    /// True if numbers and named people disagree.
    pub is_contradictory: bool,
}

impl Tally {
    pub(crate) fn is_empty(&self) -> bool {
        self.votes.is_empty() && self.pair.is_none()
    }

    /// The votes on a motion, given whether it was carried.
    pub(crate) fn settled(&self, carried: bool) -> Votes {
        let mut votes = self.votes.clone();
        let Some((first, second)) = self.pair else { return votes };
        let [behind_first, behind_second] = self.pair_voters.clone();
        // The larger number wins. Qualified majorities are not handled here.
        let first_is_for = (first >= second) == carried;
        let (mut in_favour, mut against) =
            if first_is_for { (behind_first, behind_second) } else { (behind_second, behind_first) };
        in_favour.count = Some(if first_is_for { first } else { second });
        against.count = Some(if first_is_for { second } else { first });
        merge(&mut votes.in_favour, in_favour);
        merge(&mut votes.against, against);
        votes
    }
}

/// Merges the votes of a second sentence into a side.
pub(super) fn merge(side: &mut Side, more: Side) {
    side.count = side.count.or(more.count);
    for name in more.names {
        if !side.names.contains(&name) {
            side.names.push(name);
        }
    }
    for party in more.parties {
        if !side.parties.contains(&party) {
            side.parties.push(party);
        }
    }
}

/// One way to vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    For,
    Against,
    Abstained,
}

/// The votes in a sentence.
pub(super) fn tally(pieces: &[Piece<'_>], clauses: &[Clause]) -> Tally {
    let mut tally = Tally::default();
    let numbered = |sense| (1..pieces.len()).any(|k| pieces[k].is(sense) && count(pieces, k - 1).is_some());
    let both = numbered(Sense::For) && numbered(Sense::Against);
    let spoken = both || pieces.iter().any(|p| p.does(Act::Vote) || p.is(Sense::Votes) || p.is(Sense::Ballot));
    read_pair(pieces, spoken, &mut tally);
    for k in 0..pieces.len() {
        if pieces[k].in_quotes {
            continue;
        }
        numbers(pieces, k, spoken, &mut tally);
        labels(pieces, k, &mut tally);
        if let Some(clause) = clauses.iter().find(|c| (c.from..c.to).contains(&k)) {
            verbs(pieces, k, clause, &mut tally);
        }
    }
    let sides = [&tally.votes.in_favour, &tally.votes.against, &tally.votes.abstained];
    tally.is_contradictory = sides.iter().any(|s| {
        let named = u32::try_from(s.names.len()).unwrap_or(u32::MAX);
        s.parties.is_empty() && named > 0 && s.count.is_some_and(|n| n != named && n > 0 && named > n)
    });
    tally
}

fn count(pieces: &[Piece<'_>], k: usize) -> Option<u32> {
    let piece = pieces.get(k)?;
    piece.number().or_else(|| {
        matches!(piece.kind, Kind::Word(Sense::Other | Sense::Plain | Sense::Vague))
            .then(|| lexicon().number(&piece.word))
            .flatten()
    })
}

/// The position after `stemmer`, `medlemmer` and a list in brackets.
fn behind_noun(pieces: &[Piece<'_>], mut k: usize) -> usize {
    while pieces.get(k).is_some_and(|p| p.is(Sense::Votes) || p.is(Sense::Role)) {
        k += 1;
    }
    k
}

fn behind_brackets(pieces: &[Piece<'_>], k: usize) -> usize {
    if !pieces.get(k).is_some_and(|p| p.is_mark('(')) {
        return k;
    }
    (k..pieces.len()).find(|j| pieces[*j].is_mark(')')).map_or(k, |j| j + 1)
}

/// `14 stemmer (A, V) mod 3 (O)`, `11-8`.
fn read_pair(pieces: &[Piece<'_>], spoken: bool, tally: &mut Tally) {
    for k in 0..pieces.len() {
        if pieces[k].in_quotes {
            continue;
        }
        let Some(first) = count(pieces, k) else { continue };
        let list = behind_noun(pieces, k + 1);
        let mut next = behind_noun(pieces, behind_brackets(pieces, list));
        if pieces.get(next).is_some_and(|p| p.is_mark(','))
            && pieces.get(next + 1).is_some_and(|p| p.is(Sense::Against))
            && next > k + 1
        {
            next += 1;
        }
        let introduced = k > 0
            && (matches!(pieces[k - 1].word.as_str(), "med" | "stod")
                || pieces[k - 1].is_mark('(')
                || pieces[k - 1].is(Sense::Votes)
                || pieces[k - 1].is_mark(':')
                || pieces[k - 1]
                    .act()
                    .is_some_and(|(act, _)| matches!(act, Act::Approve | Act::Reject | Act::Recommend)));
        let against = pieces.get(next).is_some_and(|p| p.is(Sense::Against));
        let hyphen = pieces.get(next).is_some_and(|p| p.is_mark('-'))
            && next == k + 1
            && pieces[next].at.start - pieces[k].at.end <= 1
            && introduced
            && !pieces.get(k.wrapping_sub(1)).is_some_and(|p| p.is(Sense::Main));
        if !(against || hyphen) || !(spoken || introduced || next > k + 1) {
            continue;
        }
        let Some(second) = count(pieces, next + 1) else { continue };
        // `8-12 mio. kr.`, `(2012-2016)`: a range, not votes.
        let behind = behind_noun(pieces, next + 2);
        if hyphen && !(spoken || pieces.get(behind).is_none_or(|p| matches!(p.kind, Kind::Mark(_)))) {
            continue;
        }
        if pieces.get(behind).is_some_and(|p| p.is(Sense::Against) || p.is(Sense::For)) {
            continue;
        }
        tally.pair = Some((first, second));
        tally.pair_voters = [voters_in_brackets(pieces, list), voters_in_brackets(pieces, behind)];
        return;
    }
}

fn voters_in_brackets(pieces: &[Piece<'_>], k: usize) -> Side {
    let end = behind_brackets(pieces, k);
    let mut side = Side::default();
    pieces[k.min(pieces.len())..end.min(pieces.len())].iter().for_each(|p| add(&mut side, p));
    side
}

fn add(side: &mut Side, piece: &Piece<'_>) {
    let printed = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let list = match piece.kind {
        Kind::Word(Sense::Person) => &mut side.names,
        Kind::Word(Sense::Party) => &mut side.parties,
        _ => return,
    };
    if !list.contains(&printed) {
        list.push(printed);
    }
}

fn way(piece: &Piece<'_>) -> Option<Way> {
    match piece.kind {
        Kind::Word(Sense::For) => Some(Way::For),
        Kind::Word(Sense::Against) => Some(Way::Against),
        _ => None,
    }
}

fn side(tally: &mut Tally, way: Way) -> &mut Side {
    match way {
        Way::For => &mut tally.votes.in_favour,
        Way::Against => &mut tally.votes.against,
        Way::Abstained => &mut tally.votes.abstained,
    }
}

/// `6 stemmer for`, `3 imod`, `2 blanke`.
fn numbers(pieces: &[Piece<'_>], k: usize, spoken: bool, tally: &mut Tally) {
    let Some(n) = count(pieces, k) else { return };
    let after_list = behind_brackets(pieces, k + 1);
    let next = behind_noun(pieces, after_list);
    let next = if next == k + 1 { behind_noun(pieces, next) } else { next };
    let before = |words: &[&str]| k > 0 && words.contains(&pieces[k - 1].word.as_str());
    // `Vedtaget med 12 stemmer.`, `opnåede 9 stemmer`
    let stated = before(&["med", "opnåede", "fik", "opnår"]) && pieces.get(k + 1).is_some_and(|p| p.is(Sense::Votes));
    let goes_on = pieces.get(next).is_some_and(|p| p.is(Sense::For) || p.is(Sense::Against) || p.is(Sense::And));
    let moved = pieces
        .iter()
        .any(|p| p.does(Act::Approve) || p.does(Act::Recommend) || p.does(Act::Fall) || p.does(Act::Lapse));
    if stated && !goes_on && tally.pair.is_none() && moved {
        let in_brackets = voters_in_brackets(pieces, next);
        let side = side(tally, Way::For);
        side.count.get_or_insert(n);
        merge(side, in_brackets);
        return;
    }
    let Some(piece) = pieces.get(next) else { return };
    // `2 hverken for eller imod`
    if piece.word == "hverken" && pieces.get(next + 1).is_some_and(|p| p.is(Sense::For)) {
        side(tally, Way::Abstained).count.get_or_insert(n);
        return;
    }
    if piece.is(Sense::Blank) || piece.is(Sense::Other) && (piece.word == "blanke" || piece.word == "blankt") {
        side(tally, Way::Abstained).count.get_or_insert(n);
        return;
    }
    let verb = piece.does(Act::Vote);
    let at = next + usize::from(verb);
    let Some(way) = pieces.get(at).and_then(way) else { return };
    // `5 mod 3` is a pair, and `100.000 kr. for` is not a vote.
    if way == Way::Against && count(pieces, at + 1).is_some() && tally.pair.is_some() {
        return;
    }
    let ends = pieces.get(at + 1).is_none_or(|p| {
        matches!(p.kind, Kind::Mark(_)) || p.is(Sense::And) || p.is(Sense::Against) || spoken && p.act().is_some()
    });
    let certain = verb || next > k + 1 || spoken && ends || way == Way::Against && ends && pieces[k].number().is_some();
    if !certain || (way == Way::For && !verb && !spoken && !ends) {
        return;
    }
    let in_brackets = voters_in_brackets(pieces, k + 1);
    let behind = voters_in_brackets(pieces, at + 1);
    let side = side(tally, way);
    side.count.get_or_insert(n);
    merge(side, in_brackets);
    merge(side, behind);
}

/// `For: A, B`, `Stemmer imod: 3`, `Undlod at stemme: X`.
fn labels(pieces: &[Piece<'_>], k: usize, tally: &mut Tally) {
    // `blank 1 (C)`
    if pieces[k].is(Sense::Blank) && pieces.get(k + 1).is_some_and(|p| p.number().is_some()) {
        take_list(pieces, k + 1, side(tally, Way::Abstained));
        return;
    }
    let Some(way) = way(&pieces[k]) else { return };
    // `Tiltrådt mod 1 stemme (Ø)`
    let own_number = pieces.get(k + 1).and_then(|p| p.number()).filter(|_| {
        let before = k.checked_sub(1).map(|j| &pieces[j]);
        let pair =
            before.is_some_and(|p| p.number().is_some() || p.is(Sense::Votes) || p.is_mark(')') || p.is_mark(','));
        !pair && pieces.get(k + 2).is_some_and(|p| p.is(Sense::Votes))
    });
    if let Some(n) = own_number {
        let mut found = voters_in_brackets(pieces, k + 3);
        found.count = Some(n);
        merge(side(tally, way), found);
        return;
    }
    // `Kit Ravn (F) var imod.`
    let was = k > 1 && pieces[k - 1].is(Sense::Be) && pieces.get(k + 1).is_none_or(|p| matches!(p.kind, Kind::Mark(_)));
    if was
        && pieces[..k - 1]
            .iter()
            .all(|p| p.is_voter() || p.is(Sense::And) || matches!(p.kind, Kind::Mark(_)) || p.in_brackets)
    {
        pieces[..k - 1].iter().for_each(|p| add(side(tally, way), p));
        return;
    }
    // `Godkendt mod Å's stemme`, `imod A og F's stemmer`
    let named = (k + 1..pieces.len()).take_while(|j| {
        pieces[*j].is_voter() || pieces[*j].is(Sense::And) || pieces[*j].is_mark(',') || pieces[*j].in_brackets
    });
    let end = named.last().map_or(k + 1, |j| j + 1);
    if end > k + 1 && pieces[k + 1].is_voter() && pieces.get(end).is_some_and(|p| p.is(Sense::Votes)) {
        pieces[k + 1..end].iter().for_each(|p| add(side(tally, way), p));
        return;
    }
    // `for stemte 21, imod 4 (C)`
    let goes_on = k > 0 && (pieces[k - 1].is_mark(',') || pieces[k - 1].is(Sense::And));
    let voted = pieces[..k].iter().any(|p| p.does(Act::Vote) || p.is(Sense::Votes));
    if goes_on && voted && pieces.get(k + 1).is_some_and(|p| p.number().is_some()) {
        take_list(pieces, k + 1, side(tally, way));
        return;
    }
    let begins = k == 0
        || pieces[k - 1].is(Sense::Votes)
        || matches!(pieces[k - 1].kind, Kind::Mark(_))
        || pieces[k - 1].is(Sense::And);
    let mut colon = k + 1;
    while pieces.get(colon).is_some_and(|p| super::clauses::is_motion(p) || p.is(Sense::Votes)) {
        colon += 1;
    }
    if begins && pieces.get(colon).is_some_and(|p| p.is_mark(':')) {
        take_list(pieces, colon + 1, side(tally, way));
    }
}

/// Adds the voters listed from `k`, with a number before them.
fn take_list(pieces: &[Piece<'_>], mut k: usize, side: &mut Side) {
    let mut own = Side::default();
    let mut begun = false;
    let start = k.min(pieces.len());
    while let Some(piece) = pieces.get(k) {
        match piece.kind {
            Kind::Number(n) if !begun => own.count = Some(n),
            Kind::Word(Sense::Person | Sense::Party) => add(&mut own, piece),
            Kind::Mark(_) | Kind::Word(Sense::And | Sense::Role | Sense::Votes) | Kind::Number(_) => {}
            // `A (9), C (10) og Anne Ehlers, i alt 20`
            Kind::Word(Sense::Plain) if piece.word == "i" && pieces.get(k + 1).is_some_and(|p| p.word == "alt") => {
                own.count = pieces.get(k + 2).and_then(Piece::number).or(own.count);
                break;
            }
            Kind::Word(Sense::Plain | Sense::Vague)
                if matches!(piece.word.as_str(), "de" | "både" | "følgende" | "kun" | "fra" | "alle" | "et") => {}
            Kind::Word(Sense::Other) if !begun && lexicon().number(&piece.word).is_some() => {
                own.count = lexicon().number(&piece.word)
            }
            // A surname alone, in a list of voters.
            Kind::Word(Sense::Other) if piece.capital && piece.text.chars().count() > 2 => {
                let printed = piece.text.to_owned();
                if !own.names.contains(&printed) {
                    own.names.push(printed);
                }
            }
            _ => break,
        }
        // The next clause is about something else: `, mens C stemte imod`, `12, imod: 3`.
        if piece.is_mark(',')
            && pieces.get(k + 1).is_some_and(|p| {
                matches!(p.kind, Kind::Word(Sense::For | Sense::Against | Sense::Reason | Sense::Relative))
            })
        {
            break;
        }
        if piece.is_mark(';')
            || piece.is_mark('.')
                && pieces.get(k + 1).is_some_and(|p| matches!(p.kind, Kind::Word(Sense::For | Sense::Against)))
        {
            break;
        }
        begun |= !matches!(piece.kind, Kind::Mark(_) | Kind::Word(Sense::Plain | Sense::Vague | Sense::Role));
        k += 1;
    }
    letter_behind_name(&mut own);
    // `C (3)`, `A (9) og F (2)`: each has its number.
    let listed = &pieces[start..k];
    let numbers: Vec<u32> = (1..listed.len().saturating_sub(1))
        .filter(|j| {
            listed[j - 1].is_mark('(') && listed[j + 1].is_mark(')') && *j > 1 && listed[j - 2].is(Sense::Party)
        })
        .filter_map(|j| listed[j].number())
        .collect();
    if own.count.is_none() && own.names.is_empty() && numbers.len() == own.parties.len() && !numbers.is_empty() {
        own.count = Some(numbers.iter().sum());
    }
    merge(side, own);
}

/// `1 (Gerda Nord, F)`: one voter, with the letter of the party.
fn letter_behind_name(side: &mut Side) {
    if side.count == Some(1) && side.names.len() == 1 && side.parties.len() == 1 {
        let party = side.parties.remove(0);
        side.names[0] = format!("{}, {party}", side.names[0]);
    }
}

fn verbs(pieces: &[Piece<'_>], k: usize, clause: &Clause, tally: &mut Tally) {
    let piece = &pieces[k];
    if piece.does(Act::Abstain) && pieces.get(k + 1).is_some_and(|p| p.is_mark('(')) {
        // `2 undlod (Ø)`
        let mut found = voters_in_brackets(pieces, k + 1);
        found.count = k.checked_sub(1).and_then(|j| count(pieces, j));
        merge(side(tally, Way::Abstained), found);
        return;
    }
    if piece.does(Act::Abstain) {
        let behind_label = (k + 1..pieces.len()).find(|j| pieces[*j].is_mark(':'));
        let found = voters_before(pieces, k, clause);
        let told = side(tally, Way::Abstained);
        match (found.is_empty(), behind_label) {
            (false, _) => merge(told, found),
            (true, Some(colon)) if colon <= k + 3 => take_list(pieces, colon + 1, told),
            (true, _) => {
                let from = k + 1 + usize::from(pieces.get(k + 1).is_some_and(|p| p.is(Sense::At)));
                let from = (from..(from + 2).min(pieces.len()))
                    .find(|j| pieces[*j].is_voter() || pieces[*j].number().is_some());
                if let Some(from) = from {
                    take_list(pieces, from, told);
                }
            }
        }
        return;
    }
    let votes = piece.does(Act::Vote) || piece.is(Sense::Votes) && is_verb_here(pieces, k, clause);
    // `kan ikke stemme for`, `stemte ikke for`: no vote for it.
    let negated = (clause.from..k)
        .rev()
        .take(3)
        .chain(k + 1..(k + 2).min(clause.to))
        .any(|j| pieces[j].is(Sense::Negation) && pieces[j].word != "hverken");
    if negated {
        return;
    }
    if !votes || pieces.get(k.wrapping_sub(1)).is_some_and(|p| p.is(Sense::At)) {
        return;
    }
    if (k + 1..(k + 3).min(pieces.len())).any(|j| pieces[j].is(Sense::Blank))
        || k > clause.from && (clause.from..k).any(|j| pieces[j].is(Sense::Blank))
    {
        let found = voters_before(pieces, k, clause);
        if found.is_empty() {
            take_list(pieces, k + 1, side(tally, Way::Abstained))
        } else {
            merge(side(tally, Way::Abstained), found)
        }
        return;
    }
    // `hverken for eller imod`
    if pieces[k + 1..clause.to].iter().chain(&pieces[clause.from..k]).any(|p| p.word == "hverken") {
        let found = voters_before(pieces, k, clause);
        let told = side(tally, Way::Abstained);
        if found.is_empty() {
            take_list(pieces, k + 1, told)
        } else {
            merge(told, found)
        }
        return;
    }
    let behind = (k + 1..(k + 3).min(pieces.len())).find(|j| way(&pieces[*j]).is_some());
    let first =
        (clause.from..k).find(|j| !matches!(pieces[*j].kind, Kind::Mark(_) | Kind::Word(Sense::And | Sense::But)));
    let before = first
        .filter(|j| way(&pieces[*j]).is_some())
        .or_else(|| (k > clause.from && way(&pieces[k - 1]).is_some()).then(|| k - 1));
    if let Some(way) = before.and_then(|j| way(&pieces[j])) {
        take_list(pieces, k + 1, side(tally, way));
        return;
    }
    let Some((at, way)) = behind.and_then(|j| Some((j, way(&pieces[j])?))) else { return };
    let found = voters_before(pieces, k, clause);
    if !found.is_empty() {
        merge(side(tally, way), found);
        return;
    }
    let vague = (clause.from..k).any(|j| {
        pieces[j].is(Sense::Vague)
            || pieces[j].is(Sense::Body)
            || pieces[j].is(Sense::Majority)
            || pieces[j].is(Sense::Minority)
    });
    let from = behind_motion(pieces, at + 1);
    if !vague || pieces.get(from).is_some_and(|p| p.is_mark(':')) {
        take_list(pieces, from, side(tally, way));
    }
}

fn behind_motion(pieces: &[Piece<'_>], k: usize) -> usize {
    if pieces.get(k).is_some_and(super::clauses::is_motion) { k + 1 } else { k }
}

/// `A stemmer imod`: the noun and the verb have the same form.
fn is_verb_here(pieces: &[Piece<'_>], k: usize, clause: &Clause) -> bool {
    let voter = (clause.from..k).any(|j| pieces[j].is_voter());
    let number = (clause.from..k).any(|j| count(pieces, j).is_some() && !pieces[j].in_brackets);
    voter && !number || k > clause.from && way(&pieces[k - 1]).is_some()
}

/// The voters before the verb at `k`, or their number.
fn voters_before(pieces: &[Piece<'_>], k: usize, clause: &Clause) -> Side {
    let mut side = Side::default();
    let last = (clause.from..k).rev().find(|j| {
        pieces[*j].is_voter() && (pieces[*j].in_brackets || !after_preposition(pieces, *j) || group_before(pieces, *j))
    });
    if let Some(last) = last {
        for j in super::events::voters_around(pieces, last, clause.from..k) {
            add(&mut side, &pieces[j]);
        }
        let first = (clause.from..last).find(|j| pieces[*j].is_voter()).unwrap_or(last);
        side.count = (clause.from..first).rev().take(3).find_map(|j| pieces[j].number());
        letter_behind_name(&mut side);
        return side;
    }
    let number = (clause.from..k).rev().take(5).find(|j| count(pieces, *j).is_some());
    if let Some(j) = number.filter(|j| {
        pieces[*j + 1..k].iter().all(|p| {
            matches!(p.kind, Kind::Word(Sense::Role | Sense::Plain | Sense::Body | Sense::Votes | Sense::Other))
                && !p.capital
        })
    }) {
        side.count = count(pieces, j);
    }
    side
}

/// `medlemmerne fra A og Ø stemte imod`
fn group_before(pieces: &[Piece<'_>], j: usize) -> bool {
    pieces[..j].iter().rev().take(3).any(|p| p.is(Sense::Role))
}

/// The members of a majority or minority at `k`, named after it: `et flertal (V, C)`, `et flertal bestående af A og B`.
pub(super) fn named_group(pieces: &[Piece<'_>], k: usize, to: usize) -> Side {
    let mut side = Side::default();
    let mut j = k + 1;
    if pieces.get(j).is_some_and(|p| p.is_mark('(')) {
        return voters_in_brackets_with_count(pieces, j);
    }
    while j < to && !pieces[j].is_voter() {
        let leads = matches!(
            pieces[j].word.as_str(),
            "bestående"
                | "af"
                | "på"
                | "udvalget"
                | "i"
                | "fra"
                | "bestod"
                | "består"
                | "ved"
                | "stemmer"
                | "byrådet"
                | "nemlig"
                | "medlemmer"
        ) || pieces[j].is(Sense::Body)
            || pieces[j].is(Sense::Role)
            || matches!(pieces[j].kind, Kind::Mark(',' | ':' | '-'))
            || pieces[j].number().is_some();
        if pieces[j].is_mark('(') {
            let count = side.count;
            side = voters_in_brackets(pieces, j);
            side.count = count;
            return side;
        }
        if !leads {
            return Side::default();
        }
        if pieces[j - 1].word == "på" {
            side.count = pieces[j].number();
        }
        j += 1;
    }
    if j < to {
        for n in super::events::voters_around(pieces, j, k..to) {
            add(&mut side, &pieces[n]);
        }
    }
    if side.names.is_empty() && side.parties.is_empty() { Side::default() } else { side }
}

fn voters_in_brackets_with_count(pieces: &[Piece<'_>], k: usize) -> Side {
    let mut side = voters_in_brackets(pieces, k);
    if !side.is_empty() && side.names.len() + side.parties.len() > 0 {
        side.count = pieces.get(k + 1).and_then(Piece::number);
    }
    side
}
