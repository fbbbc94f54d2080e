//! Splits a sentence into clauses. Separates deciding clauses from content clauses, relative clauses and reasons.

use super::pieces::{Kind, Piece};
use super::words::{Act, Form, Sense};

/// The function of a clause in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// A main clause: the action itself.
    Main,
    /// An *at* clause, with its governor.
    Content(Governor),
    /// A relative clause, with the sense of the noun before it.
    Relative(Sense),
    /// An adverbial clause (reason, condition, time): it decides nothing.
    Adverbial,
}

/// The governor of an *at* clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Governor {
    Verb(Act),
    /// *med bemærkning, at*.
    Remark,
    /// *med den ændring, at*.
    Change,
    Other,
}

/// One clause: pieces `from..to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clause {
    pub from: usize,
    pub to: usize,
    pub level: Level,
    /// True if joined to the previous clause by `og` or `men`.
    pub joined: bool,
    /// The pieces of an interrupted clause continued by this one. The subject is there.
    pub resumes: Option<(usize, usize)>,
}

/// Words before *at* in clauses of purpose or circumstance.
const OF_CIRCUMSTANCE: [&str; 11] =
    ["for", "ved", "uden", "efter", "til", "så", "således", "trods", "gennem", "grund", "foruden"];

/// The clauses of a sentence, in order.
pub(super) fn clauses(pieces: &[Piece<'_>]) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::new();
    let mut from = 0;
    for cut in (1..=pieces.len()).filter(|k| *k == pieces.len() || begins_clause(pieces, *k)) {
        let joined = pieces[from].is(Sense::And) || pieces[from].is(Sense::But) || follows_and(pieces, from);
        let level = level(pieces, from, cut, &out, joined);
        let back = infinitive_end(pieces, from, cut, level);
        out.push(Clause { from, to: back.unwrap_or(cut), level, joined, resumes: resumed(pieces, from, level, &out) });
        if let Some(back) = back {
            let before = out.iter().rev().find(|c| c.level == Level::Main).map(|c| (c.from, c.to));
            out.push(Clause { from: back, to: cut, level: Level::Main, joined: false, resumes: before });
        }
        from = cut;
    }
    out
}

/// End of an infinitive clause: in `Forslaget om at fjerne punkt 4 blev forkastet` the finite verb continues the clause
/// before it.
fn infinitive_end(pieces: &[Piece<'_>], from: usize, to: usize, level: Level) -> Option<usize> {
    let first = opening(pieces, from, to);
    let infinitive = pieces.get(first).is_some_and(|p| p.is(Sense::At))
        && pieces.get(first + 1).is_some_and(|p| {
            matches!(p.kind, Kind::Verb(_, Form::Infinitive))
                || matches!(p.kind, Kind::Word(Sense::Other | Sense::Altered)) && p.word.ends_with(['e', 'å'])
        });
    let sub = matches!(level, Level::Adverbial | Level::Content(Governor::Verb(Act::Propose) | Governor::Other));
    if !(infinitive && sub) {
        return None;
    }
    let finite = |p: &Piece<'_>| p.is_plain() && (p.is(Sense::Be) || matches!(p.kind, Kind::Verb(_, Form::Passive)));
    (first + 2..to).find(|k| finite(&pieces[*k]))
}

/// A main clause beginning with its verb continues an earlier one without a verb.
fn resumed(pieces: &[Piece<'_>], from: usize, level: Level, before: &[Clause]) -> Option<(usize, usize)> {
    let first = opening(pieces, from, pieces.len());
    let verb_first = level == Level::Main && pieces.get(first).is_some_and(is_finite);
    let mut open = before.iter().rev().filter(|c| c.level == Level::Main);
    let last = open.next().filter(|c| !pieces[c.from..c.to].iter().any(is_verbal))?;
    // In `Mindretallet, Ole Brink og Ida Lund, kan ikke` all of it is the subject.
    let start = open.take_while(|c| c.to == last.from && !pieces[c.from..c.to].iter().any(is_verbal)).last();
    verb_first.then_some((start.map_or(last.from, |c| c.from), last.to))
}

fn follows_and(pieces: &[Piece<'_>], from: usize) -> bool {
    pieces[from].kind == Kind::Mark(',') && pieces.get(from + 1).is_some_and(|p| p.is(Sense::And) || p.is(Sense::But))
}

/// Whether a piece is a verb of any kind, or a word before one.
fn is_verbal(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, Kind::Verb(..) | Kind::Word(Sense::Be | Sense::Have | Sense::Can | Sense::Shall))
}

fn is_finite(piece: &Piece<'_>) -> bool {
    matches!(
        piece.kind,
        Kind::Verb(_, Form::Active | Form::Passive) | Kind::Word(Sense::Be | Sense::Have | Sense::Can | Sense::Shall)
    )
}

fn begins_clause(pieces: &[Piece<'_>], k: usize) -> bool {
    let piece = &pieces[k];
    if !piece.is_plain() || !pieces[k - 1].is_plain() && !pieces[k - 1].is_mark(')') {
        return false;
    }
    let next = |n: usize| pieces.get(k + n);
    match piece.kind {
        Kind::Mark(';' | ':') => true,
        Kind::Mark('-') => next(1).is_some_and(|n| n.at.start > piece.at.end) && pieces[k - 1].at.end < piece.at.start,
        // A list of names is one clause.
        Kind::Mark(',') => {
            !(pieces[k - 1].is_voter() || pieces[k - 1].is_mark(')') || pieces[k - 1].number().is_some())
                || next(1).is_none_or(|n| !(n.is_voter() || n.number().is_some()))
        }
        Kind::Word(Sense::At) => !pieces[k - 1].is_mark(',') && !pieces[k - 1].is_mark(':'),
        Kind::Word(Sense::And | Sense::But) => {
            let skipped =
                (1..4).find(|n| next(*n).is_none_or(|p| !matches!(p.kind, Kind::Word(Sense::Plain | Sense::Negation))));
            let first = skipped.and_then(next);
            let subject = first.is_some_and(|p| {
                matches!(
                    p.kind,
                    Kind::Word(
                        Sense::Body
                            | Sense::Main
                            | Sense::Person
                            | Sense::Party
                            | Sense::Proposal
                            | Sense::Majority
                            | Sense::Minority
                    )
                )
            });
            let second = skipped.and_then(|n| next(n + 1));
            // `Ole Brink og Ida Lund kunne`, `Psykiatri- og socialudvalget har`: one subject.
            let voter = |p: &Piece<'_>| p.is_voter();
            let one_subject = pieces[k - 1].is_mark('-')
                || (pieces[k - 1].is_voter() || pieces[k - 1].is_mark(')')) && first.is_some_and(voter);
            !pieces[k - 1].is_mark(',')
                && (first.is_some_and(is_verbal) || subject && !one_subject && second.is_some_and(is_verbal))
        }
        Kind::Word(Sense::Relative) => {
            !pieces[k - 1].is_mark(',')
                && !is_verbal(&pieces[k - 1])
                && matches!(piece.word.as_str(), "som" | "der")
                && next(1).is_some_and(is_verbal)
                && !next(1).is_some_and(|n| n.does(Act::Recommend))
        }
        Kind::Word(Sense::Reason) => {
            !pieces[k - 1].is_mark(',')
                && matches!(
                    piece.word.as_str(),
                    "idet" | "fordi" | "såfremt" | "medmindre" | "mens" | "eftersom" | "jf" | "jvf"
                )
        }
        _ => false,
    }
}

/// The first word of a clause after its comma and conjunction.
fn opening(pieces: &[Piece<'_>], from: usize, to: usize) -> usize {
    let skip = |p: &Piece<'_>| matches!(p.kind, Kind::Mark(_) | Kind::Word(Sense::And | Sense::But));
    (from..to).find(|k| !skip(&pieces[*k])).unwrap_or(to)
}

fn level(pieces: &[Piece<'_>], from: usize, to: usize, before: &[Clause], joined: bool) -> Level {
    let first = opening(pieces, from, to);
    let Some(piece) = pieces.get(first).filter(|_| first < to) else {
        return before.last().map_or(Level::Main, |c| c.level);
    };
    let next = pieces.get(first + 1);
    let at_start = before.is_empty();
    let second_at = next.is_some_and(|n| n.is(Sense::At));
    match piece.kind {
        Kind::Word(Sense::At) => return content(pieces, first, before),
        Kind::Word(Sense::Relative) if piece.word == "hvorefter" => return Level::Main,
        // `Der` at the start is a dummy subject, and `som indstillet` decides.
        Kind::Word(Sense::Relative) if piece.word == "som" && next.is_some_and(|n| n.does(Act::Recommend)) => {
            return before.last().map_or(Level::Main, |c| c.level);
        }
        Kind::Word(Sense::Relative) if !(at_start && ["der", "som"].contains(&piece.word.as_str())) => {
            return if at_start { Level::Adverbial } else { Level::Relative(noun_before(pieces, from)) };
        }
        Kind::Word(Sense::Reason) if reason_opens(&piece.word, at_start, second_at) => return Level::Adverbial,
        _ => {}
    }
    let main_so_far = before.iter().any(|c| c.level == Level::Main && pieces[c.from..c.to].iter().any(is_finite));
    match before.last().map(|c| c.level) {
        None | Some(Level::Main) => Level::Main,
        // `Efter at sagen var drøftet, blev den godkendt`.
        Some(_) if is_finite(piece) && !main_so_far => Level::Main,
        Some(Level::Adverbial | Level::Relative(_)) if joined && starts_anew(pieces, first) => Level::Main,
        Some(Level::Adverbial | Level::Relative(_) | Level::Content(_)) if pieces[from].is_mark(';') => Level::Main,
        Some(level) => level,
    }
}

/// A clause after `og` or `men` with its own subject and verb, or with a verb in a main clause's position.
fn starts_anew(pieces: &[Piece<'_>], first: usize) -> bool {
    let subject = matches!(
        pieces[first].kind,
        Kind::Word(Sense::Body | Sense::Main | Sense::Person | Sense::Party | Sense::Majority | Sense::Minority)
    );
    subject && pieces.get(first + 1).is_some_and(is_finite)
}

fn reason_opens(word: &str, at_start: bool, second_at: bool) -> bool {
    match word {
        "efter" | "inden" | "før" | "ifølge" | "ligesom" => second_at || word == "ligesom",
        "om" => !at_start && !second_at,
        _ => true,
    }
}

fn content(pieces: &[Piece<'_>], first: usize, before: &[Clause]) -> Level {
    let preceding = pieces[..first].iter().rev().find(|p| !matches!(p.kind, Kind::Mark(_)));
    let touching = first > 0 && !pieces[first - 1].is_mark(',');
    if touching && preceding.is_some_and(|p| OF_CIRCUMSTANCE.contains(&p.word.as_str())) {
        return Level::Adverbial;
    }
    // `at anbefales` at the start answers the `at` of the proposal.
    let unworded = pieces[..first].iter().all(|p| matches!(p.kind, Kind::Mark(_) | Kind::Number(_)));
    let answers = unworded && pieces.get(first + 1).is_some_and(|p| matches!(p.kind, Kind::Verb(_, Form::Passive)));
    if answers {
        return Level::Main;
    }
    // A second `at` in a list has the governor of the first.
    if let Some(Clause { level: level @ Level::Content(_), from, .. }) = before.last() {
        let anew = pieces[*from..first].iter().skip(1).any(|p| governor(p).is_some() && !p.is(Sense::At));
        if !anew {
            return *level;
        }
    }
    let found = pieces[..first].iter().rev().filter(|p| p.is_plain()).find_map(governor);
    // A reason inside a reason is still a reason.
    if before.last().is_some_and(|c| c.level == Level::Adverbial) && !pieces[first.saturating_sub(1)].is_mark(':') {
        return Level::Adverbial;
    }
    Level::Content(found.unwrap_or(Governor::Other))
}

/// *vedtage*: its object is a motion or an *at* clause.
pub(super) fn is_resolving(piece: &Piece<'_>) -> bool {
    piece.word.starts_with("vedtag") || piece.word.starts_with("vedtog")
}

fn governor(piece: &Piece<'_>) -> Option<Governor> {
    match piece.kind {
        // `vedtog at oversende` decides as `besluttede at` does.
        Kind::Verb(Act::Approve, _) if is_resolving(piece) => Some(Governor::Verb(Act::Decide)),
        Kind::Verb(act, _) => Some(Governor::Verb(act)),
        Kind::Word(Sense::Agreement) => Some(Governor::Verb(Act::Decide)),
        Kind::Word(Sense::RemarkNoun) => Some(Governor::Remark),
        Kind::Word(Sense::Change) => Some(Governor::Change),
        Kind::Word(Sense::Amendment | Sense::CounterProposal | Sense::Procedural | Sense::Proposal) => {
            Some(Governor::Verb(Act::Propose))
        }
        Kind::Word(Sense::Protocol | Sense::Remark) => Some(Governor::Verb(Act::Enter)),
        Kind::Word(Sense::Recommendation) => Some(Governor::Verb(Act::Recommend)),
        _ => None,
    }
}

/// The sense of the last motion named before `from`.
fn noun_before(pieces: &[Piece<'_>], from: usize) -> Sense {
    let motion = |p: &&Piece<'_>| is_motion(p);
    pieces[..from].iter().rev().take(6).find(motion).map_or(Sense::Other, |p| match p.kind {
        Kind::Word(sense) => sense,
        _ => Sense::Other,
    })
}

/// A word for a motion.
pub(super) fn is_motion(piece: &Piece<'_>) -> bool {
    matches!(
        piece.kind,
        Kind::Word(Sense::Main | Sense::Amendment | Sense::CounterProposal | Sense::Procedural | Sense::Proposal)
    )
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    fn levels(text: &str) -> Vec<(String, Level)> {
        let pieces = pieces(text, &(0..text.len()));
        clauses(&pieces)
            .into_iter()
            .map(|c| (text[pieces[c.from].at.start..pieces[c.to - 1].at.end].to_owned(), c.level))
            .collect()
    }

    #[test]
    fn clauses_are_told_apart() {
        let found = levels("Formanden oplyste, at sagen er udsat, og Byrådet godkendte herefter indstillingen.");
        assert_eq!(found[1].1, Level::Content(Governor::Verb(Act::Inform)));
        let found = levels("Udvalget besluttede at udsætte sagen, idet økonomien ikke er belyst.");
        assert_eq!(found[1].1, Level::Content(Governor::Verb(Act::Decide)));
        assert_eq!(found[2].1, Level::Adverbial);
        let found = levels("Et ændringsforslag, som blev forkastet, er vedlagt.");
        assert_eq!(found[1].1, Level::Relative(Sense::Amendment));
        let found = levels("Efter at sagen var udsat, blev indstillingen godkendt.");
        assert_eq!(found.last().unwrap().1, Level::Main);
    }
}
