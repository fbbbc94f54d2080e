//! Reads the block under an item's title: presenter, case number, whether it is closed.
//!
//! Labels and the forms of case numbers are data (`data/patterns.toml`). A line of codes without labels
//! (`27.42.00P05/bhsj 09/12378 Åben sag SO`) is recognised by its codes.

use super::knowledge::{KNOWN, Pattern};
use crate::model::CaseNumber;

/// The role of a row under a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Presenter,
    /// Case number, initials, competence, open or closed.
    Codes,
}

/// The field that a row holds, if it is not text.
pub(super) fn read(text: &str) -> Option<Field> {
    if presenter(text).is_some() { Some(Field::Presenter) } else { is_codes(text).then_some(Field::Codes) }
}

/// The name after `Ved`.
pub(super) fn presenter(text: &str) -> Option<&str> {
    let found = KNOWN.fields.presenter.captures(text)?.get(1)?;
    let name = found.as_str();
    // "Ved budgettet for 2020 blev ..." is a sentence: names have capitals, no full stop at the end.
    let ends = name.ends_with('.') && !name.ends_with("mfl.") && name.split_whitespace().count() > 4;
    let named = name.split_whitespace().take(4).any(|w| w.starts_with(char::is_uppercase)) || name.starts_with("de ");
    (!ends && named && !has_two_sentences(name) && name.len() < 250).then_some(name)
}

/// A full stop with another sentence behind it.
pub(super) fn has_two_sentences(text: &str) -> bool {
    KNOWN.fields.two_sentences.is_match(text)
}

/// The presenter at the end of a title: `Rehabilitering v/ leder Susanne Krag`.
pub(super) fn presenter_in_title(title: &str) -> Option<&str> {
    let found = KNOWN.fields.presenter_in_title.captures(title)?.get(1)?.as_str();
    let named = found.split_whitespace().skip(1).any(|w| w.starts_with(char::is_uppercase));
    (named && found.split_whitespace().count() <= 8).then_some(found)
}

fn is_codes(text: &str) -> bool {
    let text = &text[super::numbers::bullet(text)..];
    let after_state = KNOWN.fields.state_first.find(text).map(|m| &text[m.end()..]);
    let labelled = |t: &str| KNOWN.fields.label.is_match(t) || KNOWN.fields.bare_label.is_match(t);
    if labelled(text)
        || KNOWN.fields.state.is_match(text)
        || after_state.is_some_and(|t| labelled(t) || opens_with_code(t))
    {
        return true;
    }
    let first = text.split('\t').next().unwrap_or(text);
    let code = opens_with_code(first);
    // Short cells, the first a code: no sentence looks like that.
    code && text.chars().count() <= 90 && text.split_whitespace().count() <= 9 && !text.ends_with(['.', ',', ':'])
}

fn opens_with_code(text: &str) -> bool {
    let text = KNOWN.fields.initials.find(text).map_or(text, |m| &text[m.end()..]);
    KNOWN.fields.case_forms.iter().any(|form| form.find(text).is_some_and(|m| m.start() == 0))
}

/// The case number in the rows under a title.
pub(super) fn case_number<'t>(rows: impl Iterator<Item = &'t str> + Clone) -> Option<CaseNumber> {
    let labelled = labelled_number(rows.clone(), &KNOWN.fields.case_label)
        .or_else(|| labelled_number(rows.clone(), &KNOWN.fields.journal_label));
    let bare = || rows.clone().find(|t| t.len() >= 5 && t.bytes().all(|b| b.is_ascii_digit()));
    if labelled.is_none()
        && let Some(number) = bare()
    {
        return Some(CaseNumber(number.to_owned()));
    }
    let found = labelled.or_else(|| {
        KNOWN.fields.case_forms.iter().find_map(|form| rows.clone().find_map(|t| form.captures(t)?.get(1)))
    })?;
    let number = without_next_label(found.as_str().trim()).trim_end_matches(['.', ',', ';']);
    (!number.is_empty()).then(|| CaseNumber(number.to_owned()))
}

/// The label of a short line such as `Formål: Orientering`, known or not.
pub(super) fn short_label(text: &str) -> Option<&str> {
    let (label, value) = text.split_once(':')?;
    let plain = label.chars().all(|c| c.is_alphabetic() || " /-.".contains(c)) && label.starts_with(char::is_uppercase);
    let value = value.trim();
    let short = (3..=30).contains(&label.len()) && (1..=40).contains(&value.chars().count());
    (plain && short && !value.ends_with('.')).then_some(label)
}

/// The cells of a row of codes, each with its label; the label is empty where none is printed.
pub(super) fn labelled(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.split(['\t', ',']).map(str::trim).filter(|c| !c.is_empty()).map(|cell| {
        let found = KNOWN.fields.label_and_value.captures(cell);
        let part =
            |a: usize, b: usize| found.as_ref().and_then(|f| f.get(a).or(f.get(b))).map(|m| m.as_str().to_owned());
        match (part(1, 3), part(2, 4)) {
            (Some(label), Some(value)) => (label, value),
            _ => (String::new(), cell.to_owned()),
        }
    })
}

/// `1-21-14-0002-12/Sagsbehandler: …` without the label of the next field.
fn without_next_label(number: &str) -> &str {
    match number.rsplit_once('/') {
        Some((own, label)) if label.len() > 5 && label.chars().all(char::is_alphabetic) => own,
        _ => number,
    }
}

fn labelled_number<'t>(mut rows: impl Iterator<Item = &'t str>, label: &Pattern) -> Option<regex::Match<'t>> {
    rows.find_map(|t| label.captures(t)?.get(1))
}

/// A title without the case number in brackets at its end, and that number.
pub(super) fn split_title(title: &str) -> (&str, Option<CaseNumber>) {
    match KNOWN.fields.case_in_title.captures(title) {
        None => (title, None),
        Some(found) => {
            let number = found.get(1).map_or("", |m| m.as_str());
            let number = (!number.is_empty()).then(|| CaseNumber(number.to_owned()));
            (title[..found.get_match().start()].trim_end(), number)
        }
    }
}

/// True for a complete title: its case number is at its end.
pub(super) fn ends_in_case_number(title: &str) -> bool {
    split_title(title).1.is_some()
}

/// The line has nothing but file names, as a web page lists attachments without a heading.
pub(super) fn names_files(text: &str) -> bool {
    KNOWN.fields.files.is_match(text)
}

/// True where title, codes or group mark the item as dealt with behind closed doors.
pub(super) fn is_closed(text: &str) -> bool {
    KNOWN.fields.closed.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(rows: &[&str]) -> Option<String> {
        case_number(rows.iter().copied()).map(|n| n.0)
    }

    #[test]
    fn presenter_stands_after_ved_and_its_kin() {
        assert_eq!(presenter("Ved Katrine Axél, direktør"), Some("Katrine Axél, direktør"));
        assert_eq!(presenter("Punktet indledes ved Anders Kjærulff"), Some("Anders Kjærulff"));
        assert_eq!(
            presenter("Fra Komponent deltager Maibritt Kuszon, Chefkonsulent"),
            Some("Maibritt Kuszon, Chefkonsulent")
        );
        assert_eq!(presenter("v. Bodil Resenbro"), Some("Bodil Resenbro"));
        assert_eq!(presenter("Ved halvåret var der forbrugt 49,8 % af driftsbudgettet"), None);
        assert_eq!(presenter("Ved ikke"), None);
        assert_eq!(presenter("Fra Odder Kommune deltager Anna Bo i arbejdsgruppen. Desuden deltager"), None);
    }

    #[test]
    fn case_number_is_read_with_and_without_label() {
        assert_eq!(number(&["27.42.00P05/bhsj\t09/12378\tÅben sag\tSO"]).as_deref(), Some("09/12378"));
        assert_eq!(number(&["J.nr.: 00.01.00Ø07\tInitialer: HJ\tÅben sag"]).as_deref(), Some("00.01.00Ø07"));
        assert_eq!(
            number(&["Sagsnr. 249051\tBeskæftigelses- og Socialudvalget\tÅbent punkt"]).as_deref(),
            Some("249051")
        );
        assert_eq!(
            number(&["Sagsnr.: 27.42.00-P20-3-21\tDok.nr.: 90240/21\tÅbent"]).as_deref(),
            Some("27.42.00-P20-3-21")
        );
        assert_eq!(number(&["SAG-2021-00077"]).as_deref(), Some("SAG-2021-00077"));
        assert_eq!(number(&["Sag 306-2009-600", "Dok. 306-2009-1"]).as_deref(), Some("306-2009-600"));
        assert_eq!(number(&["Sagnr.: 1-51-71-3321-08"]).as_deref(), Some("1-51-71-3321-08"));
    }

    #[test]
    fn label_line_is_no_text() {
        for line in [
            "Kompetence: Byrådet",
            "Sagsgang: KUU",
            "Sagsnr.: 11/17",
            "Åben sag",
            "Åben sag Sagsgang: SU/ØU/BR",
            "Åbent - 00.22.00-G01-1-16",
            "SAG-2021-04533",
            "Sagsnr. 16/169",
        ] {
            assert_eq!(read(line), Some(Field::Codes), "{line}");
        }
        for line in ["1. kvartal 2008: 214 borgere", "2010-prisniveau er brugt", "Sagsfremstilling", "Åben beslutning"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn codes_keep_their_labels() {
        let of = |text: &str| labelled(text).map(|(l, v)| format!("{l}={v}")).collect::<Vec<_>>();
        assert_eq!(of("Sagsid.: 13/11537, Sagsinitialer: dlj"), ["Sagsid.=13/11537", "Sagsinitialer=dlj"]);
        assert_eq!(of("27.42.00P05/bhsj\t09/12378\tÅben sag"), ["=27.42.00P05/bhsj", "=09/12378", "=Åben sag"]);
        assert_eq!(of("Sagsnr. 249050"), ["Sagsnr.=249050"]);
    }

    #[test]
    fn own_case_number_wins_over_the_journal() {
        assert_eq!(number(&["Journalnummer S02 / SagsID: 10/8624\tÅben sag"]).as_deref(), Some("10/8624"));
        assert_eq!(number(&["J.nr.: 00.01.00Ø07\tÅben sag"]).as_deref(), Some("00.01.00Ø07"));
        assert_eq!(number(&["HEL / 08/3343\tÅBEN SAG"]).as_deref(), Some("08/3343"));
    }

    #[test]
    fn case_number_in_brackets_leaves_the_title() {
        assert_eq!(split_title("Meddelelser (2023-0004411)"), ("Meddelelser", Some(CaseNumber("2023-0004411".into()))));
        assert_eq!(split_title("Meddelelser ( )"), ("Meddelelser", None));
        assert_eq!(split_title("Lukning (B)"), ("Lukning (B)", None));
        assert_eq!(split_title("Takster (2022)"), ("Takster (2022)", None));
    }

    #[test]
    fn closed_is_told_in_many_ways() {
        for text in [
            "Lukket sag: Køb",
            "Salg - Lukket punkt",
            "Til behandling - for lukkede døre",
            "LUKKET PUNKT: x",
            "Lukket - x",
        ] {
            assert!(is_closed(text), "{text}");
        }
        assert!(!is_closed("Et lukket botilbud"));
    }
}
