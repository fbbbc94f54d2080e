//! The dimensions for counting items.

/// A dimension for counting items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The region.
    Region,
    /// The municipality.
    Municipality,
    /// Region and municipality as one tree.
    Place,
    /// The body of the meeting.
    Body,
    /// The topic.
    Topic,
    /// The KLE number.
    Kle,
    /// Agenda or minutes.
    Kind,
    /// The outcome, by the names of [`Outcome`](crate::model::Outcome) or `unclear`.
    Outcome,
    /// The year of the meeting.
    Year,
    /// The month of the meeting.
    Month,
}

impl Dimension {
    /// All dimensions, in printing order.
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

    /// The letter for this dimension in a [tally](super::tally).
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
