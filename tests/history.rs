//! Cases through an invented archive: five bodies of a municipality, twelve meetings, ten cases that are easily mistaken for one
//! another, standing items everywhere, and a case number that is used for whatever comes up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dagsorden::engine::{Index, Writer};
use dagsorden::index::{FileRecord, Outcome};
use dagsorden::lexicon::authorities;
use dagsorden::model::{CaseNumber, Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text};
use dagsorden::query::{HistoryRequest, all_cases, history};

/// Case (`-` for none), number, title, case number (`-` for none), proposal, decision.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Body, day, kind, items.
type Held = (&'static str, &'static str, MeetingKind, &'static [Row]);

use MeetingKind::{Agenda, Minutes};

const OPENING: Row = ("-", "1", "Godkendelse af dagsorden", "24/1", "At dagsordenen godkendes.", "Godkendt.");
const NEWS: Row =
    ("-", "2", "Orientering", "00.01.00-A00-1-24", "At orienteringen tages til efterretning.", "Til efterretning.");
const END: Row = ("-", "9", "Eventuelt", "24/1", "", "Intet.");

const ARCHIVE: &[Held] = &[
    (
        "Børne- og Skoleudvalget",
        "2024-01-09",
        Minutes,
        &[
            OPENING,
            (
                "nordskolen",
                "3",
                "Renovering af Nordskolen",
                "24/100",
                "At renoveringen af Nordskolen anbefales.",
                "Anbefales.",
            ),
            (
                "sydskolen",
                "4",
                "Renovering af Sydskolen",
                "-",
                "At renoveringen af Sydskolen udsættes.",
                "Udsat til næste møde.",
            ),
            END,
        ],
    ),
    (
        "Teknik- og Miljøudvalget",
        "2024-01-10",
        Minutes,
        &[
            OPENING,
            (
                "plan214",
                "3",
                "Forslag til lokalplan 214 - boliger ved Havnevej",
                "-",
                "At forslaget sendes i høring.",
                "Anbefales.",
            ),
            (
                "plan215",
                "4",
                "Forslag til lokalplan 215 - erhverv ved Havnevej",
                "-",
                "At forslaget sendes i høring.",
                "Anbefales.",
            ),
            ("sti", "6", "Borgerforslag om cykelsti", "-", "At forslaget undersøges nærmere.", "Godkendt."),
            END,
        ],
    ),
    (
        "Social- og Sundhedsudvalget",
        "2024-01-11",
        Minutes,
        &[
            OPENING,
            (
                "solbakken-udvidelse",
                "3",
                "Udvidelse af plejehjemmet Solbakken",
                "24/300",
                "At udvidelsen anbefales.",
                "Anbefales.",
            ),
            (
                "solbakken-tilsyn",
                "4",
                "Tilsynsrapport for plejehjemmet Solbakken",
                "-",
                "At rapporten drøftes.",
                "Drøftet.",
            ),
            END,
        ],
    ),
    (
        "Økonomiudvalget",
        "2024-01-23",
        Agenda,
        &[
            OPENING,
            ("nordskolen", "3", "Renovering af Nordskolen", "24/100", "At der gives anlægsbevilling.", ""),
            ("grund", "5", "Salg af grund, Vestergade 12", "24/250", "At grunden sælges.", ""),
            END,
        ],
    ),
    (
        "Økonomiudvalget",
        "2024-01-23",
        Minutes,
        &[
            OPENING,
            NEWS,
            ("nordskolen", "3", "Renovering af Nordskolen", "24/100", "At der gives anlægsbevilling.", "Anbefales."),
            (
                "solbakken-udvidelse",
                "4",
                "Anlægsbevilling, plejehjemmet Solbakken",
                "24/300",
                "At der gives bevilling.",
                "Anbefales.",
            ),
            ("grund", "5", "Salg af grund, Vestergade 12", "24/250", "At grunden sælges.", "Godkendt."),
            (
                "budget-marts",
                "6",
                "Budgetopfølgning pr. 31. marts 2024",
                "00.30.14-Ø00-1-24",
                "At opfølgningen godkendes.",
                "Godkendt.",
            ),
            END,
        ],
    ),
    (
        "Byrådet",
        "2024-01-30",
        Minutes,
        &[
            OPENING,
            ("nordskolen", "3", "Renovering af Nordskolen", "24/100", "At der gives anlægsbevilling.", "Godkendt."),
            (
                "plan214",
                "4",
                "Forslag til lokalplan nr. 214, boliger ved Havnevej",
                "-",
                "At forslaget sendes i høring.",
                "Godkendt.",
            ),
            (
                "solbakken-udvidelse",
                "5",
                "Anlægsbevilling, plejehjemmet Solbakken",
                "24/300",
                "At der gives bevilling.",
                "Godkendt.",
            ),
            END,
        ],
    ),
    (
        "Børne- og Skoleudvalget",
        "2024-02-06",
        Minutes,
        &[
            OPENING,
            NEWS,
            (
                "sydskolen",
                "3",
                "Sydskolen - fornyet behandling af renovering",
                "-",
                "At renoveringen anbefales.",
                "Anbefales.",
            ),
            END,
        ],
    ),
    (
        "Teknik- og Miljøudvalget",
        "2024-05-14",
        Minutes,
        &[
            OPENING,
            (
                "plan214",
                "3",
                "Endelig vedtagelse af lokalplan 214, boliger ved Havnevej",
                "-",
                "At planen vedtages.",
                "Anbefales.",
            ),
            (
                "sti",
                "4",
                "Trafiksikkerhed mellem Løgstrup og Fiskbæk",
                "-",
                "At stien anlægges, jf. Teknik- og Miljøudvalget, 10. januar 2024, pkt. 6.",
                "Godkendt.",
            ),
            (
                "plads",
                "5",
                "Parkering ved Domkirkepladsen",
                "24/400",
                "At der indføres parkeringsskive.",
                "Sagen genoptages på mødet den 11. juni 2024.",
            ),
            END,
        ],
    ),
    (
        "Social- og Sundhedsudvalget",
        "2024-06-04",
        Minutes,
        &[
            OPENING,
            NEWS,
            (
                "solbakken-tilsyn-2",
                "3",
                "Orientering om brand på plejehjemmet Solbakken",
                "-",
                "At orienteringen tages til efterretning.",
                "Til efterretning.",
            ),
            END,
        ],
    ),
    (
        "Teknik- og Miljøudvalget",
        "2024-06-11",
        Minutes,
        &[OPENING, ("andet", "3", "Vedligeholdelse af vejbroer", "-", "At planen godkendes.", "Godkendt."), END],
    ),
    (
        "Økonomiudvalget",
        "2024-08-20",
        Minutes,
        &[
            OPENING,
            NEWS,
            ("grund", "3", "Endelig handel om Vestergade 12", "24/250", "At handlen godkendes.", "Godkendt."),
            (
                "budget-juni",
                "4",
                "Budgetopfølgning pr. 30. juni 2024",
                "00.30.14-Ø00-2-24",
                "At opfølgningen godkendes.",
                "Godkendt.",
            ),
            END,
        ],
    ),
    (
        "Byrådet",
        "2024-08-27",
        Minutes,
        &[
            OPENING,
            NEWS,
            (
                "plan214",
                "3",
                "Endelig vedtagelse af lokalplan 214, boliger ved Havnevej",
                "-",
                "At planen vedtages.",
                "Godkendt.",
            ),
            END,
        ],
    ),
];

fn section(kind: SectionKind, text: &str) -> Option<Section> {
    let text = Text::on_page(text, 1);
    (!text.is_blank()).then_some(Section::new(kind, text))
}

fn item(&(_, number, title, case, proposal, decision): &Row) -> Item {
    let sections = [section(SectionKind::Proposal, proposal), section(SectionKind::Minutes, decision)];
    let mut item = Item {
        number: ItemNumber::new(number),
        case_number: (case != "-").then(|| CaseNumber(case.to_owned())),
        sections: sections.into_iter().flatten().collect(),
        ..Item::titled(title)
    };
    dagsorden::facts::read_item(&mut item);
    item
}

fn source(&(body, day, kind, _): &Held) -> String {
    format!("{}/{day}-{}.pdf", body.replace(' ', "-"), kind.name())
}

fn meeting(held: &Held) -> Meeting {
    let viborg = authorities().named("Viborg").expect("a municipality").clone();
    Meeting {
        source: source(held),
        kind: held.2,
        body: Some(held.0.to_owned()),
        region: viborg.region,
        authority: Some(viborg),
        date: held.1.parse().ok(),
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items: held.3.iter().map(item).collect(),
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    }
}

fn put(writer: &mut Writer, held: &Held) {
    let (source, items) = (source(held), held.3.len() as u32);
    let (path, outcome, notes) = (PathBuf::from(&source), Outcome::Read, Vec::new());
    let file = FileRecord { source, path, bytes: 1, modified: 0, hash: 0, pages: 1, items, outcome, notes };
    writer.put(&file, Some(&meeting(held))).unwrap();
}

/// The index of these meetings, committed in so many runs.
fn index<'a>(folder: &Path, archive: impl IntoIterator<Item = &'a Held>, runs: usize) -> Index {
    let all: Vec<&Held> = archive.into_iter().collect();
    for run in all.chunks(all.len().div_ceil(runs)) {
        let mut writer = Writer::open(folder).unwrap();
        run.iter().for_each(|held| put(&mut writer, held));
        writer.commit().unwrap();
    }
    Index::open(folder).unwrap()
}

/// Which case each item is of, by id.
fn truth() -> BTreeMap<String, &'static str> {
    let id = |held: &Held, row: &Row| format!("{}#{}", source(held).trim_end_matches(".pdf"), row.1);
    ARCHIVE.iter().flat_map(|held| held.3.iter().map(move |row| (id(held, row), row.0))).collect()
}

#[test]
fn cases_are_told_apart_and_kept_together() {
    let dir = tempfile::tempdir().unwrap();
    let (index, truth) = (index(dir.path(), ARCHIVE, 1), truth());
    let found = all_cases(&index).unwrap();
    let mut of_case: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
    for matter in &found {
        let mut cases: Vec<&str> = matter.items.iter().map(|id| truth[id]).collect();
        cases.dedup();
        assert_eq!(cases.len(), 1, "one case, not several: {matter:#?}");
        assert_ne!(cases[0], "-", "standing items are no case: {matter:#?}");
        of_case.entry(cases[0]).or_default().push(matter.items.clone());
    }
    for case in ["nordskolen", "sydskolen", "plan214", "sti", "solbakken-udvidelse", "grund"] {
        // Agenda and minutes of one meeting are one step.
        let ids = truth.iter().filter(|(_, c)| **c == case).map(|(id, _)| id.replace("-agenda#", "-minutes#"));
        let wanted = ids.collect::<BTreeSet<_>>().len();
        let chains = of_case.get(case).cloned().unwrap_or_default();
        assert_eq!(chains.iter().map(Vec::len).collect::<Vec<_>>(), [wanted], "{case} is one chain: {chains:#?}");
    }
    assert_eq!(of_case.len(), 6, "{of_case:#?}");
}

#[test]
fn same_meetings_give_the_same_cases_however_they_came() {
    let first = tempfile::tempdir().unwrap();
    let expected = all_cases(&index(first.path(), ARCHIVE, 1)).unwrap();
    assert!(!expected.is_empty());
    for runs in [1, 3, 13] {
        let dir = tempfile::tempdir().unwrap();
        let backwards = index(dir.path(), ARCHIVE.iter().rev(), runs);
        assert_eq!(all_cases(&backwards).unwrap(), expected, "{runs} runs");
    }
}

#[test]
fn meeting_that_was_taken_out_leaves_no_trace() {
    let (with, without) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(index(with.path(), ARCHIVE, 4));
    let mut writer = Writer::open(with.path()).unwrap();
    writer.remove(&source(&ARCHIVE[5])).unwrap();
    writer.commit().unwrap();
    let rest = ARCHIVE.iter().enumerate().filter(|(n, _)| *n != 5).map(|(_, held)| held);
    let expected = all_cases(&index(without.path(), rest, 1)).unwrap();
    assert_eq!(all_cases(&Index::open(with.path()).unwrap()).unwrap(), expected);
}

#[test]
fn case_that_was_to_come_back_and_did_not_is_overdue() {
    let dir = tempfile::tempdir().unwrap();
    let index = index(dir.path(), ARCHIVE, 1);
    let state = |query: &str| {
        let request = HistoryRequest::of(query);
        history(&index, &request).unwrap().state.name()
    };
    assert_eq!(state("24/400"), "overdue");
    assert_eq!(state("24/100"), "decided");
    assert_eq!(state("Teknik--og-Miljøudvalget/2024-05-14-minutes#5"), "overdue");
}

#[test]
fn words_find_the_school_that_is_meant() {
    let dir = tempfile::tempdir().unwrap();
    let (index, truth) = (index(dir.path(), ARCHIVE, 1), truth());
    for (query, case) in
        [("Sydskolen", "sydskolen"), ("renovering af Nordskolen", "nordskolen"), ("lokalplan 214", "plan214")]
    {
        let request = HistoryRequest::of(query);
        let steps = history(&index, &request).unwrap().steps;
        assert!(!steps.is_empty() && steps.iter().any(|s| truth[&s.item.id] == case), "{query}");
        let best = steps.iter().max_by(|a, b| a.score.total_cmp(&b.score)).unwrap();
        assert_eq!(truth[&best.item.id], case, "{query}");
    }
}
