//! Reads the facts of the meeting as a whole: kind, body, authority, date, times, place, participants.
//!
//! No fact has a fixed place, so each value is chosen among all candidates in the document. Evidence comes from fields
//! (`fields`: `Mødedato: 3. maj 2016`), titles (`titles`: `Referat fra DASSOS 22. maj 2019`), running heads and feet,
//! headings of decisions, printed addresses and the file's name. Each adds its weight (`evidence`) to its value. Labels
//! and kinds are data (`data/cover.toml`) and are matched despite broken letters.
//!
//! A value without enough evidence stays `None`: an empty field is seen and filled in, a wrong one is believed.

mod body;
mod evidence;
pub(super) mod fields;
mod material;
mod other;
mod owner;
mod place;
mod titles;
mod when;
pub(crate) mod words;

use jiff::civil::{Date, Time};

use self::material::Material;
use super::participants;
use crate::lexicon::dates;
use crate::model::{Authority, MeetingKind, Participant, Region};
use crate::source::Document;

/// The facts found about the meeting.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cover {
    /// `None` where the cover does not name it. The items decide then: a document with decisions is minutes.
    pub kind: Option<MeetingKind>,
    /// The name of the body, as printed.
    pub body: Option<String>,
    /// The municipality or region of the body.
    pub authority: Option<Authority>,
    /// The region of the authority, or the one shared by all participating municipalities.
    pub region: Option<Region>,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// When it began, local time.
    pub start: Option<Time>,
    /// When it ended, local time.
    pub end: Option<Time>,
    /// The address or room, its lines joined by commas.
    pub place: Option<String>,
    /// The people present and absent, in the order of the document.
    pub participants: Vec<Participant>,
    /// The title of a document that does not belong to a meeting.
    pub other: Option<String>,
}

/// Reads a document's cover. `front` is the number of the document's lines ([`Document::lines`], blank ones counted)
/// before the first item; evidence may come from anywhere (a running foot may hold the only date).
pub fn read(document: &Document, front: usize) -> Cover {
    let material = Material::of(document, front);
    let date = when::date(&material);
    let hours = when::hours(&material);
    let body = body::body(&material, date);
    let place = place::place(&material);
    let participants = participants::read(&material.fields, &material.front);
    let authority = owner::authority(&material, body.as_deref(), place.as_deref(), &participants, date);
    let region = owner::region(&material, body.as_deref(), authority.as_ref(), &participants, date);
    Cover {
        kind: kind(&material, date),
        body,
        authority,
        region,
        date,
        start: hours.start,
        end: hours.end,
        place,
        participants,
        other: other::title(&material),
    }
}

/// The line opens with the name of a body and has a day: `Socialudvalget mandag den 4. januar 2010`.
fn names_meeting(line: &str) -> bool {
    let Some(day) = dates::find(line).into_iter().next().filter(|d| d.at.start > 0) else { return false };
    let before = line[..day.at.start].trim_end();
    let before = before.strip_suffix("den").unwrap_or(before).trim_end();
    // Without the weekday.
    let name = before.rsplit_once(' ').filter(|(_, last)| last.ends_with("dag")).map_or(before, |(name, _)| name);
    !name.is_empty() && !name.contains(" af ") && words::words().is_body_name(name.trim_end_matches([',', ' ']))
}

/// *Den* before a date has so many bytes, or fewer.
const FIRST_WORDS: usize = 5;

/// True for a line with a label that only covers have, where its value stands with it (`Sted: Rådhuset`), and for one with a
/// postal address.
pub(super) fn states_fact(line: &str) -> bool {
    fields::stated(line).is_some_and(|(label, value)| {
        label != words::Label::Other && (!value.is_empty() || line.trim_end().ends_with(':'))
            || line.starts_with("Bemærkninger:")
    }) || place::has_address(line)
        || names_meeting(line)
        || line.starts_with("Den ") && dates::find(line).first().is_some_and(|d| d.at.start < FIRST_WORDS)
}

/// True for a line of people present or absent: `Fraværende: Ingen.`
pub(super) fn states_people(line: &str) -> bool {
    fields::stated(line).is_some_and(|(label, value)| {
        matches!(label, words::Label::Members | words::Label::Absent | words::Label::Guests) && !value.is_empty()
    })
}

/// The kind named on the cover. A document called both is minutes; a title with another day belongs to another meeting.
fn kind(material: &Material<'_>, day: Option<Date>) -> Option<MeetingKind> {
    let titles = || material.titles.iter().chain(material.running.iter().map(|s| &s.title));
    let of_the_day = |t: &&titles::Title| t.dates.is_empty() || t.dates.iter().any(|d| Some(d.0) == day);
    let mut named: Vec<MeetingKind> = titles().filter(of_the_day).flat_map(|t| t.kinds.iter().copied()).collect();
    if named.is_empty() {
        named = titles().flat_map(|t| t.kinds.iter().copied()).collect();
    }
    named.into_iter().max().or_else(|| kind_of_name(material.file_name))
}

fn kind_of_name(file_name: &str) -> Option<MeetingKind> {
    let words = file_name.split(|c: char| !c.is_alphabetic());
    let kinds = words.filter_map(|w| {
        let is = |kind: &regex::Regex| kind.is_match(w);
        is(&words::words().minutes)
            .then_some(MeetingKind::Minutes)
            .or_else(|| is(&words::words().agenda).then_some(MeetingKind::Agenda))
    });
    kinds.max()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Format, Line, Page};

    /// The cover of a document with nothing but a front.
    fn read_named(name: &str, text: &str) -> Cover {
        let lines: Vec<Line> = text.lines().map(Line::plain).collect();
        let front = lines.len();
        let page = Page { number: 1, lines, size: None, needs_ocr: false };
        let document = Document {
            name: name.into(),
            format: Format::PlainText,
            pages: vec![page],
            outline: Vec::new(),
            unread: Vec::new(),
        };
        read(&document, front)
    }

    fn read_text(text: &str) -> Cover {
        read_named("x.txt", text)
    }

    /// All fields but the participants on one line, in reading order.
    fn one_line(cover: &Cover) -> String {
        let time = |t: Option<Time>| t.map_or("-".into(), |t| t.strftime("%H:%M").to_string());
        let parts = [
            cover.kind.map_or("-", MeetingKind::name).to_owned(),
            cover.body.clone().unwrap_or("-".into()),
            cover.authority.as_ref().map_or("-".into(), |a| a.name.clone()),
            cover.region.map_or("-", Region::name).to_owned(),
            cover.date.map_or("-".into(), |d| d.to_string()),
            time(cover.start),
            time(cover.end),
            cover.place.clone().unwrap_or("-".into()),
        ];
        parts.join(" | ")
    }

    #[test]
    fn labelled_table_is_read() {
        let text = "Tønder Kommune\nSocialudvalget\n\nReferat\n\nMødedato:                    10. november 2009\nMødelokale:                  Lokale 215\nStarttidspunkt for møde:     14:00\nSluttidspunkt for møde:      16:30\nFraværende:                  Bo Jessen ved afbud";
        let expected = "minutes | Socialudvalget | Tønder | Syddanmark | 2009-11-10 | 14:00 | 16:30 | Lokale 215";
        assert_eq!(one_line(&read_text(text)), expected);
    }

    #[test]
    fn labels_above_their_values_are_read() {
        let text = "UDVALG\nUdvalget for Voksne\n\nMØDE\nUdvalgsmøde\n\nSTED\nKanalstræde 2, lokale 1.B\n\nSTARTTIDSPUNKT\n23-03-2015 13:30:00\n\nSLUTTIDSPUNKT\n23-03-2015 16:45:00\n\nPUNKTER";
        let expected = "- | Udvalget for Voksne | - | - | 2015-03-23 | 13:30 | 16:45 | Kanalstræde 2, lokale 1.B";
        assert_eq!(one_line(&read_text(text)), expected);
    }

    #[test]
    fn prose_header_is_read() {
        let text = "Region Midtjylland\n\nReferat\ntil mødet i regionsrådet den 24. november 2021 kl. 12.00\ni Regionsrådssalen, Viborg\n\nMødet blev hævet kl. 16.25.";
        let expected = "minutes | Regionsrådet | Region Midtjylland | Midtjylland | 2021-11-24 | 12:00 | 16:25 | -";
        assert_eq!(one_line(&read_text(text)), expected);
    }

    #[test]
    fn prose_title_holds_the_place() {
        let text = "Referat til mødet i Beskæftigelses- og Socialudvalget den 6. december 2016 kl. 15.00 i Fristedet";
        let expected =
            "minutes | Beskæftigelses- og Socialudvalget | Odense | Syddanmark | 2016-12-06 | 15:00 | - | Fristedet";
        assert_eq!(one_line(&read_named("odense-2016.txt", text)), expected);
    }

    #[test]
    fn lines_without_labels_are_read() {
        let text = "BESLUTNINGER\n\nREGION HOVEDSTADEN\n\nForretningsudvalget\n\nMANDAG DEN 15. MARTS 2010\n\nKl. 14.00\n\nRegionsgården\n\nMøde nr. 3";
        let expected =
            "minutes | Forretningsudvalget | Region Hovedstaden | Hovedstaden | 2010-03-15 | 14:00 | - | Regionsgården";
        assert_eq!(one_line(&read_text(text)), expected);
    }

    #[test]
    fn spaced_letters_and_a_shared_body_are_read() {
        let text = "R E F E R A T   2 0 1 5\n\nK K R   H O V E D S T A D E N\n\nDato: 23-02-2015 09:00\nSted: Gentofte Rådhus\n\nDeltagerfortegnelse\nSteen Bo, Albertslund Kommune\nHans Gade, Gentofte Kommune";
        let cover = read_text(text);
        assert_eq!(
            one_line(&cover),
            "minutes | KKR HOVEDSTADEN | - | Hovedstaden | 2015-02-23 | 09:00 | - | Gentofte Rådhus"
        );
        assert_eq!(cover.participants.len(), 2);
    }

    #[test]
    fn letter_date_is_not_the_meeting() {
        let text = "Skanderborg Kommune\nDato: 3. oktober 2017\nSagsnr.: 12.34.56-A00-1-17\n\nDagsorden til møde i Ældrerådet\nmandag den 9. oktober 2017 kl. 9.30 - 12.00 i mødelokale 12, Fælleden";
        let expected =
            "agenda | Ældrerådet | Skanderborg | Midtjylland | 2017-10-09 | 09:30 | 12:00 | mødelokale 12, Fælleden";
        assert_eq!(one_line(&read_text(text)), expected);
    }

    #[test]
    fn day_of_sending_and_of_printing_are_not_the_meeting() {
        let text = "25.11.2019          Socialudvalgets møde\n\nSocialudvalget\nUdsendelsesdato: 10. september 2019\nDato: 20. september 2019\nhttps://www.viborg.dk/dagsorden/20-09-2019      1/5";
        assert_eq!(one_line(&read_text(text)), "- | Socialudvalget | Viborg | Midtjylland | 2019-09-20 | - | - | -");
    }

    #[test]
    fn year_may_stand_elsewhere_on_the_cover() {
        let cover = read_text("DASSOS 2024\nTidspunkt: Den 1. marts kl. 13.00-14.00\nUdsendt: 20. februar 2024");
        assert_eq!(cover.date, Some(jiff::civil::date(2024, 3, 1)));
    }

    #[test]
    fn body_with_members_from_many_municipalities_has_no_authority() {
        let text = "Styregruppen for psykiatri\nReferat 3. maj 2016\nViborg Kommune\nDeltagere:\nAnna Bo, Viborg Kommune\nPer Krag, Skive Kommune\nIda Lund, Herning Kommune";
        let cover = read_text(text);
        assert_eq!((cover.authority, cover.region), (None, Some(Region::new("Midtjylland"))));
    }

    #[test]
    fn there_were_no_regions_before_2007() {
        let text = "Viborg Kommune\nByrådet\nReferat\nDato: 3. maj 2005";
        let cover = read_text(text);
        assert_eq!((cover.authority.map(|a| a.name).as_deref(), cover.region), (Some("Viborg"), None));
    }

    #[test]
    fn document_that_is_both_is_minutes() {
        assert_eq!(read_text("Referat\n\nDagsorden").kind, Some(MeetingKind::Minutes));
        assert_eq!(read_text("Åben dagsorden\nByrådet").kind, Some(MeetingKind::Agenda));
        assert_eq!(read_named("byraad-dagsorden-2019.pdf", "Byrådet").kind, Some(MeetingKind::Agenda));
        assert_eq!(read_text("Godkendelse af referat fra sidst").kind, None);
    }

    #[test]
    fn file_name_is_the_last_resort() {
        let expected = "minutes | Økonomiudvalget | Skive | Midtjylland | 2014-08-20 | - | - | -";
        assert_eq!(one_line(&read_named("skive-oekonomiudvalg-2014-08-20-referat.txt", "1. Budget")), expected);
    }

    #[test]
    fn nothing_is_made_up() {
        assert_eq!(read_text(""), Cover::default());
        assert_eq!(read_text("Hej med jer\n\nVi ses i morgen."), Cover::default());
    }

    proptest! {
        #[test]
        fn any_front_is_read_without_panic(
            lines in prop::collection::vec(
                "((Dato|Sted|Deltagere|Afbud|Fraværende|Start kl\\.|Medlemmer)[: \t]{0,3})?([A-ZÆØÅ][a-zæøå]{0,6}[ ,;()\t0-9./:-]{0,3}|kl\\. 9|\\PC|R E F){0,6}",
                0..12,
            ),
            front in 0usize..20,
        ) {
            let page = Page { number: 1, lines: lines.iter().map(Line::plain).collect(), size: None, needs_ocr: false };
            let document =
                Document { name: lines.concat(), format: Format::PlainText, pages: vec![page.clone(), page], outline: Vec::new(), unread: Vec::new() };
            read(&document, front);
        }
    }
}
