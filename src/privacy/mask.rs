//! Masks the CPR numbers in a meeting: `120375-1234` becomes `120375-xxxx`, the usual form of authorities.
//!
//! A mask is as long as the hidden text, so the offsets of pages, repairs and highlights stay valid.

use jiff::civil::Date;

use super::cpr::{self, Certainty, Finding};
use crate::model::{Decision, Item, Meeting, Repair, Section, Text, Votes};

/// Numbers of at least this certainty are masked. [`Certainty::Possible`] would mask many other numbers: it is right
/// only one time in four.
const MASKED: Certainty = Certainty::Likely;

/// Masks every likely CPR number in a meeting. `today` is the latest possible birthday. Returns the pages of the masked
/// numbers in order; `None` stands for an unknown page.
pub fn mask(meeting: &mut Meeting, today: Date) -> Vec<Option<u32>> {
    let mut masker = Masker { today, pages: Vec::new() };
    meeting.items.iter_mut().for_each(|item| masker.item(item));
    for text in [&mut meeting.front, &mut meeting.contents, &mut meeting.running] {
        masker.text(text);
    }
    for person in &mut meeting.participants {
        masker.line(&mut person.name, None);
        masker.lines([&mut person.organisation, &mut person.role].into_iter().flatten(), None);
    }
    masker.pages
}

/// `text` with its numbers masked.
pub fn masked<'a>(text: &str, findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let mut out = text.to_owned();
    for finding in findings {
        if let Some(secret) = text.get(finding.secret.clone()) {
            out.replace_range(finding.secret.clone(), &hidden(secret));
        }
    }
    out
}

/// A mask of the same length. Digits and look-alike letters are one byte each.
fn hidden(secret: &str) -> String {
    secret.chars().map(|c| if c == ' ' || !c.is_ascii() { c } else { 'x' }).collect()
}

/// State of masking one meeting.
struct Masker {
    today: Date,
    pages: Vec<Option<u32>>,
}

impl Masker {
    fn item(&mut self, item: &mut Item) {
        let page = item.page;
        self.line(&mut item.title, page);
        self.lines([&mut item.group, &mut item.presenter].into_iter().flatten(), page);
        self.lines(&mut item.attachments, page);
        self.lines(item.labels.iter_mut().flat_map(|(label, value)| [label, value]), page);
        item.sections.iter_mut().for_each(|s| self.section(s));
        item.decision.iter_mut().for_each(|d| self.decision(d));
    }

    /// A decision repeats text from its section, so its pages are already noted there.
    fn decision(&self, decision: &mut Decision) {
        let of_motions = decision.motions.iter_mut().map(|m| (&mut m.mover, &mut m.votes));
        let (movers, votes): (Vec<_>, Vec<_>) = of_motions.unzip();
        let sides = votes.into_iter().chain([&mut decision.votes]).flatten().flat_map(Votes::sides_mut);
        let voters = sides.flat_map(|side| side.names.iter_mut().chain(&mut side.parties));
        let dissent = decision.dissent.iter_mut().map(|d| &mut d.who);
        let points = decision.parts.iter_mut().map(|p| &mut p.points);
        for line in movers.into_iter().flatten().chain(voters).chain(dissent).chain(points) {
            *line = masked(line, &self.found(line));
        }
    }

    fn section(&mut self, section: &mut Section) {
        self.lines(&mut section.heading, section.text.first_page());
        self.text(&mut section.text);
        section.decision.iter_mut().for_each(|d| self.decision(d));
    }

    fn lines<'a>(&mut self, lines: impl IntoIterator<Item = &'a mut String>, page: Option<u32>) {
        lines.into_iter().for_each(|line| self.line(line, page));
    }

    fn line(&mut self, line: &mut String, page: Option<u32>) {
        let found = self.found(line);
        if !found.is_empty() {
            *line = masked(line, &found);
            self.pages.extend(found.iter().map(|_| page));
        }
    }

    fn text(&mut self, text: &mut Text) {
        let found = self.found(text.as_str());
        if found.is_empty() {
            return;
        }
        self.pages.extend(found.iter().map(|f| text.page_at(f.at.start)));
        let touches = |r: &Repair| found.iter().any(|f| r.at.start < f.at.end && f.at.start < r.at.end);
        let repairs = text.repairs().iter().map(|r| if touches(r) { without_digits(r) } else { r.clone() }).collect();
        *text = Text::from_parts(masked(text.as_str(), &found), text.breaks().to_vec(), repairs);
    }

    fn found(&self, text: &str) -> Vec<Finding> {
        cpr::find(text, self.today).into_iter().filter(|f| f.certainty >= MASKED).collect()
    }
}

/// Masks the original text of a repair inside a number.
fn without_digits(repair: &Repair) -> Repair {
    let hide = |text: &str| text.chars().map(|c| if c.is_ascii_alphanumeric() { 'x' } else { c }).collect::<String>();
    Repair { original: hide(&repair.original), second: repair.second.as_deref().map(hide), ..repair.clone() }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::{MeetingKind, RepairKind, SectionKind};

    const TODAY: Date = date(2026, 2, 27);

    pub(in crate::privacy) fn section(text: Text) -> Section {
        Section::new(SectionKind::Minutes, text)
    }

    pub(in crate::privacy) fn meeting(items: Vec<Item>) -> Meeting {
        Meeting {
            source: "a.txt".into(),
            kind: MeetingKind::Minutes,
            body: None,
            authority: None,
            region: None,
            date: None,
            start: None,
            end: None,
            place: None,
            participants: Vec::new(),
            items,
            front: Text::default(),
            contents: Text::default(),
            running: Text::default(),
        }
    }

    #[test]
    fn number_is_masked_wherever_it_stands() {
        let mut text = Text::on_page("Borger med cpr 120375-1234 får afslag.", 3);
        text.push(" Intet her.", 4, []);
        let item = Item { sections: vec![section(text)], page: Some(2), ..Item::titled("Klage fra 120375-1234") };
        let mut meeting = meeting(vec![item]);
        assert_eq!(mask(&mut meeting, TODAY), [Some(2), Some(3)]);
        let item = &meeting.items[0];
        assert_eq!(item.title, "Klage fra 120375-xxxx");
        assert_eq!(item.sections[0].text.as_str(), "Borger med cpr 120375-xxxx får afslag. Intet her.");
        assert_eq!(item.sections[0].text.page_at(45), Some(4));
        assert_eq!(mask(&mut meeting, TODAY), []);
    }

    #[test]
    fn repair_within_a_number_tells_nothing() {
        let mut text = Text::default();
        let at = 4..15;
        let repair =
            Repair { at, original: "l20375-1234".into(), kind: RepairKind::Correction, confidence: 1.0, second: None };
        text.push("cpr 120375-1234", 1, [repair]);
        let mut masker = Masker { today: TODAY, pages: Vec::new() };
        masker.text(&mut text);
        assert_eq!(text.as_str(), "cpr 120375-xxxx");
        assert_eq!(text.as_scanned(), "cpr xxxxxx-xxxx");
    }

    #[test]
    fn possible_number_stays() {
        let mut masker = Masker { today: TODAY, pages: Vec::new() };
        let mut line = "Bilag 1203751234".to_owned();
        masker.line(&mut line, None);
        assert_eq!((line.as_str(), masker.pages.len()), ("Bilag 1203751234", 0));
    }
}
