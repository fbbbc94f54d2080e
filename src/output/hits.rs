//! What a search found.

use rust_xlsxwriter::{Workbook, XlsxError};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::block::{Bar, Block, Rich, Style};
use super::history::Asked;
use super::{Report, facets, link, rounded, value, xlsx};
use crate::model::MeetingKind;
use crate::query::{Answer, Explanation, Form, FoundIn, Hit, Snippet, WordScore};

/// One hit in JSON. A field without a value is `null`, never left out.
///
/// ```json
/// {"id":"dassos/2023-01-17#2.2","source":"dassos/2023-01-17.pdf","twins":[],"found_in":null,"number":"2.2","title":"Kapacitet","date":"2023-01-17",
///  "body":"DASSOS","municipalities":["Viborg"],"topics":["/social/takster"],"kind":"minutes","closed":false,
///  "sections":["proposal","minutes"],"score":12.5,"snippet":{"text":"flere herbergspladser","marks":[[6,13]]},
///  "section":"minutes","heading":"Referat","page":4,"form":"compound","partial":false}
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HitObject {
    /// Path of the file below the indexed folder without suffix, `#`, number. Stays when the file is read again.
    pub id: String,
    /// Path of the file below the indexed folder, with `/`.
    pub source: String,
    /// Ids of the same item in the meeting's other documents: of the agenda where this is the minutes' one.
    pub twins: Vec<String>,
    /// The twin that `snippet`, `section`, `heading` and `page` are from, where this item does not have the words itself.
    pub found_in: Option<FoundInObject>,
    /// The item's number as printed.
    pub number: Option<String>,
    pub title: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub body: Option<String>,
    /// Short forms, without *Kommune*.
    pub municipalities: Vec<String>,
    /// Paths such as `/social/takster`.
    pub topics: Vec<String>,
    /// `agenda` or `minutes`.
    pub kind: &'static str,
    /// Dealt with behind closed doors.
    pub closed: bool,
    /// The kinds of sections that the item has, in its order, each once.
    pub sections: Vec<&'static str>,
    /// The larger the better; comparable within one answer only.
    pub score: f64,
    /// The best passage; `null` for a search without words.
    pub snippet: Option<SnippetObject>,
    /// The kind of section that the snippet is from; `null` where it is the title.
    pub section: Option<&'static str>,
    /// That section's heading as printed.
    pub heading: Option<String>,
    /// The page, from 1, that the snippet stands on, or that the item begins on.
    pub page: Option<u32>,
    /// How near the best matching word is to what was typed: `exact`, `inflected`, `compound`, `spelling`, `synonym`.
    pub form: Option<&'static str>,
    /// Not all words were found, only most of them.
    pub partial: bool,
    /// How the score came about; left out where `--explain` did not ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<ExplanationObject>,
}

/// The item of another document of the meeting that has the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FoundInObject {
    pub id: String,
    pub source: String,
    /// `agenda` or `minutes`.
    pub kind: &'static str,
}

impl From<&FoundIn> for FoundInObject {
    fn from(f: &FoundIn) -> Self {
        Self { id: f.id.clone(), source: f.source.clone(), kind: f.kind.name() }
    }
}

/// How a score came about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExplanationObject {
    /// The words of the query that the item has, in its order.
    pub words: Vec<WordScoreObject>,
    /// What came from words that stand together and from phrases.
    pub together: f64,
}

/// What a word gave.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WordScoreObject {
    pub word: String,
    pub score: f64,
    /// 0 for a word that all items have, the larger the rarer.
    pub rarity: f64,
    /// The nearest form that the item has.
    pub form: &'static str,
    /// Where it stands, in which form, and how often.
    pub places: Vec<(&'static str, &'static str, u32)>,
}

impl From<&Explanation> for ExplanationObject {
    fn from(e: &Explanation) -> Self {
        let word = |w: &WordScore| WordScoreObject {
            word: w.typed.clone(),
            score: rounded(w.score),
            rarity: rounded(w.rarity),
            form: w.form.name(),
            places: w.places.iter().map(|(part, form, n)| (*part, form.name(), *n)).collect(),
        };
        Self { words: e.words.iter().map(word).collect(), together: rounded(e.together) }
    }
}

/// The words around a hit as printed, without markup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SnippetObject {
    /// One line; `…` where something was left out.
    pub text: String,
    /// What is to be marked: `[start, end)` in characters (Unicode scalar values) of `text`, in order.
    pub marks: Vec<[usize; 2]>,
}

impl From<&Snippet> for SnippetObject {
    fn from(s: &Snippet) -> Self {
        let chars = |to: usize| s.text.get(..to).map_or(0, |t| t.chars().count());
        Self { text: s.text.clone(), marks: s.marks.iter().map(|m| [chars(m.start), chars(m.end)]).collect() }
    }
}

impl From<&Hit> for HitObject {
    fn from(h: &Hit) -> Self {
        Self {
            id: h.id.clone(),
            source: h.source.clone(),
            twins: h.twins.clone(),
            found_in: h.found_in.as_ref().map(Into::into),
            number: h.number.clone(),
            title: h.title.clone(),
            date: h.date.map(|d| d.to_string()),
            body: h.body.clone(),
            municipalities: h.municipalities.clone(),
            topics: h.topics.clone(),
            kind: h.kind.name(),
            closed: h.closed,
            sections: h.sections.iter().map(|s| s.name()).collect(),
            score: rounded(h.score),
            snippet: h.snippet.as_ref().map(Into::into),
            section: h.section.map(|s| s.name()),
            heading: h.heading.clone(),
            page: h.page,
            form: h.form.map(Form::name),
            partial: h.partial,
            explanation: h.explanation.as_ref().map(Into::into),
        }
    }
}

/// An answer with its hits.
#[derive(Debug, Clone, Copy)]
pub struct HitsReport<'a> {
    pub answer: &'a Answer,
    /// The current year, whose bar is not finished.
    pub this_year: i16,
    /// What was asked of what, for workbooks and links.
    pub asked: &'a Asked,
    /// Titles lead to their pages.
    pub links: bool,
}

impl Report for HitsReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        &[
            "date",
            "body",
            "number",
            "title",
            "kind",
            "closed",
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
        Box::new(self.answer.hits.iter().map(|h| value(HitObject::from(h))))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        blocks.push(Block::paragraph(Rich::dim(self.answer.reading.to_string())));
        if self.answer.total > 0 {
            blocks.push(Block::Bars(self.years()));
            blocks.push(Block::paragraph(Rich::dim(self.count())));
        }
        blocks.extend(self.answer.hits.iter().flat_map(|h| hit(h, self.link(h).filter(|_| self.links))));
        blocks
    }

    fn has_sheets(&self) -> bool {
        true
    }

    fn fill(&self, workbook: &mut Workbook) -> Result<bool, XlsxError> {
        xlsx::hits(self, workbook).map(|()| true)
    }
}

impl HitsReport<'_> {
    /// The address of the page that a hit stands on. `None` where the file is not known.
    pub(super) fn link(&self, hit: &Hit) -> Option<String> {
        self.asked.paths.get(&hit.source).map(|path| link::to_page(path, hit.page))
    }

    /// What was asked, of what and with what, as a reader of the report must know it.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let found = match self.answer.hits.len() as u64 {
            shown if shown < self.answer.total => format!("{shown} af {}", self.answer.total),
            all => all.to_string(),
        };
        let facts = [
            ("Søgning", Some(self.asked.query.clone())),
            ("Læst som", Some(self.answer.reading.to_string())),
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
        let (shown, total) = (self.answer.hits.len() as u64, self.answer.total);
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
    let place = place(hit);
    let snippet = hit.snippet.as_ref().filter(|s| !s.text.is_empty());
    if let Some(snippet) = snippet {
        let place = if place.is_empty() { place } else { format!("{place}: ") };
        let text = Rich::dim(place).and(Rich::marked(&snippet.text, &snippet.marks));
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
    use crate::output::{Format, Terminal};
    use crate::query::{FacetCount, Facets, Reading, syntax};

    static ASKED: LazyLock<Asked> = LazyLock::new(|| Asked {
        query: "herberg".into(),
        options: vec!["--section minutes".into()],
        indexed: Some("2026-01-02 03:04 UTC".into()),
        paths: [("dassos/2023-01-17.pdf".to_owned(), "/arkiv/dassos/2023-01-17.pdf".into())].into(),
    });

    pub(in super::super) fn report(answer: &Answer) -> HitsReport<'_> {
        HitsReport { answer, this_year: 2026, asked: &ASKED, links: false }
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
            sections: vec![SectionKind::Proposal, SectionKind::Minutes],
            score: 12.5,
            snippet: Some(Snippet { text: text.into(), marks: std::iter::once(at..at + 7).collect() }),
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
        let reading = Reading { query: syntax::parse("herberg").query, ..Reading::default() };
        Answer { hits: vec![hit], total: 3, facets, reading, ..Answer::default() }
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
            let blocks = HitsReport { links, ..report(&answer) }.blocks().into_iter();
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
