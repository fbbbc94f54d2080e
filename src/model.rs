//! The domain types: meetings, items, sections, topics, authorities.
//!
//! These types depend on no other module and have no serialised form. [`output`](crate::output) defines the printed
//! form, [`index::format`](crate::index) the stored one. Danish appears only as data: a `SectionKind::Proposal` may
//! be headed `Indstilling`.

mod authority;
mod decision;
mod item;
mod meeting;
mod outcome;
mod section;
mod text;
mod topic;

pub use authority::{Authority, AuthorityKind, Region};
pub use decision::{
    Decision, Dissent, DissentKind, Motion, MotionKind, MotionResult, PointsOutcome, UNCLEAR, VotesDoubt,
};
pub use item::{CaseNumber, Item, ItemNumber};
pub use meeting::{Meeting, MeetingKind, Participant, SetApart};
pub use outcome::{Outcome, Side, Votes};
pub use section::{Section, SectionKind};
pub use text::{PageBreak, Repair, RepairKind, Text};
pub use topic::TopicPath;
