//! Rows of the tables of `dagsorden export --table`.

use std::io::Write;

use super::export::Stopped;
use crate::output::{
    Links, Table, TableFormat, case_row, item_row, meeting_row, participant_row, step_row, table_writer, vote_rows,
};
use crate::query::Export;

/// Writes a table, row by row.
pub(super) fn write(
    table: Table,
    format: TableFormat,
    export: &Export,
    links: &Links,
    out: &mut dyn Write,
) -> Result<(), Stopped> {
    let mut to = table_writer(table, format, out)?;
    match table {
        Table::Cases => {
            for case in export.cases()? {
                to.row(&case_row(&case))?;
            }
        }
        Table::Steps => {
            for case in export.cases()? {
                let first = case.items.first().cloned().unwrap_or_default();
                for (step, id) in (1..).zip(&case.items) {
                    if let Some((item, meeting)) = export.step_of(id)? {
                        to.row(&step_row(&first, step, &item, &meeting))?;
                    }
                }
            }
        }
        Table::Items => {
            let cases = export.case_ids()?;
            for whole in export.meetings()? {
                let whole = whole?;
                for item in &whole.items {
                    let case = cases.get(&item.id).map(String::as_str);
                    to.row(&item_row(item, &whole.meeting.id, case, links))?;
                }
            }
        }
        Table::Votes => {
            for whole in export.meetings()? {
                let whole = whole?;
                for row in whole.items.iter().flat_map(|item| vote_rows(item, &whole.meeting.id)) {
                    to.row(&row)?;
                }
            }
        }
        Table::Meetings => {
            for whole in export.meetings()? {
                let whole = whole?;
                to.row(&meeting_row(&whole.meeting, whole.items.len(), links))?;
            }
        }
        Table::Participants => {
            for whole in export.meetings()? {
                let meeting = whole?.meeting;
                for (person, of) in (1..).zip(export.participants(&meeting)?) {
                    to.row(&participant_row(&meeting, person, &of))?;
                }
            }
        }
    }
    Ok(to.finish()?)
}
