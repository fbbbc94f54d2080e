//! Words that a question is built with and that it is not about.

/// Pronouns, prepositions, conjunctions, auxiliary verbs, and the adverbs that questions are made with; in order.
const STOP_WORDS: [&str; 143] = [
    "ad", "af", "aldrig", "alle", "alt", "altid", "anden", "andet", "andre", "at", "bare", "blev", "blevet", "blive",
    "bliver", "blot", "burde", "bør", "da", "de", "dem", "den", "denne", "der", "deres", "det", "dette", "dig", "din",
    "disse", "dit", "dog", "du", "efter", "eller", "en", "end", "ens", "er", "et", "flere", "for", "fordi", "fra",
    "få", "får", "før", "gennem", "gør", "ham", "han", "hans", "har", "havde", "have", "hende", "hendes", "her", "hos",
    "hun", "hvad", "hvem", "hver", "hvilke", "hvilken", "hvilket", "hvis", "hvor", "hvordan", "hvorfor", "hvornår",
    "i", "igen", "igennem", "ikke", "ind", "inden", "ingen", "intet", "jeg", "jer", "jo", "kan", "kun", "kunne",
    "lige", "længe", "man", "mange", "med", "meget", "mellem", "men", "mens", "mere", "mest", "mig", "min", "mine",
    "mit", "mod", "må", "ned", "nogen", "noget", "nogle", "nu", "når", "ofte", "og", "også", "om", "op", "os", "over",
    "på", "samt", "selv", "siden", "sig", "sin", "sine", "sit", "skal", "skulle", "som", "så", "sådan", "thi", "til",
    "ud", "uden", "under", "var", "ved", "vi", "vil", "ville", "vor", "vore", "vores", "være", "været",
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
