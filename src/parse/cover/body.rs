//! Decides which body meets.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::evidence::{Tally, body as weight};
use super::material::Material;
use super::words::{Label, pattern, words};
use super::{titles, when};
use crate::lexicon::dates;

static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:\bindkald\p{L}* .{0,30}?|^(?:(?:ekstra)?ordin\S{1,2}rt )?)m\S{1,2}de i (\p{Lu}.{2,60}?)\.?$")
});
static ADDRESSEE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:At|Af) (\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?)\s*:?$"));
/// Words in a line about a body that no body's name has: `Dialogmøde med Socialudvalget`.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|\s)(?:\p{L}*møde[tr]?|med|om|er|har|skal|blev|bliver|kan|vil|ikke|at|der|som|fremgår|afholdes)(?:\s|$)",
    )
});
/// `Folkeoplysningsudvalget (18-21)`: the years that a body is elected for.
static PERIOD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*\(\d[^()]*\)"));
/// `Socialudvalgets beslutning den`
static ITS_DECISION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(\p{L}.{2,60}?)s (?:beslutning|behandling|vedtagelse|møde),?\s*(?:den\s*)?$"));
static DECIDED_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^beslutning(?:er)?\s+(?:i|fra|af)?\s*(\p{L}.{2,60}?),?\s*(?:m\S{1,2}det?\s+)?(?:den\s*)?$")
});

/// The name of the body, as the document prints it.
pub(super) fn body(material: &Material<'_>, meeting: Option<Date>) -> Option<String> {
    let mut names = Names::default();
    by_labels(material, &mut names);
    by_titles(material, &mut names);
    by_calls(material, &mut names);
    by_decisions(material, meeting, &mut names);
    by_addressees(material, &mut names);
    by_file_name(material, &mut names);
    names.best()
}

/// Names with their weights; spellings with the same letters, apart from case and signs, are one name.
#[derive(Default)]
struct Names {
    tally: Tally<String>,
    spellings: Vec<String>,
}

impl Names {
    fn add(&mut self, name: &str, weight: f32) {
        // `Integrationsrådet Arbejdsmarkedsforvaltningen, Administration`: a body and who serves it.
        let first = name.split_whitespace().next().unwrap_or_default();
        let name = if is_definite(first) && !words().is_body_name(name) { first } else { name };
        let key = key(name);
        let plausible = (2..=80).contains(&name.len())
            && name.starts_with(|c: char| c.is_alphabetic() || c == '§')
            && !SENTENCE.is_match(name)
            && !words().never_name.is_match(name);
        if plausible {
            self.tally.add(key, weight);
            self.spellings.push(name.to_owned());
        }
    }

    /// Adds a name, with more weight where it is built like names of bodies.
    fn add_scored(&mut self, name: &str, weight: f32) {
        let first = !self.spellings.iter().any(|s| key(s) == key(name));
        self.add(name, weight + if first { name_score(name) } else { 0.0 });
    }

    fn best(self) -> Option<String> {
        let key_of_best = self.tally.best(weight::LEAST)?;
        // `Bestyrelsesmøde` on top, and *Skolebestyrelsen* below: the longer name says which.
        let longer =
            self.spellings.iter().map(|s| key(s)).find(|k| k.len() > key_of_best.len() && k.ends_with(&key_of_best));
        let which = ["bestyrelse", "udvalg", "råd", "nævn"].contains(&key_of_best.as_str());
        let key_of_best = longer.filter(|_| which).unwrap_or(key_of_best);
        let same: Vec<&String> = self.spellings.iter().filter(|s| key(s) == key_of_best).collect();
        // A cover is often set in capitals; the body's name is not spelt so.
        let spelt = |s: &&&String| s.chars().any(char::is_lowercase);
        // A site's menu leaves the article out; the document's own text has it.
        let mixed = same.iter().filter(spelt).find(|s| is_definite(s)).or_else(|| same.iter().find(spelt));
        let common = || words().common_bodies.iter().find(|b| key(b) == key_of_best);
        mixed.copied().or_else(common).or(same.first().copied()).cloned()
    }
}

/// Under which the spellings of one name are counted: case, signs and the article aside (*Socialudvalg*,
/// *Socialudvalget*).
fn key(name: &str) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let bare = DEFINITE.iter().find_map(|(form, bare)| Some(letters.strip_suffix(form)?.to_owned() + bare));
    bare.unwrap_or(letters)
}

/// How names of bodies end with the article, and without.
const DEFINITE: [(&str, &str); 6] = [
    ("udvalget", "udvalg"),
    ("rådet", "råd"),
    ("nævnet", "nævn"),
    ("bestyrelsen", "bestyrelse"),
    ("kommissionen", "kommission"),
    ("forsamlingen", "forsamling"),
];

fn is_definite(name: &str) -> bool {
    let lower = name.to_lowercase();
    DEFINITE.iter().any(|(form, _)| lower.ends_with(form))
}

/// Scores how much a name looks like that of a body.
fn name_score(name: &str) -> f32 {
    let first = name.split_whitespace().next().unwrap_or_default();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    if words().is_body_name(name) {
        weight::BODY_WORD
    } else if words().is_shared_body(name) || (letters > 1 && first.chars().all(|c| !c.is_lowercase())) {
        weight::ABBREVIATION
    } else {
        0.0
    }
}

fn by_labels(material: &Material<'_>, names: &mut Names) {
    for field in material.fields.iter().filter(|f| f.label == Label::Body) {
        let name = titles::read(field.first_line()).and_then(|t| t.body);
        if let Some(name) = name {
            names.add_scored(&name, weight::LABEL);
        }
    }
}

fn by_titles(material: &Material<'_>, names: &mut Names) {
    for title in &material.titles {
        let Some(name) = &title.body else { continue };
        if title.has_date_or_kind() {
            names.add_scored(name, if material.lists_meetings { weight::LISTED } else { weight::TITLE });
        } else if words().is_body_name(name) || words().is_shared_body(name) {
            names.add_scored(name, weight::ALONE);
        }
    }
    for repeated in &material.running {
        if let Some(name) = &repeated.title.body {
            names.add_scored(name, weight::RUNNING * repeated.times.min(weight::REPEATS) as f32);
        }
    }
}

/// `… til møde i Udsatterådet i Viborg Kommune`, in a line of the cover.
fn by_calls(material: &Material<'_>, names: &mut Names) {
    let called = material.head().iter().filter_map(|l| CALLED.captures(l)).map(|c| c[1].to_owned());
    let bodies = called.filter_map(|c| titles::read(&c)).filter_map(|t| t.body);
    let mut bodies = bodies;
    if let Some(name) = bodies.find(|b| words().is_body_name(b)) {
        names.add_scored(&name, weight::TITLE);
    }
}

/// `Beslutning i Socialudvalget den 3. juni 2009`, if the meeting was on that day.
fn by_decisions(material: &Material<'_>, meeting: Option<Date>, names: &mut Names) {
    let mut left = weight::REPEATS;
    for line in when::decision_lines(material) {
        let Some(found) = dates::find(line).into_iter().next().filter(|f| Some(f.date) == meeting) else { continue };
        let before = line[..found.at.start].trim();
        let name = DECIDED_BY.captures(before).or_else(|| ITS_DECISION.captures(before)).map(|c| c[1].to_owned());
        let name = name
            .or_else(|| titles::read(before).and_then(|t| t.body))
            .filter(|n| words().is_body_name(PERIOD.replace(n, "").trim()));
        let name = name.map(|n| PERIOD.replace(&n, "").into_owned());
        if let Some(name) = name.filter(|_| left > 0) {
            left -= 1;
            names.add_scored(name.trim_end_matches(','), weight::DECISION);
        }
    }
}

/// `At DASSOS:` above the points of a proposal.
fn by_addressees(material: &Material<'_>, names: &mut Names) {
    let named = material.lines.iter().filter_map(|l| ADDRESSEE.captures(l.trim()));
    for found in named.filter(|c| name_score(&c[1]) > 0.0).take(weight::REPEATS) {
        names.add_scored(&found[1], weight::ADDRESSEE);
    }
}

/// A common body named in the file's name, without Danish letters: `byraad`, `oekonomiudvalg`.
fn by_file_name(material: &Material<'_>, names: &mut Names) {
    let file = ascii(material.file_name);
    let stem = |name: &str| ascii(name).trim_end_matches("et").trim_end_matches("en").to_owned();
    let named = words().common_bodies.iter().filter(|b| file.contains(&stem(b)));
    if let Some(name) = named.max_by_key(|b| b.len()) {
        names.add_scored(name, weight::FILE_NAME);
    }
}

/// Lower case, letters only, Danish ones as file names write them.
fn ascii(name: &str) -> String {
    let lower = name.to_lowercase().replace('æ', "ae").replace('ø', "oe").replace('å', "aa");
    lower.chars().filter(|c| c.is_alphabetic()).collect()
}
