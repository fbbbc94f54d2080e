//! Reads labels and values from a cover.
//!
//! Four forms are known, and one document may mix them (⇥ separates cells):
//!
//! - `Sted: Viborg Rådhus`, with more of the value in the lines below
//! - `Mødested⇥Viborg Rådhus`, the same in a table
//! - `STED` with the value below it
//! - `Medlemmer⇥Fraværende`, heads of columns
//!
//! A reader that takes a table column by column gives all labels first, then all values. [`read`] reassigns them where
//! the kinds of value (dates, times) identify the label.

use super::words::{Label, words};
use crate::lexicon::dates;

/// Shorter labels, in letters, are beginnings of other words and are not split from a value without a space.
const SHORTEST_GLUED: usize = 4;

/// A label with its value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::parse) struct Field {
    pub label: Label,
    /// The lines of the value, with tabs between cells; an empty line for a gap.
    pub lines: Vec<String>,
    /// The index of the label's line.
    pub from: usize,
}

impl Field {
    /// The value as one string up to the first gap.
    pub(crate) fn first_block(&self) -> String {
        let filled = self.lines.iter().skip_while(|l| l.is_empty());
        let block: Vec<&str> = filled.take_while(|l| !l.is_empty()).map(String::as_str).collect();
        block.join("\n")
    }

    /// The first line that is not empty.
    pub(crate) fn first_line(&self) -> &str {
        self.lines.iter().find(|l| !l.is_empty()).map_or("", String::as_str)
    }

    fn is_empty(&self) -> bool {
        self.lines.iter().all(String::is_empty)
    }
}

/// One cell of a line and its first column of characters.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell<'a> {
    text: &'a str,
    column: usize,
}

/// Splits a line into cells: at tabs, or in plain text at two spaces or more.
pub(in crate::parse) fn cells(line: &str) -> Vec<&str> {
    placed_cells(line).into_iter().map(|c| c.text).collect()
}

fn placed_cells(line: &str) -> Vec<Cell<'_>> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(offset) = line[rest..].find(|c: char| !c.is_whitespace()) {
        let start = rest + offset;
        let after = &line[start..];
        let end = ["\t", "  "].iter().filter_map(|gap| after.find(gap)).min().map_or(line.len(), |at| start + at);
        found.push(Cell { text: line[start..end].trim_end(), column: line[..start].chars().count() });
        rest = end;
    }
    found
}

/// The fields of a cover's lines, in order. Lines before the first label belong to none.
pub(in crate::parse) fn read<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut columns: Option<Columns> = None;
    for (at, line) in lines.into_iter().enumerate() {
        let cells = placed_cells(line);
        if let Some(heads) = column_heads(&cells) {
            columns = Some(Columns { heads, from: fields.len() });
            fields.extend(
                cells.iter().filter_map(|c| Some(Field { label: stated(c.text)?.0, lines: Vec::new(), from: at })),
            );
        } else if cells.first().and_then(|c| stated(c.text)).is_some() {
            columns = None;
            begin(&mut fields, &cells, at);
        } else if let Some(columns) = &columns {
            columns.assign(&cells, line.contains('\t'), &mut fields);
        } else if let Some(last) = fields.last_mut() {
            last.lines.push(join(&cells));
        }
    }
    assign_values(&mut fields);
    fields
}

/// The heads of columns side by side, as in a table of members and absentees.
struct Columns {
    /// The first column of characters of each head.
    heads: Vec<usize>,
    /// The index of the first head's field.
    from: usize,
}

impl Columns {
    fn assign(&self, cells: &[Cell<'_>], by_order: bool, fields: &mut [Field]) {
        let width = self.heads.len();
        let mut row = vec![String::new(); width];
        for (i, cell) in cells.iter().enumerate() {
            let nearest = (0..width).min_by_key(|h| self.heads[*h].abs_diff(cell.column)).unwrap_or(0);
            let cell_of = &mut row[if by_order { i.min(width - 1) } else { nearest }];
            let gap = if cell_of.is_empty() { "" } else { " " };
            *cell_of = format!("{cell_of}{gap}{}", cell.text);
        }
        for (field, value) in fields[self.from..].iter_mut().zip(row) {
            field.lines.push(value);
        }
    }
}

/// The columns of a line made of nothing but labels of lists of people, side by side.
fn column_heads(cells: &[Cell<'_>]) -> Option<Vec<usize>> {
    let people = |c: &Cell<'_>| {
        stated(c.text).is_some_and(|(label, value)| {
            value.is_empty() && matches!(label, Label::Members | Label::Absent | Label::Guests)
        })
    };
    (cells.len() > 1 && cells.iter().all(people)).then(|| cells.iter().map(|c| c.column).collect())
}

/// Begins a field at each cell with a label; the other cells continue the field before.
fn begin(fields: &mut Vec<Field>, cells: &[Cell<'_>], from: usize) {
    for (i, cell) in cells.iter().enumerate() {
        // In the middle of a line only a colon makes a label: a value may be a word such as `Dagsorden`.
        let own = stated(cell.text).filter(|_| i == 0 || cell.text.contains(':'));
        match (own, fields.last_mut()) {
            (Some((label, value)), _) => {
                let lines = if value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
                fields.push(Field { label, lines, from });
            }
            (None, Some(field)) => match field.lines.last_mut() {
                Some(line) => *line = format!("{line}\t{}", cell.text),
                None => field.lines.push(cell.text.to_owned()),
            },
            (None, None) => {}
        }
    }
}

fn join(cells: &[Cell<'_>]) -> String {
    cells.iter().map(|c| c.text).collect::<Vec<_>>().join("\t")
}

/// The label at the start of a cell and the rest of the cell.
pub(in crate::parse) fn stated(cell: &str) -> Option<(Label, &str)> {
    let cell = cell.trim();
    if let Some((label, length)) = words().label(cell) {
        let rest = &cell[length..];
        let value = rest.trim_start();
        if let Some(value) = value.strip_prefix(':') {
            return Some((label, value.trim()));
        }
        // Alone on a line, `Formand` is the role of the name above it.
        let needs_colon = matches!(label, Label::Chair | Label::Secretary);
        if value.is_empty() || value == "." {
            return (!needs_colon).then_some((label, ""));
        }
        // `MødestedRådssalen`, `UdvalgÆldreråd`: a copy ran label and value together.
        let glued = rest.len() == value.len() && value.starts_with(char::is_uppercase);
        if glued && cell[..length].ends_with(char::is_lowercase) && length > SHORTEST_GLUED {
            return Some((label, value));
        }
        let is_value =
            rest.len() > value.len() && label != Label::Other && !needs_colon && goes_on_as_value(label, value);
        // `Lokale C32`: the word is part of the room's name.
        return is_value.then_some((label, if label == Label::Room { cell } else { value }));
    }
    unknown_label(cell)
}

/// Without a colon, the rest must look like a value: `Afbud Dorthe Lykke Jensen`, but not `Deltagere på kurset`.
fn goes_on_as_value(label: Label, value: &str) -> bool {
    match label {
        Label::Date | Label::MeetingDate | Label::OtherDate => !dates::find(value).is_empty(),
        Label::Time | Label::Start | Label::End => is_time(value),
        Label::Body => false,
        Label::Guests => {
            value.chars().count() < 200 && (value.starts_with(char::is_uppercase) || words().role.is_match(value))
        }
        _ => value.starts_with(char::is_uppercase) && value.chars().count() < 60,
    }
}

/// A value marked as a time, or nothing else: `kl. 18`, `18.30`, but not `1. januar`.
fn is_time(value: &str) -> bool {
    let whole = || dates::parse_times(value).is_some_and(|t| t.at == (0..value.len()));
    !dates::find_times(value).is_empty() || whole()
}

/// Up to four words and a colon: an unknown label, which ends the field before it.
fn unknown_label(cell: &str) -> Option<(Label, &str)> {
    let (name, value) = cell.split_once(':')?;
    let name = name.trim();
    let words = name.split_whitespace().count();
    let plain = name.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || "-/.&@".contains(c));
    let is_label = (1..=4).contains(&words) && plain && name.starts_with(char::is_uppercase) && name.len() > 2;
    // `K1. 18:30`, `http://`
    (is_label && !value.starts_with("//") && !value.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((Label::Other, value.trim()))
}

/// Where labels follow one another without values, assigns each the line that fits its kind and order.
fn assign_values(fields: &mut [Field]) {
    let mut from = 0;
    while from < fields.len() {
        let empty = fields[from..].iter().take_while(|f| f.is_empty()).count();
        let run = from..from + empty + 1;
        if empty > 0 && run.end <= fields.len() {
            assign_run(&mut fields[run.clone()]);
        }
        from = run.end;
    }
}

/// The last field of the run holds all values: the line at `offset` + n belongs to label n.
fn assign_run(run: &mut [Field]) {
    let (last, before) = match run.split_last_mut() {
        Some(split) => split,
        None => return,
    };
    let filled: Vec<usize> = (0..last.lines.len()).filter(|i| !last.lines[*i].is_empty()).collect();
    let labels: Vec<Label> = before.iter().map(|f| f.label).chain([last.label]).collect();
    let fits = |offset: &usize| {
        labels.iter().zip(&filled[*offset..]).all(|(label, at)| has_the_kind_of(*label, &last.lines[*at]))
    };
    let typed = labels.iter().any(|l| has_kind(*l));
    let offsets = 0..(filled.len() + 1).saturating_sub(labels.len());
    let Some(offset) = typed.then(|| offsets.into_iter().find(fits)).flatten() else { return };
    for (field, at) in before.iter_mut().zip(&filled[offset..]) {
        field.lines.push(last.lines[*at].clone());
    }
    last.lines.drain(..filled[offset + before.len()]);
}

fn has_kind(label: Label) -> bool {
    matches!(label, Label::Date | Label::MeetingDate | Label::OtherDate | Label::Time | Label::Start | Label::End)
}

/// A label for dates or times takes only a line that has one; the others take any.
fn has_the_kind_of(label: Label, line: &str) -> bool {
    match label {
        Label::Date | Label::MeetingDate | Label::OtherDate => {
            dates::find(line).first().is_some_and(|f| line[..f.at.start].trim().is_empty())
        }
        Label::Time | Label::Start | Label::End => dates::parse_times(line).is_some(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Vec<(Label, Vec<String>)> {
        read(text.lines()).into_iter().map(|f| (f.label, f.lines)).collect()
    }

    fn value(label: Label, lines: &[&str]) -> (Label, Vec<String>) {
        (label, lines.iter().map(|l| (*l).to_owned()).collect())
    }

    #[test]
    fn value_goes_on_below_its_label() {
        let text = "Sted: Viborg Rådhus\nPrinsens Allé 5\n8800 Viborg\nAfbud Dorthe Jensen";
        let expected = [
            value(Label::Place, &["Viborg Rådhus", "Prinsens Allé 5", "8800 Viborg"]),
            value(Label::Absent, &["Dorthe Jensen"]),
        ];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn label_may_stand_alone_above_its_value() {
        let text = "STED\nMødelokale 2\nSTARTTIDSPUNKT\n23-03-2015 13:30:00";
        let expected = [value(Label::Place, &["Mødelokale 2"]), value(Label::Start, &["23-03-2015 13:30:00"])];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn two_labels_may_share_a_line() {
        let expected = [value(Label::Date, &["3. maj 2016"]), value(Label::Place, &["Rådhuset"])];
        assert_eq!(read_text("Dato: 3. maj 2016   Sted: Rådhuset"), expected);
        assert_eq!(read_text("Dato:\t3. maj 2016\tSted:\tRådhuset"), expected);
    }

    #[test]
    fn heads_of_columns_part_what_stands_below() {
        let text = "Medlemmer         Fraværende\nAnna Bo (A)       Per Krag (V)\nIda Lund (C)\n                  Ole Vang (F)";
        let expected = [
            value(Label::Members, &["Anna Bo (A)", "Ida Lund (C)", ""]),
            value(Label::Absent, &["Per Krag (V)", "", "Ole Vang (F)"]),
        ];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn values_read_after_all_labels_are_dealt_out() {
        let text = "Dato:\nStarttidspunkt:\nMødested:\n\nReferat\nMandag den 15-september-2003\nKl. 18.30\n\nRådhuset\nKælderen";
        let expected = [
            value(Label::Date, &["Mandag den 15-september-2003"]),
            value(Label::Start, &["Kl. 18.30"]),
            value(Label::Place, &["Rådhuset", "Kælderen"]),
        ];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn running_text_has_no_labels() {
        assert_eq!(stated("Deltagere på kurset"), None);
        assert_eq!(stated("Kl. 19:00 i Mødelokale 1"), None);
        assert_eq!(stated("https://www.skive.dk/x"), None);
        assert_eq!(stated("Referat fra DASSOS 22. maj 2019"), None);
    }
}
