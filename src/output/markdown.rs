//! Markdown, for notes and issues.

use std::io::{self, Write};

use super::block::{Block, Rich, Style};
use super::{Format, Report};
use crate::text::printable;

/// CommonMark with tables.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

impl Format for Markdown {
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
        let mut between = "";
        let all = report.blocks().into_iter().chain(report.more_blocks());
        for block in all.filter(|b| *b != Block::Gap) {
            write!(out, "{between}")?;
            write_block(&block, out)?;
            between = "\n";
        }
        Ok(())
    }
}

fn write_block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Heading { level, text } => {
            writeln!(out, "{} {}", "#".repeat(usize::from(*level).clamp(1, 6)), rich(text, false).replace('\n', " "))
        }
        Block::Paragraph { text, .. } => writeln!(out, "{}", paragraph(text, "")),
        Block::Quote { text, .. } => writeln!(out, "{}", paragraph(text, "> ")),
        Block::Bars(bars) => {
            writeln!(out, "| | |\n| --- | ---: |")?;
            bars.iter().try_for_each(|bar| {
                let remark = bar.remark.as_ref().map(|r| format!(" ({r})")).unwrap_or_default();
                writeln!(out, "| {} | {}{remark} |", cell(&Rich::plain(&*bar.label)), bar.count)
            })
        }
        Block::Table { heads, rows } => {
            writeln!(out, "| {} |\n|{}", heads.join(" | "), " --- |".repeat(heads.len()))?;
            rows.iter()
                .try_for_each(|row| writeln!(out, "| {} |", row.iter().map(cell).collect::<Vec<_>>().join(" | ")))
        }
        Block::Linked { block, .. } => write_block(block, out),
        Block::Gap => Ok(()),
    }
}

fn cell(text: &Rich) -> String {
    rich(text, true).replace('\n', "<br>").replace('|', "\\|")
}

/// Line ends of the text are kept by two blanks before them; a blank line ends the paragraph.
fn paragraph(text: &Rich, quote: &str) -> String {
    let written = rich(text, true);
    let lines: Vec<&str> = written.trim().split('\n').collect();
    let ends =
        |at: usize| lines.get(at + 1).is_some_and(|next| !next.trim().is_empty() && !lines[at].trim().is_empty());
    let marked = lines.iter().enumerate().map(|(at, line)| {
        let line = line_start(line.trim());
        format!("{quote}{line}{}", if ends(at) { "  " } else { "" })
    });
    marked.collect::<Vec<_>>().join("\n")
}

/// `bold`: strong text and marks are set bold; a heading is bold already, so only its marks are.
fn rich(text: &Rich, bold: bool) -> String {
    let spans = text.0.iter().map(|span| {
        let words = escaped(&printable(&span.text));
        match span.style {
            Style::Mark => emphasised(&words),
            Style::Strong if bold => emphasised(&words),
            Style::Original => format!("\\[{words}\\]"),
            _ => words,
        }
    });
    spans.collect()
}

/// Blanks inside the stars would undo them.
fn emphasised(words: &str) -> String {
    let inner = words.trim();
    if inner.is_empty() {
        return words.to_owned();
    }
    words.replacen(inner, &format!("**{inner}**"), 1)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// Escapes the start of a line, so text does not become a heading, a rule or a numbered list.
fn line_start(line: &str) -> String {
    let number = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    if number > 0 && line[number..].starts_with(['.', ')']) {
        format!("{}\\{}", &line[..number], &line[number..])
    } else if line.starts_with(['#', '+', '=']) || (line.starts_with('-') && !line.starts_with("- ")) {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(block: Block) -> String {
        let mut out = Vec::new();
        write_block(&block, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_that_looks_like_markdown_stays_text() {
        let block = Block::paragraph(Rich::plain("# 4. *ikke* [link](x)\n1. januar <b>\n---"));
        insta::assert_snapshot!(written(block), @r"
        \# 4. \*ikke\* \[link\](x)  
        1\. januar \<b\>  
        \---
        ");
    }

    #[test]
    fn marks_are_bold_and_tables_keep_their_bars() {
        let hit = Block::Quote { indent: 0, text: Rich::marked("et herberg", std::slice::from_ref(&(3..10))) };
        assert_eq!(written(hit), "> et **herberg**\n");
        let table = Block::Table { heads: vec!["a", "b"], rows: vec![vec![Rich::plain("x|y"), Rich::strong("z")]] };
        assert_eq!(written(table), "| a | b |\n| --- | --- |\n| x\\|y | **z** |\n");
    }
}
