//! Reads one sentence of minutes: motions, their outcomes, votes and dissent.

use std::ops::Range;

use super::clauses::{self, Clause, Governor, Level, is_motion};
use super::events::{self, Agent, Event, after_preposition, performs};
use super::pieces::{self, Kind, Piece};
use super::sequence::amounts;
use super::votes::{self, Tally, named_group};
use super::words::{Act, Form, Sense, lexicon};
use crate::model::{DissentKind, MotionKind, Outcome};
use crate::text::MONTHS;

/// What a body chooses one of.
const OPTIONS: [&str; 14] = [
    "forslag",
    "forslaget",
    "model",
    "modellen",
    "scenarie",
    "scenariet",
    "løsning",
    "løsningen",
    "variant",
    "alternativ",
    "mulighed",
    "placering",
    "placeringen",
    "linje",
];

/// The subject of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The main motion, named.
    Main,
    /// *forslaget*: the last-mentioned proposal.
    Proposal,
    Kind(MotionKind),
    /// No motion is named.
    Unnamed,
}

/// A motion moved in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    pub kind: MotionKind,
    pub mover: Option<String>,
    /// The effect on the main motion if a procedural motion is carried.
    pub effect: Option<Outcome>,
    /// True if only later sentences show whether it is the main motion itself.
    pub may_be_main: bool,
    /// True where nobody is said to move it: it may have been spoken of before.
    pub is_mention: bool,
}

/// A statement of a motion's outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub outcome: Outcome,
    pub target: Target,
    /// The deciding body, if named.
    pub body: Option<String>,
    /// The points of the proposal concerned.
    pub points: Option<String>,
    pub changed: bool,
    /// Amounts of money in the sentence.
    pub amounts: Vec<u64>,
    /// True for words of discussion instead of decision.
    pub is_weak: bool,
    /// True for *bortfalde*: the motion lapses without anybody's action.
    pub is_lapse: bool,
    /// True for a decision not to act. Whether it follows the proposal depends on the proposal.
    pub is_refraining: bool,
    /// The bytes of its sentence.
    pub at: Range<usize>,
    /// True for what is done *i stedet* for what was refused before it.
    pub is_instead: bool,
    /// True for what was done earlier than at the meeting.
    pub is_earlier: bool,
    /// Something was given: `meddeler dispensation`.
    pub is_grant: bool,
    /// The words of an action that no verb of the lists names: `at skabe et værested`.
    pub action: Option<String>,
    /// The byte where its clause begins.
    pub start: usize,
    /// The label of what is chosen: `forslag a`.
    pub chosen: Option<String>,
}

/// All facts read from one sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct SentenceFacts {
    pub moved: Vec<Moved>,
    pub statements: Vec<Statement>,
    pub tally: Tally,
    /// The motion voted on, if named.
    pub voted_on: Option<Target>,
    /// People in favour, without a formal vote.
    pub supporters: Vec<String>,
    pub dissent: Vec<(String, DissentKind)>,
    /// The motion put to the vote.
    pub put: Option<Target>,
    /// The last-mentioned people, for a pronoun in the next sentence.
    pub people: Vec<String>,
    /// The sentence is about parts: `for så vidt angår`, `den ene`.
    pub is_partial: bool,
    /// The sentence changes the decision before it.
    pub changes: bool,
    /// A named majority or minority voted.
    pub by_majority: bool,
    /// A number of members recommends: `3 medlemmer (A og Ø) anbefaler`.
    pub recommends: bool,
    /// The byte of the first *for* or *imod*: the vote is on the motion of that clause.
    pub way_at: Option<usize>,
    /// The bytes of the sentence.
    pub at: Range<usize>,
    /// Something in it is negated.
    pub is_negated: bool,
    /// `I alt 40.`: the sum of a vote, in a sentence of its own.
    pub total: Option<u32>,
}

/// Reads the sentence at `at` in `text`. `people` are the last-mentioned people of the previous sentence.
pub(super) fn read(text: &str, at: &Range<usize>, people: &[String]) -> SentenceFacts {
    let pieces = pieces::pieces(text, at);
    if pieces.is_empty() {
        return SentenceFacts::default();
    }
    let clauses = clauses::clauses(&pieces);
    let events = events::events(&pieces, &clauses);
    let sentence =
        Sentence { pieces: &pieces, clauses: &clauses, events: &events, text: &text[at.clone()], at: at.clone() };
    let mut facts =
        SentenceFacts { tally: votes::tally(&pieces, &clauses), at: at.clone(), ..SentenceFacts::default() };
    sentence.majorities(&mut facts);
    sentence.moved(&mut facts);
    sentence.statements(&mut facts);
    sentence.dissent(&mut facts, people);
    facts.total = match pieces.as_slice() {
        [first, second, number, rest @ ..] if first.word == "i" && second.word == "alt" && rest.len() <= 2 => {
            number.number()
        }
        _ => None,
    };
    facts.way_at = pieces.iter().find(|p| p.is(Sense::Against)).map(|p| p.at.start);
    facts.is_negated = pieces.iter().any(|p| p.is(Sense::Negation) && p.is_plain());
    facts.voted_on = sentence.voted_on();
    facts.changes = facts.statements.is_empty() && sentence.adds();
    facts.people = sentence.people_of_subject().unwrap_or_default();
    facts.is_partial = ["for så vidt", "delvis", "den ene ", "den anden ", "resten", "øvrige punkter"]
        .iter()
        .any(|w| sentence.text.to_lowercase().contains(w));
    facts
}

struct Sentence<'s, 't> {
    pieces: &'s [Piece<'t>],
    clauses: &'s [Clause],
    events: &'s [Event],
    text: &'t str,
    /// The bytes of it.
    at: Range<usize>,
}

fn target(sense: Option<Sense>) -> Target {
    match sense {
        Some(Sense::Main) => Target::Main,
        Some(Sense::Amendment) => Target::Kind(MotionKind::Amendment),
        Some(Sense::CounterProposal) => Target::Kind(MotionKind::CounterProposal),
        Some(Sense::Procedural) => Target::Kind(MotionKind::Procedural),
        Some(Sense::Proposal) => Target::Proposal,
        _ => Target::Unnamed,
    }
}

fn printed(piece: &Piece<'_>) -> String {
    let whole = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
    // `Radikale Venstres og Alternativets byrådsgrupper`: the word belongs to both.
    ["byrådsgrupper", "grupper", "byrådsgrupperne"]
        .iter()
        .find_map(|w| whole.strip_suffix(w))
        .map_or(whole.clone(), |w| w.trim_end().to_owned())
}

impl Sentence<'_, '_> {
    fn clause(&self, n: usize) -> &[Piece<'_>] {
        let clause = &self.clauses[n];
        &self.pieces[clause.from..clause.to]
    }

    fn has(&self, n: usize, sense: Sense) -> bool {
        self.clause(n).iter().any(|p| p.is(sense) && p.is_plain())
    }

    fn says(&self, n: usize, word: &str) -> bool {
        self.clause(n).iter().any(|p| p.word == word)
    }

    fn sense_at(&self, k: usize, sense: Sense) -> bool {
        self.pieces.get(k).is_some_and(|p| p.is(sense))
    }

    /// `Byrådet ønsker tilføjet, at …`: the body changes the proposal.
    fn adds(&self) -> bool {
        self.events.iter().any(|e| {
            let body =
                matches!(e.agent, Agent::Body(_) | Agent::Many | Agent::Nobody) && e.act == Act::Wish && !e.negated;
            body && e.level == Level::Main
                && self.clause(e.clause).iter().any(|p| {
                    matches!(p.word.as_str(), "tilføjet" | "ændret" | "indarbejdet" | "indskrevet" | "slettet")
                })
        })
    }

    /// `Forslag A-D medtages, E og F udgår.`
    fn leaves_some_out(&self) -> bool {
        let some_in = self.events.iter().any(|e| self.pieces[e.at].word.starts_with("medta") && !e.negated);
        some_in && self.events.iter().any(|e| e.act == Act::Withdraw && !e.negated)
    }

    // Motions moved.

    fn moved(&self, facts: &mut SentenceFacts) {
        for (k, piece) in self.pieces.iter().enumerate() {
            if !piece.is_plain() || !is_motion(piece) || piece.is(Sense::Main) && !piece.word.starts_with("indstilling")
            {
                continue;
            }
            let alternative = k > 0 && self.pieces[k - 1].word.starts_with("alternativ");
            // `henholdt sig til det oprindelige forslag fra V` does not move a motion.
            let labelled = self.leaves_some_out();
            let not_moved = after_preposition(self.pieces, k)
                && !self.pieces[..k].iter().rev().take(3).any(|p| p.word == "med")
                || k > 0 && self.pieces[k - 1].word == "oprindelige";
            if labelled || not_moved && !self.proposes_before(k) {
                continue;
            }
            let mover = self.mover_behind(k).or_else(|| self.mover_before(k));
            let takes_back = self.events.iter().any(|e| e.act == Act::Withdraw && e.at < k);
            let indefinite = !(piece.word.ends_with("et") || piece.word.ends_with("ene") || piece.word.ends_with("en"));
            if takes_back && piece.is(Sense::Proposal) || mover.is_none() && !(indefinite && self.proposes_before(k)) {
                continue;
            }
            if piece.is(Sense::Main) && !alternative {
                continue;
            }
            let kind = match piece.kind {
                Kind::Word(Sense::Amendment) => MotionKind::Amendment,
                Kind::Word(Sense::Procedural) => MotionKind::Procedural,
                Kind::Word(Sense::CounterProposal) => MotionKind::CounterProposal,
                _ if alternative => MotionKind::CounterProposal,
                _ => self.kind_of_content(k),
            };
            let may_be_main = piece.is(Sense::Proposal) && !alternative;
            let is_mention = !self.events.iter().any(|e| e.act == Act::Propose);
            facts.moved.push(Moved { kind, mover, effect: self.effect(k), may_be_main, is_mention });
        }
        if facts.moved.is_empty() {
            self.moved_by_verb(facts);
        }
    }

    /// A motion moved by a verb alone: `Ole Brink foreslog, at …`, `begærede sagen udsat`.
    fn moved_by_verb(&self, facts: &mut SentenceFacts) {
        for event in self
            .events
            .iter()
            .filter(|e| matches!(e.act, Act::Propose | Act::Request | Act::Wish) && e.level == Level::Main)
        {
            let people = match &event.agent {
                Agent::People(people) => Some(self.names(people)),
                _ => None,
            };
            let role = (self.clauses[event.clause].from..event.at)
                .find(|j| self.sense_at(*j, Sense::Role) || self.sense_at(*j, Sense::Outsider))
                .map(|j| printed(&self.pieces[j]));
            let Some(mover) = people.map(|p| p.join(", ")).or(role.filter(|_| event.act == Act::Propose)) else {
                continue;
            };
            let effect = self.effect(event.at);
            let moves =
                event.act == Act::Propose && self.says_that(event.at) || effect.is_some() && !self.referral(event);
            let runs = self.pieces.get(event.at + 1).is_some_and(|p| p.word == "op");
            if moves && !runs && !(self.says(event.clause, "spørgsmål")) {
                let kind = if effect.is_some() { MotionKind::Procedural } else { self.kind_of_content(event.at) };
                facts.moved.push(Moved { kind, mover: Some(mover), effect, may_be_main: true, is_mention: false });
                return;
            }
        }
    }

    fn says_that(&self, k: usize) -> bool {
        self.pieces[k..].iter().any(|p| p.is(Sense::At)) || self.pieces[k + 1..].iter().any(|p| p.is(Sense::Other))
    }

    fn names(&self, places: &[usize]) -> Vec<String> {
        places.iter().map(|k| printed(&self.pieces[*k])).collect()
    }

    /// `forslag fra Ole Brink`, `stillet af Venstre`.
    fn mover_behind(&self, k: usize) -> Option<String> {
        // `ændringsforslag nr. 2 fra V`
        let numbered = self.pieces.get(k + 1).is_some_and(|p| p.word == "nr");
        let k = if numbered { k + 2 + usize::from(self.pieces.get(k + 2).is_some_and(|p| p.is_mark('.'))) } else { k };
        let to = self.pieces.len().min(k + 5);
        let from = (k + 1..to)
            .take_while(|j| !matches!(self.pieces[*j].kind, Kind::Mark(_) | Kind::Word(Sense::At)))
            .find(|j| matches!(self.pieces[*j].word.as_str(), "fra" | "af"))?;
        let first = (from + 1..self.pieces.len().min(from + 4)).find(|j| self.pieces[*j].is_voter())?;
        let list = events::voters_around(self.pieces, first, from + 1..self.pieces.len());
        Some(self.names(&list).join(", "))
    }

    /// `Ole Brink stillede ændringsforslag`, `Venstres ændringsforslag`.
    fn mover_before(&self, k: usize) -> Option<String> {
        // `et af Chr. Holm stillet forslag`
        let proposed = k > 1 && self.pieces[k - 1].act().is_some_and(|a| a == (Act::Propose, Form::Participle));
        if proposed && self.pieces[k - 2].is_voter() {
            let list = events::voters_around(self.pieces, k - 2, 0..k - 1);
            return Some(self.names(&list).join(", "));
        }
        if k > 0 && self.pieces[k - 1].is_voter() && self.pieces[k - 1].word.ends_with('s') {
            return Some(printed(&self.pieces[k - 1]).trim_end_matches('s').to_owned());
        }
        let event =
            self.events.iter().find(|e| matches!(e.act, Act::Propose | Act::Withdraw) && e.at.abs_diff(k) < 9)?;
        match &event.agent {
            Agent::People(people) => Some(self.names(people).join(", ")),
            _ => None,
        }
    }

    fn proposes_before(&self, k: usize) -> bool {
        self.events.iter().any(|e| e.act == Act::Propose && e.at < k)
    }

    /// The kind of a motion, by the words after its noun.
    fn kind_of_content(&self, k: usize) -> MotionKind {
        if self.effect(k).is_some() {
            return MotionKind::Procedural;
        }
        let altering = self.pieces[k..].iter().any(|p| {
            matches!(p.kind, Kind::Word(Sense::Change | Sense::Altered)) && p.word != "stedet" || p.word == "udgår"
        });
        if altering { MotionKind::Amendment } else { MotionKind::CounterProposal }
    }

    /// The effect on the main motion, if the motion at `k` is to refer back, postpone or pass on.
    fn effect(&self, k: usize) -> Option<Outcome> {
        // Reasons and earlier decisions are not part of the motion.
        let ends = |p: &Piece<'_>| {
            p.is(Sense::Reason) && p.word != "om" && p.word != "efter"
                || matches!(p.word.as_str(), "henvisning" | "tidligere")
        };
        let end = self.pieces[k..].iter().position(ends).map_or(self.pieces.len(), |n| k + n);
        let behind = &self.pieces[k..end];
        let own = |j: usize| {
            let near = &behind[j.saturating_sub(6)..(j + 5).min(behind.len())];
            near.iter().any(|p| {
                matches!(
                    p.word.as_str(),
                    "sagen"
                        | "punktet"
                        | "sagens"
                        | "behandlingen"
                        | "forslaget"
                        | "indstillingen"
                        | "beslutningen"
                        | "punkt"
                        | "sag"
                )
            }) || behind[..j].iter().skip(1).all(|p| !p.is(Sense::Other))
        };
        for (j, piece) in behind.iter().enumerate() {
            let found = match piece.kind {
                Kind::Verb(Act::Postpone, _) => Some(Outcome::Postponed),
                Kind::Verb(Act::SendBack, _) => Some(Outcome::SentBack),
                Kind::Verb(Act::SendOn, _) => Some(Outcome::SentOn),
                // `ønskede sagen i udvalg`
                Kind::Word(Sense::Body) if j > 2 && behind[j - 1].word == "i" && behind[j - 2].word == "sagen" => {
                    Some(Outcome::SentOn)
                }
                Kind::Verb(Act::Send, _) if behind[j..].iter().any(|p| p.is(Sense::Again)) => Some(Outcome::SentBack),
                Kind::Verb(Act::Send, _) => Some(Outcome::SentOn),
                // `at punkt 14 udgår af kataloget` changes it.
                Kind::Verb(Act::Withdraw, _)
                    if behind.get(j + 1).is_some_and(|p| p.word == "af")
                        && behind.get(j + 2).is_some_and(|p| !p.word.starts_with("dagsorden")) =>
                {
                    None
                }
                Kind::Verb(Act::Withdraw, _) => Some(Outcome::Withdrawn),
                Kind::Word(Sense::Procedural) if piece.word.starts_with("udsættelse") => {
                    return Some(Outcome::Postponed);
                }
                Kind::Word(Sense::Procedural)
                    if piece.word.starts_with("tilbage") || piece.word.starts_with("hjemvis") =>
                {
                    return Some(Outcome::SentBack);
                }
                Kind::Word(Sense::Other) if piece.word == "tilbagesendelse" => return Some(Outcome::SentBack),
                _ => None,
            };
            if found.is_some() && own(j) {
                return found;
            }
        }
        None
    }

    // Outcomes of motions.

    fn statements(&self, facts: &mut SentenceFacts) {
        for (n, event) in self.events.iter().enumerate() {
            let (at_start, points) = (event.clause, self.points(event));
            let Some((outcome, is_weak)) = self.outcome(n, event) else { continue };
            let partly = outcome == Outcome::Approved && self.leaves_some_out();
            let outcome = if partly { Outcome::PartlyApproved } else { outcome };
            let named = match event.level {
                Level::Relative(sense) => target(Some(sense)),
                _ => target(event.theme.or_else(|| self.theme_of_content(event))),
            };
            let body = match &event.agent {
                Agent::Body(body) => Some(body.clone()),
                _ => None,
            };
            let changed = self.is_changed(event.at, at_start);
            let is_refraining = event.act == Act::Fix
                && (event.negated && matches!(event.level, Level::Content(_)) || self.keeps(event));
            facts.statements.push(Statement {
                outcome,
                target: named,
                body,
                points,
                changed,
                amounts: amounts(self.text),
                is_weak,
                is_lapse: event.act == Act::Lapse,
                is_refraining,
                at: self.at.clone(),
                is_instead: self.says(event.clause, "stedet"),
                is_earlier: self.is_earlier(event),
                action: None,
                is_grant: event.act == Act::Grant && !event.negated,
                start: self.pieces[self.clauses[event.clause].from].at.start,
                chosen: self.chosen(event),
            });
        }
        self.statements_without_verb(facts);
    }

    /// Statements without a known verb: `Til efterretning.`, `Afslag.`, `opnåede ikke flertal`, and decisions for or
    /// against an unlisted action.
    fn statements_without_verb(&self, facts: &mut SentenceFacts) {
        for (n, clause) in self.clauses.iter().enumerate() {
            let pieces = self.clause(n);
            let own: Vec<&Event> = self.events.iter().filter(|e| e.clause == n).collect();
            let mut add = |outcome, named, is_refraining, is_weak| {
                let points = self.points_before(clause.to);
                let changed = self.is_changed(clause.from, n);
                let body = pieces.iter().find(|p| p.is(Sense::Body)).map(printed).filter(|_| false);
                facts.statements.push(Statement {
                    outcome,
                    target: named,
                    body,
                    points,
                    changed,
                    amounts: amounts(self.text),
                    is_weak,
                    is_lapse: false,
                    is_refraining,
                    at: self.at.clone(),
                    is_instead: false,
                    is_earlier: false,
                    is_grant: false,
                    action: (outcome == Outcome::Approved && !is_refraining).then(|| {
                        let words: Vec<&str> = pieces.iter().map(|p| p.word.as_str()).collect();
                        words.join(" ")
                    }),
                    start: self.pieces[clause.from].at.start,
                    chosen: None,
                });
            };
            let named = || {
                target(
                    pieces
                        .iter()
                        .enumerate()
                        .find(|(j, p)| is_motion(p) && !after_preposition(self.pieces, clause.from + j))
                        .and_then(|(_, p)| match p.kind {
                            Kind::Word(sense) => Some(sense),
                            _ => None,
                        }),
                )
            };
            match clause.level {
                Level::Main if own.is_empty() && self.is_noting(n) => {
                    add(Outcome::Noted, Target::Unnamed, false, false)
                }
                Level::Main if self.is_refusal(n, &own) => add(Outcome::Rejected, Target::Unnamed, false, false),
                Level::Main if self.fails(n) => add(Outcome::Rejected, named(), false, false),
                Level::Main if self.has(n, Sense::Majority) && self.opposes(clause.from) => {
                    add(Outcome::Rejected, named(), false, false);
                }
                Level::Main if self.wants_more_first(n) => add(Outcome::Postponed, Target::Main, false, false),
                Level::Main if self.wants_back(n) => add(Outcome::SentBack, Target::Main, false, false),
                Level::Main | Level::Content(_) if self.rests(n) => {
                    add(Outcome::Postponed, Target::Main, false, false);
                }
                Level::Main if self.comes_back(n) => add(Outcome::Postponed, Target::Main, false, true),
                Level::Content(Governor::Verb(Act::Decide)) if own.is_empty() && self.decides_before(n) => {
                    let negated = pieces.iter().any(|p| p.is(Sense::Negation) || p.is(Sense::Keep));
                    add(Outcome::Approved, Target::Unnamed, negated, false);
                }
                _ => {}
            }
        }
    }

    /// `Udvalget fastholder den nuværende åbningstid`
    fn keeps(&self, event: &Event) -> bool {
        let now = ["nuværende", "eksisterende", "gældende", "hidtidige"];
        self.pieces[event.at].word.starts_with("fasthold")
            && event.theme.is_none()
            && now.iter().any(|w| self.says(event.clause, w))
    }

    /// `Udvalget udsatte sagen i juni`, `på sidste møde`.
    fn is_earlier(&self, event: &Event) -> bool {
        let clause = &self.clauses[event.clause];
        let past = event.form == Form::Active && !matches!(event.agent, Agent::Nobody) && {
            let word = &self.pieces[event.at].word;
            !word.ends_with('r')
        };
        let behind = &self.pieces[event.at..clause.to];
        let time = behind.windows(2).any(|w| {
            w[0].word == "i" && MONTHS.contains(&w[1].word.as_str())
                || matches!(w[0].word.as_str(), "sidste" | "forrige" | "seneste" | "tidligere")
                    && w[1].word.starts_with("møde")
        });
        past && time && event.level == Level::Main
    }

    /// `Udvalget vælger forslag A`: what of several was chosen.
    fn chosen(&self, event: &Event) -> Option<String> {
        if event.act != Act::Elect {
            return None;
        }
        let behind = &self.pieces[event.at..self.clauses[event.clause].to];
        let at = behind.iter().position(|p| OPTIONS.contains(&p.word.as_str()))?;
        let label = behind.get(at + 1).filter(|p| p.text.chars().count() <= 2 && !p.text.is_empty());
        Some(label.map_or_else(String::new, |l| format!("{} {}", behind[at].word, l.word)))
    }

    /// `besluttede ikke at lade et ændringsforslag indgå`: the amendment or other motion that is decided on.
    fn theme_of_content(&self, event: &Event) -> Option<Sense> {
        let decides = event.act == Act::Decide && event.negated;
        let content = self.clauses.get(event.clause + 1).filter(|_| decides)?;
        let content = matches!(content.level, Level::Content(Governor::Verb(Act::Decide))).then_some(content)?;
        let motion = self.pieces[content.from..content.to].iter().find(|p| {
            p.is_plain() && matches!(p.kind, Kind::Word(Sense::Amendment | Sense::CounterProposal | Sense::Procedural))
        })?;
        match motion.kind {
            Kind::Word(sense) => Some(sense),
            _ => None,
        }
    }

    /// Whether the verb before clause `n` is a body's.
    fn decides_before(&self, n: usize) -> bool {
        let event = self.events.iter().rev().find(|e| e.clause < n && e.act == Act::Decide);
        event.is_some_and(|e| {
            !e.negated && !matches!(e.agent, Agent::Outsider | Agent::People(_) | Agent::Few) && e.level == Level::Main
        })
    }

    fn is_noting(&self, n: usize) -> bool {
        let from = self.clauses[n].from;
        self.clause(n).iter().enumerate().any(|(j, p)| {
            let to = from + j > 0 && self.pieces[from + j - 1].word == "til"
                || p.word == "notam"
                || p.is(Sense::Noting) && self.pieces.len() <= 2;
            let starts = j <= 1
                || self.clause(n)[..j].iter().all(|p| !matches!(p.kind, Kind::Word(Sense::Person | Sense::Outsider)));
            // `Materialet udsendes til orientering` does not note anything.
            let noted = p.is(Sense::Noting)
                || p.is(Sense::Orientation)
                    && self.clause(n)[..j].iter().all(|p| !p.is(Sense::Other) || p.does(Act::Take));
            to && starts && p.is_plain() && noted
        })
    }

    fn is_refusal(&self, n: usize, own: &[&Event]) -> bool {
        let from = self.clauses[n].from;
        self.clause(n).iter().enumerate().any(|(j, p)| {
            let k = from + j;
            let bare = k == 0
                || !after_preposition(self.pieces, k)
                    && self.clause(n)[..j].iter().any(|p| p.does(Act::Grant) || p.does(Act::Approve));
            p.is(Sense::Refusal) && p.is_plain() && bare && own.iter().all(|e| e.act == Act::Grant)
        })
    }

    /// `Forslaget opnåede ikke flertal`.
    fn fails(&self, n: usize) -> bool {
        let negation = self.clause(n).iter().position(|p| p.is(Sense::Negation) || p.word == "intet");
        negation.is_some_and(|from| {
            self.clause(n)[from..].iter().take(5).any(|p| p.word == "flertal" || p.word == "tilslutning")
                && !self
                    .events
                    .iter()
                    .any(|e| e.clause == n && matches!(e.act, Act::Approve | Act::Recommend | Act::Vote))
        })
    }

    /// `Sagen stilles i bero`, `enighed om at vente med vedtagelsen`.
    fn rests(&self, n: usize) -> bool {
        let clause = self.clause(n);
        let rest = (1..clause.len()).any(|j| {
            clause[j].word == "bero" && clause[j - 1].word == "i"
                || clause[j].word == "med" && clause[j - 1].word == "vente"
        });
        rest && !self.has(n, Sense::Negation) && !clause.iter().any(|p| p.is(Sense::Person) || p.is(Sense::Outsider))
    }

    /// `Afventer.`, `Sagen behandles på mødet i september`, `kommer på igen til næste møde`: only where nothing else is
    /// decided.
    fn comes_back(&self, n: usize) -> bool {
        const COMES: [&str; 12] = [
            "behandles",
            "drøftes",
            "optages",
            "forelægges",
            "fremlægges",
            "kommer",
            "vender",
            "tages",
            "sættes",
            "genbehandles",
            "genfremsættes",
            "genoptages",
        ];
        const AGAIN: [&str; 8] =
            ["igen", "næste", "kommende", "senere", "førstkommende", "mødet", "tilbage", "fornyet"];
        let clause = self.clause(n);
        let named = clause.iter().any(|p| p.is_plain() && is_motion(p));
        let other = clause.iter().any(|p| {
            matches!(p.kind, Kind::Word(Sense::Person | Sense::Party | Sense::Outsider | Sense::Body | Sense::Negation))
        });
        if other {
            return false;
        }
        let says = |words: &[&str]| clause.iter().any(|p| words.contains(&p.word.as_str()));
        let inspected = named && clause.iter().any(|p| p.word.starts_with("besigtig"));
        // `Besigtigelse foretages.`
        let visit = clause.first().is_some_and(|p| p.word.starts_with("besigtig"))
            && says(&["foretages", "afholdes", "aftales"]);
        let waits = inspected
            || visit
            || says(&["afventer", "afventes"]) && (named || clause.iter().filter(|p| !p.word.is_empty()).count() <= 2);
        waits || says(&COMES) && says(&AGAIN)
    }

    /// `Udvalget ønskede flere oplysninger, før der tages stilling`
    fn wants_more_first(&self, n: usize) -> bool {
        let wish = self.events.iter().any(|e| {
            e.clause == n && e.act == Act::Wish && matches!(e.agent, Agent::Body(_) | Agent::Many) && !e.negated
        });
        let later = self.pieces.iter().position(|p| matches!(p.word.as_str(), "før" | "inden"));
        wish && later
            .is_some_and(|k| self.pieces[k..].iter().any(|p| matches!(p.word.as_str(), "stilling" | "afgørelse")))
    }

    /// `Udvalget ønsker sagen tilbage i en ny udformning`, `udbad sig en fornyet redegørelse`.
    fn wants_back(&self, n: usize) -> bool {
        let wish = self.events.iter().any(|e| {
            e.clause == n
                && e.act == Act::Wish
                && !matches!(e.agent, Agent::People(_) | Agent::Outsider | Agent::Few)
                && !e.negated
        });
        let sag = self.says(n, "sagen") || self.says(n, "punktet") || self.says(n, "forslaget");
        let anew = self.says(n, "fornyet") || self.says(n, "ny") || self.says(n, "nyt");
        wish && (sag && self.has(n, Sense::Again)
            || anew && ["redegørelse", "sagsfremstilling", "behandling", "indstilling"].iter().any(|w| self.says(n, w)))
    }

    /// The outcome of an event, and whether it is only discussion.
    fn outcome(&self, n: usize, event: &Event) -> Option<(Outcome, bool)> {
        let filing = |e: &Event| matches!(e.act, Act::SendBack | Act::SendOn) && e.form != Form::Active;
        let filed = event.level == Level::Content(Governor::Remark) && self.events[..n].iter().any(filing);
        // `kunne ikke støtte indstillingen, der herefter blev vedtaget`
        let next_step = ["herefter", "derefter", "derpå", "dermed"].iter().any(|w| self.says(event.clause, w));
        // `Det forslag, som byrådet forkastede i februar, blev vedtaget`: what a body did earlier says which.
        let earlier = event.form == Form::Active && matches!(event.agent, Agent::Body(_)) && !next_step;
        let about_motion = !earlier
            && matches!(event.level, Level::Relative(s) if s != Sense::Other && (s != Sense::Main || next_step));
        if !(performs(event.level) || filed || about_motion) || event.is_future {
            return None;
        }
        // `Tilbagesendes … med bemærkning, at byrådet har vedtaget`: sending back is only the filing.
        if filing(event)
            && self.events[n..].iter().any(|e| {
                e.level == Level::Content(Governor::Remark)
                    && matches!(e.act, Act::Approve | Act::Reject | Act::Recommend)
            })
        {
            return None;
        }
        let takes_back = event.act == Act::Withdraw
            && event.theme.is_some()
            && (self.has(event.clause, Sense::Again) || self.says(event.clause, "fra"));
        let takes_back =
            takes_back || self.pieces[event.at].word == "trak" && self.pieces.get(event.at + 1).is_some_and(is_motion);
        let given_up = event.theme.is_some() && self.pieces[event.at].word.starts_with("frafald");
        if (takes_back || given_up) && !event.negated && event.level == Level::Main {
            return Some((Outcome::Withdrawn, false));
        }
        if matches!(event.agent, Agent::Outsider | Agent::Few) {
            return None;
        }
        let governed = matches!(event.level, Level::Content(Governor::Verb(_)));
        if governed && !self.governor_decides(n) {
            return None;
        }
        let by_people = matches!(event.agent, Agent::People(_));
        // `Ida Lund godkendt som stedfortræder`: a person is approved, not a motion.
        let approved = event.act == Act::Approve && event.form == Form::Participle && !self.says(event.clause, "af");
        if by_people
            && !(matches!(event.act, Act::Elect | Act::Seat)
                || approved
                || matches!(event.form, Form::Participle | Form::Passive) && self.names_majority())
        {
            return None;
        }
        if matches!(event.form, Form::Infinitive) && !governed && !self.is_modal(event) {
            return None;
        }
        let negated = event.negated ^ (governed && self.governor_negated(n));
        // `Budgettet er endnu ikke godkendt`: how things are, not what was decided.
        let is_state = event.form == Form::Participle && event.other_theme && self.says(event.clause, "er");
        if negated && is_state {
            return None;
        }
        let outcome = self.of_act(event, n)?;
        let turned = match (outcome, negated) {
            (o, false) => Some(o),
            (Outcome::Approved | Outcome::Noted, true) => Some(Outcome::Rejected),
            (Outcome::Recommended, true) => Some(Outcome::NotRecommended),
            _ => None,
        };
        let turned = if turned == Some(Outcome::Recommended) { Some(self.recommended(event, n)?) } else { turned };
        Some((turned?, matches!(event.act, Act::Agree | Act::Seat)))
    }

    fn names_majority(&self) -> bool {
        self.pieces.iter().any(|p| p.is(Sense::Majority))
    }

    fn is_modal(&self, event: &Event) -> bool {
        self.pieces[self.clauses[event.clause].from..event.at].iter().any(|p| p.is(Sense::Can))
    }

    fn governing(&self, n: usize) -> Option<&Event> {
        let clause = self.events[n].clause;
        let governs = |e: &&Event| e.clause < clause && matches!(e.act, Act::Decide | Act::Conclude | Act::Wish);
        self.events[..n].iter().rev().find(governs)
    }

    fn governor_decides(&self, n: usize) -> bool {
        match self.governing(n) {
            Some(e) => {
                e.level == Level::Main && !matches!(e.agent, Agent::Outsider | Agent::People(_) | Agent::Few)
                    || e.act == Act::Conclude
            }
            // `Der var enighed om at …`
            None => self.pieces.iter().any(|p| p.is(Sense::Agreement)),
        }
    }

    fn governor_negated(&self, n: usize) -> bool {
        self.governing(n).is_some_and(|e| e.negated)
    }

    /// The outcome of a verb without negation.
    fn of_act(&self, event: &Event, n: usize) -> Option<Outcome> {
        let clause = event.clause;
        let own_theme = event.theme.is_some() || !event.other_theme;
        let word = self.pieces[event.at].word.as_str();
        let body_acts = event.form == Form::Active && !matches!(event.agent, Agent::Nobody) || self.is_elliptic(event);
        match event.act {
            Act::Approve => self.approves(event, word).then(|| {
                // A committee's `Tiltrædes indstillet`.
                let passed_on = self.pieces.get(event.at + 1).is_some_and(|p| p.word == "indstillet");
                if passed_on { Outcome::Recommended } else { Outcome::Approved }
            }),
            // `Udvalget ønsker ikke at opsige aftalen`
            Act::Wish => {
                let by_body = matches!(event.agent, Agent::Body(_) | Agent::Many);
                let content = Level::Content(Governor::Verb(Act::Wish));
                let more = self.clauses.get(clause + 1).is_some_and(|c| c.level == content);
                let told = self.events[n + 1..].iter().any(|e| e.level == content);
                (event.negated && by_body && more && !told).then_some(Outcome::Approved)
            }
            Act::Grant => self.grants(event).then_some(Outcome::Approved),
            Act::Fix | Act::Support
                if event.form == Form::Active && matches!(event.agent, Agent::Nobody) && !self.is_elliptic(event) =>
            {
                None
            }
            Act::Fix | Act::Support => Some(Outcome::Approved),
            Act::Recommend => Some(Outcome::Recommended),
            Act::Reject => {
                own_theme.then_some(Outcome::Rejected).or((event.form != Form::Passive).then_some(Outcome::Rejected))
            }
            Act::Postpone => (own_theme || body_acts).then_some(Outcome::Postponed),
            Act::SendBack => (own_theme || body_acts).then_some(Outcome::SentBack),
            Act::SendOn => self.sends(event, word, own_theme),
            Act::Send if self.has(clause, Sense::Again) => (own_theme || body_acts).then_some(Outcome::SentBack),
            Act::Send => {
                let heard = self.says(clause, "høring") && event.form != Form::Infinitive;
                self.sends(event, word, heard || own_theme && (event.theme.is_some() || self.is_elliptic(event)))
            }
            Act::Withdraw => (own_theme
                && event.form != Form::Infinitive
                && (word.starts_with("udg")
                    || event.theme.is_some()
                    || self.is_elliptic(event)
                    || self.has(clause, Sense::Again)))
            .then_some(Outcome::Withdrawn),
            Act::Lapse => own_theme.then_some(Outcome::Withdrawn),
            Act::Fall => event.theme.is_some().then_some(Outcome::Rejected),
            Act::Elect if self.chosen(event).is_some() => body_acts.then_some(Outcome::Approved),
            Act::Elect => self.elects(event).then_some(Outcome::Elected),
            Act::Discuss => self.discusses(event).then_some(Outcome::Discussed),
            Act::Agree => Some(Outcome::Discussed),
            // `Ole Brink fortsætter som formand`, not his work
            Act::Seat => {
                let seated = !word.starts_with("fortsæt") || self.has(clause, Sense::Role);
                (seated && matches!(event.agent, Agent::People(_))).then_some(Outcome::Elected)
            }
            Act::Begin => self.begins(event).then_some(Outcome::Approved),
            Act::Put => (self.begins(event) && self.says(clause, "gang")).then_some(Outcome::Approved),
            Act::Decide => self.decides(event, n),
            Act::Take => self.takes(event, clause),
            Act::Vote => self.votes_as_one(event),
            _ => None,
        }
    }

    /// The clause begins with the verb or its auxiliary. Without a subject the body is meant.
    fn is_elliptic(&self, event: &Event) -> bool {
        let clause = &self.clauses[event.clause];
        self.pieces[clause.from..event.at].iter().all(|p| {
            !matches!(p.kind, Kind::Word(Sense::Other | Sense::Outsider | Sense::Person | Sense::Party | Sense::Role))
                || p.in_brackets
        })
    }

    /// `Sættes i gang.`: the decision is only the start of an action.
    fn begins(&self, event: &Event) -> bool {
        let alone = self.clauses[event.clause].from == event.at && event.clause == 0;
        alone && matches!(event.form, Form::Passive | Form::Participle)
    }

    /// `Der gives ikke tilladelse`, `Bevillingen blev ikke givet`, `Udvalget meddeler dispensation`.
    fn grants(&self, event: &Event) -> bool {
        let clause = self.clause(event.clause);
        let given = clause.iter().any(|p| p.is_plain() && p.act().is_none() && lexicon().is_grant(&p.word));
        // `Forvaltningen giver …` tells, and so does a sentence without anybody.
        let decides = event.form != Form::Active || !matches!(event.agent, Agent::Nobody) || self.is_elliptic(event);
        given && decides && !self.has(event.clause, Sense::Refusal)
    }

    fn approves(&self, event: &Event, word: &str) -> bool {
        let clause = event.clause;
        if word.starts_with("følg") || word.starts_with("fulg") {
            return self.clause(clause).iter().any(is_motion);
        }
        // `Bemærkningerne medtages i arbejdet`
        if word.starts_with("medta") {
            return event.theme.is_some() && event.form != Form::Infinitive;
        }
        // `Alle gode ideer udmøntes`
        if word.starts_with("udmønt") && event.other_theme {
            return false;
        }
        if event.form == Form::Active && matches!(event.agent, Agent::Nobody) {
            return self.is_elliptic(event);
        }
        true
    }

    fn sends(&self, event: &Event, word: &str, own: bool) -> Option<Outcome> {
        let clause = event.clause;
        let refers = word.starts_with("henvis") && event.form == Form::Active && event.theme.is_none();
        let whereto = self.says(clause, "til") || self.has(clause, Sense::Hearing) || self.says(clause, "i");
        // `Ønskerne oversendes til budgetforhandlingerne`, whatever they are.
        let to_talks = word.starts_with("oversend") && self.has(clause, Sense::Hearing);
        if refers || !whereto || !(own || to_talks) {
            return None;
        }
        let with = self.clause(clause).iter().position(|p| p.is(Sense::Recommendation) || p.word == "indstilling");
        // `sendes til fornyet behandling i udvalget`
        if self.says(clause, "fornyet") {
            return Some(Outcome::SentBack);
        }
        let without = self.has(clause, Sense::Without) || self.says(clause, "henblik");
        Some(
            if with.is_some_and(|j| self.clause(clause)[..j].iter().any(|p| p.word == "med"))
                && !without
                && self.has(clause, Sense::Recommendation)
            {
                Outcome::Recommended
            } else {
                Outcome::SentOn
            },
        )
    }

    fn elects(&self, event: &Event) -> bool {
        let clause = self.clause(event.clause);
        let that = self.pieces.get(event.at + 1).is_some_and(|p| p.is(Sense::At));
        let someone = clause.iter().any(|p| p.is(Sense::Person) || p.is(Sense::Role)) || self.is_elliptic(event);
        !that && someone
    }

    fn discusses(&self, event: &Event) -> bool {
        let later = ["næste", "kommende", "senere", "fremover", "igen", "videre", "kan"];
        let future = event.form == Form::Passive && later.iter().any(|w| self.says(event.clause, w));
        !future && !matches!(event.form, Form::Infinitive) && !event.negated
    }

    /// *besluttede* with an object, or with a more specific *at* clause.
    fn decides(&self, event: &Event, n: usize) -> Option<Outcome> {
        let more = self
            .clauses
            .iter()
            .skip(event.clause + 1)
            .any(|c| matches!(c.level, Level::Content(Governor::Verb(Act::Decide))));
        if more || event.negated {
            // In `besluttede ikke at imødekomme` the next clause has the decision.
            let told = self.events[n + 1..].iter().any(|e| e.level == Level::Content(Governor::Verb(Act::Decide)));
            return (event.negated && !told && more).then_some(Outcome::Approved);
        }
        let active = event.form == Form::Active && matches!(event.agent, Agent::Body(_) | Agent::Many);
        let passive = event.form != Form::Active
            && (event.theme.is_some() || self.has(event.clause, Sense::Main) || self.says(event.clause, "indstillet"));
        (active || passive).then_some(Outcome::Approved)
    }

    fn takes(&self, event: &Event, clause: usize) -> Option<Outcome> {
        let notes = self.is_noting(clause);
        if notes {
            return Some(Outcome::Noted);
        }
        // `Bemærkningerne tages med tilbage i arbejdsgruppen`
        if event.form != Form::Infinitive
            && self.says(clause, "tilbage")
            && self.says(clause, "i")
            && matches!(event.level, Level::Content(_))
        {
            return Some(Outcome::SentBack);
        }
        let off = self
            .clause(clause)
            .windows(2)
            .any(|w| w[0].word == "af" && matches!(w[1].word.as_str(), "dagsordenen" | "dagsorden" | "dagsordnen"));
        (off && event.form != Form::Infinitive).then_some(Outcome::Withdrawn)
    }

    /// `Et flertal stemte for indstillingen`.
    fn votes_as_one(&self, event: &Event) -> Option<Outcome> {
        if !matches!(event.agent, Agent::Many | Agent::Body(_)) {
            return None;
        }
        let behind = &self.pieces[event.at..self.clauses[event.clause].to];
        let way = behind.iter().find(|p| p.is(Sense::For) || p.is(Sense::Against))?;
        Some(if way.is(Sense::For) { Outcome::Approved } else { Outcome::Rejected })
    }

    /// A recommendation for or against something.
    fn recommended(&self, event: &Event, _: usize) -> Option<Outcome> {
        let within: Vec<&Event> = self
            .events
            .iter()
            .filter(|e| e.at > event.at && e.level == Level::Content(Governor::Verb(Act::Recommend)))
            .collect();
        let refused = within.iter().find(|e| {
            matches!(
                e.act,
                Act::Approve | Act::Reject | Act::Support | Act::Recommend | Act::Fix | Act::Grant | Act::Begin
            )
        });
        let negative = refused.is_some_and(|e| e.negated ^ (e.act == Act::Reject));
        let refusal = self.pieces[event.at..].iter().take(8).any(|p| p.is(Sense::Refusal));
        if negative || refusal {
            return Some(Outcome::NotRecommended);
        }
        // `Det anbefales, at workshoppen har fokus på …` is advice, not a decision.
        let to_body = self.pieces[event.at..].iter().any(|p| p.is(Sense::Body));
        let impersonal = event.form != Form::Active
            && event.theme.is_none()
            && !to_body
            && refused.is_none()
            && self.clause(event.clause).iter().any(|p| p.word == "det" || p.is(Sense::Other));
        let that = self.pieces[event.at + 1..].iter().any(|p| p.is(Sense::At));
        (!(impersonal && that)).then_some(Outcome::Recommended)
    }

    /// Whether the words after the verb change the proposal.
    fn is_changed(&self, at: usize, clause: usize) -> bool {
        let end = self
            .clauses
            .iter()
            .skip(clause + 1)
            .find(|c| c.level == Level::Main && self.events.iter().any(|e| (c.from..c.to).contains(&e.at)))
            .map_or(self.pieces.len(), |c| c.from);
        let from = self.clauses[clause].from;
        let leads = |k: usize| {
            k > 0
                && (after_preposition(self.pieces, k)
                    || self.pieces[..k]
                        .iter()
                        .rev()
                        .take(3)
                        .any(|p| matches!(p.word.as_str(), "med" | "under" | "på" | "følgende" | "de" | "den")))
        };
        (at..end).any(|k| {
            let piece = &self.pieces[k];
            if piece.in_quotes || piece.in_brackets {
                return false;
            }
            // `idet V dog ikke kunne støtte den`: somebody's words are no change.
            let of_people = self.events.iter().any(|e| {
                e.level == Level::Adverbial
                    && (e.negated || self.has(e.clause, Sense::Reservation))
                    && matches!(e.agent, Agent::People(_))
                    && {
                        let c = &self.clauses[e.clause];
                        (c.from..c.to).contains(&k)
                    }
            });
            if of_people {
                return false;
            }
            let unchanged = (from..k).rev().take(3).any(|j| {
                self.pieces[j].is(Sense::Without) || self.pieces[j].word == "uden" || self.pieces[j].is(Sense::Negation)
            });
            match piece.kind {
                Kind::Word(Sense::Change) => {
                    let word = piece.word.as_str();
                    let by_itself =
                        matches!(word, "dog" | "bortset" | "undtagen" | "undtagelse" | "ændret" | "reduceret");
                    !unchanged && k > at && (by_itself || leads(k))
                }
                Kind::Word(Sense::Altered) | Kind::Verb(Act::Fix | Act::Withdraw, _) => {
                    !unchanged
                        && self
                            .clauses
                            .iter()
                            .any(|c| (c.from..c.to).contains(&k) && c.from > at && matches!(c.level, Level::Adverbial))
                        && self.pieces[at..k].iter().any(|p| p.word == "idet")
                        || !unchanged
                            && piece.is(Sense::Altered)
                            && self.pieces[at..k].windows(2).any(|w| w[0].word == "således" && w[1].is(Sense::At))
                }
                _ => false,
            }
        })
    }

    /// The points of the proposal before the verb, or before the clause's end.
    fn points(&self, event: &Event) -> Option<String> {
        self.points_before(event.at)
    }

    fn points_before(&self, end: usize) -> Option<String> {
        let mut found = None;
        let mut k = 0;
        while k < end {
            let piece = &self.pieces[k];
            let label = matches!(
                piece.word.as_str(),
                "punkt"
                    | "punkterne"
                    | "pkt"
                    | "ad"
                    | "punkter"
                    | "sag"
                    | "litra"
                    | "dagsordenspunkt"
                    | "beslutningspunkt"
                    | "beslutningspunkter"
                    | "beslutningspunkterne"
                    | "nr"
            );
            let mut from = k + 1;
            while self.pieces.get(from).is_some_and(|p| p.is_mark('.')) {
                from += 1;
            }
            let leading = k == 0
                && (piece.number().is_some() || piece.text.chars().count() == 1)
                && self.pieces.get(1).is_some_and(|p| matches!(p.kind, Kind::Mark('.' | ')' | ':')));
            let start = if leading { 0 } else { from };
            // `Ændringsforslag nr. 2`
            let of_motion =
                k > 0 && piece.word == "nr" && is_motion(&self.pieces[k - 1]) && !self.pieces[k - 1].is(Sense::Main);
            if !(leading || label && piece.is_plain()) || of_motion {
                k += 1;
                continue;
            }
            let is_point = |p: &Piece<'_>| {
                p.number().is_some()
                    || p.text.chars().count() == 1
                        && p.text.chars().all(char::is_alphabetic)
                        && p.word != "i"
                        && (p.is(Sense::Other) || p.is(Sense::Party))
            };
            let mut last = None;
            let mut j = start;
            while j < self.pieces.len() {
                let p = &self.pieces[j];
                let link = matches!(p.kind, Kind::Mark('-' | ',')) || p.is(Sense::And) || p.word == "til";
                if is_point(p) {
                    last = Some(j);
                } else if !(link && last.is_some() && self.pieces.get(j + 1).is_some_and(is_point)) {
                    break;
                }
                j += 1;
            }
            if let Some(last) = last {
                let (a, b) = (self.pieces[start].at.start, self.pieces[last].at.end);
                let offset = self.pieces[0].at.start;
                found = Some(self.text[a - offset..b - offset].split_whitespace().collect::<Vec<_>>().join(" "));
            }
            k = j.max(k + 1);
        }
        if found.is_none() && self.pieces[..end].iter().any(|p| matches!(p.word.as_str(), "øvrige" | "resten")) {
            return Some("øvrige".to_owned());
        }
        found
    }

    // Votes.

    fn voted_on(&self) -> Option<Target> {
        let near_vote = |k: &usize| {
            let p = &self.pieces[*k];
            p.is_plain()
                && is_motion(p)
                && (!p.is(Sense::Main) || p.word.starts_with("indstilling") || p.word.starts_with("hovedforslag"))
        };
        let vote = self.pieces.iter().any(|p| p.does(Act::Vote) || p.is(Sense::Votes) || p.is(Sense::Ballot))
            || (0..self.pieces.len()).any(|k| {
                // `Frist for ændringsforslag` is no vote.
                (self.sense_at(k, Sense::For) || self.sense_at(k, Sense::Against))
                    && (k == 0 || !self.sense_at(k - 1, Sense::Other))
            });
        let place = (0..self.pieces.len()).find(near_vote).filter(|_| vote)?;
        match self.pieces[place].kind {
            Kind::Word(sense) => Some(target(Some(sense))),
            _ => None,
        }
    }

    /// Named majorities and minorities. They count as a vote even without the word *stemme*.
    fn majorities(&self, facts: &mut SentenceFacts) {
        // `3 medlemmer (A og Ø) anbefaler indstillingen`
        let counted = |k: usize| {
            k == 1
                && self.pieces[k].word == "medlemmer"
                && self.pieces[0].number().is_some()
                && self.pieces.get(k + 1).is_some_and(|p| p.is_mark('('))
        };
        let group = |(k, p): &(usize, &Piece<'_>)| p.is(Sense::Majority) || p.is(Sense::Minority) || counted(*k);
        for (k, piece) in self.pieces.iter().enumerate().filter(group) {
            let Some(clause) = self.clauses.iter().position(|c| (c.from..c.to).contains(&k)) else { continue };
            let mut side = named_group(self.pieces, k, self.pieces.len());
            if counted(k) {
                side.count = self.pieces[0].number();
                facts.recommends |= self.events.iter().any(|e| e.act == Act::Recommend && e.level == Level::Main);
            }
            if side.names.is_empty() && side.parties.is_empty() {
                continue;
            }
            let negative = self.events.iter().find(|e| {
                e.clause >= clause
                    && e.at > k
                    && matches!(e.act, Act::Approve | Act::Recommend | Act::Support | Act::Reject | Act::Vote)
            });
            let refuses = negative.is_some_and(|e| match e.act {
                Act::Reject => !e.negated,
                Act::Vote => self.pieces[e.at..].iter().take(4).any(|p| p.is(Sense::Against)),
                _ => e.negated,
            });
            let for_it = match negative {
                Some(_) => !refuses,
                None if self.opposes(k) => false,
                // `Mindretallet (A) ønsker indstillingen fulgt`
                None if self.events.iter().any(|e| e.act == Act::Wish && !e.negated && e.at > k) => {
                    self.pieces[k..].iter().any(|p| p.act().is_some_and(|a| a == (Act::Approve, Form::Participle)))
                }
                None if counted(k) => continue,
                None => piece.is(Sense::Majority),
            };
            let told = if for_it { &mut facts.tally.votes.in_favour } else { &mut facts.tally.votes.against };
            votes::merge(told, side);
            facts.by_majority = true;
        }
    }

    /// `Flertallet går imod indstillingen`, from the majority or minority at `k` on.
    fn opposes(&self, k: usize) -> bool {
        self.pieces[k..].windows(2).any(|w| matches!(w[0].word.as_str(), "går" | "gik") && w[1].is(Sense::Against))
    }

    // Dissent.

    /// The people at the start of the sentence.
    fn people_of_subject(&self) -> Option<Vec<String>> {
        let first = (0..self.pieces.len()).find(|k| self.pieces[*k].is_voter() && !self.pieces[*k].in_brackets)?;
        let list = events::voters_around(self.pieces, first, 0..self.pieces.len());
        Some(self.names(&list))
    }

    fn people_of(&self, event: &Event, earlier: &[String]) -> Vec<String> {
        match &event.agent {
            Agent::People(places) => return self.names(places),
            // `Vinge Kommune gjorde opmærksom på`
            Agent::Outsider if self.pieces[self.clauses[event.clause].from].word.ends_with("kommune") => {
                return vec![printed(&self.pieces[self.clauses[event.clause].from])];
            }
            Agent::Few => {
                let few = self.pieces.iter().position(|p| p.is(Sense::Minority)).unwrap_or(0);
                let side = named_group(self.pieces, few, self.pieces.len());
                return side.names.into_iter().chain(side.parties).collect();
            }
            _ => {}
        }
        let clause = &self.clauses[event.clause];
        let pronoun = self.pieces[clause.from..event.at]
            .iter()
            .any(|p| matches!(p.word.as_str(), "han" | "hun" | "de" | "denne" | "disse" | "vedkommende"));
        if !pronoun {
            return Vec::new();
        }
        self.people_of_subject().unwrap_or_else(|| earlier.to_vec())
    }

    fn dissent(&self, facts: &mut SentenceFacts, earlier: &[String]) {
        let mut add = |facts: &mut SentenceFacts, people: Vec<String>, kind| {
            for who in people {
                if !facts.dissent.contains(&(who.clone(), kind)) {
                    facts.dissent.push((who, kind));
                }
            }
        };
        for event in self.events {
            let supports = matches!(event.act, Act::Approve | Act::Support | Act::Recommend)
                || event.act == Act::Take && self.is_noting(event.clause);
            let reported = !matches!(
                event.level,
                Level::Main | Level::Content(Governor::Verb(Act::Enter | Act::Wish)) | Level::Relative(_)
            );
            // `Godkendt, idet Ole Brink (V) ikke kunne støtte forhøjelsen.`
            let beside = event.level == Level::Adverbial && matches!(event.agent, Agent::People(_)) && event.negated;
            let reported = reported && !beside;
            if supports && !reported && matches!(event.form, Form::Active | Form::Infinitive) {
                let people = self.people_of(event, earlier);
                if event.negated {
                    add(facts, people, DissentKind::Against);
                } else if matches!(event.agent, Agent::People(_)) && event.level == Level::Main {
                    facts.supporters.extend(people);
                }
            }
            if event.act == Act::Enter && self.pieces.iter().any(|p| p.is(Sense::Protocol) || p.is(Sense::Remark))
                || event.act == Act::Wish && self.enters()
            {
                add(facts, self.people_of(event, earlier), DissentKind::Remark);
            }
            let reasons = event.act == Act::Inform
                && self.pieces[event.at].word.starts_with("begrund")
                && self.has(event.clause, Sense::Votes);
            let points_out = event.act == Act::Inform && self.says(event.clause, "opmærksom");
            let refers = event.act == Act::SendOn && self.has(event.clause, Sense::Remark);
            if (reasons || points_out || refers) && event.level == Level::Main {
                add(facts, self.people_of(event, earlier), DissentKind::Remark);
            }
            if matches!(event.level, Level::Relative(_))
                && self.pieces[event.at].word.starts_with("tilslut")
                && self.pieces.iter().any(|p| p.is(Sense::Remark))
            {
                add(facts, self.people_of(event, earlier), DissentKind::Remark);
            }
            if self.referral(event) {
                add(facts, self.people_of(event, earlier), DissentKind::Referral);
            }
            if event.act == Act::Take && self.has(event.clause, Sense::Reservation) {
                add(facts, self.people_of(event, earlier), DissentKind::Reservation);
            }
        }
        self.dissent_by_noun(facts, &mut add);
    }

    /// `ønsker ført til protokol`
    fn enters(&self) -> bool {
        // `bad om at få tilført, at …`
        let added = self.pieces.iter().position(|p| p.word == "tilført");
        if added.is_some_and(|k| self.pieces[k + 1..].iter().take(2).any(|p| p.is(Sense::At))) {
            return true;
        }
        self.pieces.iter().any(|p| p.is(Sense::Protocol) || p.is(Sense::Remark))
            && self.pieces.iter().any(|p| p.does(Act::Enter))
    }

    fn referral(&self, event: &Event) -> bool {
        let lower = self.text.to_lowercase();
        // `ønskede at frafalde standsningen`
        if self.pieces.iter().any(|p| p.does(Act::Withdraw) && p.is_plain()) {
            return false;
        }
        matches!(event.act, Act::Request | Act::Wish)
            && (lower.contains("indbragt")
                || lower.contains("standsning")
                || lower.contains("§ 23")
                || lower.contains("indbringe")
                || lower.contains("forelagt byrådet")
                || lower.contains("afgørelse i byrådet"))
            || event.act == Act::Request
                && self.pieces[event.at].word.starts_with("indbr")
                && matches!(event.agent, Agent::People(_))
            || event.act == Act::Put && lower.contains("standsning")
    }

    fn dissent_by_noun(
        &self,
        facts: &mut SentenceFacts,
        add: &mut impl FnMut(&mut SentenceFacts, Vec<String>, DissentKind),
    ) {
        for (k, piece) in self.pieces.iter().enumerate() {
            if piece.word.starts_with("standsningsret") && piece.is_plain() {
                let people: Vec<usize> = (0..k).filter(|j| self.pieces[*j].is_voter()).collect();
                add(facts, self.names(&people), DissentKind::Referral);
            }
            // `kan ikke stemme for planen`
            let cannot_vote = piece.word == "stemme"
                && self.sense_at(k + 1, Sense::For)
                && (k > 0 && self.sense_at(k - 1, Sense::Negation))
                && self.pieces[..k].iter().any(|p| p.is(Sense::Can));
            if cannot_vote {
                add(facts, self.people_of_subject().unwrap_or_default(), DissentKind::Against);
            }
            let kind = match piece.kind {
                Kind::Word(Sense::Reservation) => DissentKind::Reservation,
                Kind::Word(Sense::Remark) => DissentKind::Remark,
                _ => continue,
            };
            let from = (k + 1..(k + 4).min(self.pieces.len())).find(|j| {
                self.pieces[*j].word == "fra" || self.pieces[*j].is_mark(':') || self.pieces[*j].word == "af"
            });
            let behind =
                from.and_then(|f| (f + 1..(f + 4).min(self.pieces.len())).find(|j| self.pieces[*j].is_voter()));
            if let Some(first) = behind {
                let list = events::voters_around(self.pieces, first, from.unwrap_or(0) + 1..self.pieces.len());
                add(facts, self.names(&list), kind);
            } else if kind == DissentKind::Reservation
                && self.pieces.iter().take(k).any(Piece::is_voter)
                && !self.events.iter().any(|e| e.act == Act::Take)
            {
                // `Ole Brink (V) med forbehold`, `Forbehold: …`
                add(facts, self.people_of_subject().unwrap_or_default(), kind);
            }
        }
    }
}
