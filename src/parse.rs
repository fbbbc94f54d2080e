//! Turns pages into a meeting with its items and sections. Never fails.
//!
//! | step | file | question |
//! | --- | --- | --- |
//! | line breaks | `breaks.rs` | where did a text without line breaks have them? |
//! | rows | `rows.rs`, `text.rs` | which lines are text, and how are they placed on the page? |
//! | signs | `headings.rs`, `numbers.rs`, `fields.rs` | what could a row be, read alone? |
//! | contents | `contents.rs` | which rows are the list of contents, and which items does it name? |
//! | items | `items.rs` | which sequence of heads explains the document best? |
//! | groups, numbers | `groups.rs` | which heads are groups of others, which numbers did the scan displace? |
//! | sections | `sections.rs` | which headings open sections in each item? |
//! | meeting | `assemble.rs`, `cover.rs` | the parts as [`Meeting`] |
//!
//! No row is decided alone. Rows are candidates with evidence (`weights.rs`), partly learnt from the document itself,
//! and the best consistent outline of the whole document wins. [`explain`] lists the evidence behind it. A new family
//! of documents is added as knowledge: headings in `data/headings.toml`; forms of numbers, labels, groups and lists of
//! contents in `data/patterns.toml`; words of covers in `data/cover.toml`; the weight of each sign in `weights.rs`.

mod assemble;
mod breaks;
mod contents;
pub mod cover;
mod explain;
mod fields;
mod folding;
mod groups;
mod headings;
mod items;
mod knowledge;
mod numbers;
mod participants;
mod rows;
mod sections;
mod text;
mod unplaced;
mod weights;

pub use explain::{Explained, Explanation, explain};
pub use weights::Evidence;

use crate::model::Meeting;
use crate::note::Noted;
use crate::source::Document;

/// Reads the meeting from a document.
///
/// A document without items becomes one meeting with a single item for all its text. Every line ends up in a section,
/// in [`Meeting::front`], [`Meeting::contents`] or [`Meeting::running`], or was read into a field of its own.
pub fn parse(document: &Document) -> Noted<Meeting> {
    let document = breaks::restored(document);
    let rows = rows::Rows::of(&document);
    let outline = groups::Outline::of(&rows);
    assemble::meeting(&document, &rows, &outline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Format, Line, Page};

    fn read(text: &str) -> Meeting {
        let lines = text.lines().map(Line::plain).collect();
        let pages = vec![Page { number: 1, lines, size: None, needs_ocr: false }];
        let document = Document {
            name: "a.txt".into(),
            format: Format::PlainText,
            pages,
            outline: Vec::new(),
            unread: Vec::new(),
        };
        parse(&document).value
    }

    #[test]
    fn numbers_in_order_are_items_though_their_titles_end_in_a_colon() {
        let minutes = read(
            "Referat af skolebestyrelsesmøde\ntorsdag den 12. marts 2009 kl. 18.00\n\n1. Godkendelse af referat:\n  Referatet blev godkendt.\n\n2. Elevrådet:\n  Eleverne ønsker bænke.\n\n3. Lejrskole:\n  Udkastet blev gennemgået.\n",
        );
        let titles: Vec<&str> = minutes.items.iter().map(|i| i.title.trim_end_matches(':')).collect();
        assert_eq!(titles, ["Godkendelse af referat", "Elevrådet", "Lejrskole"]);
        assert_eq!(minutes.body.as_deref(), Some("Skolebestyrelsen"));
    }

    #[test]
    fn closed_items_may_begin_anew_and_points_of_a_decision_are_no_items() {
        let minutes = read(
            "Referat\nSocialudvalget\nMødedato: 22. maj 2019\n\nÅbne punkter\n\n1. Dagsorden\nBeslutning\nGodkendt.\n\n2. Takster\nBeslutning\nAd 1.\nGodkendt.\nAd 2.\nAnbefales.\n\nLukkede punkter\n\n1. Køb af ejendom\nBeslutning\nGodkendt.\n\n2. Personalesag\nBeslutning\nUdsat.\n",
        );
        let numbers: Vec<&str> = minutes.items.iter().filter_map(|i| i.number.as_ref()).map(|n| n.as_str()).collect();
        assert_eq!(numbers, ["1", "2", "1", "2"]);
        assert_eq!(minutes.items.iter().map(|i| i.closed).collect::<Vec<_>>(), [false, false, true, true]);
    }

    #[test]
    fn items_without_titles_are_known_by_their_sections() {
        let page = read(
            "Referat\nonsdag den 12. juni 2013 kl. 09:30\n\nUdvalg: Seniorrådet\nMedlemmer: Ida Holm, Ole Toft\n • Udskriv\n  Sagsid.: 09/4921\n\n  Sagsfremstilling\n\n  Orientering om fravær.\n\n  Beslutning Seniorrådet den 12-06-2013\n\n  Ole Toft havde meldt afbud.\n\n • Udskriv\n  Sagsid.: 09/4922\n\n  Beslutning Seniorrådet den 12-06-2013\n\n  Godkendt.\n",
        );
        let items: Vec<(&str, usize)> = page.items.iter().map(|i| (i.title.as_str(), i.sections.len())).collect();
        assert_eq!(items, [("", 2), ("", 1)]);
        assert_eq!(page.items[1].case_number.as_ref().map(|c| c.0.as_str()), Some("09/4922"));
        assert_eq!(page.participants.iter().map(|p| p.absent).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn sections_that_begin_anew_are_items_where_no_case_number_is_printed() {
        let page = read(
            "Ældrerådet\n3. maj 2016\n\nResumé\n\nEn ny leder.\n\nForslag til beslutning\n\nat det drøftes.\n\nBeslutning Ældrerådet den 03-05-2016\n\nDrøftet.\n\nResumé\n\nEn tur.\n\nBeslutning Ældrerådet den 03-05-2016\n\nGodkendt.\n",
        );
        assert_eq!(page.items.iter().map(|i| i.sections.len()).collect::<Vec<_>>(), [3, 2]);
    }

    #[test]
    fn list_of_contents_is_one_though_the_text_breaks_off_after_its_first_item() {
        let preview = read(
            "UDVALG\n\nHandicaprådet\n\nPUNKTER\n\n1. Besøg i huset\n2. Dagsorden\n3. Orientering\n4. Eventuelt1. Besøg i huset\n\nSagsgang og sagstype\nRådet\n\nOrientering\n\nIndstilling\nat huset ses\n\nBeslutning i Handicaprådet den 03-11-2015\nSet.\n",
        );
        assert_eq!(preview.items.iter().map(|i| i.title.as_str()).collect::<Vec<_>>(), ["Besøg i huset"]);
        assert_eq!(preview.items[0].sections.len(), 3);
    }

    #[test]
    fn page_that_tells_of_no_meeting_is_none() {
        let page =
            read("Ældrerådet\n\nRådet har ni medlemmer.\n\nDe vælges for fire år.\n\nRådet råder over en pulje.\n");
        assert_eq!((page.kind, page.items[0].title.as_str()), (crate::model::MeetingKind::Other, "Ældrerådet"));
    }

    #[test]
    fn people_in_groups_and_in_a_sentence_are_all_there() {
        let minutes = read(
            "Referat\nSkolebestyrelsen\n12. marts 2009\n\nTil stede:\nForældrevalgte: Palle Krog, Rosa Lund.\nElever: Sigrid Toft.\n\nFraværende:\nForældrevalgte: Gerda Holm.\n\n1. Dagsorden\nBeslutning\nGodkendt.\n\n2. Eventuelt\nBeslutning\nIntet.\n",
        );
        let people: Vec<(&str, bool)> = minutes.participants.iter().map(|p| (p.name.as_str(), p.absent)).collect();
        assert_eq!(people, [("Palle Krog", false), ("Rosa Lund", false), ("Sigrid Toft", false), ("Gerda Holm", true)]);
    }
}
