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
    /// The marks, in order, as byte offsets into `text`.
    pub highlights: Vec<Range<usize>>,
}

/// Another passage of a hit with words of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The passage.
    pub snippet: Snippet,
    /// Its section; `None` for the title.
    pub section: Option<SectionKind>,
    /// The section's heading as printed.
    pub heading: Option<String>,
    /// Its page, from 1.
    pub page: Option<u32>,
}

/// The item with the words in another document of the meeting.
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
    /// The deciding sentence, on one line.
    pub sentence: String,
}

/// One found item. Of an item in both agenda and minutes the latter, unless filters exclude it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// [`StoredItem::id`](crate::index::StoredItem).
    pub id: String,
    /// [`FileRecord::source`](crate::index::FileRecord).
    pub source: String,
    /// The ids of the same item in the meeting's other documents: of the agenda where this is the minutes' one.
    pub twins: Vec<String>,
    /// The twin with the shown passage, where it is not this item's own.
    pub found_in: Option<FoundIn>,
    /// The number of the item, as printed.
    pub number: Option<String>,
    /// The title of the item.
    pub title: String,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// The body, as the document names it.
    pub body: Option<String>,
    /// The municipalities of the item.
    pub municipalities: Vec<String>,
    /// The topics of the item, as paths.
    pub topics: Vec<String>,
    /// Agenda or minutes.
    pub kind: MeetingKind,
    /// Whether it was dealt with behind closed doors.
    pub closed: bool,
    /// The decision, where there is one.
    pub decision: Option<HitDecision>,
    /// The kinds of the item's sections, in its order, each once.
    pub sections: Vec<SectionKind>,
    /// The score; more is better. Comparable within one answer.
    pub score: f32,
    /// The best passage. `None` for a search without words.
    pub snippet: Option<Snippet>,
    /// The section of the snippet; `None` for the title.
    pub section: Option<SectionKind>,
    /// That section's heading as printed.
    pub heading: Option<String>,
    /// The page of the snippet, or the item's first.
    pub page: Option<u32>,
    /// The best passages of its other sections, the best first, a few at most.
    pub more: Vec<Excerpt>,
    /// How near the best matching word is. `None` for a search without words.
    pub form: Option<Form>,
    /// Not all words were found, only most of them.
    pub partial: bool,
    /// How the score came about, on request.
    pub explanation: Option<Explanation>,
}
