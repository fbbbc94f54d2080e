//! Combines the sentences into a decision: all motions, their results, and the outcome of the main motion.

use std::ops::Range;

use super::Context;
use super::sentence::{self, Moved, SentenceFacts, Statement, Target};
use super::votes::{Tally, merge};
use super::words::{Meaning, Sense, lexicon};
use crate::model::{
    Decision, Dissent, DissentKind, Motion, MotionKind, MotionResult, Outcome, PointsOutcome, Side, Votes, VotesDoubt,
};
use crate::text::sentences;

/// The decision in `text`.
pub(super) fn decision(text: &str, context: &Context<'_>) -> Decision {
    let mut people = Vec::new();
    let mut read = Vec::new();
    for at in sentences(text) {
        let facts = sentence::read(text, &at, &people);
        if !facts.people.is_empty() {
            people.clone_from(&facts.people);
        }
        read.push(facts);
    }
    let mut sequence = Sequence { context, motions: Vec::new(), current: None, main: Main::default() };
    for n in 0..read.len() {
        sequence.take(&read[n], &read[n + 1..]);
    }
    if sequence.main.statements.is_empty() && sequence.motions.is_empty() && sequence.main.tally.is_empty() {
        sequence.main.statements.extend(sentences(text).find_map(|at| echo(text, &at, context)));
    }
    sequence.finish(&read)
}

/// A sentence that says again what was proposed, with the same verb in the passive: `at vejen optages som kommunevej` and
/// `Vejen optages ikke som kommunevej.`
fn echo(text: &str, at: &Range<usize>, context: &Context<'_>) -> Option<Statement> {
    let proposal = context.proposal?.to_lowercase();
    let sentence = text[at.clone()].to_lowercase();
    let words = |s: &str| -> Vec<String> {
        s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (proposed, said) = (words(&proposal), words(&sentence));
    let is_denied = |words: &[String]| words.iter().any(|w| matches!(w.as_str(), "ikke" | "ej"));
    if said.iter().any(|w| matches!(w.as_str(), "at" | "hvis" | "når" | "kan" | "skal" | "bør" | "vil")) {
        return None;
    }
    let verb = said.iter().position(|w| w.chars().count() > 4 && w.ends_with("es") && proposed.contains(w))?;
    let subject = said[..verb].iter().any(|w| w.chars().count() > 3 && proposed.contains(w));
    if !subject || said.len() > LONGEST_ECHO {
        return None;
    }
    let refused = is_denied(&said) != is_denied(&proposed);
    Some(Statement {
        outcome: if refused { Outcome::Rejected } else { Outcome::Approved },
        target: Target::Main,
        body: None,
        points: None,
        changed: said.iter().any(|w| w == "dog"),
        amounts: amounts(&text[at.clone()]),
        is_weak: false,
        is_lapse: false,
        is_refraining: false,
        at: at.clone(),
        is_instead: false,
        is_earlier: false,
        is_grant: false,
        action: None,
        start: 0,
        chosen: None,
    })
}

/// Words of a sentence that says a proposal again and no more.
const LONGEST_ECHO: usize = 15;

struct Entry {
    motion: Motion,
    effect: Option<Outcome>,
    may_be_main: bool,
    tally: Tally,
    /// The sentence that says what became of it, or votes on it.
    at: Option<Range<usize>>,
}

#[derive(Default)]
struct Main {
    statements: Vec<Statement>,
    tally: Tally,
    /// The index among the motions of its first vote or statement.
    at: Option<usize>,
    /// The first sentence with votes on it.
    voted_at: Option<Range<usize>>,
    /// True if the sentences are about parts of the main motion.
    is_partial: bool,
    /// `I alt 40`, printed behind its votes.
    total: Option<u32>,
    /// The sentence with its votes says *ikke* of something.
    is_pair_negated: bool,
}

struct Sequence<'c> {
    context: &'c Context<'c>,
    motions: Vec<Entry>,
    /// The motion of votes without a named motion. `None` is the main motion.
    current: Option<usize>,
    main: Main,
}

/// The index of a motion; `None` is the main motion.
type Place = Option<usize>;

impl Sequence<'_> {
    fn take(&mut self, facts: &SentenceFacts, after: &[SentenceFacts]) {
        for moved in &facts.moved {
            self.introduce(moved, facts);
        }
        if let Some(put) = facts.put {
            self.current = self.place(put, after, false);
        }
        let mut spoken = None;
        let mut voted = None;
        for statement in &facts.statements {
            let fallen = matches!(statement.outcome, Outcome::Rejected | Outcome::Withdrawn);
            let place = self.place(statement.target, after, fallen);
            match place {
                Some(n) => self.settle(n, statement),
                None => {
                    self.main.at.get_or_insert(self.motions.len());
                    self.main.statements.push(statement.clone());
                }
            }
            // Words of discussion do not change the motion being voted on.
            spoken = Some(place);
            if facts.way_at.is_none_or(|at| statement.start <= at) {
                voted = Some(place);
            }
        }
        if let (true, Some(last)) = (facts.changes, self.main.statements.last_mut()) {
            last.changed = true;
        }
        if let (Some(total), None) = (facts.total, self.current) {
            self.main.total = Some(total);
        }
        self.main.is_partial |= facts.is_partial;
        if let (Some(target), true) = (facts.voted_on, facts.statements.is_empty()) {
            self.current = self.place(target, after, false);
        }
        if !facts.tally.is_empty() {
            let named = facts.voted_on.filter(|_| spoken.is_none()).map(|t| self.place(t, after, false));
            let place = if facts.by_majority {
                spoken.unwrap_or(None)
            } else {
                voted.or(spoken).or(named).unwrap_or(self.current)
            };
            let (tally, at) = match place {
                Some(n) => {
                    let entry = &mut self.motions[n];
                    (&mut entry.tally, &mut entry.at)
                }
                None => {
                    self.main.at.get_or_insert(self.motions.len());
                    self.main.is_pair_negated |= facts.is_negated;
                    (&mut self.main.tally, &mut self.main.voted_at)
                }
            };
            add(tally, &facts.tally);
            at.get_or_insert(facts.at.clone());
            self.current = spoken.unwrap_or(place);
        } else if let Some(place) = spoken {
            self.current = place;
        }
    }

    fn introduce(&mut self, moved: &Moved, facts: &SentenceFacts) {
        // The proposal before the body may be the mover's own.
        let own = moved.may_be_main
            && (moved.kind != MotionKind::Procedural || moved.is_mention)
            && moved.mover.as_deref().is_some_and(|m| self.context.is_by(m));
        if own {
            self.current = None;
            return;
        }
        // `Ændringsforslaget fra V blev forkastet`: moved in an earlier sentence.
        let known = self.motions.iter().rposition(|e| {
            e.motion.kind == moved.kind
                && e.motion.mover.is_some()
                && e.motion.mover == moved.mover
                && (e.motion.result.is_none() || moved.is_mention)
        });
        if let Some(n) = known {
            self.current = Some(n);
            return;
        }
        let motion = Motion { kind: moved.kind, mover: moved.mover.clone(), result: None, votes: None };
        let sent_along = facts.statements.iter().any(|s| s.outcome == Outcome::SentOn);
        let result = (sent_along && moved.kind == MotionKind::Amendment).then_some(MotionResult::SentOn);
        self.motions.push(Entry {
            motion: Motion { result, ..motion },
            effect: moved.effect,
            may_be_main: moved.may_be_main,
            tally: Tally::default(),
            at: None,
        });
        self.current = Some(self.motions.len() - 1);
    }

    /// The motion meant by a word, judged together with the sentences after it.
    fn place(&mut self, target: Target, after: &[SentenceFacts], fallen: bool) -> Place {
        match target {
            Target::Main => None,
            Target::Kind(kind) => {
                let open = self.motions.iter().rposition(|e| e.motion.kind == kind && e.motion.result.is_none());
                let any = open.or_else(|| self.motions.iter().rposition(|e| e.motion.kind == kind));
                any.or_else(|| {
                    let motion = Motion { kind, mover: None, result: None, votes: None };
                    self.motions.push(Entry {
                        motion,
                        effect: None,
                        may_be_main: false,
                        tally: Tally::default(),
                        at: None,
                    });
                    Some(self.motions.len() - 1)
                })
            }
            Target::Proposal => {
                let open = |e: &Entry| e.motion.result.is_none();
                self.current.filter(|n| open(&self.motions[*n])).or_else(|| self.motions.iter().rposition(open))
            }
            Target::Unnamed => {
                let open = self.motions.iter().rposition(|e| e.motion.result.is_none())?;
                let entry = &self.motions[open];
                let told_later = after.iter().any(|r| r.statements.iter().any(|s| !s.is_weak));
                let procedural = entry.motion.kind == MotionKind::Procedural;
                let voted = !entry.tally.is_empty();
                (self.current == Some(open) && (told_later || procedural || (fallen && voted))).then_some(open)
            }
        }
    }

    fn settle(&mut self, n: usize, statement: &Statement) {
        let result = match statement.outcome {
            Outcome::Rejected | Outcome::NotRecommended => MotionResult::Rejected,
            Outcome::Withdrawn if statement.is_lapse => MotionResult::Lapsed,
            Outcome::Withdrawn => MotionResult::Withdrawn,
            Outcome::Postponed => MotionResult::Postponed,
            Outcome::SentOn => MotionResult::SentOn,
            Outcome::SentBack => MotionResult::SentBack,
            Outcome::Discussed => return,
            _ => MotionResult::Carried,
        };
        let entry = &mut self.motions[n];
        entry.at = Some(statement.at.clone());
        let procedural = entry.motion.kind == MotionKind::Procedural;
        // A carried procedural motion is itself carried, wherever it sends the case.
        entry.motion.result = Some(match result {
            MotionResult::Postponed | MotionResult::SentOn | MotionResult::SentBack if procedural => {
                MotionResult::Carried
            }
            result => result,
        });
    }

    fn finish(mut self, read: &[SentenceFacts]) -> Decision {
        self.adopt_only_motion();
        for entry in &mut self.motions {
            settle_by_votes(entry);
        }
        let mut decision = Decision::default();
        let contradictory = self.main.tally.is_contradictory;
        let (outcome, unclear) = self.outcome(&mut decision.parts);
        decision.outcome = outcome;
        decision.unclear = unclear;
        // A counter-proposal or a postponement that was voted on has fallen where the main motion is adopted after it.
        if matches!(outcome, Some(Outcome::Approved | Outcome::Recommended)) {
            let open = |e: &&mut Entry| {
                let other = matches!(e.motion.kind, MotionKind::CounterProposal | MotionKind::Procedural);
                other && e.motion.result.is_none() && !e.tally.is_empty()
            };
            for entry in self.motions.iter_mut().filter(open) {
                entry.motion.result = Some(MotionResult::Rejected);
            }
        }
        self.support(read);
        let carried = !matches!(outcome, Some(Outcome::Rejected | Outcome::NotRecommended | Outcome::Withdrawn));
        let votes = self.main.tally.settled(carried);
        let wrong = carried && outcome.is_some_and(Outcome::is_adopted) && outvoted(&votes);
        if wrong || contradictory {
            decision.unclear = true;
            decision.outcome = decision.outcome.filter(|_| !wrong);
        }
        // `Arne Bæk fik 8 stemmer, 1 stemte blankt`: votes for people are on no motion.
        let for_people = outcome == Some(Outcome::Elected) && votes.in_favour.is_empty() && votes.against.is_empty();
        decision.votes = (!votes.is_empty() && !for_people).then_some(votes);
        if decision.outcome.is_none() && !decision.unclear {
            // `truffet med 3 stemmer mod 2, således at kantinen ikke udbydes`: which side had its way the words say.
            let doubtful = self.main.is_pair_negated && self.main.tally.pair.is_some();
            (decision.outcome, decision.unclear) =
                if doubtful { (None, true) } else { by_numbers(decision.votes.as_ref()) };
            if read.iter().any(|r| r.recommends) {
                decision.outcome = decision.outcome.map(|o| match o {
                    Outcome::Approved => Outcome::Recommended,
                    Outcome::Rejected => Outcome::NotRecommended,
                    other => other,
                });
            }
            if doubtful {
                decision.votes = None;
            }
        }
        decision.votes_doubt = decision.votes.as_ref().and_then(|v| self.doubt(v));
        decision.sentence = self.sentence(decision.outcome, decision.unclear);
        decision.dissent = dissent(read);
        decision.motions = self.list(decision.outcome, decision.votes.clone());
        decision
    }

    /// A motion without any other decision is the main motion: the member's own proposal.
    fn adopt_only_motion(&mut self) {
        let [entry] = self.motions.as_slice() else { return };
        let stated = self.main.statements.iter().any(|s| !s.is_weak);
        if stated
            || !entry.may_be_main
            || entry.effect.is_some()
            || entry.motion.result.is_none() && entry.tally.is_empty()
        {
            return;
        }
        if !self.context.proposal.is_none_or(|p| self.context.is_members(p)) {
            return;
        }
        let Some(entry) = self.motions.pop() else { return };
        self.main.tally = entry.tally;
        self.main.at = Some(0);
        let at = entry.at.unwrap_or_default();
        self.main.voted_at = Some(at.clone());
        let outcome = match entry.motion.result {
            Some(MotionResult::Carried) => Outcome::Approved,
            Some(MotionResult::Rejected | MotionResult::Lapsed) => Outcome::Rejected,
            Some(MotionResult::Postponed) => Outcome::Postponed,
            Some(MotionResult::SentBack) => Outcome::SentBack,
            Some(MotionResult::SentOn) => Outcome::SentOn,
            Some(MotionResult::Withdrawn) => Outcome::Withdrawn,
            None => return,
        };
        self.main.statements.push(Statement {
            outcome,
            target: Target::Main,
            body: None,
            points: None,
            changed: false,
            amounts: Vec::new(),
            is_weak: false,
            is_lapse: false,
            is_refraining: false,
            at,
            is_instead: false,
            is_earlier: false,
            is_grant: false,
            action: None,
            start: 0,
            chosen: None,
        });
    }

    /// Supporters and opponents make a vote if both are named.
    fn support(&mut self, read: &[SentenceFacts]) {
        let supporters: Vec<&String> = read.iter().flat_map(|r| &r.supporters).collect();
        let majority = read.iter().any(|r| r.by_majority);
        if !majority && (supporters.is_empty() || !self.motions.is_empty()) {
            return;
        }
        let against = read.iter().flat_map(|r| &r.dissent).filter(|(_, kind)| *kind == DissentKind::Against);
        let against: Vec<&String> = against.map(|(who, _)| who).collect();
        let voted_against = !self.main.tally.votes.against.names.is_empty();
        if against.is_empty() && !majority && !voted_against {
            return;
        }
        if !self.main.tally.votes.in_favour.is_empty() || !supporters.is_empty() {
            let others_voted = self.has_amendment_votes();
            let votes = &mut self.main.tally.votes;
            if votes.in_favour.names.is_empty() && votes.in_favour.parties.is_empty() {
                supporters.into_iter().for_each(|who| name(&mut votes.in_favour, who));
            }
            let minority_told = !votes.against.is_empty();
            if !minority_told && !others_voted {
                against.into_iter().for_each(|who| name(&mut votes.against, who));
            }
        }
        self.main.at.get_or_insert(self.motions.len());
    }

    fn has_amendment_votes(&self) -> bool {
        self.motions.iter().any(|e| !e.tally.is_empty())
    }

    fn list(&self, outcome: Option<Outcome>, votes: Option<Votes>) -> Vec<Motion> {
        let mut motions: Vec<Motion> = self.motions.iter().map(|e| e.motion.clone()).collect();
        let result = outcome.and_then(result_of);
        let mover = self.context.mover();
        if result.is_some() && (votes.is_some() || !motions.is_empty()) {
            let at = self.motions.len();
            let main = Motion { kind: MotionKind::Main, mover, result, votes };
            motions.insert(at, main);
        }
        motions
    }

    // The outcome of the main motion.

    fn outcome(&self, parts: &mut Vec<PointsOutcome>) -> (Option<Outcome>, bool) {
        let statements = self.own_statements();
        let strong: Vec<&Statement> = statements.iter().copied().filter(|s| !s.is_weak).collect();
        // `Udvalget udsatte sagen i juni. Nu anbefales købet.`
        let earlier = strong.iter().any(|s| !s.is_earlier);
        let strong: Vec<&Statement> = strong.into_iter().filter(|s| !(earlier && s.is_earlier)).collect();
        // `kan ikke følge indstillingen og meddeler i stedet dispensation`
        let refused = strong.iter().any(|s| s.outcome == Outcome::Rejected && !s.is_instead);
        let strong: Vec<&Statement> = strong.into_iter().filter(|s| !(refused && s.is_instead)).collect();
        let procedural = self.motions.iter().rev().find_map(|e| {
            (e.motion.kind == MotionKind::Procedural && e.motion.result == Some(MotionResult::Carried))
                .then_some(e.effect?)
        });
        let counter = self
            .motions
            .iter()
            .any(|e| e.motion.kind == MotionKind::CounterProposal && e.motion.result == Some(MotionResult::Carried));
        let amended = self
            .motions
            .iter()
            .any(|e| e.motion.kind == MotionKind::Amendment && e.motion.result == Some(MotionResult::Carried));
        if let Some(effect) = procedural.filter(|_| !strong.iter().any(|s| s.outcome.is_adopted())) {
            return (Some(effect), false);
        }
        if counter && !strong.iter().any(|s| s.outcome.is_adopted()) {
            return (Some(Outcome::Rejected), false);
        }
        let voted = !self.main.tally.is_empty();
        if strong.iter().any(|s| s.is_refraining) && self.context.proposal.is_none() {
            return (None, true);
        }
        if strong.iter().any(|s| s.action.as_deref().is_some_and(|a| self.is_other_than_end(a))) {
            return (None, true);
        }
        let stated: Vec<(Option<&str>, Outcome)> =
            strong.iter().map(|s| (s.points.as_deref(), self.outcome_of(s))).collect();
        give_parts(&stated, parts);
        let chosen = choose(&stated, self.main.is_partial);
        // An agenda with an item left out is another agenda.
        let agenda = self.context.title.is_some_and(|t| t.to_lowercase().contains("dagsorden"));
        let chosen = match chosen {
            Choice::Of(Outcome::PartlyApproved) if agenda => Choice::Of(Outcome::ApprovedWithChanges),
            // `Punkt 30 blev taget af dagsordenen. Dagsordenen blev herefter godkendt.`
            Choice::Unclear if agenda && strong.last().is_some_and(|s| s.outcome == Outcome::Approved) => {
                Choice::Of(Outcome::ApprovedWithChanges)
            }
            other => other,
        };
        // `a) Godkendt. b) Henvises til budgetforhandlingerne.`, where sending on was not proposed
        let sent = strong.iter().any(|s| s.outcome == Outcome::SentOn && s.points.is_some());
        let sends = self.context.proposal.is_none_or(|p| p.contains("send") || p.contains("henvis"));
        let chosen = match chosen {
            Choice::Of(Outcome::Approved | Outcome::Recommended) if sent && !sends => {
                Choice::Of(Outcome::PartlyApproved)
            }
            Choice::Of(Outcome::Approved) if amended => Choice::Of(Outcome::ApprovedWithChanges),
            Choice::Of(Outcome::Recommended) if amended => Choice::Of(Outcome::RecommendedWithChanges),
            // The text has only an amendment's result.
            Choice::None
                if !self.motions.is_empty() && self.motions.iter().any(|e| e.motion.result.is_some()) && !voted =>
            {
                Choice::Unclear
            }
            other => other,
        };
        match chosen {
            Choice::Of(outcome) => (Some(outcome), false),
            Choice::Unclear => (None, true),
            Choice::None if voted => (None, false),
            Choice::None => (statements.iter().find(|s| s.is_weak).map(|s| s.outcome), false),
        }
    }

    /// What a statement makes of the main motion, with what is known beside it.
    fn outcome_of(&self, statement: &Statement) -> Outcome {
        match statement.outcome {
            // `Ændringsforslaget forkastet. Indstillingen bortfaldt`: a motion that was voted on has fallen.
            Outcome::Withdrawn if !self.main.tally.is_empty() => Outcome::Rejected,
            Outcome::Approved if statement.chosen.as_ref().is_some_and(|c| self.is_other_choice(c)) => {
                Outcome::ApprovedWithChanges
            }
            Outcome::Approved if statement.changed || self.other_amount(statement) => Outcome::ApprovedWithChanges,
            Outcome::Recommended if statement.changed => Outcome::RecommendedWithChanges,
            // `Udvalget meddeler dispensation` where a refusal was proposed.
            Outcome::Approved if statement.is_grant && self.proposes_refusal() => Outcome::ApprovedWithChanges,
            Outcome::Approved if statement.is_refraining => self.refraining(),
            other => other,
        }
    }

    /// Why the numbers of the main motion's vote cannot all be right.
    fn doubt(&self, votes: &Votes) -> Option<VotesDoubt> {
        let counts = [&votes.in_favour, &votes.against, &votes.abstained].map(|s| s.count);
        let sum: u32 = counts.iter().flatten().fold(0, |sum, n| sum.saturating_add(*n));
        let both = counts[0].is_some() && counts[1].is_some();
        let present = self.context.present.and_then(|n| u32::try_from(n).ok());
        if present.is_some_and(|n| sum > n) {
            return Some(VotesDoubt::ExceedsPresent);
        }
        self.main.total.filter(|total| both && *total != sum).map(|_| VotesDoubt::SumDiffers)
    }

    /// The sentence that the outcome was read from; where two readings are near each other, the first of them.
    fn sentence(&self, outcome: Option<Outcome>, unclear: bool) -> Option<Range<usize>> {
        if outcome.is_none() && !unclear {
            return None;
        }
        let statements = self.own_statements();
        let of = |fits: &dyn Fn(&Statement) -> bool| statements.iter().find(|s| fits(s)).map(|s| s.at.clone());
        let told = outcome.and_then(|o| {
            let one_way = |s: &Statement| {
                s.outcome.is_adopted() == o.is_adopted() && s.outcome.is_not_adopted() == o.is_not_adopted()
            };
            of(&|s| !s.is_weak && self.outcome_of(s) == o).or_else(|| of(&|s| !s.is_weak && one_way(s)))
        });
        // A carried motion decides what becomes of the main one.
        let carried = |e: &&Entry| {
            e.motion.result == Some(MotionResult::Carried)
                && matches!(e.motion.kind, MotionKind::Procedural | MotionKind::CounterProposal)
        };
        let by_motion = || self.motions.iter().rev().find(carried).and_then(|e| e.at.clone());
        let any = || of(&|s| !s.is_weak).or_else(|| of(&|_| true));
        let voted = || self.main.voted_at.clone().or_else(|| self.motions.iter().find_map(|e| e.at.clone()));
        told.or_else(by_motion).or_else(any).or_else(voted)
    }

    /// The statements of the last deciding body. Statements of earlier bodies do not decide.
    fn own_statements(&self) -> Vec<&Statement> {
        let statements: Vec<&Statement> = self.main.statements.iter().collect();
        let own = |s: &Statement| s.body.as_deref().is_none_or(|b| self.context.is_own_body(b));
        if statements.iter().any(|s| own(s)) {
            return statements.into_iter().filter(|s| own(s)).collect();
        }
        if self.context.body.is_some() {
            return Vec::new();
        }
        let last = statements.last().and_then(|s| s.body.clone());
        statements.into_iter().filter(|s| s.body == last).collect()
    }

    /// True if the amount differs from the proposal.
    fn other_amount(&self, statement: &Statement) -> bool {
        let proposed = self.context.proposal.map(amounts).unwrap_or_default();
        !statement.amounts.is_empty() && !proposed.is_empty() && !statement.amounts.iter().any(|a| proposed.contains(a))
    }

    /// Another one of several than was proposed: `forslag a` where `forslag B` was.
    fn is_other_choice(&self, chosen: &str) -> bool {
        let proposal = self.context.proposal.map(str::to_lowercase).unwrap_or_default();
        let noun = chosen.split(' ').next().unwrap_or_default();
        !chosen.is_empty() && proposal.contains(noun) && !proposal.contains(chosen)
    }

    fn proposes_refusal(&self) -> bool {
        let proposal = self.context.proposal.map(str::to_lowercase).unwrap_or_default();
        let words: Vec<&str> = proposal.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
        words.contains(&"afslag") && !words.contains(&"ikke")
    }

    /// `at skabe et værested` where `at huset lukkes` was proposed: adopted or refused, the words do not say.
    fn is_other_than_end(&self, action: &str) -> bool {
        const ENDS: [&str; 6] = ["nedlæg", "lukke", "opsig", "ophæv", "afskaf", "nedriv"];
        let proposal = self.context.proposal.map(str::to_lowercase).unwrap_or_default();
        ENDS.iter().any(|end| proposal.contains(end)) && !ENDS.iter().any(|end| action.contains(end))
    }

    /// The outcome of a decision not to act: it depends on whether the proposal was to act.
    fn refraining(&self) -> Outcome {
        let proposal = self.context.proposal.map(str::to_lowercase).unwrap_or_default();
        let mut words = proposal.split(|c: char| !c.is_alphabetic());
        let keeps = |w: &str| {
            w == "ikke" || w.starts_with("fasthold") || matches!(lexicon().meaning(w), Meaning::Noun(Sense::Keep))
        };
        // `at der tages stilling til ruten` proposes neither.
        let open = proposal.contains("stilling til") || proposal.contains("drøft");
        let negated = open || words.any(keeps);
        if negated { Outcome::Approved } else { Outcome::Rejected }
    }
}

/// Amounts of money in a text, in kroner: `25.000 kr.`, `2,5 mio. kr.`.
pub(super) fn amounts(text: &str) -> Vec<u64> {
    let words: Vec<&str> = text.split_whitespace().map(|w| w.trim_matches(|c: char| "(),;:.-".contains(c))).collect();
    let mut found = Vec::new();
    for (n, word) in words.iter().enumerate().filter(|(_, w)| w.starts_with(|c: char| c.is_ascii_digit())) {
        let next = words.get(n + 1).copied().unwrap_or_default();
        let factor = match next {
            "mio" | "mill" | "millioner" => 1_000_000.0,
            "mia" => 1_000_000_000.0,
            "t" | "tusind" => 1000.0,
            "kr" | "kroner" => 1.0,
            _ if n > 0 && words[n - 1] == "kr" => 1.0,
            _ => continue,
        };
        let Ok(number) = word.replace('.', "").replace(',', ".").parse::<f64>() else { continue };
        // Amounts are whole kroner, far below 2^53.
        found.push((number * factor).round() as u64);
    }
    found
}

enum Choice {
    Of(Outcome),
    Unclear,
    None,
}

/// Chooses the decisive statement.
fn choose(stated: &[(Option<&str>, Outcome)], is_partial: bool) -> Choice {
    let rank = |o: Outcome| match o {
        Outcome::Recommended | Outcome::RecommendedWithChanges => 7,
        Outcome::Approved | Outcome::ApprovedWithChanges | Outcome::PartlyApproved => 6,
        Outcome::Elected => 5,
        Outcome::NotRecommended | Outcome::Rejected => 5,
        Outcome::Postponed | Outcome::SentBack | Outcome::Withdrawn => 4,
        Outcome::Noted | Outcome::SentOn => 3,
        Outcome::Discussed => 1,
    };
    let adopted: Vec<Outcome> = stated.iter().map(|t| t.1).filter(|o| o.is_adopted()).collect();
    let fallen: Vec<Outcome> = stated.iter().map(|t| t.1).filter(|o| o.is_not_adopted()).collect();
    let points = stated.iter().any(|t| t.0.is_some());
    if !adopted.is_empty() && !fallen.is_empty() {
        if points || is_partial {
            return Choice::Of(Outcome::PartlyApproved);
        }
        return Choice::Unclear;
    }
    if let Some(first) = fallen.first() {
        // Noted and postponed, rejected and sent back: if both go one way, the first one counts.
        let noted_points = points && stated.iter().any(|t| t.1 == Outcome::Noted);
        let refused = fallen.iter().find(|o| matches!(o, Outcome::Rejected | Outcome::NotRecommended));
        let back = fallen.iter().find(|o| matches!(o, Outcome::SentBack));
        return Choice::Of(if noted_points { Outcome::PartlyApproved } else { *back.or(refused).unwrap_or(first) });
    }
    let Some(best) = stated.iter().map(|t| rank(t.1)).max() else { return Choice::None };
    let mut equals = stated.iter().map(|t| t.1).filter(|o| rank(*o) == best);
    let Some(first) = equals.next() else { return Choice::None };
    let changed = equals.chain([first]).find(|o| {
        matches!(o, Outcome::ApprovedWithChanges | Outcome::RecommendedWithChanges | Outcome::PartlyApproved)
    });
    Choice::Of(changed.unwrap_or(first))
}

/// Lists the points if several groups of them had different outcomes.
fn give_parts(stated: &[(Option<&str>, Outcome)], parts: &mut Vec<PointsOutcome>) {
    for (points, outcome) in stated.iter().filter_map(|(p, o)| Some(((*p)?, *o))) {
        if !parts.iter().any(|p| p.points == points) {
            parts.push(PointsOutcome { points: points.to_owned(), outcome });
        }
    }
    if parts.len() < 2 {
        parts.clear();
    }
}

fn result_of(outcome: Outcome) -> Option<MotionResult> {
    Some(match outcome {
        Outcome::Rejected | Outcome::NotRecommended => MotionResult::Rejected,
        Outcome::Postponed => MotionResult::Postponed,
        Outcome::SentBack => MotionResult::SentBack,
        Outcome::SentOn => MotionResult::SentOn,
        Outcome::Withdrawn => MotionResult::Withdrawn,
        Outcome::Discussed => return None,
        _ => MotionResult::Carried,
    })
}

fn name(side: &mut Side, who: &str) {
    let letters = who.chars().count() <= 3 && who.chars().all(char::is_uppercase);
    let list = if letters { &mut side.parties } else { &mut side.names };
    if !list.iter().any(|w| w == who) {
        list.push(who.to_owned());
    }
}

fn add(tally: &mut Tally, more: &Tally) {
    merge(&mut tally.votes.in_favour, more.votes.in_favour.clone());
    merge(&mut tally.votes.against, more.votes.against.clone());
    merge(&mut tally.votes.abstained, more.votes.abstained.clone());
    if tally.pair.is_none() {
        tally.pair = more.pair;
        tally.pair_voters = more.pair_voters.clone();
    }
    tally.is_contradictory |= more.is_contradictory;
}

fn outvoted(votes: &Votes) -> bool {
    matches!((votes.in_favour.count, votes.against.count), (Some(a), Some(b)) if a < b)
}

/// The result of a motion from the vote numbers alone.
fn by_numbers(votes: Option<&Votes>) -> (Option<Outcome>, bool) {
    let Some(votes) = votes else { return (None, false) };
    match (votes.in_favour.count, votes.against.count) {
        (Some(a), Some(b)) if a > b => (Some(Outcome::Approved), false),
        (Some(_), Some(_)) => (Some(Outcome::Rejected), false),
        _ => (None, true),
    }
}

fn settle_by_votes(entry: &mut Entry) {
    let carried = entry.motion.result.map(|r| r == MotionResult::Carried);
    let votes = entry.tally.settled(carried.unwrap_or(true));
    if entry.motion.result == Some(MotionResult::Lapsed) && !votes.is_empty() {
        entry.motion.result = Some(MotionResult::Rejected);
    }
    if entry.motion.result.is_none() {
        entry.motion.result = match (votes.in_favour.count, votes.against.count) {
            (Some(a), Some(b)) => Some(if a > b { MotionResult::Carried } else { MotionResult::Rejected }),
            _ => None,
        };
    }
    entry.motion.votes = (!votes.is_empty()).then_some(votes);
}

fn dissent(read: &[SentenceFacts]) -> Vec<Dissent> {
    let mut all: Vec<Dissent> = Vec::new();
    for (who, kind) in read.iter().flat_map(|r| r.dissent.clone()) {
        let one = Dissent { who, kind };
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}
