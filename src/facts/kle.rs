//! Finds KLE numbers in an item: `27.35.04`. KLE is the municipalities' common filing plan.
//!
//! A number is part of a case number (`27.35.04-G01-2-16`, `27.42.00P05`) or comes after the word `KLE`. Three pairs of
//! digits alone may be a date (`18.02.19`) and are ignored.

use std::sync::LazyLock;

use crate::model::Item;
use crate::text::bounded::Bounded;

/// A number followed by its facet letter, as in case numbers.
static FILED: LazyLock<Bounded> =
    LazyLock::new(|| Bounded::new(r"(?:^|[^\d.])(\d{2}\.\d{2}\.\d{2})[-. ]?[A-ZÆØÅ]\d{2}\b"));
static LABELLED: LazyLock<Bounded> =
    LazyLock::new(|| Bounded::new(r"(?i:\bKLE(?:[- ]?(?:nr|nummer|emne))?\.?:?\s*)(\d{2}\.\d{2}(?:\.\d{2})?)\b"));
/// Labels with a KLE number as value.
const LABELS: [&str; 2] = ["kle", "klassifikation"];

/// The numbers named in `item`, each once, in order: case number, labels, text.
pub fn numbers(item: &Item) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut take = |number: &str| {
        if !out.iter().any(|known| known == number) {
            out.push(number.to_owned());
        }
    };
    let case = item.case_number.iter().map(|c| c.0.as_str());
    let texts = item.sections.iter().map(|s| s.text.as_str());
    for text in case.chain(item.labels.iter().map(|(_, value)| value.as_str())).chain(texts) {
        for form in [&*FILED, &*LABELLED] {
            form.captures_iter(text).filter_map(|c| c.get(1)).for_each(|m| take(m.as_str()));
        }
    }
    for (label, value) in &item.labels {
        let bare = value.split_whitespace().next().unwrap_or_default();
        if LABELS.contains(&label.to_lowercase().trim_end_matches(['.', ':'])) && is_number(bare) {
            take(bare);
        }
    }
    out
}

fn is_number(text: &str) -> bool {
    let pairs: Vec<&str> = text.split('.').collect();
    (2..=3).contains(&pairs.len()) && pairs.iter().all(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CaseNumber, Section, SectionKind, Text};

    fn of(case: &str, labels: &[(&str, &str)], text: &str) -> Vec<String> {
        let section = Section::new(SectionKind::Other, Text::on_page(text, 1));
        let labels = labels.iter().map(|(l, v)| ((*l).to_owned(), (*v).to_owned())).collect();
        let case_number = Some(CaseNumber(case.to_owned()));
        numbers(&Item { case_number, labels, sections: vec![section], ..Item::titled("Sag") })
    }

    #[test]
    fn number_stands_in_case_numbers_labels_and_text() {
        assert_eq!(of("27.35.04-G01-2-16", &[], ""), ["27.35.04"]);
        assert_eq!(of("09/12378", &[("", "27.42.00P05/bhsj")], ""), ["27.42.00"]);
        assert_eq!(
            of("09/12378", &[("KLE", "16.20.00")], "se KLE-nr. 27.42.08 og sag 00.30.00-S00-3-18"),
            ["00.30.00", "27.42.08", "16.20.00"]
        );
    }

    #[test]
    fn date_is_no_number_of_the_plan() {
        assert!(of("09/12378", &[], "mødet den 18.02.19 og den 03.04.2019, 1.27.35.04").is_empty());
    }
}
