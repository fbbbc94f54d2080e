//! The signs that a line heads an item or a section, and their weights.
//!
//! Weights are roughly logarithms of odds, set by hand and checked on documents of many families: +3 means twenty times
//! likelier, -3 twenty times less. The sum of a line's signs is its score. A line below 0 is left out unless its
//! neighbours in the sequence carry it. All weights are in this file, so support for a new family means adding
//! knowledge and numbers.

/// One reason for or against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// What was observed.
    pub name: &'static str,
    /// Its weight; negative counts against.
    pub weight: f32,
}

impl Evidence {
    /// True for the weight of any line before its signs are read.
    pub(super) fn is_base(&self) -> bool {
        [item::BASE, section::BASE].contains(self)
    }
}

macro_rules! signs {
    ($($(#[$doc:meta])* $name:ident = $weight:expr, $words:literal;)*) => {
        $($(#[$doc])* pub(in crate::parse) const $name: Evidence = Evidence { name: $words, weight: $weight };)*
    };
}

/// Signs that a row begins an item.
pub(super) mod item {
    use super::Evidence;

    signs! {
        /// Most lines head nothing.
        BASE = -3.0, "a line like any other";
        /// The best witness: the document itself names its items.
        IN_CONTENTS = 4.0, "number and title stand in the list of contents";
        PARTLY_IN_CONTENTS = 2.5, "number or title stands in the list of contents";
        /// A list of contents names all items; a line missing from it is rarely one.
        NOT_IN_CONTENTS = -1.0, "the list of contents does not have it";
        /// A list that numbers its entries says of a bare word in the text that it is none: *Orientering*.
        NUMBER_IN_CONTENTS = -2.5, "one word, which the list of contents has with a number";
        PRESENTER_FOLLOWS = 3.0, "the presenter follows";
        PRESENTER_IN_TITLE = 0.8, "the title ends in the presenter";
        CODES_FOLLOW = 2.7, "a case number follows";
        CODES_BEFORE = 2.0, "a case number stands above";
        HEADING_FOLLOWS = 2.2, "a section heading follows";
        HEADING_NEAR = 1.0, "a section heading follows after one short line";
        /// In many places an item's text has no heading, but its proposal or decision has one.
        HEADING_BELOW = 0.8, "a section heading stands under it before the next number";
        WEAK_HEADING_FOLLOWS = 0.8, "what may be a section heading follows";
        BLOCK = 0.7, "white space before";
        UNSPACED = 0.7, "the document has no white space, and the line before is over";
        WIDE_GAP = 0.6, "more white space before than usual";
        /// A page may begin anywhere in the text.
        PAGE_TOP = 0.4, "top of a page";
        BOLD = 1.0, "bold";
        LARGER = 1.2, "larger than the text";
        LABELLED = 1.5, "the number has a label such as Pkt.";
        /// Lists in the text use it more often than items.
        BRACKETED = -0.8, "the number has a bracket";
        /// `1.4` is rarely the number of a list in the text.
        DEEP = 0.5, "number of two levels";
        MARKED = 1.5, "a mark of items such as (B) or Lukket punkt";
        CASE_NUMBER_IN_TITLE = 1.5, "case number at the end of the title";
        STANDING = 1.5, "an item of every meeting, such as Eventuelt";
        /// `1. Faste punkter` right above `1.1 Godkendelse`: the group's own head.
        CHILD_FOLLOWS = 1.5, "a number of the level below follows";
        REPEATED = 2.5, "printed twice";
        LOWERCASE = -4.0, "begins with a small letter";
        BROKEN_OFF = -2.0, "ends in a comma or colon";
        SENTENCE = -1.2, "ends as a sentence";
        LONG = -2.0, "too long for a title";
        IN_LIST = -2.5, "stands in a numbered list";
        COLUMNS = -2.5, "has columns as a table row";
        AMOUNT = -4.0, "an amount or a date";
        UNNUMBERED = -1.5, "has no number";
        MID_PARAGRAPH = -2.0, "the line before goes on in it";
        /// Running heads without a mark, names of the absent.
        REPETITIVE = -4.0, "the same words stand in many places";
        INDENTED = -1.0, "indented";
        PARAGRAPH = -2.5, "several lines that end as a sentence";
        JOINED = -1.0, "number and title run together";
        /// The rows between a head and its first heading are text, not another item.
        UNDER_HEAD = -3.0, "directly under a numbered head";
        UNDER_HEADING = -2.0, "directly under a section heading";
        /// Numbers in order from end to end of the document outweigh the form of a title.
        RUN = 2.5, "one of a run of numbers set alike";
        /// `A. Hansen`, `A. Formalia`: people and groups have letters too.
        LETTER = -1.5, "a letter for a number";
        /// `Ad 1.` is a point of the item's own proposal.
        AD = -4.5, "a point of a proposal";
        /// The titles are lost; the sections show where items begin.
        SECTIONS_ANEW = 2.0, "the sections begin anew";
        /// Added for a document without surer heads.
        RELAXED = 2.0, "no surer heads in the document";
    }

    /// For each feature shared with the sure heads of the document; multiplied by the share of them with it.
    pub(in crate::parse) const ALIKE: f32 = 0.8;
    /// A look shared by hardly any sure head.
    pub(in crate::parse) const UNLIKE: f32 = -0.8;
    /// From this score on a head is sure enough to learn from.
    pub(in crate::parse) const SURE: f32 = 2.0;

    /// The number goes on from the item before.
    pub(in crate::parse) const CONSECUTIVE: f32 = 2.0;
    /// 2.1 after 1.4: the group's own number is lost or is no item.
    pub(in crate::parse) const NEXT_GROUP: f32 = 1.0;
    /// For each number left out.
    pub(in crate::parse) const SKIP: f32 = -0.5;
    /// The limit of that cost: many missing numbers are one lost page or a closed part, not many errors.
    pub(in crate::parse) const MOST_SKIPPED: f32 = -3.0;
    /// A number of another depth out of nowhere.
    pub(in crate::parse) const OTHER_DEPTH: f32 = -3.0;
    /// Numbers never go back within a meeting; only overwhelming evidence outweighs it (two protocols in one file).
    pub(in crate::parse) const BACKWARDS: f32 = -9.0;
    /// Number one under the name of a group: closed items are often numbered anew.
    pub(in crate::parse) const RESTART: f32 = 0.5;
    /// The first item is number one, mostly.
    pub(in crate::parse) const STARTS_AT_ONE: f32 = 0.5;
}

/// Signs that a row heads a section.
pub(super) mod section {
    use super::Evidence;

    signs! {
        BASE = -1.0, "a line like any other";
        SURE = 4.0, "a heading that stands for nothing else";
        WEAK = 1.2, "a word that is also a heading";
        DATED = 3.5, "names body or date of a decision";
        SENTENCE = 1.5, "a sentence that is used as a heading";
        LEARNT = 0.8, "the document repeats it item by item";
        BLURRED = -0.7, "letters broken";
        COLON = 0.4, "ends in a colon as the others";
        NO_COLON = -1.0, "has no colon as the sure headings do";
        ODD_COLON = -1.5, "ends in a colon unlike the others";
        INLINE = -0.6, "text follows in the same line";
        INLINE_WEAK = -2.0, "text follows in the same line, and the word is a common one";
        BLOCK = 0.7, "white space before";
        BOLD = 0.8, "bold or larger";
        /// A word that is no sure heading may be one by its setting.
        SET_ALIKE = 1.2, "set as the sure headings";
        CAPITALS = 1.0, "set in capitals";
        PLAIN = -2.5, "set unlike the sure headings";
        MID_PARAGRAPH = -2.5, "the line before goes on in it";
        TEMPLATE = 1.5, "heads a section in many items";
        /// A sure word used once is a free sub-heading where another heading of its kind heads every item.
        STRAY = -1.5, "comes once in the document";
        /// Where a heading opens nearly all proposals, the sentence below it or elsewhere is text.
        STRAY_SENTENCE = -2.5, "a sentence where the document uses a heading";
        INDENTED = -1.0, "indented";
        FIRST = 0.6, "first line under the item's title";
        /// `BESLUTNINGSFORSLAG FRA V`: no template prints it above its own text.
        SENT_IN = 6.0, "heads what somebody else sent in";
        /// Rule 3 of FORMAT.md: a case sent in by somebody else keeps its headings.
        FOREIGN = -9.0, "inside a case sent in by somebody else";
        BEHIND_DECISION = 1.0, "a paragraph behind the decision, as in most items";
        HEADLESS = 1.0, "a decision's words after white space at the end of the item";
    }

    /// The same heading twice in one item.
    pub(in crate::parse) const REPETITION: f32 = -2.0;
    /// A sentence at the start of the proposal or decision under its heading is text.
    pub(in crate::parse) const SENTENCE_UNDER_HEADING: f32 = -10.0;
    /// `Sagsforløb: ØK/BY` as the first line under `Resume`.
    pub(in crate::parse) const LABEL_UNDER_HEADING: f32 = -6.0;
    /// Set plain under the heading of the attachments: an attachment's name (`Indstilling`).
    pub(in crate::parse) const LISTED: f32 = -8.0;
    /// This heading follows that one in other items too.
    pub(in crate::parse) const CYCLE: f32 = 0.5;
}
