//! Styled text broken into lines of a given width, and made safe for a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::block::{Rich, Span, Style};
use crate::text::printable;

/// How many columns a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Breaks text at blanks into lines of at most `columns`; it cuts a longer word. Without a width only the text's
/// own line ends count. It removes blanks at a break.
pub(super) fn wrap(text: &Rich, columns: Option<usize>) -> Vec<Rich> {
    let mut lines =
        Lines { done: Vec::new(), line: Rich::default(), used: 0, columns: columns.unwrap_or(usize::MAX).max(1) };
    for piece in pieces(text) {
        match piece {
            Piece::Break => lines.end(),
            Piece::Word(spans) => lines.word(spans),
            Piece::Blank(span) => lines.blank(span),
        }
    }
    lines.end();
    lines.done
}

enum Piece {
    Word(Vec<Span>),
    Blank(Span),
    Break,
}

/// Words, blanks and line ends, in order. A word may run over several spans: its middle may be marked.
fn pieces(text: &Rich) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut joined = false;
    for Span { text, style } in &text.0 {
        let mut rest = printable(text);
        while let Some(first) = rest.chars().next() {
            if first == '\n' {
                out.push(Piece::Break);
                (rest, joined) = (rest[1..].to_owned(), false);
                continue;
            }
            let blank = first == ' ';
            let end = rest.find(|c| c == '\n' || (c == ' ') != blank).unwrap_or(rest.len());
            let tail = rest.split_off(end);
            let span = Span { text: std::mem::replace(&mut rest, tail), style: *style };
            match (blank, out.last_mut()) {
                (true, _) => out.push(Piece::Blank(span)),
                (false, Some(Piece::Word(word))) if joined => word.push(span),
                (false, _) => out.push(Piece::Word(vec![span])),
            }
            joined = !blank;
        }
    }
    out
}

struct Lines {
    done: Vec<Rich>,
    line: Rich,
    used: usize,
    columns: usize,
}

impl Lines {
    fn end(&mut self) {
        while let Some(last) = self.line.0.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if !last.text.is_empty() {
                break;
            }
            self.line.0.pop();
        }
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0;
    }

    fn blank(&mut self, span: Span) {
        let after_a_break = self.used == 0 && !self.done.is_empty();
        if after_a_break && span.text.len() == 1 {
            return;
        }
        self.used += width(&span.text);
        self.push(span.text, span.style);
    }

    fn word(&mut self, spans: Vec<Span>) {
        let needed: usize = spans.iter().map(|s| width(&s.text)).sum();
        if self.used > 0 && self.used + needed > self.columns {
            self.end();
        }
        for span in spans {
            self.letters(span);
        }
    }

    fn letters(&mut self, span: Span) {
        let mut run = String::new();
        for c in span.text.chars() {
            let w = c.width().unwrap_or(0);
            if self.used + w > self.columns && self.used > 0 {
                self.push(std::mem::take(&mut run), span.style);
                self.end();
            }
            run.push(c);
            self.used += w;
        }
        self.push(run, span.style);
    }

    fn push(&mut self, text: String, style: Style) {
        match self.line.0.last_mut() {
            Some(last) if last.style == style => last.text += &text,
            _ if text.is_empty() => {}
            _ => self.line.0.push(Span { text, style }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::printable_line;

    fn lines(text: &str, columns: usize) -> Vec<String> {
        wrap(&Rich::plain(text), Some(columns)).iter().map(Rich::text).collect()
    }

    #[test]
    fn words_stay_whole_and_long_ones_are_cut() {
        assert_eq!(lines("et to tre fire", 7), ["et to", "tre", "fire"]);
        assert_eq!(lines("botilbudspladser nu", 6), ["botilb", "udspla", "dser", "nu"]);
    }

    #[test]
    fn line_ends_of_the_text_stay() {
        assert_eq!(lines("et\n\nto", 80), ["et", "", "to"]);
    }

    #[test]
    fn marked_part_does_not_break_its_word() {
        let text = "i herbergsområdet";
        let rich = Rich::marked(text, std::slice::from_ref(&(2..9)));
        let wrapped = wrap(&rich, Some(16));
        assert_eq!(wrapped.iter().map(Rich::text).collect::<Vec<_>>(), ["i", "herbergsområdet"]);
    }

    #[test]
    fn terminal_is_never_given_orders() {
        assert_eq!(printable("a\u{1b}[31mb\u{7}\u{9b}c\u{202e}d"), "a�[31mb��c�d");
        assert_eq!(printable_line("a\r\nb"), "a b");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_letter_lost(text in "[a-zæøå \n]{0,200}", columns in 1usize..40) {
            let wrapped = lines(&text, columns);
            prop_assert!(wrapped.iter().all(|l| width(l.trim_end()) <= columns));
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&wrapped.concat()), letters(&text));
        }
    }
}
