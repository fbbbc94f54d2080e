//! How long it takes to follow cases through a made-up archive of 100,000 items.
//!
//! `cargo bench --bench history`. `DAGSORDEN_ITEMS` makes it smaller. The archive is the same in every run: ten
//! municipalities, three bodies each, that meet once a month for years; every meeting has its agenda's standing items, and
//! items of cases that come up once to eight times, under one case number, one name, or with the words `jf. … pkt. …`.
//! Printed are the times of one run, by the clock and (where the system tells) of the processors: the clues of all items (what is done at index time so that cases can be
//! followed), the whole index, one more meeting, all cases, and the median, longest and kind of 300 histories.

mod dice;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dagsorden::engine::{Index, Writer};
use dagsorden::facts::case::{Node, Setting, reference::Context};
use dagsorden::index::{FileRecord, Outcome};
use dagsorden::lexicon::authorities;
use dagsorden::model::{CaseNumber, Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text};
use dagsorden::query::{HistoryRequest, all_cases, history};
use dice::Dice;
use rayon::prelude::*;

/// Items in all, unless `DAGSORDEN_ITEMS` says otherwise, and of one meeting.
const ARCHIVE: usize = 100_000;
const ITEMS: usize = 20;
/// Histories that are timed, of each kind.
const ASKED: usize = 100;

const PLACES: [&str; 10] =
    ["Viborg", "Skive", "Aarhus", "Randers", "Silkeborg", "Herning", "Horsens", "Odder", "Samsø", "Struer"];
const BODIES: [&str; 3] = ["Byrådet", "Økonomiudvalget", "Socialudvalget"];
const STANDING: [&str; 3] = ["Godkendelse af dagsorden", "Orientering", "Eventuelt"];
const WHAT: [&str; 16] = [
    "Lukning af botilbuddet",
    "Renovering af skolen",
    "Lokalplan for",
    "Ny daginstitution ved",
    "Takster for",
    "Salg af grund ved",
    "Tilsyn på plejehjemmet",
    "Anlægsbevilling til",
    "Omlægning af herberget",
    "Høring om",
    "Trafiksikkerhed ved",
    "Udvidelse af",
    "Driftsaftale med",
    "Støtte til foreningen",
    "Byggemodning af",
    "Kvalitetsstandard for",
];
const FIRST: [&str; 30] = [
    "Rosen", "Kilde", "Birke", "Skov", "Solbakke", "Mølle", "Kirke", "Hede", "Fjord", "Eng", "Ege", "Lærke", "Vester",
    "Øster", "Nør", "Sønder", "Ravn", "Tranum", "Elme", "Linde", "Ager", "Bakke", "Dal", "Hav", "Strand", "Park",
    "Tårn", "Præste", "Grønne", "Kær",
];
const MIDDLE: [&str; 12] = ["", "holm", "by", "bæk", "lund", "mose", "toft", "vang", "gård", "høj", "vad", "sig"];
const LAST: [&str; 14] =
    ["en", "et", "huset", "parken", "vej", "centret", "haven", "bakken", "stien", "åsen", "kær", "rup", "sted", "borg"];
const PROSE: [&str; 12] = [
    "Forvaltningen har gennemgået økonomien og vurderer, at udgiften kan holdes inden for rammen.",
    "Der er gennemført høring hos de berørte parter, og svarene er vedlagt som bilag.",
    "Udvalget drøftede sagen den 3. marts og bad om en ny beregning.",
    "Projektet omfatter nye faciliteter, bedre adgangsforhold og en plan for driften.",
    "Ifølge lov om social service § 85 skal der tilbydes hjælp og omsorg.",
    "Fristen for ansøgning er den 1. maj, og der er afsat 2,5 mio. kr. i budgettet.",
    "Antallet af borgere på venteliste er steget siden sidste år.",
    "Kommunens egne medarbejdere står for planlægningen sammen med en rådgiver.",
    "Anlægsarbejdet ventes at gå i gang efter sommerferien.",
    "Naboerne er orienteret, og der afholdes et borgermøde.",
    "Den nuværende aftale udløber ved årets udgang og kan forlænges.",
    "Beregningen bygger på tal fra de seneste tre regnskabsår.",
];

/// A case on its way through the meetings.
struct Case {
    what: &'static str,
    name: String,
    number: Option<String>,
    steps: usize,
    /// Where it came up last: the words that refer to it.
    before: Option<String>,
}

impl Case {
    fn new(dice: &mut Dice, n: usize) -> Self {
        let (first, middle, last) = (dice.of(&FIRST), dice.of(&MIDDLE), dice.of(&LAST));
        let number = format!("27.{:02}.{:02}-P20-{}-{}", n % 60, n % 37, n, 10 + n % 15);
        Self {
            what: WHAT[dice.below(WHAT.len())],
            name: format!("{first}{middle}{last}"),
            number: (dice.below(2) == 0).then_some(number),
            steps: 1 + dice.below(8),
            before: None,
        }
    }
}

/// A municipality with its open cases.
struct Town {
    name: &'static str,
    open: Vec<Case>,
    begun: usize,
}

fn section(kind: SectionKind, text: String) -> Section {
    Section::new(kind, Text::on_page(text, 1))
}

fn item(dice: &mut Dice, town: &mut Town, number: usize, place: &str) -> Item {
    let numbered = ItemNumber::new(&number.to_string());
    if let Some(title) = STANDING.get(number - 1) {
        let sections = vec![section(SectionKind::Minutes, "Godkendt.".into())];
        return Item { number: numbered, sections, ..Item::titled(*title) };
    }
    if town.open.len() < 60 {
        town.begun += 1;
        let case = Case::new(dice, town.begun);
        town.open.push(case);
    }
    let at = dice.below(town.open.len());
    let case = &mut town.open[at];
    let before = case.before.replace(format!("{place}, pkt. {number}")).filter(|_| dice.below(3) == 0);
    let mut prose: Vec<String> = (0..14).map(|_| dice.of(&PROSE).to_owned()).collect();
    prose.extend(before.map(|b| format!("Sagen blev behandlet tidligere, jf. {b}.")));
    let decision = dice.of(&["Godkendt.", "Udsat til næste møde.", "Anbefales.", "Drøftet.", "Til efterretning."]);
    let mut found = Item {
        number: numbered,
        case_number: case.number.clone().map(CaseNumber),
        sections: vec![
            section(
                SectionKind::Proposal,
                format!("Det indstilles, at {} godkendes for {}.", case.what.to_lowercase(), case.name),
            ),
            section(SectionKind::CaseSummary, prose.join(" ")),
            section(SectionKind::Minutes, decision.into()),
        ],
        ..Item::titled(format!("{} {}", case.what, case.name))
    };
    dagsorden::facts::read_item(&mut found);
    case.steps -= 1;
    if case.steps == 0 {
        town.open.remove(at);
    }
    found
}

fn meeting(dice: &mut Dice, town: &mut Town, n: usize, body: &str) -> Meeting {
    let (year, month, day) = (2005 + n / 36, 1 + n / 3 % 12, 3 + n % 20);
    let place = format!("{body}, {day}.{month}.{}", year);
    let items = (1..=ITEMS).map(|number| item(dice, town, number, &place)).collect();
    let authority = authorities().named(town.name).expect("a municipality").clone();
    Meeting {
        source: format!("{}/{n}.pdf", town.name),
        kind: MeetingKind::Minutes,
        body: Some(body.to_owned()),
        region: authority.region,
        authority: Some(authority),
        date: format!("{year}-{month:02}-{day:02}").parse().ok(),
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

/// Meetings in the order of their dates.
fn archive(meetings: usize) -> Vec<Meeting> {
    let mut dice = Dice(0x5eed_da65);
    let mut towns = PLACES.map(|name| Town { name, open: Vec::new(), begun: 0 });
    let one = |n: usize| {
        let town = &mut towns[n % PLACES.len()];
        let nth = n / PLACES.len();
        meeting(&mut dice, town, nth, BODIES[nth % BODIES.len()])
    };
    (0..meetings).map(one).collect()
}

fn file(source: &str) -> FileRecord {
    FileRecord {
        source: source.into(),
        path: PathBuf::new(),
        bytes: 0,
        modified: 0,
        hash: 0,
        pages: 1,
        items: ITEMS as u32,
        outcome: Outcome::Read,
        notes: Vec::new(),
    }
}

fn put(folder: &Path, meetings: &[Meeting]) -> (Took, Took) {
    let watch = Watch::start();
    let mut writer = Writer::open(folder).expect("a folder");
    for meeting in meetings {
        writer.put(&file(&meeting.source), Some(meeting)).expect("room on the disk");
    }
    writer.commit_so_far().expect("room on the disk");
    let seen = watch.took();
    writer.commit().expect("room on the disk");
    (seen, watch.took())
}

/// Reads the clues of every item, as the index does.
fn clues(meetings: &[Meeting]) -> usize {
    let of = |m: &Meeting| -> usize {
        let context = Context { body: m.body.as_deref(), date: m.date, region: m.region };
        let setting = Setting { kind: m.kind, authority: m.authority.as_ref().map(|a| a.name.as_str()), context };
        let node = |(n, i): (usize, &Item)| Node::new(&format!("{}#{n}", m.source), &m.source, n as u32, &setting, i);
        m.items.iter().enumerate().map(node).map(|n| n.keys().len()).sum()
    };
    meetings.par_iter().map(of).sum()
}

/// Time by the clock and of the processors.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Took {
    processor: Duration,
    clock: Duration,
}

struct Watch(Instant, Duration);

impl Watch {
    fn start() -> Self {
        Self(Instant::now(), processor())
    }

    fn took(&self) -> Took {
        Took { clock: self.0.elapsed(), processor: processor().saturating_sub(self.1) }
    }
}

/// What this process has used of all processors so far.
#[cfg(unix)]
fn processor() -> Duration {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(used.tv_sec.try_into().unwrap_or(0), used.tv_nsec.try_into().unwrap_or(0))
}

#[cfg(not(unix))]
fn processor() -> Duration {
    Duration::ZERO
}

fn told(what: &str, took: Took) {
    let ms = |d: Duration| d.as_secs_f64() * 1000.0;
    println!("{what:<44} {:>9.1} ms {:>9.1} ms of processors", ms(took.clock), ms(took.processor));
}

/// Asks each question and tells how long it took.
fn ask(index: &Index, kind: &str, questions: &[String]) {
    let mut times: Vec<(Took, usize)> = questions
        .iter()
        .map(|query| {
            let watch = Watch::start();
            let found = history(index, &HistoryRequest::of(query)).expect("an answer");
            assert!(!black_box(&found).steps.is_empty(), "{query} is in the archive");
            (watch.took(), found.steps.len())
        })
        .collect();
    times.sort();
    told(&format!("history by {kind}, median"), times[times.len() / 2].0);
    let longest = times[times.len() - 1];
    told(&format!("history by {kind}, longest ({} steps)", longest.1), longest.0);
}

fn main() {
    let items = std::env::var("DAGSORDEN_ITEMS").ok().and_then(|n| n.parse().ok()).unwrap_or(ARCHIVE);
    let mut meetings = archive(items / ITEMS + 1);
    let last = meetings.pop().expect("at least one meeting");
    let watch = Watch::start();
    let keys = clues(&meetings);
    told(&format!("clues of all items ({keys} keys)"), watch.took());
    let folder = tempfile::tempdir().expect("a folder");
    told("index of all items", put(folder.path(), &meetings).1);
    let (seen, tidied) = put(folder.path(), std::slice::from_ref(&last));
    told("one more meeting, until it is seen", seen);
    told("one more meeting, until all is tidied up", tidied);
    let watch = Watch::start();
    let index = Index::open(folder.path()).expect("the index just built");
    told("opening", watch.took());
    let watch = Watch::start();
    let found = all_cases(&index).expect("an answer");
    let steps: usize = found.iter().map(|m| m.items.len()).sum();
    told(&format!("all cases ({} with {steps} steps)", found.len()), watch.took());
    let asked = meetings.iter().step_by(meetings.len() / ASKED).map(|m| (m, &m.items[7]));
    let (mut names, mut ids, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for (meeting, item) in asked {
        names.push(item.title.clone());
        ids.push(format!("{}#8", meeting.source.trim_end_matches(".pdf")));
        numbers.extend(item.case_number.as_ref().map(|c| c.0.clone()));
    }
    ask(&index, "title", &names);
    ask(&index, "item", &ids);
    ask(&index, "case number", &numbers);
}
