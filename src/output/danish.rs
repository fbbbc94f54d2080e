//! The words of reports for sending on: their readers read Danish, whatever the language of the command line.

use jiff::civil::Date;

use crate::model::{MeetingKind, Outcome, SectionKind};
use crate::query::{Change, EdgeReason, Form, State};
use crate::text::MONTHS;

/// `27. februar 2026`.
pub(super) fn date(day: Date) -> String {
    let month = usize::try_from(day.month()).ok().and_then(|m| MONTHS.get(m - 1)).copied().unwrap_or_default();
    format!("{}. {month} {}", day.day(), day.year())
}

pub(super) fn kind(kind: MeetingKind) -> &'static str {
    match kind {
        MeetingKind::Agenda => "Dagsorden",
        MeetingKind::Minutes => "Referat",
        MeetingKind::Other => "Andet dokument",
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approved => "Godkendt",
        Outcome::ApprovedWithChanges => "Godkendt med ændringer",
        Outcome::PartlyApproved => "Delvist godkendt",
        Outcome::Rejected => "Ikke godkendt",
        Outcome::Postponed => "Udsat",
        Outcome::SentBack => "Sendt tilbage",
        Outcome::Recommended => "Anbefalet",
        Outcome::RecommendedWithChanges => "Anbefalet med ændringer",
        Outcome::NotRecommended => "Ikke anbefalet",
        Outcome::SentOn => "Sendt videre",
        Outcome::Withdrawn => "Udgået",
        Outcome::Elected => "Valgt",
        Outcome::Noted => "Taget til efterretning",
        Outcome::Discussed => "Drøftet",
    }
}

/// How a word was found.
pub(super) fn form(form: Form) -> &'static str {
    match form {
        Form::Exact => "ordret",
        Form::Inflected => "bøjet form",
        Form::Compound => "del af ord",
        Form::Spelling => "anden stavemåde",
        Form::Synonym => "synonym",
    }
}

pub(super) fn section(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Proposal => "Indstilling",
        SectionKind::CaseSummary => "Sagsfremstilling",
        SectionKind::Minutes => "Beslutning",
        SectionKind::Summary => "Resume",
        SectionKind::Background => "Baggrund",
        SectionKind::Economy => "Økonomi",
        SectionKind::Legal => "Lovgrundlag",
        SectionKind::Hearing => "Høring",
        SectionKind::Attachments => "Bilag",
        SectionKind::Other => "Andet",
    }
}

/// `Nyt udvalg (før: Økonomiudvalget)`.
pub(super) fn change(change: &Change) -> String {
    match change {
        Change::Body { before } => format!("Nyt udvalg (før: {before})"),
        Change::Decision { before: None } => "Ny beslutning".into(),
        Change::Decision { before: Some(before) } => format!("Ny beslutning (før: {})", outcome(*before)),
        Change::Closed => "Nu for lukkede døre".into(),
        Change::Opened => "Nu for åbne døre".into(),
    }
}

/// Why a step belongs to another.
pub(super) fn reason(reason: &EdgeReason) -> String {
    match reason {
        EdgeReason::CaseNumber(number) => format!("samme sagsnummer ({number})"),
        EdgeReason::Reference(words) | EdgeReason::Mention(words) => format!("henvisning ({words})"),
        EdgeReason::Pair => "dagsorden og referat af samme møde".into(),
        EdgeReason::Names(names) => format!("samme navne ({})", names.join(", ")),
        EdgeReason::Title => "samme titel".into(),
        EdgeReason::TitleWords(words) => format!("samme ord i titlen ({})", words.join(", ")),
        EdgeReason::Subject => "samme emne".into(),
    }
}

/// The state of a case, in one sentence.
pub(super) fn state(state: &State) -> String {
    let due = |a: &crate::query::Announcement| {
        let body = a.body.as_ref().map(|b| format!(" i {b}")).unwrap_or_default();
        format!("{}{body}", a.date.map_or_else(|| "på næste møde".to_owned(), |d| format!("den {}", date(d))))
    };
    match state {
        State::Decided(last) => format!("Afgjort: {}.", outcome(*last).to_lowercase()),
        State::Open => "Åben: det seneste møde afgjorde ikke sagen.".into(),
        State::Awaited(a) => format!("Ventes igen {}.", due(a)),
        State::Overdue(a) => format!("Skulle være kommet igen {}, men er ikke fundet.", due(a)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_is_written_as_danes_write_it() {
        assert_eq!(date(jiff::civil::date(2026, 2, 27)), "27. februar 2026");
        assert_eq!(date(jiff::civil::date(2025, 12, 1)), "1. december 2025");
    }
}
