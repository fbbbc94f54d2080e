//! Compiles the word lists that `docs/lexicon/build_lexicon.py` wrote into the maps under `src/lexicon/data`.
//!
//! ```text
//! cargo run --release --example compile_lexicon -- DIR/words.tsv DIR/lemmas.tsv src/lexicon/data
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use fst::MapBuilder;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [words, lemmas, out] = args.as_slice() else {
        return Err("expected three arguments: words.tsv, lemmas.tsv and the folder to write to".into());
    };
    let out = Path::new(out);
    let mut map = MapBuilder::memory();
    for (word, value) in fields(&fs::read_to_string(words)?) {
        map.insert(word, value.parse()?)?;
    }
    fs::write(out.join("words.fst"), map.into_inner()?)?;

    let text = fs::read_to_string(lemmas)?;
    let rules =
        |form: &str, headwords: &str| headwords.split('\t').map(|h| rule(form, h)).collect::<Vec<_>>().join("\t");
    let sets: Vec<(&str, String)> = fields(&text).map(|(form, headwords)| (form, rules(form, headwords))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, set) in &sets {
        *counts.entry(set).or_default() += 1;
    }
    // The commonest sets get the smallest numbers, which make the smallest map.
    let mut numbered: Vec<_> = counts.into_iter().collect();
    numbered.sort_by_key(|(set, n)| (std::cmp::Reverse(*n), *set));
    let numbers: HashMap<_, _> = numbered.iter().enumerate().map(|(i, (set, _))| (*set, i as u64)).collect();
    let mut map = MapBuilder::memory();
    for (form, set) in &sets {
        map.insert(form, numbers[set.as_str()])?;
    }
    fs::write(out.join("lemmas.fst"), map.into_inner()?)?;
    let table: String = numbered.iter().map(|(set, _)| format!("{set}\n")).collect();
    fs::write(out.join("lemma_rules.tsv"), table)?;
    Ok(())
}

fn fields(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|l| l.split_once('\t'))
}

/// How a form becomes a headword: the headword's class, how many letters go from the end of the form, and what is put in their
/// place. `headword` ends in a space and its class.
fn rule(form: &str, headword: &str) -> String {
    let (headword, class) = headword.split_once(' ').unwrap_or((headword, "X"));
    let shared: usize = form.chars().zip(headword.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    format!("{class}{}{}", form[shared..].chars().count(), &headword[shared..])
}
