//! Detects how the document writes å: until 1948 it was *aa*, and a text typed without Danish letters spells out all
//! three.

/// Everyday words with å in its two other spellings.
const WITH_DOUBLE_A: [&str; 14] = [
    "paa", "ogsaa", "naar", "maa", "saa", "faa", "gaa", "aar", "aaret", "baade", "raadet", "byraadet", "raad",
    "saaledes",
];
const WITH_RING: [&str; 15] =
    ["på", "pa", "pä", "også", "ogsa", "ogsä", "når", "nar", "när", "så", "sa", "får", "far", "året", "aret"];
/// Everyday words with ø spelt out.
const WITH_OE: [&str; 12] = [
    "foer",
    "foerste",
    "goere",
    "goer",
    "moede",
    "moedet",
    "boer",
    "boern",
    "foelgende",
    "oekonomi",
    "oensker",
    "hoering",
];
/// This many such words are no accident: a name or two may keep an old spelling.
const ENOUGH: usize = 3;

/// How a document spells å.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Orthography {
    /// As one letter, broken or not.
    Modern,
    /// As *aa*, before 1948: there is no å to break.
    DoubleA,
    /// As *aa*, with *ae* and *oe* for the others, by someone without a Danish keyboard.
    SpeltOut,
}

impl Orthography {
    /// The spelling of most everyday words in a text.
    pub(super) fn of<'t>(lines: impl Iterator<Item = &'t str>) -> Self {
        let (mut double, mut single, mut oe) = (0, 0, 0);
        for word in lines.flat_map(|l| l.split(|c: char| !c.is_alphabetic())).filter(|w| w.len() > 1 && w.len() < 12) {
            let word = word.to_lowercase();
            double += usize::from(WITH_DOUBLE_A.contains(&word.as_str()));
            single += usize::from(WITH_RING.contains(&word.as_str()));
            oe += usize::from(WITH_OE.contains(&word.as_str()));
        }
        match () {
            () if double < ENOUGH || double <= single => Self::Modern,
            () if oe > 0 => Self::SpeltOut,
            () => Self::DoubleA,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Orthography {
        Orthography::of(std::iter::once(text))
    }

    #[test]
    fn everyday_words_show_the_spelling() {
        assert_eq!(of("Pa mgdet i byradet blev det ogsa besluttet"), Orthography::Modern);
        assert_eq!(of("Paa Mgdet i Byraadet blev det ogsaa besluttet"), Orthography::DoubleA);
        assert_eq!(of("Paa moedet i byraadet blev det ogsaa besluttet"), Orthography::SpeltOut);
    }

    #[test]
    fn names_with_double_a_are_no_spelling() {
        assert_eq!(of("Aarhus, Aabenraa og Kirkegaard pa mgdet"), Orthography::Modern);
    }
}
