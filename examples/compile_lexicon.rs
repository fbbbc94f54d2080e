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

/// A rule must turn at least so many forms into their lemma; rarer ones are mostly noise in the source.
const MIN_FORMS: usize = 20;

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
    let rules: Vec<(&str, (usize, &str))> = fields(&text).map(|(form, lemma)| (form, rule(form, lemma))).collect();
    let mut counts: HashMap<(usize, &str), usize> = HashMap::new();
    for (_, rule) in &rules {
        *counts.entry(*rule).or_default() += 1;
    }
    let mut kept: Vec<_> = counts.into_iter().filter(|(rule, n)| *n >= MIN_FORMS && *rule != (0, "")).collect();
    kept.sort_by_key(|(rule, n)| (std::cmp::Reverse(*n), *rule));
    let numbers: HashMap<_, _> = kept.iter().enumerate().map(|(i, (rule, _))| (*rule, i as u64)).collect();
    let mut map = MapBuilder::memory();
    for (form, rule) in &rules {
        if let Some(number) = numbers.get(rule) {
            map.insert(form, *number)?;
        }
    }
    fs::write(out.join("lemmas.fst"), map.into_inner()?)?;
    let table: String = kept.iter().map(|((strip, add), _)| format!("{strip}\t{add}\n")).collect();
    fs::write(out.join("lemma_rules.tsv"), table)?;
    Ok(())
}

fn fields(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|l| l.split_once('\t'))
}

/// How many letters go from the end of the form, and what is put in their place.
fn rule<'a>(form: &str, lemma: &'a str) -> (usize, &'a str) {
    let shared: usize = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    (form[shared..].chars().count(), &lemma[shared..])
}
