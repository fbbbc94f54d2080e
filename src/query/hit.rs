//! One answer.

use std::ops::Range;

use jiff::civil::Date;

use super::Explanation;
use crate::engine::plan::Form;
use crate::model::{MeetingKind, SectionKind, Votes};

/// The words around a hit, as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// One line; `…` where something was left out.
    pub text: String,
    /// What is to be marked, in order, byte offsets into `text`.
    pub highlights: Vec<Range<usize>>,
}

/// Another passage of a hit that has words of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The passage.
    pub snippet: Snippet,
    /// The section that it is from; `None` where it is the title.
    pub section: Option<SectionKind>,
    /// The section's heading as printed.
    pub heading: Option<String>,
    /// Its page, from 1.
    pub page: Option<u32>,
}

/// The item of another document of the meeting that has the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundIn {
    /// The id of that item.
    pub id: String,
    /// Its file.
    pub source: String,
    /// Agenda or minutes.
    pub kind: MeetingKind,
}

/// The decision of a hit, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitDecision {
    /// The name of its [outcome](crate::model::Outcome), or `unclear`.
    pub outcome: &'static str,
    /// The vote, where there was one.
    pub votes: Option<Votes>,
    /// The sentence that decides, on one line.
    pub sentence: String,
}

/// One item that was found. Of an item that stands in the agenda and in the minutes the latter, unless filters exclude it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// [`StoredItem::id`](crate::index::StoredItem).
    pub id: String,
    /// [`FileRecord::source`](crate::index::FileRecord).
    pub source: String,
    /// The ids of the same item in the meeting's other documents: of the agenda where this is the minutes' one.
    pub twins: Vec<String>,
    /// The twin whose passage is shown, where it is not this item's own.
    pub found_in: Option<FoundIn>,
    /// The number of the item, as printed.
    pub number: Option<String>,
    /// The title of the item.
    pub title: String,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// The body, as the document names it.
    pub body: Option<String>,
    /// The municipalities that the item is about.
    pub municipalities: Vec<String>,
    /// The topics of the item, as paths.
    pub topics: Vec<String>,
    /// Agenda or minutes.
    pub kind: MeetingKind,
    /// Whether it was dealt with behind closed doors.
    pub closed: bool,
    /// What was decided, where something was.
    pub decision: Option<HitDecision>,
    /// The kinds of sections that the item has, in its order, each once.
    pub sections: Vec<SectionKind>,
    /// The score; more is better. Comparable within one answer.
    pub score: f32,
    /// The best passage. `None` for a search without words.
    pub snippet: Option<Snippet>,
    /// The section that the snippet is from; `None` where it is the title.
    pub section: Option<SectionKind>,
    /// That section's heading as printed.
    pub heading: Option<String>,
    /// The page that the snippet stands on, or the item's own.
    pub page: Option<u32>,
    /// The best passages of its other sections, the best first, a few at most.
    pub more: Vec<Excerpt>,
    /// How near the best matching word is. `None` for a search without words.
    pub form: Option<Form>,
    /// Not all words were found, only most of them.
    pub partial: bool,
    /// How the score came about, where that was asked for.
    pub explanation: Option<Explanation>,
}
