//! User interface texts in Danish and English.
//!
//! The texts are data: `words/da.toml` and `words/en.toml` have the same keys. Loading checks the keys, and a test
//! loads both.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::model::{DissentKind, MeetingKind, MotionKind, MotionResult, Outcome, SectionKind};
use crate::query::Filter;

/// A language of the user interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Danish, the default.
    #[default]
    Danish,
    /// English.
    English,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::Danish, Self::English];

    /// The code for HTML's `lang` attribute.
    pub fn code(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::English => "en",
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.code() == code)
    }

    /// The texts in this language.
    pub fn words(self) -> &'static Words {
        match self {
            Self::Danish => &DANISH,
            Self::English => &ENGLISH,
        }
    }
}

static DANISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("words/da.toml")));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("words/en.toml")));

fn read(text: &str) -> Words {
    toml::from_str(text).expect("the words of a language have every key once")
}

/// A sentence about a number, in singular and plural. `{n}` is replaced by the number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plural {
    /// For the number 1.
    pub one: String,
    /// For any other number.
    pub many: String,
}

/// One section of a text-only page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// The heading.
    pub heading: String,
    /// Paragraphs.
    #[serde(default)]
    pub text: Vec<String>,
    /// Bullet points.
    #[serde(default)]
    pub points: Vec<String>,
    /// Inputs and their meaning.
    #[serde(default)]
    pub queries: Vec<[String; 2]>,
    /// Keyboard shortcuts and their effect.
    #[serde(default)]
    pub keys: Vec<[String; 2]>,
}

/// Groups of sentences, one struct each. Every language's file must have all fields.
macro_rules! groups {
    ($($(#[$about:meta])* $name:ident { $($key:ident $(: $type:ty)?),* $(,)? })*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            #[allow(missing_docs, reason = "the sentences in the language files document the fields")]
            pub struct $name { $(pub $key: groups!(@type $($type)?)),* }
        )*
    };
    (@type) => { String };
    (@type $type:ty) => { $type };
}

groups! {
    /// All texts of the pages.
    Words {
        thousands,
        date,
        months: [String; 12],
        month_and_year,
        frame: FrameWords,
        search: SearchWords,
        start: StartWords,
        facets: FacetWords,
        reading: ReadingWords,
        hit: HitWords,
        paging: PagingWords,
        item: ItemWords,
        case: CaseWords,
        meeting: MeetingWords,
        status: StatusWords,
        help: PlainWords,
        accessibility: PlainWords,
        problem: ProblemWords,
        names: Names,
    }

    /// Texts around every page: navigation, footer, labels of the search form.
    FrameWords {
        title, name, skip_to_content, skip_to_hits, search, search_label, help, status, accessibility, other_language, written,
        unwritten, footer, navigation, copied, suggestions, suggested, keys_heading, keys_close, keys_off, keys:
        Vec<[String; 2]>,
    }

    SearchWords {
        title, heading, count: Plural, undated: Plural, cases_on_page: Plural, of_items: Plural, sort, relevance,
        newest, oldest, show, items, cases, export, feed, filters, reset, remove, jump_to_filters, did_you_mean,
        nothing, nothing_help, without, without_word, without_filters, with_synonyms, with_forms, years, months,
        all_years, bar: Plural, unfinished, table, year, month, number, hits_heading, case_of: Plural, printed,
    }

    StartWords {
        heading, intro, items: Plural, documents: Plural, meetings: Plural, from_to, saved, newest, how, examples:
        Vec<[String; 2]>, more_help, empty,
    }

    FacetWords {
        place, section, dates, from, to, date_hint, bad_date, from_after_to, bad_dates, apply, find, show_all: Plural, no_region, former, section_hint,
        count: Plural,
    }

    ReadingWords {
        read_as, everything, one, all, any, none, in_sections, exact, synonyms_of, spellings_of, turn_synonyms_off,
        turn_synonyms_on, turn_exact_on, turn_exact_off, or, too_long, too_many_words, too_deep, open_quote,
        open_parenthesis, lone_parenthesis, lone_or, nothing_behind, sign_elsewhere, most_words,
    }

    HitWords {
        item, page, undated, no_body, closed, synonym, spelling, partial, found_in_agenda, found_in_minutes,
        in_title, twin_agenda, twin_minutes, and_more: Plural,
    }

    PagingWords {
        label, first, previous, next, last, page,
    }

    ItemWords {
        decision, no_decision, decision_elsewhere, read_decision, untitled, votes, motions, dissent, parts, read_by_program, on_this_page,
        in_favour, against, abstained, sections, page, facts, presenter, case_number, topics, municipalities,
        attachments, other_labels, hits: Plural, first_hit, hit_of, next_hit, previous_hit, no_hits, show_repairs,
        hide_repairs, repairs: Plural, scan_said, twin_agenda, twin_minutes, twin_other, case, case_whole, alone,
        current, neighbours, previous, next, permalink, cite, copy, cite_text, source, picture, turn_previous,
        turn_next, page_of, original, original_at, export_case, cut, closed,
    }

    CaseWords {
        title, heading, of_words, steps: Plural, matters: Plural, proposal, decision, changes, why, nothing,
        nothing_help, state, announced, due, next_meeting, decided, open, awaited, overdue, new_body, new_decision,
        changed_decision, now_closed, now_open, by_case_number, by_reference, by_pair, by_names, by_title,
        by_subject, meetings: Plural, to, cut, several, export,
    }

    MeetingWords {
        title, participants, absent, documents, items, gaps, neighbours, previous, next, place, time, body_title,
        body_years, meetings: Plural, items_count: Plural, authority, all_items,
    }

    StatusWords {
        title, intro, files, read, in_part, failed, needs_ocr, pages, items, bodies, body, newest, problems,
        no_problems, advice, remarks, what_to_do, cut: Plural, in_english, without_text,
        closed, doubles, forgotten_files, forgotten_items, last_run, attention, no_attention,
    }

    ProblemWords {
        suggestions, back, bad_request, bad_parameter, too_large, not_found, gone, changed, misdirected, busy,
        fault, bad_request_help, bad_parameter_help, too_large_help, not_found_help, gone_help, changed_help,
        misdirected_help, busy_help, fault_help, detail,
    }

    /// A page made of text alone.
    PlainWords { title, intro, chapters: Vec<Chapter> }

    /// Names of values with fixed names in JSON.
    Names {
        sections: HashMap<String, String>,
        outcomes: HashMap<String, String>,
        motions: HashMap<String, String>,
        results: HashMap<String, String>,
        dissent: HashMap<String, String>,
        kinds: HashMap<String, String>,
        filters: HashMap<String, String>,
        choices: HashMap<String, HashMap<String, String>>,
        fields: HashMap<String, String>,
        reasons: HashMap<String, String>,
        concerns: HashMap<String, String>,
    }
}

impl Names {
    /// The name of a section kind.
    pub fn section(&self, kind: SectionKind) -> &str {
        named(&self.sections, kind.name())
    }

    /// The name of an outcome.
    pub fn outcome(&self, outcome: Outcome) -> &str {
        named(&self.outcomes, outcome.name())
    }

    /// The name of a motion kind.
    pub fn motion(&self, kind: MotionKind) -> &str {
        named(&self.motions, kind.name())
    }

    /// The name of a motion's result.
    pub fn result(&self, result: MotionResult) -> &str {
        named(&self.results, result.name())
    }

    /// The name of a form of dissent.
    pub fn dissent(&self, kind: DissentKind) -> &str {
        named(&self.dissent, kind.name())
    }

    /// The name of a meeting kind.
    pub fn kind(&self, kind: MeetingKind) -> &str {
        named(&self.kinds, kind.name())
    }

    /// The name of a filter.
    pub fn filter(&self, filter: &Filter) -> &str {
        named(&self.filters, filter.name)
    }

    /// The name of a filter's choice; `any` means none.
    pub fn choice<'a>(&'a self, filter: &Filter, choice: &'a str) -> &'a str {
        self.choices.get(filter.name).map_or(choice, |names| named(names, choice))
    }
}

/// The name of a value, or the value itself if the language has no name for it.
pub fn named<'a>(names: &'a HashMap<String, String>, name: &'a str) -> &'a str {
    names.get(name).map_or(name, String::as_str)
}

impl Words {
    /// A date: `27. februar 2026`.
    pub fn day(&self, date: Date) -> String {
        let (day, year) = (date.day().to_string(), date.year().to_string());
        fill(&self.date, &[("day", &day), ("month", self.month_name(date.month())), ("year", &year)])
    }

    /// A month: `februar 2026` from `2026-02`.
    pub fn month(&self, value: &str) -> String {
        let (year, month) = value.split_once('-').unwrap_or((value, ""));
        fill(&self.month_and_year, &[("month", self.month_name(month.parse().unwrap_or(0))), ("year", year)])
    }

    /// The name of a month, counted from 1.
    pub fn month_name(&self, month: i8) -> &str {
        usize::try_from(month).ok().and_then(|m| self.months.get(m.checked_sub(1)?)).map_or("", String::as_str)
    }

    /// A moment in UTC: `27. februar 2026, 07.40 UTC`.
    pub fn moment(&self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::UTC);
        format!("{}, {:02}.{:02} UTC", self.day(at.date()), at.hour(), at.minute())
    }

    /// A number with thousands separators: `1.234`.
    pub fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&self.thousands);
            }
            out.push(digit);
        }
        out
    }

    /// A sentence about a number.
    pub fn count(&self, n: impl TryInto<u64>, words: &Plural) -> String {
        let n = n.try_into().unwrap_or(u64::MAX);
        fill(if n == 1 { &words.one } else { &words.many }, &[("n", &self.number(n))])
    }
}

/// Replaces names in braces by values. Braces inside a value are left alone, so user input cannot inject a placeholder.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let (mut out, mut rest) = (String::new(), sentence);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { return out };
        out.push_str(values.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v));
        rest = tail;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::query::filter;

    #[test]
    fn every_language_has_every_word() {
        for language in Language::ALL {
            assert!(!language.words().frame.search.is_empty(), "{}", language.code());
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }

    #[test]
    fn every_value_has_a_name_in_every_language() {
        for names in Language::ALL.map(|l| &l.words().names) {
            assert!(SectionKind::ALL.iter().all(|k| names.sections.contains_key(k.name())));
            assert!(Outcome::ALL.iter().all(|o| names.outcomes.contains_key(o.name())));
            assert!(MotionKind::ALL.iter().all(|k| names.motions.contains_key(k.name())));
            assert!(MotionResult::ALL.iter().all(|r| names.results.contains_key(r.name())));
            assert!(DissentKind::ALL.iter().all(|d| names.dissent.contains_key(d.name())));
            assert!(["agenda", "minutes"].iter().all(|k| names.kinds.contains_key(*k)));
            for filter in filter::all().filter(|f| f.name != filter::FORMER.name) {
                assert!(names.filters.contains_key(filter.name) || filter.choices().is_none(), "{}", filter.name);
                let choices = filter.choices().unwrap_or_default().iter().chain(filter.choices().map(|_| &"any"));
                choices.for_each(|c| assert!(names.choices[filter.name].contains_key(*c), "{} {c}", filter.name));
            }
        }
    }

    #[test]
    fn numbers_and_days_are_written_as_the_language_has_them() {
        let [danish, english] = Language::ALL.map(Language::words);
        assert_eq!((danish.number(1_234_567), english.number(999)), ("1.234.567".into(), "999".into()));
        assert_eq!(danish.day(date(2026, 2, 27)), "27. februar 2026");
        assert_eq!(english.day(date(2026, 2, 27)), "27 February 2026");
        assert_eq!(danish.month("2019-05"), "maj 2019");
        assert_eq!(danish.count(1_u64, &danish.search.count), "1 punkt");
        assert_eq!(danish.count(1200_u64, &danish.search.count), "1.200 punkter");
    }

    #[test]
    fn value_that_looks_like_a_name_is_left_as_it_is() {
        assert_eq!(fill("{a} af {b}", &[("a", "{b}"), ("b", "2")]), "{b} af 2");
        assert_eq!(fill("100 {", &[]), "100 ");
    }
}
