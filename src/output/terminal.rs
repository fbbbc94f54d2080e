//! For people at a terminal: colours where it has them, lines no wider than it is.

use std::io::{self, Write};

use super::block::{Bar, Block, Rich, Style};
use super::wrap::{width, wrap};
use super::{Format, Report};
use crate::text::printable_line;

/// The longest bar, in columns: longer ones show finer differences, but leave less room for names.
const BAR: usize = 12;
/// The indent of a heading's further lines: it shows they belong to the heading.
const HANG: usize = 4;
/// The gap between two columns of a table.
const BETWEEN: &str = "  ";
/// The least width of a shrinking column: a narrower one would break most words.
const NARROWEST: usize = 16;

/// The table format. Whatever the text holds, no control character reaches the terminal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terminal {
    /// Most columns of a line. `None` leaves lines unbroken, for output outside a terminal.
    pub width: Option<usize>,
    /// Styles as ANSI colours. Without them marked words get `»«`.
    pub color: bool,
}

impl Format for Terminal {
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
        report.blocks().into_iter().chain(report.more_blocks()).try_for_each(|b| self.block(&b, out))
    }
}

impl Terminal {
    fn block(&self, block: &Block, out: &mut dyn Write) -> io::Result<()> {
        match block {
            Block::Heading { text, .. } => self.lines(0, HANG, text, out),
            Block::Paragraph { indent, text } | Block::Quote { indent, text } => {
                self.lines(*indent, *indent, text, out)
            }
            Block::Bars(bars) => self.bars(bars, out),
            Block::Table { heads, rows } => self.table(heads, rows, out),
            Block::Linked { address, block } => self.linked(address, block, out),
            Block::Gap => writeln!(out),
        }
    }

    /// Each line of a block as a link of its own (OSC 8): a link across lines would include the indent.
    fn linked(&self, address: &str, block: &Block, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = Vec::new();
        self.block(block, &mut lines)?;
        for line in String::from_utf8_lossy(&lines).lines() {
            let text = line.trim_start();
            let indent = &line[..line.len() - text.len()];
            writeln!(out, "{indent}\u{1b}]8;;{}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\", printable_line(address))?;
        }
        Ok(())
    }

    /// The first line is indented by `first`, the others by `rest`.
    fn lines(&self, first: usize, rest: usize, text: &Rich, out: &mut dyn Write) -> io::Result<()> {
        let room = self.width.map(|w| w.saturating_sub(rest).max(NARROWEST));
        for (at, line) in wrap(&self.with_signs(text), room).iter().enumerate() {
            let indent = match at {
                _ if line.0.is_empty() => 0,
                0 => first,
                _ => rest,
            };
            writeln!(out, "{:indent$}{}", "", self.paint(line))?;
        }
        Ok(())
    }

    /// Without colour a marked word gets signs around it. It adds them before measuring the width.
    fn with_signs(&self, text: &Rich) -> Rich {
        let mut text = text.clone();
        for span in &mut text.0 {
            span.text = match span.style {
                Style::Mark if !self.color => format!("»{}«", span.text),
                Style::Original => format!("[{}]", span.text),
                _ => continue,
            };
        }
        text
    }

    fn paint(&self, line: &Rich) -> String {
        if !self.color {
            return line.text();
        }
        let painted = line.0.iter().map(|span| match code(span.style) {
            Some(code) => format!("\u{1b}[{code}m{}\u{1b}[0m", span.text),
            None => span.text.clone(),
        });
        painted.collect()
    }

    /// Bars side by side, column after column, as many as the width takes.
    fn bars(&self, bars: &[Bar], out: &mut dyn Write) -> io::Result<()> {
        let most = bars.iter().map(|b| b.count).max().unwrap_or(1).max(1);
        let labels = bars.iter().map(|b| width(&printable_line(&b.label))).max().unwrap_or(0);
        let cells: Vec<Rich> = bars.iter().map(|b| bar(b, most, labels)).collect();
        let cell = cells.iter().map(|c| width(&c.text())).max().unwrap_or(0);
        let abreast = self.width.map_or(1, |w| ((w + 3) / (cell + 3)).max(1));
        let high = cells.len().div_ceil(abreast);
        for row in 0..high {
            let line = (row..cells.len()).step_by(high).fold(Rich::default(), |line, at| {
                let gap = if at == row { 0 } else { 3 };
                let filled = width(&cells[at].text());
                let pad = if at + high < cells.len() { cell - filled } else { 0 };
                line.with(" ".repeat(gap), Style::Plain).and(cells[at].clone()).with(" ".repeat(pad), Style::Plain)
            });
            writeln!(out, "{}", self.paint(&line))?;
        }
        Ok(())
    }

    fn table(&self, heads: &[&'static str], rows: &[Vec<Rich>], out: &mut dyn Write) -> io::Result<()> {
        let widths = self.widths(heads, rows);
        let head: Vec<Rich> = heads.iter().map(|h| Rich::dim(*h)).collect();
        let head = (!heads.concat().is_empty()).then_some(&head);
        head.into_iter().chain(rows).try_for_each(|row| self.row(row, &widths, out))
    }

    fn widths(&self, heads: &[&'static str], rows: &[Vec<Rich>]) -> Vec<usize> {
        let cell =
            |row: &Vec<Rich>, at| row.get(at).map_or(0, |c: &Rich| width(&printable_line(&self.with_signs(c).text())));
        let widest = |at| rows.iter().map(|r| cell(r, at)).max().unwrap_or(0);
        let mut widths: Vec<usize> = heads.iter().enumerate().map(|(at, h)| width(h).max(widest(at))).collect();
        let between = BETWEEN.len() * widths.len().saturating_sub(1);
        while let Some(room) = self.width {
            let used = widths.iter().sum::<usize>() + between;
            let Some(largest) = widths.iter_mut().max_by_key(|w| **w).filter(|w| used > room && **w > NARROWEST) else {
                break;
            };
            *largest = largest.saturating_sub(used - room).max(*largest / 2).max(NARROWEST);
        }
        widths
    }

    fn row(&self, row: &[Rich], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
        let on_one_line = |cell: &Rich| {
            let mut cell = self.with_signs(cell);
            cell.0.iter_mut().for_each(|s| s.text = printable_line(&s.text));
            cell
        };
        let cells: Vec<Vec<Rich>> =
            row.iter().zip(widths).map(|(cell, w)| wrap(&on_one_line(cell), self.width.map(|_| *w))).collect();
        for at in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = Rich::default();
            let mut pad = 0;
            for (cell, w) in cells.iter().zip(widths) {
                let part = cell.get(at).cloned().unwrap_or_default();
                let used = width(&part.text());
                if used > 0 {
                    line = line.with(" ".repeat(pad), Style::Plain).and(part);
                    pad = 0;
                }
                pad += w.saturating_sub(used) + BETWEEN.len();
            }
            writeln!(out, "{}", self.paint(&line))?;
        }
        Ok(())
    }
}

fn bar(bar: &Bar, most: u64, labels: usize) -> Rich {
    let label = printable_line(&bar.label);
    let pad = labels - width(&label);
    let long = usize::try_from(bar.count * BAR as u64 / most).unwrap_or(BAR).max(usize::from(bar.count > 0));
    let remark = bar.remark.as_ref().map(|r| format!(" ({r})")).unwrap_or_default();
    Rich::plain(format!("{label}{:pad$} {} {}", "", "█".repeat(long), bar.count)).with(remark, Style::Dim)
}

/// The ANSI code of a style (ECMA-48 SGR): 1 bold, 2 faint, 31 red, 33 yellow.
fn code(style: Style) -> Option<&'static str> {
    match style {
        Style::Plain => None,
        Style::Strong => Some("1"),
        Style::Dim => Some("2"),
        Style::Mark => Some("1;31"),
        Style::Original => Some("33"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(block: Block, columns: usize, color: bool) -> String {
        let mut out = Vec::new();
        Terminal { width: Some(columns), color }.block(&block, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn years(counts: &[(&str, u64)]) -> Block {
        let bar = |(label, count): &(&str, u64)| Bar { label: (*label).into(), count: *count, remark: None };
        Block::Bars(counts.iter().map(bar).collect())
    }

    #[test]
    fn bars_stand_side_by_side_where_there_is_room() {
        let block = years(&[("2012", 2), ("2013", 12), ("2014", 1)]);
        insta::assert_snapshot!(shown(block.clone(), 80, false), @r"
        2012 ██ 2              2013 ████████████ 12   2014 █ 1
        ");
        insta::assert_snapshot!(shown(block, 40, false), @r"
        2012 ██ 2
        2013 ████████████ 12
        2014 █ 1
        ");
    }

    #[test]
    fn hit_is_marked_with_and_without_colour() {
        let block = Block::indented(2, Rich::marked("flere herbergspladser", std::slice::from_ref(&(6..13))));
        assert_eq!(shown(block.clone(), 80, false), "  flere »herberg«spladser\n");
        assert_eq!(shown(block, 80, true), "  flere \u{1b}[1;31mherberg\u{1b}[0mspladser\n");
    }

    #[test]
    fn table_fits_its_width_by_wrapping_the_widest_column() {
        let rows =
            vec![vec![Rich::plain("2019"), Rich::plain("Godkendelse af dagsorden og referat"), Rich::plain("3")]];
        let block = Block::Table { heads: vec!["year", "title", "n"], rows };
        insta::assert_snapshot!(shown(block, 32, false), @r"
        year  title                    n
        2019  Godkendelse af           3
              dagsorden og referat
        ");
    }

    #[test]
    fn every_line_of_a_link_is_one() {
        let block = Box::new(Block::heading(3, Rich::plain("Takster for herberg")));
        let linked = Block::Linked { address: "file:///a.pdf#page=2".into(), block };
        insta::assert_snapshot!(shown(linked, 16, false).replace('\u{1b}', "␛"), @r"
        ␛]8;;file:///a.pdf#page=2␛\Takster for␛]8;;␛\
            ␛]8;;file:///a.pdf#page=2␛\herberg␛]8;;␛\
        ");
    }

    #[test]
    fn wide_letters_count_twice() {
        let rows = vec![vec![Rich::plain("会議"), Rich::plain("x")], vec![Rich::plain("møde"), Rich::plain("y")]];
        let block = Block::Table { heads: vec!["a", "b"], rows };
        assert_eq!(shown(block, 80, false), "a     b\n会議  x\nmøde  y\n");
    }
}
