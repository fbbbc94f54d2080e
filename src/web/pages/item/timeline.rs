//! An item's case as a timeline.

use crate::archive::Snapshot;
use crate::index::StoredItem;
use crate::query::{self, HistoryRequest};
use crate::text::shortened;
use crate::web::Problem;
use crate::web::pages::case::{self, Announced};
use crate::web::pages::{Badge, Frame, Link};

/// Steps in the timeline; the page of the case has them all.
const MOST: usize = 24;
/// Characters of a title.
const TITLE: usize = 140;

/// The case of an item.
pub(super) struct CaseTimeline {
    pub steps: Vec<TimelineStep>,
    /// The page of the case.
    pub address: String,
    pub state: String,
    pub announced: Option<Announced>,
}

/// A meeting of the case.
pub(super) struct TimelineStep {
    pub day: String,
    pub written: Option<String>,
    pub body: String,
    pub link: Link,
    pub badge: Option<Badge>,
    pub current: bool,
}

impl CaseTimeline {
    pub(super) fn new(frame: &Frame<'_>, snapshot: &Snapshot, stored: &StoredItem) -> Result<Self, Problem> {
        let request = HistoryRequest { item: true, ..HistoryRequest::of(&stored.id) };
        let history = snapshot.history(&request)?;
        let is_current =
            |step: &query::Step| step.item.id == stored.id || step.twins.iter().any(|twin| twin.id == stored.id);
        let here = history.steps.iter().position(is_current).unwrap_or(0);
        let from = here.saturating_sub(MOST / 2).min(history.steps.len().saturating_sub(MOST));
        let view = |step: &query::Step| TimelineStep {
            day: frame.day(step.item.meeting.date),
            written: step.item.meeting.date.map(|d| d.to_string()),
            body: frame.body(&step.item.meeting),
            link: Link::new(shortened(&step.item.item.title, TITLE), frame.thing("item", &step.item.id)),
            badge: step.outcome.map(|o| frame.badge(o)),
            current: is_current(step),
        };
        Ok(Self {
            steps: history.steps.iter().skip(from).take(MOST).map(view).collect(),
            address: frame.thing("case", &stored.id),
            state: case::standing(frame, &history.state),
            announced: history.state.announcement().map(|a| Announced::new(frame, a)),
        })
    }
}
