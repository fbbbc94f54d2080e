//! Word families and look-alikes, asked of whole archives. The lists of `tests/quality` were written before any answer to
//! them was seen; `docs/search.md` has the figures at first sight. `DAGSORDEN_SHOW=1` prints what went wrong.

use std::collections::BTreeSet;
use std::path::PathBuf;

use dagsorden::engine::{Index, Writer};
use dagsorden::index::{FileRecord, Outcome};
use dagsorden::model::{Item, Meeting, MeetingKind, Section, SectionKind, Text};
use dagsorden::query::{Form, Hit, Question, search};

/// An archive of one item for each text.
struct Archive {
    _folder: tempfile::TempDir,
    index: Index,
}

impl Archive {
    fn of(texts: &[String]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path()).unwrap();
        let item = |text: &String| Item {
            sections: vec![Section::new(SectionKind::Minutes, Text::on_page(text.as_str(), 1))],
            ..Item::titled("Sag")
        };
        let meeting = Meeting {
            source: "a.pdf".into(),
            kind: MeetingKind::Minutes,
            body: None,
            authority: None,
            region: None,
            date: None,
            start: None,
            end: None,
            place: None,
            participants: Vec::new(),
            items: texts.iter().map(item).collect(),
            front: Text::default(),
            contents: Text::default(),
            running: Text::default(),
        };
        let file = FileRecord {
            source: "a.pdf".into(),
            path: PathBuf::new(),
            bytes: 0,
            modified: 0,
            hash: 0,
            pages: 1,
            items: 0,
            outcome: Outcome::Read,
            notes: Vec::new(),
        };
        writer.put(&file, Some(&meeting)).unwrap();
        writer.commit().unwrap();
        let index = Index::open(folder.path()).unwrap();
        Self { _folder: folder, index }
    }

    /// The places of the items found, and of those of them that have more than a synonym of the words.
    fn found(&self, words: &str) -> [BTreeSet<usize>; 2] {
        let question = Question { words: words.into(), limit: None, fold: false, ..Question::default() };
        let hits = search(&self.index, &question).unwrap().hits;
        let place = |h: &Hit| h.id.rsplit_once("#n").unwrap().1.parse::<usize>().unwrap() - 1;
        let nearer = hits.iter().filter(|h| h.form < Some(Form::Synonym)).map(place).collect();
        [hits.iter().map(place).collect(), nearer]
    }
}

fn shown() -> bool {
    std::env::var_os("DAGSORDEN_SHOW").is_some()
}

/// Without Danish letters: as typed (`ascii`), and as bad scans have them (`stripped`).
fn respelt(word: &str, [ae, oe, aa]: [&str; 3]) -> String {
    word.replace('æ', ae).replace('ø', oe).replace('å', aa)
}

const ASCII: [&str; 3] = ["ae", "oe", "aa"];
const STRIPPED: [&str; 3] = ["ae", "o", "a"];

/// A word with its forms and compounds.
struct Family {
    forms: Vec<String>,
    compounds: Vec<String>,
}

fn families() -> Vec<Family> {
    let list = include_str!("quality/word_families.tsv");
    let split = |words: &str| words.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let family = |line: &str| {
        let mut columns = line.split('\t');
        let mut forms = split(columns.next().unwrap_or_default());
        forms.extend(split(columns.next().unwrap_or_default()));
        Family { forms, compounds: split(columns.next().unwrap_or_default()) }
    };
    list.lines().map(family).collect()
}

/// Recall of one way to ask, and precision. Synonyms are left out of the latter: they are no forms.
#[derive(Default)]
struct Figures {
    wanted: usize,
    right: usize,
    wrong: usize,
    lines: Vec<String>,
}

impl Figures {
    fn recall(&self) -> f64 {
        self.right as f64 / self.wanted.max(1) as f64
    }

    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }
}

/// A way to ask: its name, the archive, how Danish letters are typed, whether headwords are asked for (else the other
/// forms), and the least recall and precision.
type Way<'a> = (&'a str, &'a Archive, [&'a str; 3], bool, f64, f64);

#[test]
fn every_form_finds_the_family_however_it_is_spelt() {
    let families = families();
    assert!(families.len() >= 60);
    let (mut texts, mut owner, mut word_of) = (Vec::new(), Vec::new(), Vec::new());
    for (n, family) in families.iter().enumerate() {
        for word in family.forms.iter().chain(&family.compounds) {
            texts.push(format!("Byrådet talte om {word} i dag."));
            owner.push(n);
            word_of.push(word.clone());
        }
    }
    let plain = Archive::of(&texts);
    let scanned: Vec<String> =
        word_of.iter().map(|w| format!("Byradet talte om {} i dag.", respelt(w, STRIPPED))).collect();
    let scanned = Archive::of(&scanned);
    let ascii: Vec<String> =
        word_of.iter().map(|w| format!("Byraadet talte om {} i dag.", respelt(w, ASCII))).collect();
    let ascii = Archive::of(&ascii);
    let as_is: [&str; 3] = ["æ", "ø", "å"];
    let ways: [Way<'_>; 6] = [
        ("written", &plain, as_is, true, 0.99, 0.99),
        ("inflected", &plain, as_is, false, 0.985, 0.99),
        ("ascii typed", &plain, ASCII, false, 0.99, 0.99),
        ("stripped typed", &plain, STRIPPED, false, 0.99, 0.99),
        ("ascii texts", &ascii, as_is, false, 0.98, 0.99),
        ("scanned texts", &scanned, as_is, false, 0.97, 0.99),
    ];
    for (name, archive, letters, headword, recall, precision) in ways {
        let mut figures = Figures::default();
        for (n, family) in families.iter().enumerate() {
            let asked = &family.forms[if headword { 0..1 } else { 1..family.forms.len() }];
            let relevant: BTreeSet<usize> = (0..owner.len()).filter(|i| owner[*i] == n).collect();
            for typed in asked
                .iter()
                .map(|form| respelt(form, letters))
                .filter(|typed| letters == as_is || !family.forms.contains(typed))
            {
                let [found, nearer] = archive.found(&typed);
                figures.wanted += relevant.len();
                figures.right += found.intersection(&relevant).count();
                figures.wrong += nearer.difference(&relevant).count();
                let missed: Vec<&str> = relevant.difference(&found).map(|i| &*word_of[*i]).collect();
                let extra: Vec<&str> = nearer.difference(&relevant).map(|i| &*word_of[*i]).collect();
                if !missed.is_empty() || !extra.is_empty() {
                    figures.lines.push(format!("{typed}: missed {missed:?}, extra {extra:?}"));
                }
            }
        }
        if shown() {
            eprintln!("== {name}: recall {:.4} precision {:.4}", figures.recall(), figures.precision());
            figures.lines.iter().for_each(|line| eprintln!("{line}"));
        }
        assert!(figures.recall() >= recall, "{name}: recall {}", figures.recall());
        assert!(figures.precision() >= precision, "{name}: precision {}", figures.precision());
    }
}

#[test]
fn short_words_and_names_find_no_text_that_only_looks_like_them() {
    let rows: Vec<(&str, Vec<&str>)> = include_str!("quality/silly_in_text.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, others)| (word, others.split(' ').collect()))
        .collect();
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let (mut texts, mut words) = (Vec::new(), Vec::new());
    for (word, others) in &rows {
        for other in others.iter().copied().chain(is_name(word).then_some(*word)) {
            texts.push(format!("Byrådet talte om {other} i dag."));
            words.push(other);
        }
    }
    let archive = Archive::of(&texts);
    let mut wrong = Vec::new();
    let mut check = |query: &str, forbidden: &[&str]| {
        let [found, _] = archive.found(query);
        let silly = found.iter().map(|i| words[*i]).filter(|w| forbidden.contains(w));
        wrong.extend(silly.map(|w| format!("{query} → {w}")));
    };
    for (word, others) in &rows {
        check(word, others);
        if is_name(word) {
            check(&word.to_lowercase(), others);
            others.iter().for_each(|other| check(other, &[word]));
        }
    }
    if shown() {
        eprintln!("== {} silly hits\n{}", wrong.len(), wrong.join("\n"));
    }
    assert!(wrong.len() <= 5, "{wrong:?}");
}
