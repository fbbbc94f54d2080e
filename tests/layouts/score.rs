//! How near a meeting that was read comes to its gold: the bench's measures, in small.

use std::collections::HashMap;

use dagsorden::model::{Item, Meeting};
use serde_json::Value;

/// Right, found and wanted.
#[derive(Default, Clone, Copy, Debug)]
pub(crate) struct Count {
    right: f64,
    found: f64,
    wanted: f64,
}

impl Count {
    fn add(&mut self, right: f64, found: usize, wanted: usize) {
        self.right += right;
        self.found += found as f64;
        self.wanted += wanted as f64;
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.wanted += other.wanted;
    }

    pub(crate) fn f1(self) -> f64 {
        if self.found + self.wanted == 0.0 { 1.0 } else { 2.0 * self.right / (self.found + self.wanted) }
    }
}

/// The figures of one document or of many.
#[derive(Default, Clone, Debug)]
pub(crate) struct Figures {
    pub items: Count,
    pub numbers: Count,
    pub titles: Count,
    pub sections: Count,
    pub meta: Count,
    pub participants: Count,
    pub documents: usize,
    pub whole: usize,
    /// What was wrong, for people.
    pub faults: Vec<String>,
}

impl Figures {
    pub(crate) fn merge(&mut self, other: &Self) {
        self.items.merge(other.items);
        self.numbers.merge(other.numbers);
        self.titles.merge(other.titles);
        self.sections.merge(other.sections);
        self.meta.merge(other.meta);
        self.participants.merge(other.participants);
        self.documents += other.documents;
        self.whole += other.whole;
    }

    /// The mean of the four figures that the bars are set for.
    pub(crate) fn mean(&self) -> f64 {
        (self.items.f1() + self.sections.f1() + self.meta.f1() + self.participants.f1()) / 4.0
    }

    pub(crate) fn whole_share(&self) -> f64 {
        self.whole as f64 / self.documents.max(1) as f64
    }

    /// The figures in one line.
    pub(crate) fn line(&self) -> String {
        format!(
            "{:5}  items {:.3}  numbers {:.3}  sections {:.3}  meta {:.3}  participants {:.3}  wholly right {:3.0} %",
            self.documents,
            self.items.f1(),
            self.numbers.f1(),
            self.sections.f1(),
            self.meta.f1(),
            self.participants.f1(),
            self.whole_share() * 100.0
        )
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn common(a: &[String], b: &[String]) -> usize {
    let mut bag: HashMap<&str, usize> = HashMap::new();
    a.iter().for_each(|w| *bag.entry(w).or_default() += 1);
    b.iter().filter(|w| bag.get_mut(w.as_str()).is_some_and(|n| n.checked_sub(1).map(|m| *n = m).is_some())).count()
}

fn similar(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    if a.len() + b.len() == 0 { 1.0 } else { 2.0 * common(&a, &b) as f64 / (a.len() + b.len()) as f64 }
}

fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value[field].as_str()
}

/// Pairs of places of items that are one, in order: the heaviest common subsequence.
fn pairs(found: &[Item], wanted: &[Value]) -> Vec<(usize, usize)> {
    let score = |f: &Item, w: &Value| {
        let title = similar(&f.title, text(w, "title").unwrap_or_default());
        let number = f.number.as_ref().map(|n| n.as_str());
        let sum = title + if number.is_some() && number == text(w, "number") { 0.5 } else { 0.0 };
        if sum >= 0.6 { sum } else { 0.0 }
    };
    let (n, m) = (found.len(), wanted.len());
    let mut best = vec![vec![0.0; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let s = score(&found[i], &wanted[j]);
            let both = if s > 0.0 { best[i + 1][j + 1] + s } else { 0.0 };
            best[i][j] = f64::max(both, f64::max(best[i + 1][j], best[i][j + 1]));
        }
    }
    let (mut out, mut i, mut j) = (Vec::new(), 0, 0);
    while i < n && j < m {
        let s = score(&found[i], &wanted[j]);
        if s > 0.0 && (best[i][j] - best[i + 1][j + 1] - s).abs() < 1e-9 {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// Compares a meeting with its gold.
pub(crate) fn score(meeting: &Meeting, gold: &Value) -> Figures {
    let mut out = Figures { documents: 1, ..Figures::default() };
    meta(meeting, gold, &mut out);
    participants(meeting, gold, &mut out);
    items(meeting, gold, &mut out);
    out.whole = usize::from(out.faults.is_empty());
    out
}

fn meta(meeting: &Meeting, gold: &Value, out: &mut Figures) {
    let time = |t: Option<jiff::civil::Time>| t.map(|t| format!("{:02}:{:02}", t.hour(), t.minute()));
    let found = [
        ("kind", Some(meeting.kind.name().to_owned())),
        ("body", meeting.body.clone()),
        ("authority", meeting.authority.as_ref().map(|a| a.name.clone())),
        ("date", meeting.date.map(|d| d.to_string())),
        ("start", time(meeting.start)),
        ("end", time(meeting.end)),
    ];
    for (field, value) in found.into_iter().filter(|f| gold.get(f.0).is_some()) {
        let right = value.as_ref().map(|v| v.to_lowercase()) == text(gold, field).map(str::to_lowercase);
        out.meta.add(f64::from(u8::from(right)), 1, 1);
        if !right {
            out.faults.push(format!("{field}: {value:?} should be {}", gold[field]));
        }
    }
}

fn participants(meeting: &Meeting, gold: &Value, out: &mut Figures) {
    let Some(wanted) = gold["participants"].as_array() else { return };
    let state = |name: &str, absent: bool| (name.to_lowercase(), absent);
    let wanted: Vec<_> = wanted
        .iter()
        .map(|p| state(text(p, "name").unwrap_or_default(), p["absent"].as_bool().unwrap_or_default()))
        .collect();
    let found: Vec<_> = meeting.participants.iter().map(|p| state(&p.name, p.absent)).collect();
    let right = found.iter().filter(|f| wanted.contains(f)).count();
    out.participants.add(right as f64, found.len(), wanted.len());
    if right != found.len() || right != wanted.len() {
        let missing: Vec<_> = wanted.iter().filter(|w| !found.contains(w)).collect();
        let extra: Vec<_> = found.iter().filter(|f| !wanted.contains(f)).collect();
        out.faults.push(format!("participants: missing {missing:?}, extra {extra:?}"));
    }
}

fn items(meeting: &Meeting, gold: &Value, out: &mut Figures) {
    let wanted = gold["items"].as_array().map_or(&[][..], Vec::as_slice);
    let pairs = pairs(&meeting.items, wanted);
    out.items.add(pairs.len() as f64, meeting.items.len(), wanted.len());
    for (j, w) in wanted.iter().enumerate().filter(|(j, _)| pairs.iter().all(|p| p.1 != *j)) {
        out.faults.push(format!("missed item {} {}", w["number"], w["title"]));
        sections(None, Some(w), out);
        let _ = j;
    }
    for (i, f) in meeting.items.iter().enumerate().filter(|(i, _)| pairs.iter().all(|p| p.0 != *i)) {
        out.faults.push(format!("extra item {:?} {}", f.number.as_ref().map(|n| n.as_str()), f.title));
        sections(Some(f), None, out);
        let _ = i;
    }
    for (i, j) in pairs {
        let (f, w) = (&meeting.items[i], &wanted[j]);
        let number = f.number.as_ref().map(|n| n.as_str());
        let right = number == text(w, "number");
        out.numbers.add(f64::from(u8::from(right)), 1, 1);
        if !right {
            out.faults.push(format!("number {number:?} should be {}", w["number"]));
        }
        let title = similar(&f.title, text(w, "title").unwrap_or_default());
        out.titles.add(title, 1, 1);
        if title < 0.999 {
            out.faults.push(format!("title {:?} should be {}", f.title, w["title"]));
        }
        if w["closed"].as_bool().is_some_and(|c| c != f.closed) {
            out.faults.push(format!("closed: {} of {}", f.closed, w["title"]));
        }
        sections(Some(f), Some(w), out);
    }
}

fn sections(found: Option<&Item>, wanted: Option<&Value>, out: &mut Figures) {
    let judged = wanted.is_none_or(|w| w["sections"].is_array());
    for kind in ["proposal", "case_summary", "minutes"].into_iter().filter(|_| judged) {
        let of = found.into_iter().flat_map(|f| &f.sections).filter(|s| s.kind.name() == kind);
        let found: Vec<String> = of.flat_map(|s| words(s.text.as_str())).collect();
        let of = wanted
            .and_then(|w| w["sections"].as_array())
            .into_iter()
            .flatten()
            .filter(|s| text(s, "kind") == Some(kind));
        let gold: Vec<String> = of.flat_map(|s| words(text(s, "text").unwrap_or_default())).collect();
        let right = common(&found, &gold);
        out.sections.add(right as f64, found.len(), gold.len());
        if right != found.len() || right != gold.len() {
            let title = wanted.map_or("(extra)", |w| text(w, "title").unwrap_or_default());
            out.faults.push(format!("{kind} of {title}: {} words, should be {}", found.len(), gold.len()));
        }
    }
}
