//! Judges by the words of a line whether it can be a running head.
//!
//! Place and similarity alone would take five one-page items, all ending in `Beslutning` / `Godkendt.`, for a foot of
//! two lines. So a line with the wording of a decision or a proposal, a section heading and the head of an item are
//! always text ([`is_text`]). Where a format gives no positions, a line must also have the wording of furniture
//! ([`is_furniture`]).

use std::sync::LazyLock;

use regex::Regex;

use super::page_number;
use crate::lexicon::dates;

/// Verbs of decisions and proposals, and phrases used instead. None of them is part of a body's name, a date or an
/// address. `Intet` and `Ingen bemærkninger` decide nothing, but many items have no other text.
static DECIDES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)\b(?: indstill(?:er|es|ingen|ede) | godkend(?:t|es|te|er) | vedtag(?:et|es) | vedtog | tiltr(?:å|aa)d(?:t|te|es) | tiltr(?:æ|ae)der
          | efterretning | anbefal(?:er|es|ede) | udsat | udsættes | afvist | afslået | forkastet | beslutte(?:de|r|t) | bevilge(?:t|s)
          | drøfte(?:t|de|s) | orienterede | imødekomme(?:s|t) | hjemvis(?:t|es) | oversend(?:es|t) | valgt | udpeget
          | bemærkninger | fremsend(?:es|t) | intet )\b",
    )
    .ok()
});

/// Headings of sections, alone on their line but for a colon or a date behind them.
static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)^\W*(?: (?:\p{L}+\ )?(?:beslutning|indstilling|vedtagelse|konklusion)(?:er|en)? | forslag\ til\ beslutning
          | (?:sags)?(?:fremstilling|beskrivelse|resum[eé]|forløb|gang) | resum[eé] | problemstilling | løsning | redegørelse
          | orientering | baggrund | historik | økonomi(?:ske\ konsekvenser)? | lov(?:grundlag|hjemmel) | retsgrundlag | høring
          | kommunikation | personale | miljø | kompetence | bilag | eventuelt | efterskrift
          | det\ indstilles,?\ at | fraværende | afbud ) (?:\ (?:i|fra|den)\ .{0,40})? \W*$",
    )
    .ok()
});

/// A document's kind; it tops pages as often as sections.
static KIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:åb(?:en|ent) |lukket )?(?:beslutnings)?(?:referat|dagsorden|protokol)\W*$").ok()
});

/// `Punkt 3`, `Pkt. 12`, `Sag nr. 4`, `Ad 2`, `4. Title`, `2.1 Title`: where an item or a point begins.
static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:(?:dagsordens)?punkt|pkt\.?|sag|ad|tillæg)\s*(?:nr\.?\s*)?\d+|^\s*\d{1,3}(?:\.\d{1,3})*[.)]\s+\p{L}").ok()
});

/// Words of a body's or an authority's name, and of the kind of document beside them.
static BODY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)r(?:å|aa|a)d|udvalg|n(?:æ|ae)vn|bestyrelse|kommun|region|kommission|komit|forsamling|referat|dagsorden|protokol|m(?:ø|oe|o|@|g)de",
    )
    .ok()
});

/// A web, mail or telephone address, or a street with its number and postcode.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)https?://|\bwww\.|\w@\w+\.\w|\b(?:tlf|telefon)\b\.?:?\s*\+?\d|\p{L}\s+\d{1,3}\s?\p{L}?\s*[,•·|\t–-]?\s*\d{4}\s+\p{Lu}").ok()
});

/// `side 3`, `Side: 3 af 17`, also in the middle of a line, and a number at the end behind a wide gap or a rule.
static PAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:side|page)\s*:?\s*\d{1,4}\b|^\d{1,4}\s*[|–-]|(?:\s{3,}|\t|\s[|–-]\s*)\d{1,4}(?:\s*(?:/|af)\s*\d{1,4})?\s*$").ok()
});

fn fits(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// True for a line of text, wherever it is: it decides or proposes, heads a section, or begins an item.
pub(super) fn is_text(text: &str) -> bool {
    fits(&DECIDES, text) || fits(&ITEM, text) || fits(&HEADING, text)
}

/// True for a line with nothing but the kind of document.
pub(super) fn is_kind(text: &str) -> bool {
    fits(&KIND, text)
}

/// True where the line has a page number: it is one, or has `side 3` or a number apart from its words.
pub(super) fn carries_page_number(text: &str) -> bool {
    page_number::read(text).is_some() || fits(&PAGE, &page_number::with_digits(text))
}

/// True for a line with a page number, a date beside the name of a body, or an address. Heads of several lines have the
/// date and the names on separate lines.
pub(super) fn is_furniture(text: &str) -> bool {
    carries_page_number(text)
        || fits(&ADDRESS, text)
        || names_body(text) && (!dates::find(text).is_empty() || ends_in_number(text))
        || is_date(text)
        || is_name(text)
}

/// `Lilleby Kommune 9`: a scan or a converter lost the gap before the page's number.
fn ends_in_number(text: &str) -> bool {
    text.split_whitespace().next_back().is_some_and(|word| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()))
}

/// A date and nothing else.
fn is_date(text: &str) -> bool {
    let found = dates::find(text);
    let [date] = found.as_slice() else { return false };
    !text.chars().enumerate().any(|(at, ch)| ch.is_alphanumeric() && !date.at.contains(&at))
}

/// The longest names of committees have this many words.
const NAME_WORDS: usize = 7;

/// The name of a body or an authority and nothing else: capitals, no figure, no sentence.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    let is_kind = is_kind(text) || text.split_whitespace().next().is_some_and(is_kind);
    let words = || text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    let small = |word: &str| {
        word.starts_with(char::is_lowercase) && !["for", "og", "i", "af", "på", "m.v.", "mv."].contains(&word)
    };
    text.starts_with(char::is_uppercase)
        && !is_kind
        && fits(&BODY, text)
        && words().count() <= NAME_WORDS
        && words().skip(1).filter(|word| small(word)).all(|word| fits(&BODY, word))
        && !text.ends_with(['.', ':', ','])
        && !text.chars().any(|ch| ch.is_ascii_digit())
}

/// The name of a body, an authority or a kind of document; an abbreviation of capitals is one too.
pub(super) fn names_body(text: &str) -> bool {
    let is_abbreviation = |word: &str| word.chars().count() >= 3 && word.chars().all(char::is_uppercase);
    fits(&BODY, text) || text.split_whitespace().any(is_abbreviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_patterns_are_read() {
        for pattern in [&DECIDES, &HEADING, &KIND, &ITEM, &BODY, &ADDRESS, &PAGE] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn decisions_proposals_headings_and_item_heads_are_text() {
        for text in [
            "Godkendt.",
            "Til efterretning",
            "Direktøren indstiller, at sagen godkendes.",
            "Beslutning",
            "Indstilling:",
            "Udvalgets beslutning",
            "Beslutning i Byrådet den 20-03-2013",
            "Sagsfremstilling",
            "Ingen bemærkninger.",
            "Punkt 3",
            "Pkt. 12",
            "4. Budgetopfølgning",
        ] {
            assert!(is_text(text), "{text}");
        }
        for text in [
            "Byrådet 20. marts 2013",
            "Side 3 af 17",
            "Beslutningsprotokol, Lilleby Byråd",
            "Referat",
            "3",
            "Lilleby Kommune",
        ] {
            assert!(!is_text(text), "{text}");
        }
    }

    #[test]
    fn furniture_has_a_page_number_a_date_with_a_body_or_an_address() {
        for text in [
            "Lilleby Byråd, den 20-03-2013",
            "Socialudvalget   22. maj 2019   Side 4",
            "DASSOS Referat 27.2.26",
            "Storegade 4, 8800 Lilleby",
            "www.lilleby.dk",
            "3/17",
            "Møde i Ældrerådet\t7",
            "Lilleby Kommune 9",
            "Lilleby Kommune",
            "Udvalget for Børn og Unge",
            "07-11-2011",
        ] {
            assert!(is_furniture(text), "{text}");
        }
        for text in [
            "Budgettet for 2013",
            "Mødet den 3. i Lilleby",
            "Rådet ønsker en ny plan",
            "Kommunen har 3 skoler",
            "Sagen sendes videre",
            "Lokalplan 254",
        ] {
            assert!(!is_furniture(text), "{text}");
        }
    }
}
