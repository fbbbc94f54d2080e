//! The hits of a search.

mod object;
mod sheets;

use std::borrow::Cow;
use std::cell::RefCell;

use serde_json::Value;

use super::block::{Bar, Block, Rich, Style};
use super::history::Asked;
use super::{Report, Sheet, facets, value};
use crate::model::MeetingKind;
use crate::query::{Answer, Explanation, Form, Hit, HitDecision, WordScore};
pub use object::{ExplanationObject, FoundInObject, HitObject, SnippetObject, WordScoreObject};

/// An answer with its hits.
#[derive(Clone, Copy)]
pub struct HitsReport<'a> {
    /// The answer to the question.
    pub answer: &'a Answer,
    /// The current year: its bar is unfinished.
    pub this_year: i16,
    /// The question and the index, for workbooks and links.
    pub asked: &'a Asked,
    /// Titles lead to their pages.
    pub links: bool,
    /// The hits after those of the answer, looked up during writing. They can be written once.
    pub rest: Option<&'a Rest<'a>>,
}

/// Hits looked up on demand.
pub type Rest<'a> = RefCell<dyn Iterator<Item = Hit> + 'a>;

impl Report for HitsReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        &[
            "date",
            "body",
            "number",
            "title",
            "kind",
            "closed",
            "outcome",
            "votes_for",
            "votes_against",
            "votes_abstained",
            "decision",
            "municipalities",
            "topics",
            "section",
            "heading",
            "page",
            "snippet",
            "form",
            "partial",
            "score",
            "source",
            "id",
            "twins",
            "found_in",
        ]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.hits().map(|h| value(HitObject::from(&*h))))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        blocks.push(Block::paragraph(Rich::dim(self.answer.interpretation.to_string())));
        if self.answer.total > 0 {
            blocks.push(Block::Bars(self.years()));
            blocks.push(Block::paragraph(Rich::dim(self.count())));
        }
        blocks
    }

    fn more_blocks(&self) -> Box<dyn Iterator<Item = Block> + '_> {
        Box::new(self.hits().flat_map(|h| hit(&h, self.link(&h).filter(|_| self.links))))
    }

    fn has_sheets(&self) -> bool {
        true
    }

    fn sheets(&self) -> Vec<Sheet> {
        sheets::sheets(self)
    }
}

impl<'a> HitsReport<'a> {
    fn hits(&self) -> impl Iterator<Item = Cow<'a, Hit>> + use<'a> {
        let rest = self.rest;
        let rest = std::iter::from_fn(move || rest?.borrow_mut().next());
        self.answer.hits.iter().map(Cow::Borrowed).chain(rest.map(Cow::Owned))
    }

    /// How many are written.
    fn shown(&self) -> u64 {
        if self.rest.is_some() { self.answer.total } else { self.answer.hits.len() as u64 }
    }

    /// The address of a hit's page. `None` where the file is not known.
    pub(super) fn link(&self, hit: &Hit) -> Option<String> {
        self.asked.links.to_page(&hit.source, hit.page)
    }

    /// The question, the index and the options, for a reader of the report.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let found = match self.shown() {
            shown if shown < self.answer.total => format!("{shown} af {}", self.answer.total),
            all => all.to_string(),
        };
        let facts = [
            ("Søgning", Some(self.asked.query.clone())),
            ("Læst som", Some(self.answer.interpretation.to_string())),
            ("Valg", Some(self.asked.options.join(" "))),
            ("Punkter", Some(found)),
            ("Indeks fra", self.asked.indexed.clone()),
            ("Program", Some(concat!("dagsorden ", env!("CARGO_PKG_VERSION")).to_owned())),
        ];
        facts.into_iter().filter_map(|(name, value)| Some((name, value.filter(|v| !v.is_empty())?))).collect()
    }

    fn years(&self) -> Vec<Bar> {
        facets::years(&self.answer.facets.year, self.this_year)
    }

    fn count(&self) -> String {
        let (shown, total) = (self.shown(), self.answer.total);
        let items = if total == 1 { "item" } else { "items" };
        let undated = match self.answer.facets.undated {
            0 => String::new(),
            n => format!(", {n} without a date"),
        };
        if shown < total {
            format!("{shown} of {total} {items}{undated}; --all shows the rest")
        } else {
            format!("{total} {items}{undated}")
        }
    }
}

fn hit(hit: &Hit, address: Option<String>) -> Vec<Block> {
    let heading = Block::heading(3, head(hit));
    let heading = match address {
        Some(address) => Block::Linked { address, block: Box::new(heading) },
        None => heading,
    };
    let mut blocks = vec![Block::Gap, heading];
    blocks.extend(hit.decision.as_ref().map(|d| Block::indented(2, decided(d))));
    let place = place(hit);
    let snippet = hit.snippet.as_ref().filter(|s| !s.text.is_empty());
    if let Some(snippet) = snippet {
        let place = if place.is_empty() { place } else { format!("{place}: ") };
        let text = Rich::dim(place).and(Rich::marked(&snippet.text, &snippet.highlights));
        blocks.push(Block::Quote { indent: 2, text });
    } else if !place.is_empty() {
        blocks.push(Block::indented(2, Rich::dim(place)));
    }
    blocks.push(Block::indented(2, Rich::dim([vec![hit.id.clone()], remarks(hit)].concat().join(" · "))));
    if !hit.twins.is_empty() {
        blocks.push(Block::indented(2, Rich::dim(format!("also {}", hit.twins.join(" · ")))));
    }
    blocks.extend(hit.explanation.iter().flat_map(explained).map(|line| Block::indented(4, Rich::dim(line))));
    blocks
}

/// `2.10  herberg: rarity 2.53, exact; title exact ×1, minutes compound ×2`, a line for each word.
fn explained(explanation: &Explanation) -> Vec<String> {
    let place = |(part, form, n): &(&str, Form, u32)| format!("{part} {} ×{n}", form.name());
    let word = |w: &WordScore| {
        let places: Vec<String> = w.places.iter().map(place).collect();
        format!("{:.2}  {}: rarity {:.2}, {}; {}", w.score, w.typed, w.rarity, w.form.name(), places.join(", "))
    };
    let mut lines: Vec<String> = explanation.words.iter().map(word).collect();
    if explanation.together.abs() >= 0.005 {
        lines.push(format!("{:.2}  words that stand together", explanation.together));
    }
    lines
}

/// `2023-01-17  DASSOS  2.2  Kapacitet`.
fn head(hit: &Hit) -> Rich {
    let date = hit.date.map_or_else(|| "undated".to_owned(), |d| d.to_string());
    let facts = [Some(date), hit.body.clone(), hit.number.clone()].into_iter().flatten();
    let facts: String = facts.map(|f| f + "  ").collect();
    Rich::plain(facts).with(&hit.title, Style::Strong)
}

/// `approved · Godkendt med 5 stemmer mod 1.`
fn decided(decision: &HitDecision) -> Rich {
    let outcome = decision.outcome.replace('_', " ");
    let sentence = if decision.sentence.is_empty() { String::new() } else { format!(" · {}", decision.sentence) };
    Rich::plain("").with(&outcome, Style::Strong).and(Rich::plain(sentence))
}

/// `Referat, page 4`.
fn place(hit: &Hit) -> String {
    let twin = hit.found_in.as_ref().map(|f| format!("in the {}", f.kind.name()));
    let heading = hit.heading.clone().or_else(|| hit.section.map(|s| s.name().replace('_', " ")));
    let page = hit.page.map(|p| format!("page {p}"));
    twin.into_iter().chain(heading).chain(page).collect::<Vec<_>>().join(", ")
}

fn remarks(hit: &Hit) -> Vec<String> {
    let form = match hit.form {
        Some(Form::Spelling) => Some("by another spelling"),
        Some(Form::Synonym) => Some("by a synonym"),
        _ => None,
    };
    let agenda = (hit.kind == MeetingKind::Agenda).then_some("agenda");
    let closed = hit.closed.then_some("closed");
    let partial = hit.partial.then_some("not all words");
    [agenda, closed, form, partial].into_iter().flatten().map(str::to_owned).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::LazyLock;

    use jiff::civil::date;

    use super::*;
    use crate::model::SectionKind;
    use crate::output::{Format, Links, Terminal};
    use crate::query::{FacetCount, Facets, FoundIn, Interpretation, Snippet, syntax};

    static ASKED: LazyLock<Asked> = LazyLock::new(|| Asked {
        query: "herberg".into(),
        options: vec!["--section minutes".into()],
        indexed: Some("2026-01-02 03:04 UTC".into()),
        links: Links {
            paths: [("dassos/2023-01-17.pdf".to_owned(), "/arkiv/dassos/2023-01-17.pdf".into())].into(),
            ..Links::default()
        },
    });

    pub(in super::super) fn report(answer: &Answer) -> HitsReport<'_> {
        HitsReport { answer, this_year: 2026, asked: &ASKED, links: false, rest: None }
    }

    pub(in super::super) fn answer() -> Answer {
        let text = "…og at der oprettes flere herbergspladser på området…";
        let at = text.find("herberg").unwrap();
        let hit = Hit {
            id: "dassos/2023-01-17#2.2".into(),
            source: "dassos/2023-01-17.pdf".into(),
            twins: Vec::new(),
            found_in: None,
            number: Some("2.2".into()),
            title: "Kapacitet på det højt specialiserede område".into(),
            date: Some(date(2023, 1, 17)),
            body: Some("DASSOS".into()),
            municipalities: vec!["Viborg".into()],
            topics: vec!["/social/takster".into()],
            kind: MeetingKind::Minutes,
            closed: false,
            decision: None,
            sections: vec![SectionKind::Proposal, SectionKind::Minutes],
            score: 12.5,
            snippet: Some(Snippet { text: text.into(), highlights: std::iter::once(at..at + 7).collect() }),
            section: Some(SectionKind::Minutes),
            heading: Some("Referat".into()),
            page: Some(4),
            form: Some(Form::Compound),
            partial: true,
            explanation: None,
            more: Vec::new(),
        };
        let year = |value: &str, count| FacetCount { value: value.into(), count };
        let facets = Facets { year: vec![year("2023", 1), year("2026", 2)], ..Facets::default() };
        let interpretation = Interpretation { query: syntax::parse("herberg").query, ..Interpretation::default() };
        Answer { hits: vec![hit], total: 3, facets, interpretation, ..Answer::default() }
    }

    #[test]
    fn hit_shows_date_body_number_title_place_and_snippet() {
        let mut out = Vec::new();
        let answer = answer();
        let report = report(&answer);
        Terminal { width: Some(60), color: false }.write(&report, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        all of: herberg
        2023 ██████ 1                  2026 ████████████ 2 (so far)
        1 of 3 items; --all shows the rest

        2023-01-17  DASSOS  2.2  Kapacitet på det højt
            specialiserede område
          Referat, page 4: …og at der oprettes flere
          »herberg«spladser på området…
          dassos/2023-01-17#2.2 · not all words
        ");
    }

    #[test]
    fn twin_is_named_and_so_is_where_the_words_stand() {
        let mut answer = answer();
        let twin = "dassos/dagsorden#2.2";
        let found_in = FoundIn { id: twin.into(), source: "dassos/dagsorden.pdf".into(), kind: MeetingKind::Agenda };
        (answer.hits[0].twins, answer.hits[0].found_in) = (vec![twin.into()], Some(found_in));
        let report = report(&answer);
        let mut table = Vec::new();
        Terminal { width: None, color: false }.write(&report, &mut table).unwrap();
        let table = String::from_utf8(table).unwrap();
        assert!(table.contains("in the agenda, Referat, page 4: …og at"), "{table}");
        assert!(table.contains("\n  also dassos/dagsorden#2.2\n"), "{table}");
        let object = report.objects().next().unwrap();
        assert_eq!((&object["twins"][0], &object["found_in"]["kind"]), (&twin.into(), &"agenda".into()));
    }

    #[test]
    fn title_leads_to_the_page_only_where_that_is_wanted() {
        let answer = answer();
        let addresses = |links| {
            let report = HitsReport { links, ..report(&answer) };
            let blocks = report.more_blocks();
            blocks.filter_map(|b| if let Block::Linked { address, .. } = b { Some(address) } else { None }).collect()
        };
        let wanted: Vec<String> = addresses(true);
        assert_eq!(wanted, ["file:///arkiv/dassos/2023-01-17.pdf#page=4"]);
        assert_eq!(addresses(false), Vec::<String>::new());
    }

    #[test]
    fn marks_count_characters_not_bytes() {
        let object = HitObject::from(&answer().hits[0]);
        let snippet = object.snippet.unwrap();
        let [start, end] = snippet.marks[0];
        assert_eq!(snippet.text.chars().skip(start).take(end - start).collect::<String>(), "herberg");
    }

    #[test]
    fn object_has_every_field_of_the_contract() {
        let answer = answer();
        let object = report(&answer).objects().next().unwrap();
        for field in ["id", "source", "number", "title", "date", "body", "municipalities", "topics", "kind", "sections"]
        {
            assert!(object.get(field).is_some(), "{field}");
        }
        for column in report(&answer).columns() {
            assert!(object.get(*column).is_some(), "{column}");
        }
        assert_eq!(object["score"], 12.5);
    }
}
