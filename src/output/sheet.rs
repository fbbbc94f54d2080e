//! Reports as tables of cells, whatever program writes them.

use jiff::civil::Date;

/// The most characters (UTF-16 units) of a cell in every spreadsheet program: the limit of Excel.
const LONGEST_CELL: usize = 32_767;

/// A table for spreadsheet programs.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The label of its tab.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its rows; each has a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The text of its head.
    pub name: &'static str,
    /// How wide it is, in characters.
    pub width: f64,
}

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text. It stays text whatever it begins with. A format with a limit cuts it.
    Text(String),
    /// A day.
    Date(Date),
    /// A whole number.
    Number(u32),
    /// Several texts.
    List(Vec<String>),
    /// Text with a link.
    Link {
        /// The visible text.
        text: String,
        /// The address.
        address: String,
    },
    /// Nothing.
    Empty,
}

impl Cell {
    /// A day, or nothing.
    pub fn date(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    /// A number, or nothing.
    pub fn number(number: Option<u32>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }

    /// A text with a link; without an address, the text alone.
    pub fn link(text: impl Into<String>, address: Option<String>) -> Self {
        let text = text.into();
        match address {
            Some(address) => Self::Link { text, address },
            None => Self::Text(text),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Sheet {
    /// An empty sheet with these columns: their heads and widths.
    pub fn new(name: &'static str, columns: &[(&'static str, f64)]) -> Self {
        let columns = columns.iter().map(|&(name, width)| Column { name, width }).collect();
        Self { name, columns, rows: Vec::new() }
    }

    /// The sheet on the question: names and values.
    pub(super) fn about(facts: &[(&'static str, String)]) -> Self {
        let rows = facts.iter().map(|(name, value)| vec![(*name).into(), value.clone().into()]).collect();
        Self { rows, ..Self::new("Om", &[("Hvad", 22.0), ("Værdi", 80.0)]) }
    }
}

/// Text in pieces, each short enough for a cell.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut units = 0;
        let too_far = |(_, c): &(usize, char)| {
            units += c.len_utf16();
            units > LONGEST_CELL
        };
        let end = rest.char_indices().find(too_far).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_into_cells_and_nothing_is_lost() {
        let long = "å😀".repeat(LONGEST_CELL / 2);
        let cells: Vec<&str> = pieces(&long).collect();
        assert!(cells.iter().all(|c| c.encode_utf16().count() <= LONGEST_CELL) && cells.len() == 2);
        assert_eq!(cells.concat(), long);
        assert_eq!(pieces("").count(), 0);
    }
}
