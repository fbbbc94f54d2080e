//! A made-up archive, the same in every run. Its words are those of the program's Danish lexicon, each as often as in Danish
//! (a common word in every item, most words in hardly any), and among them the stems and compounds of local government, names and
//! numbers; an item has some two hundred and fifty words. Every third document is the agenda of the minutes before it.

use std::path::{Path, PathBuf};

use dagsorden::engine::Writer;
use dagsorden::index::{FileRecord, Outcome};
use dagsorden::lexicon::{Entry, Lexicon};
use dagsorden::model::{Item, ItemNumber, Meeting, MeetingKind, Region, Section, SectionKind, Text, TopicPath};
use fst::Streamer;

use crate::dice::Dice;

/// Items of one meeting.
pub(crate) const ITEMS: usize = 20;
/// Words of the longest section.
const WORDS: usize = 200;

const FIRST: [&str; 24] = [
    "social",
    "takst",
    "bolig",
    "skole",
    "plads",
    "herberg",
    "budget",
    "psykiatri",
    "udvikling",
    "børne",
    "ældre",
    "kommune",
    "ramme",
    "aftale",
    "sundhed",
    "kultur",
    "miljø",
    "teknik",
    "plan",
    "drift",
    "anlæg",
    "beskæftigelse",
    "udvalg",
    "område",
];
const LAST: [&str; 16] = [
    "område",
    "aftalen",
    "planen",
    "puljen",
    "udvalget",
    "tilbuddet",
    "pladserne",
    "analyse",
    "styring",
    "møder",
    "sagen",
    "indsatsen",
    "opgaver",
    "ordningen",
    "midlerne",
    "bygning",
];
/// A word of a list, the first ones oftener.
fn first_of<'a>(dice: &mut Dice, list: &[&'a str]) -> &'a str {
    let reach = 1 + dice.below(list.len());
    dice.of(&list[..reach])
}

fn word(dice: &mut Dice, danish: &Danish) -> String {
    match dice.below(100) {
        0..3 => first_of(dice, &FIRST).to_owned(),
        3..5 => format!("{}s{}", first_of(dice, &FIRST), first_of(dice, &LAST)),
        5 => format!("{}by", danish.rare(dice)),
        6 => dice.below(3000).to_string(),
        _ => danish.word(dice).to_owned(),
    }
}

fn text(dice: &mut Dice, words: usize, danish: &Danish) -> String {
    (0..words).map(|_| word(dice, danish)).collect::<Vec<_>>().join(" ")
}

/// Danish words, each as often as it is met.
struct Danish {
    words: Vec<String>,
    /// The share of the words up to each one, in billionths.
    up_to: Vec<u64>,
}

impl Danish {
    fn new() -> Self {
        let (mut words, mut up_to, mut sum) = (Vec::new(), Vec::new(), 0);
        let mut stream = Lexicon.words().stream();
        while let Some((word, value)) = stream.next() {
            let entry = Entry::from_value(value);
            if entry.in_dictionary && entry.counted {
                sum += (f64::from(-entry.cost).exp() * 1e9) as u64 + 1;
                words.push(String::from_utf8_lossy(word).into_owned());
                up_to.push(sum);
            }
        }
        Self { words, up_to }
    }

    fn word(&self, dice: &mut Dice) -> &str {
        let at = dice.below(*self.up_to.last().expect("the lexicon has words") as usize) as u64;
        &self.words[self.up_to.partition_point(|sum| *sum <= at)]
    }

    /// Any word, as likely as any other.
    fn rare(&self, dice: &mut Dice) -> &str {
        &self.words[dice.below(self.words.len())]
    }
}

fn item(dice: &mut Dice, danish: &Danish, number: usize) -> Item {
    let kinds = [(SectionKind::Proposal, 20), (SectionKind::CaseSummary, WORDS), (SectionKind::Minutes, 30)];
    let section = |(kind, words): (SectionKind, usize)| Section::new(kind, Text::on_page(text(dice, words, danish), 1));
    let sections = kinds.map(section).into();
    Item {
        number: ItemNumber::new(&number.to_string()),
        municipalities: vec![["Viborg", "Aarhus", "Skive"][number % 3].to_owned()],
        topics: TopicPath::new(["/social/takster", "/skole", "/social"][number % 3]).into_iter().collect(),
        sections,
        ..Item::titled(text(dice, 6, danish))
    }
}

/// So many documents of [`ITEMS`] items: minutes, and for every second of them the agenda of the same meeting, which has the same
/// items without what was decided.
pub(crate) fn archive(documents: usize) -> Vec<Meeting> {
    let (mut dice, danish) = (Dice(0x5eed_da65), Danish::new());
    let mut all: Vec<Meeting> = Vec::with_capacity(documents);
    for n in 0..documents {
        let next = match all.last().filter(|_| n % 3 == 1) {
            Some(minutes) => agenda(minutes),
            None => minutes(&mut dice, &danish, n),
        };
        all.push(next);
    }
    all
}

fn minutes(dice: &mut Dice, danish: &Danish, n: usize) -> Meeting {
    Meeting {
        source: format!("{n}.pdf"),
        kind: MeetingKind::Minutes,
        body: Some(["Byrådet", "Socialudvalget"][n % 2].to_owned()),
        authority: None,
        region: Some(Region::new("Midtjylland")),
        date: format!("{}-{:02}-{:02}", 2005 + n % 20, 1 + n / 20 % 12, 1 + n / 240 % 28).parse().ok(),
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items: (1..=ITEMS).map(|number| item(dice, danish, number)).collect(),
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    }
}

fn agenda(minutes: &Meeting) -> Meeting {
    let mut agenda = minutes.clone();
    agenda.source = minutes.source.replace(".pdf", "-dagsorden.pdf");
    agenda.kind = MeetingKind::Agenda;
    agenda.items.iter_mut().for_each(|item| item.sections.retain(|s| s.kind != SectionKind::Minutes));
    agenda
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

/// Indexes the meetings.
pub(crate) fn build(folder: &Path, meetings: &[Meeting]) {
    let mut writer = Writer::open(folder).expect("an empty folder");
    for meeting in meetings {
        writer.put(&file(&meeting.source), Some(meeting)).expect("room on the disk");
    }
    writer.commit().expect("room on the disk");
}
