//! Questions to a small archive, made up for each rule.

use std::path::PathBuf;

use dagsorden::engine::analysis::{Analyzer, Level, cased};
use dagsorden::engine::{Index, Writer};
use dagsorden::index::{FileRecord, Outcome};
use dagsorden::model::{
    CaseNumber, Item, ItemNumber, Meeting, MeetingKind, Region, Repair, RepairKind, Section, SectionKind, Text,
    TopicPath,
};
use dagsorden::query::syntax::Remark;
use dagsorden::query::{Answer, Filters, Form, Hit, Order, QueryError, Question, filter, search};

struct Archive {
    _folder: tempfile::TempDir,
    index: Index,
}

fn section(kind: SectionKind, text: &str) -> Section {
    Section { heading: Some("Overskrift".into()), ..Section::new(kind, Text::on_page(text, 3)) }
}

fn meeting(source: &str, date: &str, body: &str, items: Vec<Item>) -> Meeting {
    Meeting {
        source: source.into(),
        kind: MeetingKind::Minutes,
        body: Some(body.into()),
        authority: None,
        region: Some(Region::new("Midtjylland")),
        date: date.parse().ok(),
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

fn record(source: &str) -> FileRecord {
    FileRecord {
        source: source.into(),
        path: PathBuf::new(),
        bytes: 0,
        modified: 0,
        hash: 0,
        pages: 1,
        items: 0,
        outcome: Outcome::Read,
        notes: Vec::new(),
    }
}

fn archive(meetings: &[Meeting]) -> Archive {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    for meeting in meetings {
        writer.put(&record(&meeting.source), Some(meeting)).unwrap();
    }
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    Archive { _folder: folder, index }
}

/// An archive with one item for each text, numbered from 1, each with the text as its minutes.
fn texts(of: &[&str]) -> Archive {
    let item = |(text, n): (&&str, u32)| Item {
        number: ItemNumber::new(&n.to_string()),
        sections: vec![section(SectionKind::Minutes, text)],
        ..Item::titled("Sag")
    };
    archive(&[meeting("a.pdf", "2020-01-01", "Byrådet", of.iter().zip(1..).map(item).collect())])
}

impl Archive {
    fn ask(&self, request: &Question) -> Answer {
        search(&self.index, request).unwrap()
    }

    fn hits(&self, query: &str) -> Vec<Hit> {
        self.ask(&Question { words: query.into(), ..Question::default() }).hits
    }

    /// The numbers of the items found, best first; partial ones in brackets.
    fn found(&self, query: &str) -> String {
        numbers(&self.hits(query))
    }

    fn exactly(&self, query: &str) -> String {
        numbers(&self.ask(&Question { words: query.into(), exact: true, ..Question::default() }).hits)
    }
}

fn numbers(hits: &[Hit]) -> String {
    let show = |h: &Hit| {
        let number = h.number.clone().unwrap_or_default();
        if h.partial { format!("({number})") } else { number }
    };
    hits.iter().map(show).collect::<Vec<_>>().join(" ")
}

/// The snippet with its marks in brackets.
fn marked(hit: &Hit) -> String {
    let snippet = hit.snippet.as_ref().unwrap();
    let mut text = snippet.text.clone();
    for highlight in snippet.highlights.iter().rev() {
        text.insert(highlight.end, ']');
        text.insert(highlight.start, '[');
    }
    text
}

#[test]
fn nearer_forms_rank_higher() {
    let archive = texts(&[
        "Der er et forsorgshjem i byen.",
        "Der er flere herbergspladser i byen.",
        "Der er to herberger i byen.",
        "Der er et herberg i byen.",
    ]);
    assert_eq!(archive.found("herberg"), "4 3 2 1");
    let forms: Vec<Form> = archive.hits("herberg").iter().filter_map(|h| h.form).collect();
    assert_eq!(forms, [Form::Exact, Form::Inflected, Form::Compound, Form::Synonym]);
}

#[test]
fn exact_search_finds_only_the_very_word() {
    let archive = texts(&["To herberger.", "Et herberg.", "Et forsorgshjem."]);
    assert_eq!(archive.exactly("herberg"), "2");
    let without = Question { words: "herberg".into(), synonyms: false, ..Question::default() };
    assert_eq!(numbers(&archive.ask(&without).hits), "2 1");
}

#[test]
fn snippet_marks_the_word_as_printed_whatever_form_matched() {
    let archive = texts(&["Byrådet lukker herbergspladserne på Tulipanvej."]);
    assert_eq!(marked(&archive.hits("herberg")[0]), "Byrådet lukker [herbergspladserne] på Tulipanvej.");
    assert_eq!(marked(&archive.hits("plads tulipanvej")[0]), "Byrådet lukker [herbergspladserne] på [Tulipanvej].");
}

#[test]
fn spelling_without_danish_letters_finds_the_word() {
    let archive = texts(&["Udgifter til færdige møder.", "Andet."]);
    for query in ["moeder", "moede", "faerdige", "mgder", "feerdige"] {
        assert_eq!(archive.found(query), "1", "{query}");
        assert_eq!(archive.hits(query)[0].form, Some(Form::Spelling), "{query}");
    }
}

#[test]
fn slip_of_the_finger_finds_the_word_only_where_nothing_else_is_meant() {
    let archive = texts(&["En rammeaftale.", "Andet."]);
    assert_eq!(archive.found("rammeaftle"), "1");
    assert_eq!(archive.found("rammeskift"), "");
}

#[test]
fn mistyped_word_with_a_danish_letter_is_corrected_too() {
    let archive = texts(&["Medicinhåndtering på bostedet", "Takster"]);
    assert_eq!(archive.found("medicinhåntering"), "1");
}

#[test]
fn verb_of_a_question_finds_the_noun_of_the_minutes() {
    let archive = texts(&["Lukning af herberget", "Takster for herberget"]);
    let hits = archive.hits("hvornår lukker herberget");
    assert_eq!((hits[0].number.as_deref(), hits[0].partial), (Some("1"), false));
    assert_eq!(archive.exactly("lukker"), "", "only the very words");
}

#[test]
fn repaired_word_is_found_as_scanned_too() {
    let repair =
        Repair { at: 1..3, original: "g".into(), kind: RepairKind::Letters, confidence: 0.9, second: Some("a".into()) };
    let mut text = Text::default();
    text.push("møde om takster", 1, [repair]);
    let section = Section { text, ..section(SectionKind::Minutes, "") };
    let item = Item { sections: vec![section], ..Item::titled("Sag") };
    let archive = archive(&[meeting("a.pdf", "2020-01-01", "Byrådet", vec![item])]);
    for query in ["mgde", "\"mgde om\"", "møde"] {
        assert_eq!(marked(&archive.hits(query)[0]).split(' ').next(), Some("[møde]"), "{query}");
    }
}

#[test]
fn phrase_means_these_words_in_this_order() {
    let archive = texts(&["De nye takster gælder.", "Takster, nye og gamle.", "Ny takst."]);
    assert_eq!(archive.found("\"nye takster\""), "1");
    assert_eq!(archive.found("\"takster gælder nye\""), "");
    assert_eq!(archive.found("\"de takster\"~1"), "1");
    assert_eq!(marked(&archive.hits("\"nye takster\"")[0]), "De [nye] [takster] gælder.");
}

#[test]
fn operators_mean_what_they_say() {
    let archive = texts(&["takst herberg", "takst", "herberg", "skole"]);
    assert_eq!(archive.found("takst -herberg"), "2");
    assert_eq!(archive.ask(&Question { words: "takst OR herberg".into(), ..Question::default() }).total, 3);
    assert_eq!(archive.found("-takst -herberg"), "4");
    assert_eq!(archive.found("herb*"), archive.found("herberg"));
    assert_eq!(archive.found("nr:3"), "3");
    assert_eq!(archive.found("referat:skole"), "4");
    assert_eq!(archive.found("titel:skole"), "");
}

#[test]
fn all_words_are_required_until_that_leaves_little() {
    let archive = texts(&["takst herberg tilsyn", "takst herberg", "tilsyn", "skole"]);
    assert_eq!(archive.found("herberg tilsyn takst").split(' ').next(), Some("1"));
    assert!(archive.found("herberg tilsyn takst").contains("(2)"));
    let answer = archive.ask(&Question { words: "herberg tilsyn takst".into(), ..Question::default() });
    assert_eq!(answer.remarks, [Remark::MostWords]);
}

#[test]
fn question_typed_as_a_sentence_is_answered_by_what_it_is_about() {
    let archive = texts(&["Kommunen betaler, når tilbuddet lukker.", "Hvem er det, når det er et møde?"]);
    assert_eq!(archive.found("hvem betaler når et tilbud lukker?"), "1");
}

#[test]
fn paragraphs_and_case_numbers_are_found_as_people_write_them() {
    let archive = texts(&["Tilbud efter § 110.", "Tilbud efter §§ 107-108.", "Sag 27.42.00.P20 og 110 kr."]);
    assert_eq!(archive.exactly("§ 110"), "1");
    assert_eq!(archive.exactly("§110"), "1");
    assert_eq!(archive.exactly("§ 108"), "2");
    assert_eq!(archive.exactly("110"), "1 3");
    assert_eq!(archive.exactly("27.42.00.p20"), "3");
}

#[test]
fn joined_split_and_hyphenated_spellings_find_each_other() {
    let archive = texts(&["Ikast-Brande Kommune", "Ikast/Brande", "psykiatri-pladser", "børne- og ungeområdet"]);
    assert_eq!(archive.found("Ikast/Brande"), "2 1");
    assert_eq!(archive.found("ikastbrande"), "2 1");
    assert_eq!(archive.found("psykiatripladser"), "3");
    assert_eq!(archive.found("børneområdet"), "4");
}

#[test]
fn title_outweighs_text_and_ties_go_to_the_newer_then_to_the_id() {
    let titled = |title: &str, text: &str| Item {
        sections: vec![section(SectionKind::CaseSummary, text)],
        ..Item::titled(title)
    };
    let archive = archive(&[
        meeting("b.pdf", "2019-01-01", "Byrådet", vec![titled("Sag", "takst")]),
        meeting("a.pdf", "2019-01-01", "Byrådet", vec![titled("Sag", "takst")]),
        meeting("c.pdf", "2020-01-01", "Byrådet", vec![titled("Sag", "takst"), titled("Takst", "andet")]),
        meeting("d.pdf", "", "Byrådet", vec![titled("Sag", "takst")]),
    ]);
    let ids = |order| {
        let request = Question { words: "takst".into(), order, fold: false, ..Question::default() };
        archive.ask(&request).hits.into_iter().map(|h| h.id).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(Order::Relevance), "c#n2 c#n1 a#n1 b#n1 d#n1");
    assert_eq!(ids(Order::NewestFirst), "c#n1 c#n2 a#n1 b#n1 d#n1");
    assert_eq!(ids(Order::OldestFirst), "a#n1 b#n1 c#n1 c#n2 d#n1");
}

#[test]
fn limit_cuts_the_hits_and_not_the_counts() {
    let archive = texts(&["takst", "takst", "takst"]);
    let answer = archive.ask(&Question { words: "takst".into(), limit: Some(1), ..Question::default() });
    assert_eq!((answer.hits.len(), answer.total, answer.facets.year[0].count), (1, 3, 3));
    let none = archive.ask(&Question { words: "takst".into(), limit: Some(0), ..Question::default() });
    assert_eq!((none.hits.len(), none.total), (0, 3));
}

/// Three items of three meetings, with all that filters look at.
fn filtered() -> Archive {
    let about = |number: &str, municipality: &str, topic: &str, closed: bool| Item {
        number: ItemNumber::new(number),
        municipalities: vec![municipality.into()],
        topics: TopicPath::new(topic).into_iter().collect(),
        case_number: Some(CaseNumber("27.42.00.P20".into())),
        closed,
        sections: vec![section(SectionKind::Minutes, "takst"), section(SectionKind::Economy, "herberg")],
        ..Item::titled("Sag")
    };
    let mut agenda = meeting("b.pdf", "2020-02-29", "Socialudvalget", vec![about("2", "Aarhus", "/social", true)]);
    agenda.kind = MeetingKind::Agenda;
    archive(&[
        meeting("a.pdf", "2019-05-22", "DASSOS", vec![about("1", "Ringkøbing-Skjern", "/social/takster", false)]),
        agenda,
        meeting("c.pdf", "", "Byrådet", vec![about("3", "Odense", "/skole", false)]),
    ])
}

#[test]
fn filters_let_through_what_they_name() {
    let archive = filtered();
    let of = |filters: Filters| numbers(&archive.ask(&Question { filters, ..Question::default() }).hits);
    let none = Filters::default;
    assert_eq!(of(none().with(&filter::MUNICIPALITY, "ringkobing").unwrap()), "1");
    assert_eq!(of(none().with(&filter::REGION, "syddanmark").unwrap()), "3");
    assert_eq!(of(none().with(&filter::BODY, "social").unwrap()), "2");
    assert_eq!(of(none().with(&filter::TOPIC, "social").unwrap()), "2 1");
    assert_eq!(of(none().with(&filter::TOPIC, "/social/takster").unwrap()), "1");
    assert_eq!(
        of(none().with(&filter::MUNICIPALITY, "ringkobing").unwrap().with(&filter::MUNICIPALITY, "odense").unwrap()),
        "1 3"
    );
    assert_eq!(of(none().with(&filter::KIND, "agenda").unwrap()), "2");
    assert_eq!(of(none().with(&filter::CLOSED, "no").unwrap()), "1 3");
    assert_eq!(of(none().with(&filter::FROM, "2020").unwrap()), "2");
    assert_eq!(of(none().with(&filter::TO, "2020-02").unwrap()), "2 1");
    assert_eq!(archive.found("kommune:aarhus takst"), "2");
    assert_eq!(archive.found("nr:27.42.00.p20 udvalg:byrådet"), "3");
}

#[test]
fn section_filter_keeps_words_to_their_section() {
    let archive = filtered();
    let of = |query: &str, kind| {
        let filters = Filters::default().in_sections(vec![kind]);
        archive.ask(&Question { words: query.into(), filters, ..Question::default() }).total
    };
    assert_eq!((of("takst", SectionKind::Minutes), of("takst", SectionKind::Economy)), (3, 0));
    assert_eq!(of("herberg", SectionKind::Economy), 3);
}

#[test]
fn unknown_value_is_an_error_that_names_known_ones() {
    let archive = filtered();
    let filters = Filters::default().with(&filter::MUNICIPALITY, "Atlantis").unwrap();
    let error = search(&archive.index, &Question { filters, ..Question::default() }).unwrap_err();
    let QueryError::UnknownValue { filter, value, known } = error else { panic!("{error}") };
    assert_eq!((filter, value.as_str(), known.len()), ("municipality", "Atlantis", 3));
}

#[test]
fn facets_count_every_hit_once() {
    let archive = filtered();
    let facets = archive.ask(&Question::default()).facets;
    let shown = |counts: &[dagsorden::query::FacetCount]| {
        counts.iter().map(|c| format!("{} {}", c.value, c.count)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(shown(&facets.region), "Midtjylland 2, Syddanmark 1");
    assert_eq!(shown(&facets.municipality), "Aarhus 1, Odense 1, Ringkøbing-Skjern 1");
    assert_eq!(shown(&facets.topic), "/social 2, /skole 1, /social/takster 1");
    assert_eq!((shown(&facets.year), shown(&facets.month)), ("2019 1, 2020 1".into(), "2019-05 1, 2020-02 1".into()));
    assert_eq!((shown(&facets.kind), facets.undated), ("minutes 2, agenda 1".into(), 1));
}

#[test]
fn selection_of_a_facet_does_not_shrink_its_own_counts() {
    let archive = filtered();
    let filters = Filters::default().with(&filter::BODY, "DASSOS").unwrap();
    let answer = archive.ask(&Question { filters, counts: true, ..Question::default() });
    assert_eq!((answer.total, answer.facets.body.len()), (1, 3));
    assert_eq!(answer.facets.municipality.len(), 1, "other facets count the hits");
}

#[test]
fn counts_hold_over_all_segments() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    for n in 0..3 {
        let source = format!("{n}.pdf");
        let item = Item { sections: vec![section(SectionKind::Minutes, "herberg")], ..Item::titled("Sag") };
        writer.put(&record(&source), Some(&meeting(&source, "2020-01-01", "Byrådet", vec![item]))).unwrap();
        writer.commit_so_far().unwrap();
    }
    drop(writer);
    let archive = Archive { index: Index::open(folder.path()).unwrap(), _folder: folder };
    let counts = |fold| {
        let answer = archive.ask(&Question { words: "herberg".into(), limit: Some(1), fold, ..Question::default() });
        (answer.total, answer.facets.body[0].count, answer.facets.year[0].count)
    };
    assert_eq!(counts(false), (3, 3, 3));
    assert_eq!(counts(true), (1, 1, 1), "the same item in three files of one meeting");
}

#[test]
fn words_of_prefixes_and_slips_are_marked_as_printed() {
    let archive = texts(&["Nye herbergspladser", "Takster"]);
    assert_eq!(marked(&archive.hits("herb*")[0]), "Nye [herbergspladser]");
    assert_eq!(marked(&archive.hits("takzter")[0]), "[Takster]");
}

#[test]
fn many_documents_are_found_in_whatever_window_they_stand() {
    let texts_of: Vec<String> =
        (0..5000).map(|n| if n % 997 == 0 { "herberg".to_owned() } else { "takst".to_owned() }).collect();
    let archive = texts(&texts_of.iter().map(String::as_str).collect::<Vec<_>>());
    let total = |query: &str| archive.ask(&Question { words: query.into(), ..Question::default() }).total;
    assert_eq!((total("herberg"), total("takst"), total("herberg OR takst")), (6, 4994, 5000));
    assert_eq!(total("takst -herberg"), 4994);
}

#[test]
fn word_that_hits_nothing_is_answered_by_the_nearest_words() {
    let archive = texts(&["herberg herberg", "taksten", "takster"]);
    let suggested = |query: &str| {
        let answer = archive.ask(&Question { words: query.into(), ..Question::default() });
        answer.suggestions.into_iter().flat_map(|s| s.words).collect::<Vec<_>>()
    };
    assert_eq!(suggested("hærværk"), Vec::<String>::new());
    assert_eq!(suggested("tkastre"), ["takster"], "two slips");
    assert_eq!(suggested("akster"), ["takster"], "one slip where the first letter is wrong");
    assert!(suggested("herberg").is_empty());
    let words = dagsorden::query::complete(&archive.index, "Tak", 5).unwrap();
    assert_eq!(words, [("taksten".to_owned(), 1), ("takster".to_owned(), 1)]);
}

#[test]
fn own_synonyms_stand_in_place_of_those_shipped_where_the_file_says_so() {
    let archive = texts(&["herberg", "forsorgshjem", "natcafé"]);
    let own = dagsorden::query::Synonyms::from_toml("replace = true\ngroups = [[\"herberg\", \"natcafé\"]]").unwrap();
    let request = Question { words: "herberg".into(), own_synonyms: Some(own), ..Question::default() };
    let answer = archive.ask(&request);
    assert_eq!(numbers(&answer.hits), "1 3");
    assert_eq!(answer.hits[1].form, Some(Form::Synonym));
}

#[test]
fn hit_says_section_heading_and_page() {
    let archive = filtered();
    let hit = &archive.hits("herberg kommune:aarhus")[0];
    assert_eq!((hit.section, hit.page), (Some(SectionKind::Economy), Some(3)));
    assert_eq!(hit.heading.as_deref(), Some("Overskrift"));
    assert_eq!(hit.sections, [SectionKind::Minutes, SectionKind::Economy]);
    let everything = &archive.hits("")[0];
    assert_eq!((everything.snippet.clone(), everything.form), (None, None));
}

#[test]
fn name_is_not_taken_for_a_word() {
    let archive = texts(&["Viborgs borgmester og Kofoedsminde.", "Andet."]);
    assert_eq!(archive.found("viborg"), "1");
    assert_eq!(archive.found("kofoedsmindes"), "1");
}

#[test]
fn short_word_or_surname_matches_none_of_the_words_that_only_look_like_it() {
    let mut analyzer = Analyzer::default();
    let mut wrong = Vec::new();
    let lines = include_str!("quality/silly.tsv").lines().filter_map(|line| line.split_once('\t'));
    let mut queries = 0;
    for (query, words) in lines {
        queries += 1;
        let lower = query.to_lowercase();
        let mut asked = vec![Level::Exact.term(cased(query, &lower).unwrap_or(&lower))];
        if cased(query, &lower).is_none() {
            for stem in analyzer.stems(query) {
                asked.extend([Level::Stem.term(&stem), Level::Part.term(&stem)]);
            }
        }
        for word in words.split(' ') {
            let matched = analyzer.terms(word).iter().any(|term| asked.iter().any(|asked| asked == term));
            wrong.extend(matched.then(|| format!("{query} {word}")));
        }
    }
    assert!(queries > 250, "{queries} queries");
    assert!(wrong.is_empty(), "{wrong:?}");
}
