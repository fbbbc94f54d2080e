//! Marks lists of link targets at the end of pages.
//!
//! Some converters print the targets of a page's links below its text, one per line, after a gap. The page's number and
//! foot may be around the list; they are not text either.

use crate::source::{Document, Line};

/// Marks the lists and the lines of the page's foot next to them.
pub(super) fn mark(document: &mut Document) {
    let mut feet = Vec::new();
    for page in &mut document.pages {
        let mut start = 0;
        while let Some(list) = next_list(&page.lines, start) {
            start = list.end;
            page.lines[list.clone()].iter_mut().filter(|l| !l.is_blank()).for_each(|line| line.running = true);
            feet.extend(mark_neighbours(&mut page.lines, list));
        }
    }
    mark_again(document, &feet);
}

/// The next run of targets after two blank lines, with nothing but blank lines between them.
fn next_list(lines: &[Line], from: usize) -> Option<std::ops::Range<usize>> {
    let start =
        (from..lines.len()).find(|&i| is_target(&lines[i].text) && (is_sure(&lines[i]) || follows_gap(lines, i)))?;
    let is_part = |line: &&Line| is_target(&line.text);
    Some(start..start + lines[start..].iter().take_while(is_part).count())
}

fn follows_gap(lines: &[Line], at: usize) -> bool {
    at >= 2 && lines[at - 1].is_blank() && lines[at - 2].is_blank()
}

/// Nobody prints these in a text.
fn is_sure(line: &Line) -> bool {
    let text = line.text.trim();
    text.starts_with("mailto:") || text.starts_with("file:///")
}

/// The whole line is the target of a link; a sentence's full stop would be part of a text.
fn is_target(text: &str) -> bool {
    let text = text.trim();
    let has_scheme = ["http://", "https://", "mailto:", "file:///"].iter().any(|scheme| text.starts_with(scheme));
    has_scheme && !text.contains(char::is_whitespace) && !text.ends_with('.')
}

/// Marks a lone number before the list and gives the line after it, if it could be the page's foot.
fn mark_neighbours(lines: &mut [Line], list: std::ops::Range<usize>) -> Option<String> {
    if let Some(before) = lines[..list.start].iter_mut().rev().find(|line| !line.is_blank())
        && super::page_number::read(&before.text).is_some()
    {
        before.running = true;
    }
    let after = lines[list.end..].iter().take(4).find(|line| !line.is_blank())?;
    has_date(&after.text).then(|| after.text.trim().to_owned())
}

/// A foot found after lists is also a foot elsewhere.
fn mark_again(document: &mut Document, feet: &[String]) {
    let count = |text: &str| document.lines().filter(|(_, line)| line.text.trim() == text).count();
    let feet: Vec<&String> = feet.iter().filter(|foot| count(foot) > 1).collect();
    for line in document.pages.iter_mut().flat_map(|page| &mut page.lines) {
        line.running |= feet.iter().any(|foot| foot.as_str() == line.text.trim());
    }
}

/// A short line with a date in figures: `DASSOS Referat 27.2.26`.
fn has_date(text: &str) -> bool {
    let is_date = |word: &str| {
        let parts: Vec<&str> = word.split(['.', '-', '/']).collect();
        parts.len() == 3 && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
    };
    text.split_whitespace().count() <= 6 && text.split_whitespace().any(is_date)
}

#[cfg(test)]
mod tests {
    use crate::source::read_bytes;

    fn marked(text: &str) -> Vec<String> {
        let mut document = read_bytes("x.txt", text.as_bytes().to_vec()).unwrap().value;
        super::mark(&mut document);
        document.lines().filter(|(_, line)| line.running).map(|(_, line)| line.text.trim().to_owned()).collect()
    }

    #[test]
    fn targets_after_a_gap_are_a_list() {
        let text = "Kommunerne skal\n\n\nhttps://a.dk/x.pdf\nfile:///C:/y.pdf\n rapportere mistanke\n";
        assert_eq!(marked(text), ["https://a.dk/x.pdf", "file:///C:/y.pdf"]);
    }

    #[test]
    fn address_in_a_sentence_is_text() {
        assert!(marked("beskrevet på\nhttps://a.dk.\n\nLæs mere på\nhttps://b.dk\n").is_empty());
    }

    #[test]
    fn foot_next_to_a_list_is_marked_wherever_it_stands() {
        let text = "tekst\n\n10\n\n\nmailto:a@b.dk\n\nRåd Referat 27.2.26\n\nmere\n Råd Referat 27.2.26\nslut";
        assert_eq!(marked(text), ["10", "mailto:a@b.dk", "Råd Referat 27.2.26", "Råd Referat 27.2.26"]);
    }
}
