//! Reads decisions from minutes: the sequence of motions, their votes, and the outcome of the main motion.
//!
//! The text is split into sentences, and each sentence into clauses. Each clause gives an action, an agent and a
//! motion. The words are data (`data/decisions.toml`). Only an action of a body or its majority is a decision. A person
//! against it dissents; relative clauses, reasons and reported speech decide nothing. If two interpretations are close,
//! there is no outcome and the decision is marked as unclear. `docs/decisions.md` has the rules.

mod bodies;
mod clauses;
mod events;
mod pieces;
mod sentence;
mod sequence;
mod votes;
mod words;

use jiff::civil::Date;

pub(crate) use self::bodies::separate;
use crate::model::{Decision, Item, Section, SectionKind};

/// Context of a decision's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context<'c> {
    /// The body of the meeting.
    pub body: Option<&'c str>,
    /// The day of the decision.
    pub date: Option<Date>,
    /// The text of the proposal.
    pub proposal: Option<&'c str>,
    /// The item's title.
    pub title: Option<&'c str>,
    /// True for an agenda. Its minutes sections are quotes from earlier bodies, with their dates.
    pub is_agenda: bool,
    /// How many people are listed as present, officials included. `None` if nobody is listed.
    pub present: Option<usize>,
}

impl<'c> Context<'c> {
    /// The context from an item's own sections.
    pub fn of_item(item: &'c Item) -> Self {
        let proposal = item.sections.iter().find(|s| s.kind == SectionKind::Proposal).map(|s| s.text.as_str());
        Self { proposal, title: Some(&item.title), ..Self::default() }
    }

    /// Whether the proposal is the mover's own: `Forslag fra V om …`, `Ole Brink foreslår`.
    fn is_by(&self, mover: &str) -> bool {
        self.mover().is_some_and(|own| bodies::same_words(&own, mover))
    }

    fn mover(&self) -> Option<String> {
        let of = |text: Option<&str>| text.and_then(bodies::mover);
        of(self.proposal).or_else(|| of(self.title))
    }

    /// Whether a proposal comes from a member, or from an unknown mover.
    fn is_members(&self, proposal: &str) -> bool {
        bodies::mover(proposal).is_some()
    }

    fn is_own_body(&self, body: &str) -> bool {
        self.body.is_none_or(|own| bodies::same_body(own, body))
    }
}

/// The decision in a text of minutes.
///
/// ```
/// use dagsorden::facts::decisions::{Context, of_text};
/// use dagsorden::model::Outcome;
///
/// let text = "Et ændringsforslag fra V blev forkastet med 5 stemmer mod 2. Indstillingen blev godkendt.";
/// let decision = of_text(text, &Context::default());
/// assert_eq!(decision.outcome, Some(Outcome::Approved));
/// assert_eq!(decision.motions.len(), 2);
/// ```
pub fn of_text(text: &str, context: &Context<'_>) -> Decision {
    sequence::decision(text, context)
}

/// Fills in the decisions of an item's minutes, and the item's own decision. `around` is the context from the meeting.
pub(crate) fn read(item: &mut Item, around: &Context<'_>) {
    let context = Context { proposal: None, title: None, ..*around };
    let of_item = Context::of_item(item);
    let context = Context { proposal: of_item.proposal, title: of_item.title, ..context };
    let read: Vec<Option<Decision>> = item.sections.iter().map(|s| of_section(s, &context)).collect();
    for (section, decision) in item.sections.iter_mut().zip(read) {
        section.decision = decision.filter(|d| !d.is_empty());
    }
    item.decision = own(item);
}

/// The decision of a section; `None` for other sections than minutes.
pub fn of_section(section: &Section, context: &Context<'_>) -> Option<Decision> {
    // In an agenda, minutes are from earlier bodies.
    let is_own = section.date.is_none() && section.body.is_none();
    if section.kind != SectionKind::Minutes || context.is_agenda && is_own {
        return None;
    }
    let body = section.body.as_deref().or(context.body);
    // Those present are the members of the body that meets.
    let is_earlier = section.date.is_some_and(|d| context.date.is_some_and(|own| own != d))
        || section.body.as_deref().is_some_and(|b| !context.is_own_body(b));
    let present = context.present.filter(|_| !is_earlier);
    Some(of_text(section.text.as_str(), &Context { body, date: section.date.or(context.date), present, ..*context }))
}

/// The item's own decision: the one of the last deciding body.
fn own(item: &Item) -> Option<Decision> {
    let read: Vec<&Section> = item.sections.iter().filter(|s| s.decision.is_some()).collect();
    let tells = |s: &Section| s.decision.as_ref().is_some_and(|d| d.outcome.is_some() || d.unclear);
    // A heading with a body belongs to earlier proceedings, unless there is no other decision.
    let own = read.iter().rev().find(|s| s.body.is_none() && s.date.is_none() && tells(s));
    let named = || read.iter().rev().find(|s| tells(s));
    own.or_else(named).or(read.last()).and_then(|s| s.decision.clone())
}

#[cfg(test)]
mod tests;
