//! Learns from the sure heads of one document how its heads look.

use std::collections::HashMap;

use super::{Context, Head};
use crate::parse::fields::Field;
use crate::parse::numbers::{Form, Numbered};
use crate::parse::weights::{Evidence, item as w};

/// How a head looks, in features that heads of one document share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look {
    form: Option<(Form, usize)>,
    set: (bool, bool),
    gap: u32,
    follower: Follower,
}

/// The kind of row after a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Follower {
    Presenter,
    Codes,
    Heading,
    Text,
}

impl Look {
    /// How the head is set: bold, and larger than the text.
    pub(super) fn set(&self) -> (bool, bool) {
        self.set
    }

    pub(super) fn of(context: &Context, first: usize, after: usize, number: Option<&Numbered>) -> Self {
        let row = &context.rows.rows[first];
        let follower = match context.fields.get(after).copied().flatten() {
            Some(Field::Presenter) => Follower::Presenter,
            Some(Field::Codes) => Follower::Codes,
            None if context.heads_section(after) => Follower::Heading,
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

/// How the sure heads of a document look.
#[derive(Debug, Default)]
pub(super) struct Profile {
    total: f32,
    forms: HashMap<Option<(Form, usize)>, f32>,
    sets: HashMap<(bool, bool), f32>,
    gaps: HashMap<u32, f32>,
    followers: HashMap<Follower, f32>,
}

impl Profile {
    /// Learns from the heads that score at least `sure`.
    pub(super) fn of(candidates: &[Head], sure: f32) -> Self {
        let mut out = Self::default();
        for head in candidates.iter().filter(|c| c.score() >= sure) {
            out.total += 1.0;
            *out.forms.entry(head.look.form).or_default() += 1.0;
            *out.sets.entry(head.look.set).or_default() += 1.0;
            *out.gaps.entry(head.look.gap).or_default() += 1.0;
            *out.followers.entry(head.look.follower).or_default() += 1.0;
        }
        out
    }

    /// Adds signs for how well a candidate matches them.
    pub(super) fn judge(&self, head: &mut Head) {
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
