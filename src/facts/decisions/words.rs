//! The words of `data/decisions.toml`, compiled for look-up.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

/// The action of a verb on a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(super) enum Act {
    Approve,
    Support,
    Recommend,
    Reject,
    Postpone,
    SendBack,
    SendOn,
    /// *sende*: the effect depends on the destination.
    Send,
    Withdraw,
    /// *bortfalde*: withdrawn, or rejected after a vote.
    Lapse,
    Fall,
    Elect,
    Discuss,
    /// *besluttede*, with the decision in an *at* clause.
    Decide,
    /// *aftalte*: not a formal decision.
    Agree,
    /// *tage*: the effect depends on its complement.
    Take,
    Vote,
    Abstain,
    Propose,
    /// *sætte til afstemning*.
    Put,
    Request,
    Wish,
    /// *tilføre protokollen*.
    Enter,
    Conclude,
    Seat,
    Begin,
    /// *give*, *yde*, *meddele*: what is given tells whether it decides.
    Grant,
    /// *fastsætte*, *fastholde*.
    Fix,
    /// Verbs of speaking. Reported speech decides nothing.
    Inform,
}

/// The form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Infinitive,
    Active,
    Participle,
    Passive,
}

/// The sense of a word in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sense {
    Be,
    Have,
    Can,
    Shall,
    Negation,
    Without,
    /// A majority.
    Majority,
    /// A minority.
    Minority,
    /// The proposal before the body, in any words.
    Main,
    Amendment,
    CounterProposal,
    Procedural,
    /// *forslaget*: depends on the text before it.
    Proposal,
    At,
    Relative,
    Reason,
    And,
    But,
    For,
    Against,
    /// A word in the position of a voter, but not a voter.
    Vague,
    Blank,
    Votes,
    Ballot,
    Reservation,
    Protocol,
    Remark,
    Noting,
    Orientation,
    Change,
    Altered,
    Keep,
    Refusal,
    Adoption,
    Recommendation,
    Role,
    RemarkNoun,
    Again,
    Hearing,
    Agreement,
    #[serde(skip)]
    Body,
    #[serde(skip)]
    Outsider,
    #[serde(skip)]
    Person,
    #[serde(skip)]
    Party,
    #[serde(skip)]
    Plain,
    #[serde(skip)]
    Other,
}

/// One entry of the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Verb(Act, Form),
    Noun(Sense),
}

#[derive(Deserialize)]
struct Data {
    grants: Words,
    compounds: BTreeMap<Sense, Vec<String>>,
    verbs: BTreeMap<Act, Vec<String>>,
    senses: BTreeMap<Sense, Vec<String>>,
    bodies: Bodies,
    parties: Parties,
    numbers: Words,
    plain: Words,
}

#[derive(Deserialize)]
struct Bodies {
    words: Vec<String>,
    endings: Vec<String>,
    outsiders: Vec<String>,
    outsider_endings: Vec<String>,
}

#[derive(Deserialize)]
struct Parties {
    names: Vec<String>,
    endings: Vec<String>,
    letters: Vec<String>,
    names_of: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}

/// All words, by form.
pub(super) struct Lexicon {
    words: HashMap<String, Meaning>,
    /// The same words with æ, ø and å replaced by their scan errors.
    broken: HashMap<String, Meaning>,
    /// Long words of a decision with one letter read as another that looks like it. Of other words `forestå` would be `foreslå`.
    misread: HashMap<String, Meaning>,
    /// What words that end with *forslag* begin with.
    compounds: BTreeMap<Sense, Vec<String>>,
    /// The ends of words for what an authority gives.
    grants: Vec<String>,
    /// Past participles of the verbs that decide.
    participles: Vec<(String, Act)>,
    bodies: Bodies,
    /// Names of parties, word by word, longest first.
    parties: Vec<Vec<String>>,
    party_endings: Vec<String>,
    party_letters: Vec<String>,
    party_names: BTreeMap<String, String>,
    numbers: Vec<String>,
}

/// The embedded words.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn embedded() -> Self {
        let data: Data = toml::from_str(include_str!("../data/decisions.toml")).expect("decisions.toml is right");
        let mut words = HashMap::new();
        for word in data.plain.words {
            words.insert(word, Meaning::Noun(Sense::Plain));
        }
        for (sense, forms) in data.senses {
            words.extend(forms.into_iter().map(|f| (f, Meaning::Noun(sense))));
        }
        for (act, verbs) in data.verbs {
            for (form, word) in verbs.iter().flat_map(|v| forms(v)) {
                words.insert(word, Meaning::Verb(act, form));
            }
        }
        let broken = words.iter().map(|(word, meaning)| (without_danish(word), *meaning)).collect();
        let decides = |meaning: &Meaning| match meaning {
            Meaning::Verb(act, _) => ABBREVIATED.contains(act),
            Meaning::Noun(sense) => matches!(sense, Sense::Main | Sense::Noting),
        };
        let long = |word: &str| word.chars().count() >= SHORTEST_MISREAD;
        let misread = words.iter().filter(|(word, meaning)| long(word) && decides(meaning));
        let misread = misread.flat_map(|(word, meaning)| misreadings(word).map(move |w| (w, *meaning))).collect();
        let participle = |(word, meaning): (&String, &Meaning)| match meaning {
            Meaning::Verb(act, Form::Participle) if ABBREVIATED.contains(act) => Some((word.clone(), *act)),
            _ => None,
        };
        let participles = words.iter().filter_map(participle).collect();
        let mut parties: Vec<Vec<String>> =
            data.parties.names.iter().map(|n| n.split([' ', '-']).map(str::to_owned).collect()).collect();
        parties.sort_by_key(|p| std::cmp::Reverse(p.len()));
        Self {
            words,
            broken,
            misread,
            compounds: data.compounds,
            grants: data.grants.words,
            participles,
            bodies: data.bodies,
            parties,
            party_endings: data.parties.endings,
            party_letters: data.parties.letters,
            party_names: data.parties.names_of,
            numbers: data.numbers.words,
        }
    }

    /// The meaning of a word in lower case. For an unknown word, undoes scan errors (`1` for `l`, `rn` for `m`).
    pub(crate) fn meaning(&self, word: &str) -> Meaning {
        if let Some(found) = self.words.get(word) {
            return *found;
        }
        if let Some(found) = self.body(word) {
            return Meaning::Noun(found);
        }
        // `oversendelsesforslaget`
        if ["forslag", "forslaget", "forslagene"].iter().any(|e| word.ends_with(e)) {
            let of = self.compounds.iter().find(|(_, stems)| stems.iter().any(|s| word.starts_with(s.as_str())));
            if let Some((sense, _)) = of {
                return Meaning::Noun(*sense);
            }
        }
        // `lokalplanforslaget`, `udvalgsindstillingen`: the proposal before the body.
        let ends = ["forslag", "forslaget", "forslagene", "indstilling", "indstillingen", "indstillingerne"];
        if word.len() > 14 && ends.iter().any(|e| word.ends_with(e)) {
            return Meaning::Noun(Sense::Main);
        }
        for repaired in look_alikes(word) {
            if let Some(found) = self.words.get(&repaired) {
                return *found;
            }
        }
        let plain = without_danish(word);
        self.broken.get(&plain).or_else(|| self.misread.get(word)).copied().unwrap_or(Meaning::Noun(Sense::Other))
    }

    /// The verb that `word` is short for, before a full stop: `Tiltr.`, `Vedt.`. Its letters are those of the participle
    /// in their order, the first four at its beginning, and no verb that does something else has them too.
    pub(crate) fn abbreviated(&self, word: &str) -> Option<Act> {
        let letters = word.chars().count();
        let begins =
            word.char_indices().nth(letters.checked_sub(1)?.min(3)).map(|(at, c)| &word[..at + c.len_utf8()])?;
        let of_word = |participle: &str| {
            let mut letters = participle.chars();
            participle.starts_with(begins) && word.chars().all(|c| letters.any(|l| l == c))
        };
        let mut acts = self.participles.iter().filter(|(p, _)| p != word && of_word(p)).map(|(_, act)| *act);
        let first = acts.next()?;
        acts.all(|act| act == first).then_some(first)
    }

    /// Whether two words in small letters mean one party: `v` and `venstres`.
    pub(crate) fn is_same_party(&self, a: &str, b: &str) -> bool {
        let name = |word: &str| self.party_names.get(word).map_or_else(|| word.to_owned(), Clone::clone);
        let (a, b) = (name(a), name(b));
        a.starts_with(&b) || b.starts_with(&a)
    }

    /// Whether a word in small letters is for something that an authority gives: `landzonetilladelse`.
    pub(crate) fn is_grant(&self, word: &str) -> bool {
        let bare = ["erne", "en", "et", "er"].iter().find_map(|e| word.strip_suffix(e));
        [Some(word), bare].into_iter().flatten().any(|w| self.grants.iter().any(|g| w.ends_with(g.as_str())))
    }

    fn body(&self, word: &str) -> Option<Sense> {
        let bare = word.strip_suffix('s').filter(|w| w.len() > 4).unwrap_or(word);
        let is = |list: &[String], ends: &[String]| {
            [word, bare].iter().any(|w| {
                list.iter().any(|b| b == w) || ends.iter().any(|e| w.len() > e.len() + 1 && w.ends_with(e.as_str()))
            })
        };
        if bare.ends_with("bestyrelsen") || bare.ends_with("bestyrelse") {
            return Some(Sense::Body);
        }
        if is(&self.bodies.outsiders, &self.bodies.outsider_endings) {
            return Some(Sense::Outsider);
        }
        is(&self.bodies.words, &self.bodies.endings).then_some(Sense::Body)
    }

    /// The number of `words` (in lower case) in a party's name, from the first on.
    pub(crate) fn party(&self, words: &[&str]) -> Option<usize> {
        let same = |name: &str, word: &str| name == word || word.strip_suffix('s') == Some(name);
        let begins = |name: &Vec<String>| name.len() <= words.len() && name.iter().zip(words).all(|(n, w)| same(n, w));
        self.parties.iter().find(|n| begins(n)).map(Vec::len)
    }

    /// Whether a capitalised word (given in lower case) ends like the name of a local list.
    pub(crate) fn ends_like_party(&self, word: &str) -> bool {
        let bare = word.strip_suffix('s').unwrap_or(word);
        self.party_endings.iter().any(|e| bare.len() > e.len() + 2 && bare.ends_with(e.as_str()))
    }

    /// Whether a word in small letters is the short form of a party.
    pub(crate) fn is_party_letters(&self, word: &str) -> bool {
        self.party_letters.iter().any(|l| l == word)
    }

    /// A number in digits or words.
    pub(crate) fn number(&self, word: &str) -> Option<u32> {
        if word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) {
            return word.parse().ok();
        }
        let word = if word == "én" { "en" } else { word };
        self.numbers.iter().position(|n| n == word).and_then(|n| u32::try_from(n).ok())
    }
}

/// The forms of one verb of the data.
fn forms(verb: &str) -> Vec<(Form, String)> {
    if let Some((_, listed)) = verb.split_once(':') {
        let kinds = [Form::Infinitive, Form::Active, Form::Participle, Form::Passive];
        let lists = listed.split('|').zip(kinds);
        return lists.flat_map(|(list, form)| list.split_whitespace().map(move |w| (form, w.to_owned()))).collect();
    }
    let Some((stem, past)) = verb.split_once('+') else { return Vec::new() };
    let participle = if past == "te" { "t" } else { "et" };
    [
        (Form::Infinitive, "e".to_owned()),
        (Form::Active, "er".to_owned()),
        (Form::Active, past.to_owned()),
        (Form::Participle, participle.to_owned()),
        (Form::Passive, "es".to_owned()),
        (Form::Passive, format!("{past}s")),
    ]
    .map(|(form, ending)| (form, format!("{stem}{ending}")))
    .to_vec()
}

/// Verbs whose participles minutes abbreviate.
const ABBREVIATED: [Act; 10] = [
    Act::Approve,
    Act::Recommend,
    Act::Reject,
    Act::Postpone,
    Act::Discuss,
    Act::SendOn,
    Act::SendBack,
    Act::Withdraw,
    Act::Elect,
    Act::Decide,
];
/// Letters of a word in which one letter may be misread: in a shorter one another word is near.
const SHORTEST_MISREAD: usize = 6;
/// Letters that a scan takes for each other.
const ALIKE: [&str; 4] = ["ltifj", "ce", "nu", "hb"];

/// The word with one of its letters read as another that looks like it: `godkendl`, `vedtagct`.
fn misreadings(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().flat_map(move |(at, c)| {
        let others = ALIKE.iter().filter(move |group| group.contains(c)).flat_map(|group| group.chars());
        others.filter(move |o| *o != c).map(move |o| format!("{}{o}{}", &word[..at], &word[at + c.len_utf8()..]))
    })
}

fn look_alikes(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    if word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic) {
        out.push(word.replace('1', "l").replace('0', "o"));
        out.push(word.replace('1', "i").replace('0', "o"));
    }
    if word.contains("rn") {
        out.push(word.replace("rn", "m"));
    }
    if word.contains("ii") {
        out.push(word.replace("ii", "ll").to_owned());
    }
    out
}

/// The word with æ, ø, å and their scan errors replaced by one letter each.
fn without_danish(word: &str) -> String {
    word.replace("ae", "æ")
        .replace("aa", "å")
        .chars()
        .map(|c| match c {
            'æ' | 'å' | 'ä' | 'á' => 'a',
            'ø' | 'ö' | 'ó' => 'o',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verb(word: &str) -> Option<(Act, Form)> {
        match lexicon().meaning(word) {
            Meaning::Verb(act, form) => Some((act, form)),
            Meaning::Noun(_) => None,
        }
    }

    #[test]
    fn forms_are_made_from_stems() {
        for (word, act, form) in [
            ("godkendt", Act::Approve, Form::Participle),
            ("godkendtes", Act::Approve, Form::Passive),
            ("anbefaler", Act::Recommend, Form::Active),
            ("anbefales", Act::Recommend, Form::Passive),
            ("tiltrådte", Act::Approve, Form::Active),
            ("vedtog", Act::Approve, Form::Active),
            ("udsætte", Act::Postpone, Form::Infinitive),
        ] {
            assert_eq!(verb(word), Some((act, form)), "{word}");
        }
    }

    #[test]
    fn look_alikes_of_a_scan_are_undone() {
        assert_eq!(lexicon().meaning("indsti1lingen"), Meaning::Noun(Sense::Main));
        assert_eq!(verb("sternte"), Some((Act::Vote, Form::Active)));
        assert_eq!(verb("tiltradt").map(|v| v.0), Some(Act::Approve));
        assert_eq!(lexicon().meaning("sternrner"), Meaning::Noun(Sense::Votes));
        assert_eq!(verb("godkendl"), Some((Act::Approve, Form::Participle)));
        assert_eq!(verb("vedtagct"), Some((Act::Approve, Form::Participle)));
        assert_eq!(verb("udsal"), None, "too short to tell");
    }

    #[test]
    fn abbreviations_are_those_of_one_verb() {
        assert_eq!(lexicon().abbreviated("tiltr"), Some(Act::Approve));
        assert_eq!(lexicon().abbreviated("vedt"), Some(Act::Approve));
        assert_eq!(lexicon().abbreviated("forkst"), Some(Act::Reject));
        assert_eq!(lexicon().abbreviated("adm"), None);
        assert_eq!(lexicon().abbreviated("tilt"), Some(Act::Approve));
        assert_eq!(lexicon().abbreviated("gen"), None, "genoptaget or genvalgt");
    }

    #[test]
    fn bodies_and_outsiders_are_told_apart() {
        assert_eq!(lexicon().meaning("socialudvalget"), Meaning::Noun(Sense::Body));
        assert_eq!(lexicon().meaning("ankenævnet"), Meaning::Noun(Sense::Outsider));
        assert_eq!(lexicon().meaning("byrådets"), Meaning::Noun(Sense::Body));
    }
}
