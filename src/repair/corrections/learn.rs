//! Proposes corrections by comparing a scan with its corrected text.

use std::collections::BTreeMap;
use std::fmt;

use super::super::tokens::core;
use super::super::variants::skeleton;

/// How many words both texts may differ before they must agree again. The time of a search grows with its square.
const LONGEST_GAP: usize = 60;
/// A gap of at most this many words is paired word by word. In longer gaps pairs would be guesses.
const MOST_IN_A_GAP: usize = 4;

/// A correction proposed from a corrected text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The form in the scan.
    pub scan: String,
    /// The right form.
    pub right: String,
    /// How often the text supports it.
    pub times: usize,
    /// Other words for the same scanned form, with counts: the correction would be wrong there.
    pub others: BTreeMap<String, usize>,
}

/// The entry of `corrections.toml`; a contradicted one is commented out.
impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |s: &str| toml::Value::String(s.to_owned()).to_string();
        let off = if self.others.is_empty() { "" } else { "# " };
        writeln!(f, "{off}[[correction]]  # {} {}", self.times, if self.times == 1 { "time" } else { "times" })?;
        for (other, times) in &self.others {
            writeln!(f, "# but also {}, {times} {}", text(other), if *times == 1 { "time" } else { "times" })?;
        }
        writeln!(f, "{off}scan = {}", text(&self.scan))?;
        writeln!(f, "{off}right = {}", text(&self.right))
    }
}

/// The corrections in `truth` that the repair misses: `scan` is the text as scanned, `repaired` the result of the
/// repair, word for word. The commonest first; contradicted entries last.
pub fn learn(scan: &str, repaired: &str, truth: &str) -> Vec<Proposal> {
    let (scan, repaired, truth) = (words(scan), words(repaired), words(truth));
    let mut readings: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut missed = Vec::new();
    for (i, j) in aligned(&scan, &truth) {
        let (read, right) = bare(scan[i], truth[j]);
        *readings.entry(read).or_default().entry(right).or_default() += 1;
        let found = repaired.get(i).is_some_and(|w| *w == truth[j]);
        if !found && read != right && is_word(read) && is_word(right) && !missed.contains(&(read, right)) {
            missed.push((read, right));
        }
    }
    let proposal = |(scan, right): (&str, &str)| {
        let of = &readings[scan];
        let others = of.iter().filter(|(o, _)| **o != right).map(|(o, n)| ((*o).to_owned(), *n)).collect();
        Proposal { scan: scan.to_owned(), right: right.to_owned(), times: of[right], others }
    };
    let mut all: Vec<Proposal> = missed.into_iter().map(proposal).collect();
    all.sort_by_key(|p| (!p.others.is_empty(), std::cmp::Reverse(p.times)));
    all
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn is_word(form: &str) -> bool {
    form.chars().any(char::is_alphanumeric)
}

/// Both words without the signs around them they share.
fn bare<'t>(scan: &'t str, truth: &'t str) -> (&'t str, &'t str) {
    let (a, b) = (core(scan), core(truth));
    let same = scan[..a.start] == truth[..b.start] && scan[a.end..] == truth[b.end..];
    if same { (&scan[a], &truth[b]) } else { (scan, truth) }
}

/// Indices of corresponding words. Runs along both texts; after a difference it continues at the nearest two equal
/// words.
fn aligned(scan: &[&str], truth: &[&str]) -> Vec<(usize, usize)> {
    let fold = |words: &[&str]| words.iter().map(|w| skeleton(&w.to_lowercase())).collect::<Vec<_>>();
    let (a, b) = (fold(scan), fold(truth));
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let Some((skip_a, skip_b)) = meeting(&a[i..], &b[j..]) else { break };
        if skip_a == skip_b && skip_a <= MOST_IN_A_GAP {
            pairs.extend((0..skip_a).map(|k| (i + k, j + k)));
        }
        (i, j) = (i + skip_a, j + skip_b);
    }
    pairs
}

/// How many words of each text to skip until both agree again, or both end.
fn meeting(a: &[String], b: &[String]) -> Option<(usize, usize)> {
    let ends = |x: usize, y: usize| x == a.len() && y == b.len();
    let alike = |x: usize, y: usize| a.get(x).is_some_and(|w| b.get(y) == Some(w));
    let meets = |x: usize, y: usize| ends(x, y) || (alike(x, y) && (ends(x + 1, y + 1) || alike(x + 1, y + 1)));
    // Pairs with equal steps first among those of one length.
    let of_length = |n: usize| (0..=n).map(move |x| (x, n - x));
    let nearest = |n: usize| of_length(n).filter(|(x, y)| meets(*x, *y)).min_by_key(|(x, y)| x.abs_diff(*y));
    (1..=2 * LONGEST_GAP).find_map(nearest)
}

#[cfg(test)]
mod tests {
    use super::super::Corrections;
    use super::*;

    fn learnt(scan: &str, repaired: &str, truth: &str) -> String {
        learn(scan, repaired, truth).iter().map(Proposal::to_string).collect()
    }

    #[test]
    fn missed_word_is_proposed_ready_to_paste() {
        let text = learnt("Pa Dorgen, i Dorgen. Slut", "På Dorgen, i Dorgen. Slut", "På Dørgen, i Dørgen. Slut");
        insta::assert_snapshot!(text, @r#"
        [[correction]]  # 2 times
        scan = "Dorgen"
        right = "Dørgen"
        "#);
        assert_eq!(Corrections::parse(&text).map(|c| c.len()), Ok(1));
    }

    #[test]
    fn form_that_is_also_right_is_only_told() {
        let text = learnt("lag pa et lag her", "lag på et lag her", "låg på et lag her");
        insta::assert_snapshot!(text, @r#"
        # [[correction]]  # 1 time
        # but also "lag", 1 time
        # scan = "lag"
        # right = "låg"
        "#);
        assert!(Corrections::parse(&text).unwrap().is_empty());
    }

    #[test]
    fn texts_that_part_meet_again() {
        let scan = "en to side 3 tre fire fxm seks syv";
        assert_eq!(learn(scan, scan, "en to tre fire fem seks syv")[0].right, "fem");
    }

    #[test]
    fn nothing_missed_is_nothing_proposed() {
        assert_eq!(learn("Pa mgdet", "På mødet", "På mødet"), []);
        assert_eq!(learn("", "", "a"), []);
    }
}
