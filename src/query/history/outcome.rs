//! How a meeting left a case, by the words of its decision.

use std::sync::LazyLock;

use regex::Regex;

use crate::index::StoredItem;
use crate::model::SectionKind;

/// What became of a case at one meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Approved,
    Rejected,
    /// To be dealt with another time.
    Postponed,
    /// Back to an earlier body or to the administration.
    SentBack,
    /// Recommended to another body, which decides.
    SentOn,
    /// Taken note of.
    Noted,
    /// Talked over, nothing more.
    Discussed,
}

impl Outcome {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Postponed => "postponed",
            Self::SentBack => "sent_back",
            Self::SentOn => "sent_on",
            Self::Noted => "noted",
            Self::Discussed => "discussed",
        }
    }

    /// True where nothing is left to decide.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Rejected | Self::Noted)
    }
}

/// The words of each outcome. The one that stands first in a decision tells; at one place the earlier row.
const SIGNS: [(Outcome, &str); 6] = [
    (
        Outcome::Rejected,
        r"\bikke (?:at )?(?:godkend|tiltr|vedtag|imødekom|anbefal)\w*|\bforkast\w+|\bafvis(?:t|es|te|ning)\b|\bafsl(?:ag|ået)\b",
    ),
    (
        Outcome::Postponed,
        r"\budsat\b|\budsæt(?:tes|te)\b|\budsatte\b|\bgenoptage[ts]\b|\btag(?:et|es) af dagsordenen\b|\budg(?:år|ik|ået)\b",
    ),
    (Outcome::SentBack, r"\b(?:sendt|sendes|sendte|går|gik) (?:sagen )?tilbage\b|\btilbagesend\w+|\bhjemvis\w+"),
    (
        Outcome::SentOn,
        r"\bindstill(?:er|es|ede)\b|\banbefal(?:er|es|et|ede|edes)\b|\b(?:over|frem|videre)send(?:es|t|te)\b",
    ),
    (
        Outcome::Approved,
        r"\bgodkend(?:t|te|tes|es)\b|\btiltr(?:ådt|ådte|ædes|æder|åd)\b|\bvedtag(?:et|es)\b|\bvedtog\b|\bbevilge(?:t|s|de|des)\b|\bimødekom\w+|\bfølger? indstillingen\b",
    ),
    (Outcome::Noted, r"\btil (?:efterretning|orientering)\b|\borienter(?:ede|et|ingen? (?:blev )?(?:givet|taget))\b"),
];

static PATTERNS: LazyLock<Vec<(Outcome, Regex)>> = LazyLock::new(|| {
    let pattern = |words: &str| Regex::new(&format!("(?i){words}")).expect("a pattern of our own");
    SIGNS.iter().map(|(outcome, words)| (*outcome, pattern(words))).collect()
});
/// What single members moved, and what became of that: no decision on the case.
static MOVED: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"(?i)\bstille(?:de|r|t)\b.*forslag|\bforslaget (?:bortfald|blev forkast|forkast|er bortfald|faldt)|\bmindretalsudtalelse|\([A-ZÆØÅ]{1,3}\)[^.]*\bkan ikke\b";
    Regex::new(words).expect("a pattern of our own")
});
/// Where one sentence ends and the next begins.
static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[.!?]\s+|\n").expect("a pattern of our own"));
/// Counts only where no other sign stands anywhere: most decisions were talked over before.
static DISCUSSED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bdrøfte(?:t|s|de|des)\b").expect("a pattern of our own"));

/// The outcome that a decision tells. `None` where its words tell none.
///
/// ```
/// use dagsorden::query::Outcome;
/// use dagsorden::query::outcome_of;
///
/// assert_eq!(outcome_of("Drøftet. Indstillingen blev godkendt, idet pkt. 2 udsættes."), Some(Outcome::Approved));
/// assert_eq!(outcome_of("Ikke godkendt."), Some(Outcome::Rejected));
/// ```
pub fn outcome_of(decision: &str) -> Option<Outcome> {
    let sentences = SENTENCE_END.split(decision).filter(|s| !MOVED.is_match(s));
    let decision = sentences.collect::<Vec<_>>().join("\n");
    let found = PATTERNS.iter().filter_map(|(outcome, words)| Some((words.find(&decision)?.start(), *outcome)));
    let first = found.min_by_key(|(at, _)| *at).map(|(_, outcome)| outcome);
    first.or_else(|| DISCUSSED.is_match(&decision).then_some(Outcome::Discussed))
}

/// What the meeting decided: the last of its decisions, since those of earlier bodies are printed before it.
pub fn decision(item: &StoredItem) -> Option<&str> {
    let mut sections = item.item.sections.iter().filter(|s| s.kind == SectionKind::Minutes && !s.text.is_blank());
    sections.next_back().map(|s| s.text.as_str().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_sign_tells_and_discussion_only_alone() {
        for (decision, outcome) in [
            ("Indstillingen godkendt.", Some(Outcome::Approved)),
            ("Tiltrådt.", Some(Outcome::Approved)),
            ("Punktet blev udsat til næste møde.", Some(Outcome::Postponed)),
            ("Økonomiudvalget indstiller til byrådet, at sagen godkendes.", Some(Outcome::SentOn)),
            ("Byrådet kunne ikke godkende forslaget.", Some(Outcome::Rejected)),
            ("Sendes tilbage til udvalget.", Some(Outcome::SentBack)),
            ("Drøftet.", Some(Outcome::Discussed)),
            ("Drøftet og taget til efterretning.", Some(Outcome::Noted)),
            ("Lars Bo deltog ikke.", None),
            (
                "Ib Lund (A) stillede forslag om, at sagen sendes tilbage. For stemte 3. Vedtaget.",
                Some(Outcome::Approved),
            ),
            ("Ændringsforslag blev stillet. Forslaget bortfaldt. Punkt 1 anbefales.", Some(Outcome::SentOn)),
        ] {
            assert_eq!(outcome_of(decision), outcome, "{decision}");
        }
    }
}
