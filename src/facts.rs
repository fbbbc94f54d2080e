//! Reads facts from items: decisions, topics, municipalities, KLE numbers, and standing items.
//!
//! [`read`] fills all facts into a [`Meeting`]. Only the pipeline calls it. The index stores the facts and all views
//! use the stored ones, so two views cannot disagree. [`classify_with`] assigns topics by a user's own [`Rules`];
//! [`explain_topics`] lists the words behind each topic. Municipalities follow the rule in `bench/FORMAT.md`. In doubt
//! a fact is left out: a wrong one is worse than none.

pub mod case;
pub mod decisions;
pub mod kle;
mod municipalities;
pub mod topics;

use crate::model::{Authority, Item, Meeting, MeetingKind};

pub use municipalities::{Named, Naming};
pub use topics::{Assignment, Limits, Places, Rules, RulesError, Standing};

/// Fills in all facts of every item, with topics by the embedded rules. Minutes with decisions of several bodies are
/// split into one section per body.
pub fn read(meeting: &mut Meeting) {
    meeting.items.iter_mut().for_each(decisions::separate);
    classify_with(meeting, Rules::embedded());
    let (body, is_agenda) = (meeting.body.as_deref(), meeting.kind == MeetingKind::Agenda);
    let present = meeting.participants.iter().filter(|p| !p.absent).count();
    let present = (present > 0).then_some(present);
    let around = decisions::Context { body, date: meeting.date, is_agenda, present, ..decisions::Context::default() };
    meeting.items.iter_mut().for_each(|item| read_own_words(item, &around));
}

/// Fills in the facts read from the item alone: decisions, KLE numbers, standing.
pub fn read_item(item: &mut Item) {
    read_own_words(item, &decisions::Context::default());
}

fn read_own_words(item: &mut Item, around: &decisions::Context<'_>) {
    decisions::read(item, around);
    item.kle = kle::numbers(item);
    item.standing = Rules::embedded().standing(&item.title).is_some();
}

/// Fills in `topics` and `municipalities` of every item, by the caller's rules.
pub fn classify_with(meeting: &mut Meeting, rules: &Rules) {
    let authority = meeting.authority.clone();
    for item in &mut meeting.items {
        assign_topics(item, rules);
        item.municipalities = municipalities::municipalities(item, authority.as_ref());
    }
}

/// Replaces the topics of an item.
pub fn assign_topics(item: &mut Item, rules: &Rules) {
    item.topics = topics::topics(item, rules).into_iter().map(|a| a.topic).collect();
}

/// The municipalities of an item, each with its evidence.
pub fn explain_municipalities(item: &Item, authority: Option<&Authority>) -> Vec<Named> {
    municipalities::named(item, authority)
}

/// The topics of each item, with the words behind them.
///
/// ```
/// use dagsorden::facts::{Rules, explain_topics};
/// use dagsorden::model::Item;
///
/// let why = explain_topics([&Item::titled("Takster for herberger 2026")], Rules::embedded());
/// assert_eq!(why[0].len(), 2);
/// ```
pub fn explain_topics<'a>(items: impl IntoIterator<Item = &'a Item>, rules: &Rules) -> Vec<Vec<Assignment>> {
    items.into_iter().map(|item| topics::topics(item, rules)).collect()
}
