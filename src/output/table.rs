//! The archive as tables for analysts: one row a thing, stable column names, ids for joins.
//!
//! | table | a row is | key | joins |
//! | --- | --- | --- | --- |
//! | `items` | an item, as the minutes have it where they do | `item_id` | `meeting_id`, `case_id` |
//! | `steps` | an item in its case | `case_id`, `step` | `item_id`, `meeting_id` |
//! | `cases` | a case | `case_id` | |
//! | `votes` | a motion with a vote or a result | `item_id`, `motion` | `meeting_id` |
//! | `meetings` | a meeting | `meeting_id` | |
//! | `participants` | a person on the list of one meeting | `meeting_id`, `person` | |
//!
//! Numbers used as names (`1.10`, `09/1234`) are text. `docs/tables.md` is the dictionary for people; a workbook has it as a
//! sheet. Writers take row after row, so memory holds one.

mod rows;
mod write;

pub(crate) use rows::{case_row, item_row, meeting_row, participant_row, step_row, vote_rows};
pub use write::{RowWriter, TableFormat, table_writer};

/// One of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// One row for each item, as the minutes have it where they do.
    Items,
    /// One row for each item of a case, in the order of the case.
    Steps,
    /// One row for each case.
    Cases,
    /// One row for each motion with a vote or a result.
    Votes,
    /// One row for each meeting.
    Meetings,
    /// One row for each person on the list of one meeting.
    Participants,
}

/// The kind of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, also a number used as a name: `1.10`, `09/1234`.
    Text,
    /// `YYYY-MM-DD`.
    Date,
    /// A whole number for sums.
    Number,
    /// `yes` or `no`.
    Flag,
    /// Several texts, joined by `; `. A list in JSON.
    List,
    /// An address.
    Link,
}

impl ColumnKind {
    /// The name in the dictionary.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Number => "number",
            Self::Flag => "yes/no",
            Self::List => "list",
            Self::Link => "link",
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableColumn {
    /// The same in every format and release.
    pub name: &'static str,
    /// The kind of its values.
    pub kind: ColumnKind,
    /// In characters, for spreadsheets.
    pub width: f64,
    /// Its description in the dictionary.
    pub about: &'static str,
}

const fn column(name: &'static str, kind: ColumnKind, width: f64, about: &'static str) -> TableColumn {
    TableColumn { name, kind, width, about }
}

use ColumnKind::{Date, Flag, Link, List, Number, Text};

const ITEM_ID: TableColumn = column("item_id", Text, 34.0, "The item; the same id as in searches and histories");
const MEETING_ID: TableColumn = column("meeting_id", Text, 34.0, "The meeting: authority, body and day");
const CASE_ID: TableColumn = column("case_id", Text, 34.0, "The case: the id of its first item");
const DATE: TableColumn = column("date", Date, 11.0, "The day of the meeting");
const BODY: TableColumn = column("body", Text, 26.0, "The body that met, as the document names it");
const AUTHORITY: TableColumn =
    column("authority", Text, 18.0, "The municipality or region; empty for a body that several share");
const NUMBER: TableColumn = column("number", Text, 8.0, "The item's number as printed: 1.10 is not 1.1");
const TITLE: TableColumn = column("title", Text, 50.0, "The item's title");
const OUTCOME: TableColumn = column(
    "outcome",
    Text,
    18.0,
    "What became of the proposal: approved, rejected, postponed …; empty where the words do not say",
);
const FOR: TableColumn = column("votes_for", Number, 9.0, "Votes for the motion, where a number is printed");
const AGAINST: TableColumn = column("votes_against", Number, 9.0, "Votes against it, where a number is printed");
const ABSTAINED: TableColumn = column("votes_abstained", Number, 9.0, "Abstentions, where a number is printed");
const FOR_WHO: TableColumn = column("for_who", List, 30.0, "People and parties for it, as printed");
const AGAINST_WHO: TableColumn = column("against_who", List, 30.0, "People and parties against it, as printed");
const ABSTAINED_WHO: TableColumn = column("abstained_who", List, 30.0, "People and parties who abstained, as printed");
const LINK: TableColumn = column("link", Link, 40.0, "The page in the source");
const SOURCE: TableColumn = column("source", Text, 30.0, "The file, relative to the indexed folder");

const ITEMS: &[TableColumn] = &[
    ITEM_ID,
    MEETING_ID,
    CASE_ID,
    DATE,
    BODY,
    AUTHORITY,
    column("region", Text, 14.0, "The region"),
    column("document", Text, 9.0, "agenda or minutes: where the row was read"),
    NUMBER,
    TITLE,
    column("group", Text, 20.0, "The heading that the item stands under"),
    column("case_number", Text, 22.0, "The case number as printed"),
    column("closed", Flag, 8.0, "Behind closed doors"),
    column("standing", Flag, 8.0, "On every agenda, like the approval of the agenda"),
    column("municipalities", List, 24.0, "The municipalities that it concerns"),
    column("topics", List, 30.0, "Topics, the best first"),
    column("kle", List, 14.0, "Numbers of KL's plan of subjects; names, not numbers"),
    OUTCOME,
    FOR,
    AGAINST,
    ABSTAINED,
    FOR_WHO,
    AGAINST_WHO,
    ABSTAINED_WHO,
    column("proposal", Text, 50.0, "The text of its proposals"),
    column("decision", Text, 50.0, "The text of its decisions"),
    column("page", Number, 6.0, "The page that it begins on, from 1"),
    SOURCE,
    LINK,
];

const STEPS: &[TableColumn] = &[
    CASE_ID,
    column("step", Number, 6.0, "1 for the first meeting on the case"),
    ITEM_ID,
    MEETING_ID,
    DATE,
    BODY,
    AUTHORITY,
    NUMBER,
    TITLE,
    OUTCOME,
];

const CASES: &[TableColumn] = &[
    CASE_ID,
    column("title", Text, 50.0, "The name that its items share, or the title that says most of them"),
    column("first", Date, 11.0, "The day of its first meeting"),
    column("last", Date, 11.0, "The day of its last meeting"),
    column("meetings", Number, 9.0, "At how many meetings it came up"),
    column("bodies", List, 40.0, "In the order in which they came to it"),
    OUTCOME,
    column("state", Text, 10.0, "decided, open, awaited (to come back) or overdue (it did not)"),
    column("due", Date, 11.0, "The day that it is to come back; empty for the next meeting"),
    column("due_body", Text, 24.0, "Where it is to come back"),
    column("announced", Text, 50.0, "The sentence that announced it"),
    column("items", List, 50.0, "Its item_ids in date order"),
];

const VOTES: &[TableColumn] = &[
    ITEM_ID,
    column("motion", Number, 7.0, "1 for the first motion of the item's decisions"),
    MEETING_ID,
    DATE,
    column("body", Text, 26.0, "The body that voted: of an earlier decision printed with the item, the earlier body"),
    AUTHORITY,
    NUMBER,
    TITLE,
    column("what", Text, 16.0, "main, amendment, counter_proposal or procedural"),
    column("mover", Text, 24.0, "Who moved it, as printed"),
    column("result", Text, 12.0, "carried, rejected, lapsed, withdrawn, postponed, sent_on or sent_back"),
    FOR,
    AGAINST,
    ABSTAINED,
    FOR_WHO,
    AGAINST_WHO,
    ABSTAINED_WHO,
];

const MEETINGS: &[TableColumn] = &[
    MEETING_ID,
    DATE,
    BODY,
    AUTHORITY,
    column("region", Text, 14.0, "The region"),
    column("start", Text, 8.0, "When it began, HH:MM"),
    column("end", Text, 8.0, "When it ended, HH:MM"),
    column("place", Text, 30.0, "Where it was held"),
    column("document", Text, 9.0, "minutes where the archive has them, else agenda"),
    column("items", Number, 7.0, "How many items it has among those exported"),
    column("sources", List, 40.0, "Its documents"),
    LINK,
];

const PARTICIPANTS: &[TableColumn] = &[
    MEETING_ID,
    column("person", Number, 7.0, "1 for the first on the list"),
    DATE,
    BODY,
    AUTHORITY,
    column("name", Text, 28.0, "As printed"),
    column("organisation", Text, 28.0, "Whom the person stands for, as printed"),
    column("role", Text, 18.0, "As printed"),
    column("absent", Flag, 8.0, "Listed among those who sent apologies or did not come"),
];

impl Table {
    /// All tables, in the order of the documentation.
    pub const ALL: [Self; 6] = [Self::Items, Self::Steps, Self::Cases, Self::Votes, Self::Meetings, Self::Participants];

    /// The name on the command line and of the sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Steps => "steps",
            Self::Cases => "cases",
            Self::Votes => "votes",
            Self::Meetings => "meetings",
            Self::Participants => "participants",
        }
    }

    /// Its columns, in order.
    pub fn columns(self) -> &'static [TableColumn] {
        match self {
            Self::Items => ITEMS,
            Self::Steps => STEPS,
            Self::Cases => CASES,
            Self::Votes => VOTES,
            Self::Meetings => MEETINGS,
            Self::Participants => PARTICIPANTS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionary_for_people_has_every_column() {
        let page = include_str!("../../docs/tables.md");
        for table in Table::ALL {
            let at =
                page.find(&format!("## {}", table.name())).unwrap_or_else(|| panic!("no section of {}", table.name()));
            let rest = &page[at..];
            let section = rest[2..].find("\n## ").map_or(rest, |end| &rest[..end + 2]);
            for column in table.columns() {
                let row = format!("| `{}` | {} | {} |", column.name, column.kind.name(), column.about);
                assert!(section.contains(&row), "{}: {row}", table.name());
            }
        }
    }
}
