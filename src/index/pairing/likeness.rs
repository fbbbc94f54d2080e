//! Whether two items of one meeting's documents are the same item.
//!
//! The title decides. A supplementary agenda and withdrawn items shift the numbers of what follows, and two documents may
//! each have an item 3 of their own, so a number alone proves nothing where the titles speak; it helps where a scan or a
//! shortened title leaves a doubt. A case number that both have is as good as a title.

use super::Entry;

/// From this likeness on, titles say the same without any help.
const SAME_TITLE: f32 = 0.8;
/// From this likeness on, titles say the same where number or case number agree too.
const LIKE_TITLE: f32 = 0.45;
/// What equal numbers and equal case numbers add to the likeness of the titles.
const NUMBER: f32 = 1.0;
const CASE: f32 = 2.0;
/// Words from this length on (letters) may differ in a letter or two, as scans and endings do.
const LONG_WORD: usize = 5;
/// A title that says no more than that the item is closed.
const SAYS_NOTHING: [&str; 8] =
    ["lukket", "lukkede", "punkt", "punkter", "sag", "dagsordenspunkt", "fortroligt", "personsag"];

/// How surely two items are one, the larger the surer. `None` where they are not.
pub(super) fn likeness(a: &Entry, b: &Entry) -> Option<f32> {
    let same = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    let number = same(&a.number, &b.number);
    let case = same(&a.case, &b.case);
    let other_case = a.case.is_some() && b.case.is_some() && !case;
    let title = titles(&a.title, &b.title);
    let silent = says_nothing(&a.title) || says_nothing(&b.title);
    let one = match title {
        t if t >= SAME_TITLE => !other_case || number,
        t if t >= LIKE_TITLE => (number && !other_case) || case,
        t => (case && (number || t > 0.0)) || (number && silent && !other_case && (a.closed || b.closed)),
    };
    let helped = if number { NUMBER } else { 0.0 } + if case { CASE } else { 0.0 };
    one.then_some(2.0 * title + helped)
}

/// How much two titles have in common, 0 to 1: the share of their words, or of the shorter one's where the longer goes on
/// from it. Titles that differ in their figures (`1. kvartal`, `Lokalplan 245`) are of two things.
fn titles(a: &str, b: &str) -> f32 {
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

/// True where each of two titles has a figure that the other lacks.
fn figures_differ(a: &[&str], b: &[&str]) -> bool {
    let figures = |words: &[&str]| -> Vec<String> {
        let numbers = words.iter().filter(|w| w.starts_with(|c: char| c.is_ascii_digit()));
        numbers.map(|w| (*w).to_owned()).collect()
    };
    let (a, b) = (figures(a), figures(b));
    a.iter().any(|f| !b.contains(f)) && b.iter().any(|f| !a.contains(f))
}

fn same_word(a: &str, b: &str) -> bool {
    a == b || a.chars().count().min(b.chars().count()) >= LONG_WORD && differ_little(a, b)
}

/// True where one word becomes the other by changing, adding or leaving out one letter, or two in long words.
fn differ_little(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = if a.len().min(b.len()) >= 2 * LONG_WORD { 2 } else { 1 };
    if a.len().abs_diff(b.len()) > most {
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
    row[b.len()] <= most
}

fn says_nothing(title: &str) -> bool {
    title.split(' ').all(|w| w.is_empty() || SAYS_NOTHING.contains(&w))
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::*;

    fn pair(a: (&str, &str), b: (&str, &str)) -> bool {
        likeness(&entry("a", a.0, a.1), &entry("b", b.0, b.1)).is_some()
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
        assert!(likeness(&sale(), &case(entry("b", "5", "Afhændelse af grund"), "24/1")).is_some());
        assert!(likeness(&sale(), &case(entry("b", "5", "Salg af grund"), "24/2")).is_none());
    }

    #[test]
    fn closed_item_without_a_title_goes_by_its_number() {
        let mut closed = entry("b", "12", "Lukket punkt");
        closed.closed = true;
        assert!(likeness(&entry("a", "12", "Køb af ejendom"), &closed).is_some());
        assert!(likeness(&entry("a", "11", "Køb af ejendom"), &closed).is_none());
    }
}
