//! Whether the document is of a meeting at all: memos, letters and reports lie on the same share.
//!
//! A memo says what it is in its first lines (`Notat`), whom it goes to and who sends it; a meeting's document has a kind,
//! a body that meets, people who were there. In doubt the document is a meeting's.

use std::sync::LazyLock;

use regex::Regex;

use super::material::Material;
use super::words::{Label, pattern};

/// In so many of the first lines, blank ones left out, a document says what it is.
const FIRST_LINES: usize = 6;
/// The word of what it is.
const NAMED: f32 = 3.0;
/// `Til: Socialudvalget` or `Kopi til:`.
const ADDRESSED: f32 = 1.5;
/// `Med venlig hilsen`.
const SIGNED: f32 = 2.0;
/// A title that names a meeting's document, or a label that only a meeting's cover has.
const MEETING: f32 = -3.0;
/// From this sum on the document is no meeting's.
const ENOUGH: f32 = 3.0;

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:notat|bilagsnotat|brev|rapport|redegørelse|kommissorium|vedtægter?|høringssvar|pressemeddelelse|årsrapport|evaluering|vejledning|retningslinjer)(?: (?:om|til|fra|vedr\.?|vedrørende|for|af)\b.*|\s*[:.]?)$",
    )
});
static ADDRESSEE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:til|fra|att|kopi til|cc)\s*:\s*\S"));
static REGARDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:med )?(?:venlig|venlige|bedste) hils(?:en|ner)\b|^mvh\b"));

/// The title of a document that is no meeting's; `None` where it is one's, or where nothing tells.
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

/// `Notat om belægningen`, where the first lines have the word alone and a line with more below it.
fn whole_title(lines: &[&str], named: &str) -> String {
    let longer = lines.iter().take(FIRST_LINES * 2).find(|l| l.len() > named.len() && WORD.is_match(l));
    longer.copied().unwrap_or(named).trim_end_matches([':', '.']).to_owned()
}
