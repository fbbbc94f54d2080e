//! What the document says of the meeting as a whole: kind, body, authority, date, times, place, participants.

use jiff::civil::{Date, Time};

use crate::model::{Authority, MeetingKind, Participant, Region};
use crate::source::Document;

/// What was found about the meeting.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cover {
    /// `None` where only the items can tell: a document that records decisions is minutes.
    pub kind: Option<MeetingKind>,
    pub body: Option<String>,
    pub authority: Option<Authority>,
    pub region: Option<Region>,
    pub date: Option<Date>,
    pub start: Option<Time>,
    pub end: Option<Time>,
    pub place: Option<String>,
    pub participants: Vec<Participant>,
}

/// Reads a document's cover. `front` says how many of the document's lines ([`Document::lines`], blank ones counted) stand
/// before the first item; evidence may come from anywhere (a running foot may hold the only date).
pub fn read(_document: &Document, _front: usize) -> Cover {
    Cover::default()
}
