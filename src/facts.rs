//! Items get their topics and municipalities, by rules that are data.
//!
//! [`classify`] fills them in by the [`Rules`] that the program brings along, [`classify_with`] by a user's own, and
//! [`explain`] says which words earned an item its topics. The municipalities follow the rule of `bench/FORMAT.md`.

pub mod case;
pub mod decisions;
pub mod kle;
mod municipalities;
pub mod topics;

use crate::model::{Authority, Item, Meeting};

pub use municipalities::{Named, Naming};
pub use topics::{Assignment, Limits, Places, Rules, RulesError, Standing};

/// Fills in `topics` and `municipalities` of every item.
pub fn classify(meeting: &mut Meeting) {
    classify_with(meeting, Rules::embedded());
}

/// The same, by rules of the caller's own.
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
