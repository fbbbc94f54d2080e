//! Words that a question is built with and that it is not about.

/// Pronouns, prepositions, conjunctions, auxiliary verbs, and the adverbs that questions are made with; in order.
const STOP_WORDS: [&str; 172] = [
    "ad", "af", "aldrig", "alle", "alt", "altid", "anden", "andet", "andre", "at", "bare", "betyder", "blev",
    "blevet", "blive", "bliver", "blot", "burde", "bør", "da", "de", "dem", "den", "denne", "der", "deres", "det",
    "dette", "dig", "din", "disse", "dit", "dog", "du", "efter", "eller", "en", "end", "ens", "er", "et", "fandtes",
    "fik", "findes", "flere", "for", "fordi", "fra", "få", "får", "fås", "før", "gav", "gennem", "gik", "give",
    "giver", "gå", "går", "gælder", "gør", "ham", "han", "hans", "har", "havde", "have", "hele", "hende", "hendes",
    "her", "hos", "hun", "hvad", "hvem", "hver", "hvilke", "hvilken", "hvilket", "hvis", "hvor", "hvordan", "hvorfor",
    "hvorledes", "hvormed", "hvornår", "i", "igen", "igennem", "ikke", "ind", "inden", "ingen", "intet", "jeg", "jer",
    "jo", "kan", "kom", "komme", "kommer", "kr", "kun", "kunne", "lige", "længe", "man", "mange", "med", "meget",
    "mellem", "men", "mener", "mens", "mere", "mest", "mig", "min", "mine", "mit", "mod", "må", "ned", "nogen",
    "noget", "nogle", "nu", "når", "ofte", "og", "også", "om", "op", "os", "over", "på", "sagde", "samt", "selv",
    "siden", "sig", "siger", "sin", "sine", "sit", "skal", "ske", "sker", "sket", "skete", "skulle", "som", "stor",
    "store", "synes", "så", "sådan", "thi", "til", "ud", "uden", "under", "var", "ved", "vi", "vil", "ville", "vor",
    "vore", "vores", "være", "været",
];

/// Whether a word says nothing of what is asked for.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_known_in_any_case() {
        assert!(is_stop_word("Hvem") && is_stop_word("længe") && !is_stop_word("betaler"));
    }

    #[test]
    fn stop_words_stand_in_order() {
        assert!(STOP_WORDS.is_sorted());
    }
}
