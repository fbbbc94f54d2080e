//! Decides whether the document belongs to a meeting at all: memos, letters and reports are stored on the same share.
//!
//! A memo names its kind in its first lines (`Notat`), its addressee and its sender. A meeting's document names its
//! kind, a body and the people present. In doubt the document belongs to a meeting.

use std::sync::LazyLock;

use regex::Regex;

use super::material::Material;
use super::words::{Label, pattern};

/// A document names its kind within this many lines, blank ones left out: letterhead, date and reference fit above it.
const FIRST_LINES: usize = 6;
/// The word for the kind of document, such as `Notat`. Enough alone, unless something speaks for a meeting.
const NAMED: f32 = 3.0;
/// `Til: Socialudvalget` or `Kopi til:`. Weak alone: covers have recipients too.
const ADDRESSED: f32 = 1.5;
/// `Med venlig hilsen`. Weak alone: calls to meetings are signed too.
const SIGNED: f32 = 2.0;
/// A title of a meeting's document, or a label found only on a meeting's cover. Cancels one named kind.
const MEETING: f32 = -3.0;
/// From this sum on the document is no meeting's: the word alone, or address and signature together.
const ENOUGH: f32 = 3.0;

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:notat|bilagsnotat|brev|rapport|redegørelse|kommissorium|vedtægter?|høringssvar|pressemeddelelse|årsrapport|evaluering|vejledning|retningslinjer)(?: (?:om|til|fra|vedr\.?|vedrørende|for|af)\b.*|\s*[:.]?)$",
    )
});
static ADDRESSEE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:til|fra|att|kopi til|cc)\s*:\s*\S"));
static REGARDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:med )?(?:venlig|venlige|bedste) hils(?:en|ner)\b|^mvh\b"));

/// The title of a document that belongs to no meeting; `None` in doubt.
pub(super) fn title(material: &Material<'_>) -> Option<String> {
    let lines: Vec<&str> = material.lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
    let named = lines.iter().take(FIRST_LINES).find(|l| WORD.is_match(l))?;
    let addressed = lines.iter().take(FIRST_LINES * 2).any(|l| ADDRESSEE.is_match(l));
    let signed = lines.iter().rev().take(FIRST_LINES * 2).any(|l| REGARDS.is_match(l));
    let meets = |l: &Label| {
        matches!(
            l,
            Label::MeetingDate | Label::Body | Label::Members | Label::Absent | Label::Start | Label::End | Label::Room
        )
    };
    let kinds = material.titles.iter().any(|t| !t.kinds.is_empty());
    let labels = material.fields.iter().filter(|f| meets(&f.label)).count();
    let sum = NAMED
        + if addressed { ADDRESSED } else { 0.0 }
        + if signed { SIGNED } else { 0.0 }
        + if kinds { MEETING } else { 0.0 }
        + MEETING * labels as f32;
    (sum >= ENOUGH).then(|| whole_title(&lines, named))
}

/// `Notat om belægningen`, where the first lines have the word alone and a longer line below repeats it.
fn whole_title(lines: &[&str], named: &str) -> String {
    let longer = lines.iter().take(FIRST_LINES * 2).find(|l| l.len() > named.len() && WORD.is_match(l));
    longer.copied().unwrap_or(named).trim_end_matches([':', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use crate::model::{Meeting, MeetingKind};
    use crate::parse::parse;
    use crate::source::{Document, Format, Line, Page};

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
    fn memo_is_no_meeting_and_its_chapters_are_no_items() {
        let memo = read(
            "Notat\n\nTil: Socialudvalget\nDato: 3. april 2019\n\nNotat om belægningen\n\n1. Baggrund\nUdvalget bad om et notat.\n\n2. Belægning\nDen var 91 procent.\n\nMed venlig hilsen\nBo Lund\n",
        );
        assert_eq!((memo.kind, memo.items.len()), (MeetingKind::Other, 1));
        assert_eq!(memo.items[0].title, "Notat om belægningen");
        assert!(memo.items[0].sections[0].text.as_str().contains("91 procent"));
        assert_eq!(memo.date.map(|d| d.to_string()).as_deref(), Some("2019-04-03"));
    }

    #[test]
    fn agenda_with_a_report_on_it_stays_an_agenda() {
        let agenda = read(
            "Dagsorden\nSocialudvalget\nMødedato: 3. april 2019\n\n1. Notat om takster\nIndstilling\nat det godkendes\n\n2. Eventuelt\n",
        );
        assert_eq!(agenda.kind, MeetingKind::Agenda);
    }
}
