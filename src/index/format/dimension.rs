//! What items are counted by.

/// What items are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    Region,
    Municipality,
    /// Both as one tree.
    Place,
    Body,
    Topic,
    Kle,
    Kind,
    /// What became of it, by the names of [`Outcome`](crate::model::Outcome); `unclear` where that cannot be said.
    Outcome,
    Year,
    Month,
}

impl Dimension {
    /// All of them, in the order in which they are printed.
    pub const ALL: [Self; 10] = [
        Self::Region,
        Self::Municipality,
        Self::Place,
        Self::Body,
        Self::Topic,
        Self::Kle,
        Self::Kind,
        Self::Outcome,
        Self::Year,
        Self::Month,
    ];

    /// The name used in JSON and in `--by`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Municipality => "municipality",
            Self::Place => "place",
            Self::Body => "body",
            Self::Topic => "topic",
            Self::Kle => "kle",
            Self::Kind => "kind",
            Self::Outcome => "outcome",
            Self::Year => "year",
            Self::Month => "month",
        }
    }

    /// The letter that stands for it in a [tally](super::tally).
    pub(super) fn letter(self) -> char {
        match self {
            Self::Region => 'r',
            Self::Municipality => 'm',
            Self::Place => 'p',
            Self::Body => 'b',
            Self::Topic => 't',
            Self::Kle => 'l',
            Self::Kind => 'k',
            Self::Outcome => 'u',
            Self::Year => 'y',
            Self::Month => 'o',
        }
    }

    pub(super) fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.letter() == letter)
    }
}
