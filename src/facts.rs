//! Reads what items say: decisions, topics, municipalities, numbers of KL's plan, and whether an item is a standing one.
//!
//! [`read`] fills all of it into a [`Meeting`]. Only the pipeline calls it: the index stores the facts, and whatever draws an
//! item takes them from there, so that two views of an item cannot disagree. [`classify_with`] gives topics by a user's own
//! [`Rules`], and [`explain`] says which words earned an item its topics. The municipalities follow the rule of
//! `bench/FORMAT.md`.

pub mod case;
pub mod decisions;
pub mod kle;
mod municipalities;
pub mod topics;

use crate::model::{Authority, Item, Meeting, MeetingKind};

pub use municipalities::{Named, Naming};
pub use topics::{Assignment, Limits, Places, Rules, RulesError, Standing};

/// Fills in all facts of every item, topics by the rules that the program brings along. Minutes that hold the decisions of
/// several bodies become a section for each.
pub fn read(meeting: &mut Meeting) {
    meeting.items.iter_mut().for_each(decisions::separate);
    classify_with(meeting, Rules::embedded());
    let (body, is_agenda) = (meeting.body.as_deref(), meeting.kind == MeetingKind::Agenda);
    let around = decisions::Context { body, date: meeting.date, is_agenda, ..decisions::Context::default() };
    meeting.items.iter_mut().for_each(|item| read_own_words(item, &around));
}

/// Fills in the facts that depend on the item's own words alone: decisions, numbers of KL's plan, standing.
pub fn read_item(item: &mut Item) {
    read_own_words(item, &decisions::Context::default());
}

fn read_own_words(item: &mut Item, around: &decisions::Context<'_>) {
    decisions::read(item, around);
    item.kle = kle::numbers(item);
    item.standing = Rules::embedded().standing(&item.title).is_some();
}

/// Fills in `topics` and `municipalities` of every item, by rules of the caller's own.
pub fn classify_with(meeting: &mut Meeting, rules: &Rules) {
    let authority = meeting.authority.clone();
    for item in &mut meeting.items {
        give_topics(item, rules);
        item.municipalities = municipalities::municipalities(item, authority.as_ref());
    }
}

/// Gives an item its topics anew.
pub fn give_topics(item: &mut Item, rules: &Rules) {
    item.topics = topics::topics(item, rules).into_iter().map(|a| a.topic).collect();
}

/// Which municipalities an item is about, and what says so.
pub fn explain_municipalities(item: &Item, authority: Option<&Authority>) -> Vec<Named> {
    municipalities::named(item, authority)
}

/// Which topics each item is given, and by which words, item by item.
///
/// ```
/// use dagsorden::facts::{Rules, explain};
/// use dagsorden::model::Item;
///
/// let why = explain([&Item::titled("Takster for herberger 2026")], Rules::embedded());
/// assert_eq!(why[0].len(), 2);
/// ```
pub fn explain<'a>(items: impl IntoIterator<Item = &'a Item>, rules: &Rules) -> Vec<Vec<Assignment>> {
    items.into_iter().map(|item| topics::topics(item, rules)).collect()
}
