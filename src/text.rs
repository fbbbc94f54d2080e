//! Plain text functions: safe printing, sentence ends, shortening.
//!
//! All modules use these functions to print, cut or match text, so their results agree.

pub(crate) mod bounded;
mod sentences;

pub use sentences::{sentence_at, sentences};

/// The Danish names of the months, in their order.
pub const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// `text` without terminal control. Control characters become `�`, and so do characters for changing the direction of
/// writing. A tab becomes two spaces; soft hyphens and carriage returns are removed. Line ends stay.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            '\t' => out.push_str("  "),
            '\r' | '\u{ad}' => {}
            c if c.is_control() || is_direction_mark(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// [`printable()`] for text on one line: line ends become spaces.
pub fn printable_line(text: &str) -> String {
    printable(text).replace('\n', " ")
}

/// `line` with a space for each control character except the tab. File readers use it because it keeps character
/// offsets.
pub fn without_controls(line: &str) -> String {
    line.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect()
}

/// `text` as one line, cut at a word boundary after about `chars` characters, with ` …` at the cut.
pub fn shortened(text: &str, chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(chars) {
        None => line,
        Some((at, _)) => {
            let cut = line[..at].rfind(' ').unwrap_or(at);
            format!("{} …", line[..cut].trim_end())
        }
    }
}

/// True for characters that reorder the text after them. With one, a file name could show another suffix than it has.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shortened("et kort  ord", 20), "et kort ord");
        assert_eq!(shortened("Byrådet godkendte indstillingen", 20), "Byrådet godkendte …");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_printed() {
        assert_eq!(printable("a\u{1b}[31m\tb\r\nc\u{ad}d\u{202e}"), "a\u{fffd}[31m  b\ncd\u{fffd}");
        assert_eq!(printable_line("a\nb"), "a b");
        assert_eq!(without_controls("a\u{7}\tb"), "a \tb");
    }
}
