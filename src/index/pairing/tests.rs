use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::index::StoredItem;
use crate::model::{CaseNumber, ItemNumber, Section, Text};

/// An item of the council of no named place on one day.
pub(super) fn entry(source: &str, number: &str, title: &str) -> Entry {
    Entry::of(&item(source, number, title)).unwrap()
}

/// An item of a document; a source beginning with `ref` is minutes.
fn item(source: &str, number: &str, title: &str) -> StoredItem {
    let kind = if source.starts_with("ref") { MeetingKind::Minutes } else { MeetingKind::Agenda };
    let section_kind = if kind == MeetingKind::Minutes { SectionKind::Minutes } else { SectionKind::Proposal };
    let section = Section::new(section_kind, Text::on_page("Godkendt.", 1));
    let meeting = MeetingFacts {
        kind,
        body: Some("Byrådet".into()),
        authority: None,
        region: None,
        date: Some(date(2024, 3, 1)),
        start: None,
        end: None,
        place: None,
    };
    let mut item = Item { number: ItemNumber::new(number), sections: vec![section], ..Item::titled(title) };
    crate::facts::read_item(&mut item);
    let position = number.parse().unwrap_or(0);
    StoredItem { id: format!("{source}#{number}"), source: source.into(), position, meeting, item }
}

fn with(mut stored: StoredItem, change: impl FnOnce(&mut StoredItem)) -> StoredItem {
    change(&mut stored);
    stored
}

/// The pairs as ids, the representative first.
fn paired(items: &[StoredItem]) -> Vec<String> {
    pairs(items).iter().map(|g| g.iter().map(|&n| items[n].id.as_str()).collect::<Vec<_>>().join(" = ")).collect()
}

fn document(source: &str, titles: &[(&str, &str)]) -> Vec<StoredItem> {
    titles.iter().map(|(number, title)| item(source, number, title)).collect()
}

#[test]
fn agenda_and_minutes_are_one_item_by_item_and_the_minutes_stand_first() {
    let agenda = document("dag", &[("1", "Godkendelse af dagsorden"), ("2", "Takster for herberger"), ("3", "Ny sti")]);
    let minutes = document("ref", &[("1", "Godkendelse af dagsorden"), ("2", "Takster for herberger")]);
    assert_eq!(paired(&[agenda, minutes].concat()), ["ref#1 = dag#1", "ref#2 = dag#2"]);
}

#[test]
fn supplementary_agenda_adds_its_items_and_shifts_numbers() {
    let agenda = document("dag", &[("1", "Takster for herberger"), ("2", "Ny sti langs fjorden")]);
    let more = document("tillaeg", &[("1", "Køb af grund ved havnen")]);
    let minutes = document(
        "ref",
        &[("1", "Takster for herberger"), ("2", "Køb af grund ved havnen"), ("3", "Ny sti langs fjorden")],
    );
    let expected = ["ref#1 = dag#1", "ref#3 = dag#2", "ref#2 = tillaeg#1"];
    assert_eq!(paired(&[agenda, more, minutes].concat()), expected);
}

#[test]
fn corrected_issue_and_minutes_in_two_parts_are_of_the_meeting() {
    let titles = [("1", "Takster for herberger"), ("2", "Ny sti langs fjorden")];
    let (agenda, corrected) = (document("dag", &titles), document("dag-rettet", &titles));
    let (open, closed) = (document("ref-aaben", &titles[..1]), document("ref-lukket", &titles[1..]));
    let found = paired(&[agenda, corrected, open, closed].concat());
    assert_eq!(found, ["ref-aaben#1 = dag#1 = dag-rettet#1", "ref-lukket#2 = dag#2 = dag-rettet#2"]);
}

#[test]
fn ordinary_and_extraordinary_meeting_of_one_day_stay_apart() {
    let ordinary = [("1", "Godkendelse af dagsorden"), ("2", "Takster for herberger"), ("3", "Budget 2025")];
    let extra = [("1", "Godkendelse af dagsorden"), ("2", "Budget 2025")];
    let documents = [("dag-a", &ordinary[..]), ("dag-b", &extra), ("ref-a", &ordinary), ("ref-b", &extra)];
    let items: Vec<StoredItem> = documents.iter().flat_map(|(source, titles)| document(source, titles)).collect();
    let expected =
        ["ref-a#1 = dag-a#1", "ref-a#2 = dag-a#2", "ref-a#3 = dag-a#3", "ref-b#1 = dag-b#1", "ref-b#2 = dag-b#2"];
    assert_eq!(paired(&items), expected);
}

#[test]
fn nothing_is_paired_across_places_bodies_days_and_undated() {
    let agenda = || item("dag", "1", "Takster for herberger");
    let minutes = |change: &dyn Fn(&mut MeetingFacts)| {
        with(item("ref", "1", "Takster for herberger"), |s| change(&mut s.meeting))
    };
    let authority = |name: &str| crate::lexicon::authorities().named(name).cloned();
    let skive = with(agenda(), |s| s.meeting.authority = authority("Skive"));
    assert_eq!(paired(&[skive.clone(), minutes(&|m| m.authority = authority("Viborg"))]), [""; 0]);
    assert_eq!(paired(&[agenda(), minutes(&|m| m.body = Some("Økonomiudvalget".into()))]), [""; 0]);
    assert_eq!(paired(&[agenda(), minutes(&|m| m.date = Some(date(2024, 3, 2)))]), [""; 0]);
    assert_eq!(paired(&[agenda(), minutes(&|m| m.date = None)]), [""; 0]);
    assert_eq!(paired(&[agenda(), minutes(&|m| m.body = None)]), [""; 0]);
    let own = minutes(&|m| (m.authority, m.body) = (authority("Skive"), Some("Skive Byråd".into())));
    assert_eq!(paired(&[skive, own]), ["ref#1 = dag#1"]);
}

#[test]
fn document_without_authority_goes_with_the_only_one() {
    let named = |source: &str, name: &str| {
        with(item(source, "1", "Takster for herberger"), |s| {
            s.meeting.authority = crate::lexicon::authorities().named(name).cloned();
        })
    };
    let unknown = item("ref", "1", "Takster for herberger");
    assert_eq!(paired(&[named("dag-a", "Skive"), unknown.clone()]), ["ref#1 = dag-a#1"]);
    assert_eq!(paired(&[named("dag-a", "Skive"), named("dag-b", "Viborg"), unknown]), [""; 0]);
}

#[test]
fn meeting_of_standing_items_only_is_paired_where_there_is_no_other() {
    let titles = [("1", "Godkendelse af dagsorden"), ("2", "Eventuelt")];
    let both = [document("dag", &titles), document("ref", &titles)].concat();
    assert_eq!(paired(&both).len(), 2);
    assert_eq!(paired(&[both, document("ref-2", &titles)].concat()), [""; 0]);
}

#[test]
fn equal_items_of_one_document_are_exceptions_and_not_one() {
    let twice = [item("dag", "1", "Eventuelt"), with(item("dag", "1", "Eventuelt"), |s| s.id += "-2")];
    let entries: Vec<Entry> = twice.iter().filter_map(Entry::of).collect();
    assert_eq!(entries[0].own, entries[1].own);
    let found = settled(&entries).exceptions;
    assert_eq!(found.len(), 1);
    assert_ne!(found[0].pair, entries[0].own);
}

#[test]
fn agreeing_items_are_no_exceptions() {
    let items = ["dag", "ref"].map(|source| item(source, "2", "Takster for herberger"));
    let entries: Vec<Entry> = items.iter().filter_map(Entry::of).collect();
    assert_eq!(settled(&entries).exceptions, []);
    let renamed = [item("dag", "2", "Takster for herberger i 2025"), item("ref", "2", "Takster for herberger")];
    let entries: Vec<Entry> = renamed.iter().filter_map(Entry::of).collect();
    assert_eq!(settled(&entries).exceptions.len(), 1);
}

/// Items of a few documents with titles, numbers and cases, often equal.
fn archives() -> impl Strategy<Value = Vec<StoredItem>> {
    let source = prop::sample::select(vec!["dag", "dag-b", "ref", "ref-b", "tillaeg"]);
    let titles =
        ["Eventuelt", "Takster", "Takster for herberger", "Lukket punkt", "Budget 2024", "Budget 2025", "Ny sti"];
    let one = (source, 1u32..6, prop::sample::select(titles.to_vec()), prop::option::of(0u8..3), any::<bool>());
    prop::collection::vec(one, 0..24).prop_map(|drawn| {
        let mut items: Vec<StoredItem> = Vec::new();
        for (source, number, title, case, closed) in drawn {
            let place = items.iter().filter(|i| i.source == source).count();
            items.push(with(item(source, &number.to_string(), title), |s| {
                s.id += &format!("-{place}");
                s.position = place as u32;
                s.item.closed = closed;
                s.item.case_number = case.map(|c| CaseNumber(format!("24/{c}")));
            }));
        }
        items
    })
}

/// The pair of each item as stored in the index, by id.
fn kept(items: &[StoredItem]) -> BTreeMap<String, u64> {
    let entries: Vec<Entry> = items.iter().filter_map(Entry::of).collect();
    let moved: HashMap<u64, u64> = settled(&entries).exceptions.into_iter().map(|e| (e.key, e.pair)).collect();
    items.iter().zip(&entries).map(|(i, e)| (i.id.clone(), moved.get(&e.key).copied().unwrap_or(e.own))).collect()
}

proptest! {
    #[test]
    fn pairs_do_not_depend_on_the_order((items, shuffled) in archives().prop_flat_map(|i| (Just(i.clone()), Just(i).prop_shuffle()))) {
        prop_assert_eq!(paired(&items), paired(&shuffled));
        prop_assert_eq!(kept(&items), kept(&shuffled));
    }

    #[test]
    fn item_is_in_one_pair_at_most_and_with_none_of_its_document(items in archives()) {
        let mut seen = HashSet::new();
        for pair in pairs(&items) {
            let sources: HashSet<&str> = pair.iter().map(|&n| items[n].source.as_str()).collect();
            prop_assert_eq!(sources.len(), pair.len());
            prop_assert!(pair.len() > 1 && pair.iter().all(|n| seen.insert(*n)));
        }
    }

    #[test]
    fn similarity_is_symmetric(items in archives()) {
        let entries: Vec<Entry> = items.iter().filter_map(Entry::of).collect();
        for a in &entries {
            for b in &entries {
                prop_assert_eq!(similarity(a, b), similarity(b, a));
            }
        }
    }

    #[test]
    fn what_the_index_keeps_gives_the_same_pairs(items in archives()) {
        let mut by_pair: BTreeMap<u64, HashSet<String>> = BTreeMap::new();
        for (id, pair) in kept(&items) {
            by_pair.entry(pair).or_default().insert(id);
        }
        let ids = |pair: &Vec<usize>| pair.iter().map(|&n| items[n].id.clone()).collect::<HashSet<_>>();
        let expected: Vec<HashSet<String>> = pairs(&items).iter().map(ids).collect();
        let several: Vec<&HashSet<String>> = by_pair.values().filter(|ids| ids.len() > 1).collect();
        prop_assert_eq!(several.len(), expected.len());
        prop_assert!(several.iter().all(|ids| expected.contains(ids)));
    }
}

#[test]
fn meeting_is_the_documents_that_have_an_item_in_common() {
    let of = |source: &str, number: &str, title: &str| entry(source, number, title);
    let entries = [
        of("dag", "1", "Takster for herberger"),
        of("dag", "2", "Ny sti langs fjorden"),
        of("dag-tillæg", "3", "Salg af grund"),
        of("ref", "1", "Takster for herberger"),
        of("ref", "2", "Ny sti langs fjorden"),
        of("ref", "3", "Salg af grund"),
        of("ref-ekstra", "1", "Budget for havnen"),
    ];
    let sources = |sources: &[&str]| sources.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let mut found = settled(&entries).meetings;
    found.sort();
    assert_eq!(found, [(sources(&["dag", "dag-tillæg", "ref"]), 3), (sources(&["ref-ekstra"]), 0)]);
}
