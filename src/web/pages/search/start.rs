//! The summary of the archive on the start page.

use crate::archive::Snapshot;
use crate::query::Answer;
use crate::web::pages::body::MeetingView;
use crate::web::pages::{Frame, Link};
use crate::web::{Problem, SearchState, saved};
use crate::words::fill;

/// Newest meetings on the page: about a week of a municipality.
const NEWEST: usize = 8;

/// The archive in short.
pub(super) struct Start {
    pub counts: Vec<String>,
    /// `fra 20. marts 2013 til 27. februar 2026`.
    pub span: Option<String>,
    pub newest: Vec<MeetingView>,
    /// The saved searches.
    pub saved: Vec<Link>,
    /// Example searches and their meaning.
    pub examples: Vec<(Link, &'static str)>,
}

impl Start {
    pub(super) fn new(frame: &Frame<'_>, snapshot: &Snapshot, answer: &Answer) -> Result<Self, Problem> {
        let words = &frame.words.start;
        let extent = snapshot.extent()?;
        let newest = snapshot.newest_meetings(NEWEST)?;
        let day = |day: Option<&jiff::civil::Date>| day.map(|d| frame.words.day(*d));
        let span = day(extent.days.first()).zip(day(extent.days.last()));
        let example = |[typed, means]: &'static [String; 2]| {
            (Link::new(typed, frame.with(&frame.site.links.to("search"), [("q", typed)])), means.as_str())
        };
        let saved = saved::read(&frame.site.settings.index).into_iter().filter_map(|search| {
            let state = SearchState::read(&search.query).ok()?;
            Some(Link::new(search.name, frame.search(&state)))
        });
        Ok(Self {
            saved: saved.collect(),
            counts: vec![
                frame.words.count(answer.total, &words.items),
                frame.words.count(extent.documents as u64, &words.documents),
                frame.words.count(extent.meetings as u64, &words.meetings),
            ],
            span: span.map(|(first, last)| fill(&words.from_to, &[("first", &first), ("last", &last)])),
            newest: newest.iter().filter_map(|meeting| MeetingView::new(frame, meeting, true)).collect(),
            examples: words.examples.iter().map(example).collect(),
        })
    }
}
