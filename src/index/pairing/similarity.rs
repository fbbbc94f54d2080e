//! Decides whether two items of one meeting are the same.
//!
//! The title decides. Supplementary agendas and withdrawn items shift the numbers, and each document may have its own
//! item 3. So a number alone proves nothing if both items have titles. It only helps with scan errors and shortened
//! titles. An equal case number is as good as an equal title.

use super::Entry;

/// Minimum similarity of titles without other evidence: four of five words agree. The tests below
/// have cases on both sides.
const SAME_TITLE: f32 = 0.8;
/// Minimum similarity of titles if number or case number agree, too: nearly half the words. Covers shortened titles.
const SIMILAR_TITLE: f32 = 0.45;
/// Bonus for equal numbers and for equal case numbers, on the scale of title similarity times two. They rank matches;
/// they do not decide them.
const NUMBER_BONUS: f32 = 1.0;
const CASE_BONUS: f32 = 2.0;
/// Minimum letters for words to count as equal in spite of an edit or two (scan errors, endings). Shorter words become
/// other words by one edit.
const LONG_WORD: usize = 5;
/// Words in a title with no information except closed doors.
const CLOSED_ITEM_WORDS: [&str; 8] =
    ["lukket", "lukkede", "punkt", "punkter", "sag", "dagsordenspunkt", "fortroligt", "personsag"];

/// Confidence in two items being the same. `None` if they are not.
pub(super) fn similarity(a: &Entry, b: &Entry) -> Option<f32> {
    let same = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    let number = same(&a.number, &b.number);
    let case = same(&a.case, &b.case);
    let other_case = a.case.is_some() && b.case.is_some() && !case;
    let title = title_similarity(&a.title, &b.title);
    let untitled = only_says_closed(&a.title) || only_says_closed(&b.title);
    let one = match title {
        t if t >= SAME_TITLE => !other_case || number,
        t if t >= SIMILAR_TITLE => (number && !other_case) || case,
        t => (case && (number || t > 0.0)) || (number && untitled && !other_case && (a.closed || b.closed)),
    };
    let bonus = if number { NUMBER_BONUS } else { 0.0 } + if case { CASE_BONUS } else { 0.0 };
    one.then_some(2.0 * title + bonus)
}

/// Similarity of two titles, 0 to 1: the share of common words. If the longer title continues the shorter, it is the
/// share of the shorter one's words. Titles with different figures (`1. kvartal`, `Lokalplan 245`) are different.
fn title_similarity(a: &str, b: &str) -> f32 {
    if a == b {
        return if a.is_empty() { 0.0 } else { 1.0 };
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (short, long) = if (a.len(), &a) <= (b.len(), &b) { (a, b) } else { (b, a) };
    if figures_differ(&short, &long) {
        return 0.0;
    }
    let mut left = long.clone();
    let mut common = 0;
    for word in &short {
        if let Some(at) = left.iter().position(|other| same_word(word, other)) {
            left.remove(at);
            common += 1;
        }
    }
    let begins = short.len() > 2 && short.iter().zip(&long).all(|(a, b)| same_word(a, b));
    let all = if begins { short.len() } else { (short.len() + long.len()).div_ceil(2) };
    common as f32 / all as f32
}

/// True if each title has a figure missing in the other.
fn figures_differ(a: &[&str], b: &[&str]) -> bool {
    let figures = |words: &[&str]| -> Vec<String> {
        let numbers = words.iter().filter(|w| w.starts_with(|c: char| c.is_ascii_digit()));
        numbers.map(|w| (*w).to_owned()).collect()
    };
    let (a, b) = (figures(a), figures(b));
    a.iter().any(|f| !b.contains(f)) && b.iter().any(|f| !a.contains(f))
}

fn same_word(a: &str, b: &str) -> bool {
    a == b || a.chars().count().min(b.chars().count()) >= LONG_WORD && within_edit_distance(a, b)
}

/// True for an edit distance of at most 1, or 2 in long words.
fn within_edit_distance(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let max_edits = if a.len().min(b.len()) >= 2 * LONG_WORD { 2 } else { 1 };
    if a.len().abs_diff(b.len()) > max_edits {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = changed.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()] <= max_edits
}

fn only_says_closed(title: &str) -> bool {
    title.split(' ').all(|w| w.is_empty() || CLOSED_ITEM_WORDS.contains(&w))
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::*;

    fn pair(a: (&str, &str), b: (&str, &str)) -> bool {
        similarity(&entry("a", a.0, a.1), &entry("b", b.0, b.1)).is_some()
    }

    #[test]
    fn number_alone_pairs_nothing() {
        assert!(!pair(("3", "Takster for herberger"), ("3", "Anlægsregnskab for cykelsti")));
        assert!(pair(("3", "Takster for herberger"), ("4", "Takster for herberger")));
    }

    #[test]
    fn number_helps_a_title_that_was_shortened_or_misread() {
        assert!(pair(("3", "Takster for herberger og forsorgshjem i 2024"), ("3", "Takster for herberger")));
        assert!(pair(("3", "Afgørelse om sti ved åen"), ("3", "Afgorelse om sti ved aen")));
        assert!(!pair(("3", "Afgørelse om sti ved åen"), ("4", "Orientering om sti")));
    }

    #[test]
    fn titles_that_differ_in_a_figure_are_of_two_things() {
        assert!(!pair(("3", "Budgetopfølgning 1. kvartal"), ("3", "Budgetopfølgning 2. kvartal")));
        assert!(!pair(("3", "Lokalplan 245 Havnen"), ("3", "Lokalplan 246 Havnen")));
        assert!(pair(("3", "Lokalplan 245 Havnen"), ("4", "Lokalplan 245 Havnen - vedtagelse")));
    }

    #[test]
    fn case_number_speaks_for_a_new_title_and_against_an_equal_one() {
        let case = |mut e: Entry, case: &str| {
            e.case = Some(case.to_owned());
            e
        };
        let sale = || case(entry("a", "3", "Salg af grund"), "24/1");
        assert!(similarity(&sale(), &case(entry("b", "5", "Afhændelse af grund"), "24/1")).is_some());
        assert!(similarity(&sale(), &case(entry("b", "5", "Salg af grund"), "24/2")).is_none());
    }

    #[test]
    fn closed_item_without_a_title_goes_by_its_number() {
        let mut closed = entry("b", "12", "Lukket punkt");
        closed.closed = true;
        assert!(similarity(&entry("a", "12", "Køb af ejendom"), &closed).is_some());
        assert!(similarity(&entry("a", "11", "Køb af ejendom"), &closed).is_none());
    }
}
