//! Generated documents, the program run over them, and what an index holds in short.

use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dagsorden::engine::Index;
use dagsorden::query::{Question, search};
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_64;

/// Numbers that are the same on every run (xorshift64).
pub(crate) struct Dice(pub u64);

impl Dice {
    /// A number below `end`.
    pub(crate) fn roll(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or_default()
    }
}

const WORDS: [&str; 48] = [
    "herberg",
    "takster",
    "budget",
    "lokalplan",
    "cykelsti",
    "skole",
    "ældrecenter",
    "forvaltningen",
    "økonomi",
    "høring",
    "borgere",
    "tilbud",
    "sundhed",
    "kollegiet",
    "renovering",
    "regnskab",
    "varmeværk",
    "spildevand",
    "dagtilbud",
    "handicap",
    "tilsyn",
    "kvalitet",
    "indsats",
    "samarbejde",
    "bevilling",
    "anlæg",
    "frivillige",
    "idrætshal",
    "bibliotek",
    "museum",
    "havn",
    "vindmøller",
    "naturpark",
    "skovrejsning",
    "trafik",
    "parkering",
    "boliger",
    "almene",
    "plejehjem",
    "genoptræning",
    "misbrug",
    "ungdom",
    "uddannelse",
    "erhverv",
    "turisme",
    "klima",
    "beredskab",
    "personale",
];
const BODIES: [&str; 4] = ["Byrådet", "Økonomiudvalget", "Socialudvalget", "Teknisk Udvalg"];
const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// Minutes of some items; each number gives others.
pub(crate) fn document(number: usize) -> String {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (number as u64 + 1));
    dice.roll(2);
    let (body, day, month, year) =
        (BODIES[number % 4], 1 + number / 48 % 28, MONTHS[number / 4 % 12], 1990 + number / 1344);
    let mut text = format!("Referat\n{body} i Skive Kommune\n{day}. {month} {year}\n\n");
    for item in 1..=3 + dice.roll(4) {
        let sentence = |dice: &mut Dice, words: usize| {
            (0..words).map(|_| WORDS[dice.roll(WORDS.len())]).collect::<Vec<_>>().join(" ")
        };
        text += &format!("{item}. Sag {number}-{item} om {}\n\nSagsfremstilling\n", sentence(&mut dice, 2));
        for _ in 0..4 + dice.roll(6) {
            text += &format!("Der er arbejdet med {} og {}.\n", sentence(&mut dice, 4), sentence(&mut dice, 3));
        }
        text += "\nIndstilling\nDet indstilles, at sagen godkendes.\n\nBeslutning\nGodkendt.\n\n";
    }
    text
}

/// Documents and an index in a folder that goes with this.
pub(crate) struct Archive {
    pub dir: TempDir,
}

impl Archive {
    /// Documents of these numbers.
    pub(crate) fn new(numbers: Range<usize>) -> Self {
        let archive = Self { dir: tempfile::tempdir().expect("a folder") };
        archive.add(numbers);
        archive
    }

    pub(crate) fn add(&self, numbers: impl IntoIterator<Item = usize>) {
        for number in numbers {
            let folder = self.documents().join(format!("{:03}", number / 100));
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join(format!("{number:06}.txt")), document(number)).expect("a document");
        }
    }

    pub(crate) fn documents(&self) -> PathBuf {
        self.dir.path().join("arkiv")
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.dir.path().join("ix")
    }

    /// The command that indexes it into `index`.
    pub(crate) fn command(&self, index: &Path, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dagsorden"));
        command.arg("index").arg(self.documents()).arg("--index").arg(index).args(more);
        command.env_remove("DAGSORDEN_JOBS").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Indexes it to the end.
    pub(crate) fn build(&self, more: &[&str]) {
        let output = self.command(&self.index(), more).stderr(Stdio::piped()).output().expect("it runs");
        assert!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
}

/// What an index holds, in a number: ids, texts and counts of every facet, wherever the files lie.
pub(crate) fn fingerprint(index: &Path) -> u64 {
    let index = Index::open(index).expect("it opens");
    let mut items = index.items().expect("items");
    items.sort_by(|a, b| a.id.cmp(&b.id));
    let items: Vec<u64> = items.iter().map(|item| xxh3_64(format!("{item:?}").as_bytes())).collect();
    let request = Question { limit: Some(1), counts: true, ..Question::default() };
    let facets = search(&index, &request).expect("an answer").facets;
    xxh3_64(format!("{items:?}{facets:?}").as_bytes())
}

/// How many files and items an index holds.
///
/// # Panics
///
/// Where it does not open, cannot be searched, or is not whole: an item twice, or one missing of a file.
pub(crate) fn whole(index: &Path) -> (usize, usize) {
    let index = Index::open(index).expect("it opens");
    let files = index.files().expect("files");
    let documents = index.documents().expect("documents");
    let items: usize = documents.iter().map(|d| d.numbers.len()).sum();
    assert_eq!(files.iter().map(|f| f.items as usize).sum::<usize>(), items, "every item of every file");
    for document in &documents {
        let once: HashSet<&String> = document.numbers.iter().collect();
        assert_eq!(once.len(), document.numbers.len(), "{} twice", document.record.stem);
    }
    let request = Question { words: "godkendes".into(), limit: Some(1), fold: false, ..Question::default() };
    assert_eq!(search(&index, &request).expect("an answer").total as usize, items, "every item is found");
    (files.len(), items)
}

/// Copies an index.
pub(crate) fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("it is there").flatten().filter(|e| e.path().is_file()) {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}
