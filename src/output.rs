//! Meetings, hits, histories → bytes, into the writer that it is given.
//!
//! A [`Report`] is what a command found, a [`Format`] a way to write one; each format is one file, each report another. The
//! serialisable types stand here, apart from the model, so that the model can change while the JSON stays: fields are
//! added, never renamed.
//!
//! | format | type | of a report it takes |
//! | --- | --- | --- |
//! | table | [`Terminal`] | [`Report::blocks`] |
//! | md | [`Markdown`] | [`Report::blocks`] |
//! | jsonl, json | [`JsonLines`], [`JsonArray`] | [`Report::objects`] |
//! | csv | [`Csv`] | [`Report::objects`], the fields of [`Report::columns`] |
//! | xlsx | [`Xlsx`] | [`Report::sheets`] |
//! | html | [`Html`] | [`Report::page`] |

mod block;
mod bulk;
mod cases;
mod check;
mod classification;
mod csv;
mod danish;
mod facets;
mod forgotten;
mod history;
mod hits;
mod item;
mod json;
mod link;
mod markdown;
mod meeting;
mod meetings;
mod oparl;
mod outline;
mod page;
mod repairs;
mod sheet;
mod status;
mod table;
mod terminal;
mod wrap;
mod xlsx;

use std::io::{self, Write};

use serde_json::Value;

pub use block::{Bar, Block, Rich, Span, Style};
pub use bulk::{Bulk, OPENSEARCH, QUICKWIT};
pub use cases::{CasesReport, ListedCaseObject};
pub use check::{CheckReport, Disclosure};
pub use classification::{ClassificationReport, Classified, Why, WhyMunicipality, WhyTopic};
pub use csv::{Csv, Dialect};
pub use facets::FacetsReport;
pub use forgotten::ForgottenReport;
pub use history::{Asked, HistoryReport, ReasonObject, StepObject};
pub use hits::{ExplanationObject, FoundInObject, HitObject, HitsReport, Rest, SnippetObject, WordScoreObject};
pub use item::{ItemReport, StoredItemObject};
pub use json::{JsonArray, JsonLines};
pub use link::Links;
pub use markdown::Markdown;
pub use meeting::{
    FurnitureObject, ItemObject, LabelObject, MeetingObject, ParticipantObject, SectionObject, SideObject, VotesObject,
};
pub use meetings::{MeetingEntry, MeetingsReport};
pub use oparl::OParl;
pub use outline::OutlineReport;
pub use page::Html;
pub use repairs::{RepairObject, RepairsReport};
pub use sheet::{Cell, Column, Sheet};
pub use status::{Concern, IndexState, StatusReport};
pub use table::{ColumnKind, RowWriter, Table, TableColumn, TableFormat, table_writer};
pub(crate) use table::{case_row, item_row, meeting_row, participant_row, step_row, vote_rows};
pub use terminal::Terminal;
pub use xlsx::Xlsx;

/// What a command found, in the shapes that the formats need.
pub trait Report {
    /// The fields of an object that make the columns of a spreadsheet, in their order.
    fn columns(&self) -> &'static [&'static str];

    /// One JSON object per entry.
    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_>;

    /// What people read.
    fn blocks(&self) -> Vec<Block>;

    /// What people read after that, entry by entry: for reports of more than memory should hold.
    fn more_blocks(&self) -> Box<dyn Iterator<Item = Block> + '_> {
        Box::new(std::iter::empty())
    }

    /// True where it has the shape of [`Report::sheets`].
    fn has_sheets(&self) -> bool {
        false
    }

    /// True where it has the shape of [`Report::page`].
    fn has_page(&self) -> bool {
        false
    }

    /// It as tables for a spreadsheet program; none where it has no such shape.
    fn sheets(&self) -> Vec<Sheet> {
        Vec::new()
    }

    /// It as a page to be printed or sent; `None` where it has no such shape.
    fn page(&self) -> Option<String> {
        None
    }
}

/// A way to write a report.
pub trait Format {
    /// Writes all of a report; nothing is left out.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()>;
}

/// The JSON value of one of our own types.
fn value(object: impl serde::Serialize) -> Value {
    serde_json::to_value(object).unwrap_or(Value::Null)
}

/// A score with four decimals: more would promise more than there is.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A report of two entries, for the tests of the formats.
    pub(super) struct Two;

    impl Report for Two {
        fn columns(&self) -> &'static [&'static str] {
            &["title", "n", "score", "tags", "open"]
        }

        fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
            let first = json!({"title": "=1+1; \"a\"\nb", "n": null, "score": 1.5, "tags": ["x", "y"], "open": true});
            let second = json!({"title": "å", "n": 7, "score": null, "tags": [], "open": false});
            Box::new([first, second].into_iter())
        }

        fn blocks(&self) -> Vec<Block> {
            Vec::new()
        }
    }
}
