//! The evidence for each value of the cover, and its weights.
//!
//! One document names its meeting's date in a label, in the title and at the foot of each page; another only at the
//! foot. Each sign has a weight. The weights of one value are summed, and the value with the largest sum wins. All
//! weights are set by hand and kept in one place because only their order and rough distance matter: a label beats a
//! title, a title beats a running foot, and two weak signs together beat one weak sign.

/// Signs of the meeting's date.
pub(super) mod date {
    /// A label for the meeting's own date: `Mødedato`, `Tidspunkt`, `Starttidspunkt`.
    pub(crate) const MEETING_LABEL: f32 = 8.0;
    /// `Dato`: the meeting's or the letter's.
    pub(crate) const LABEL: f32 = 5.0;
    /// A time of day follows it.
    pub(crate) const WITH_TIME: f32 = 2.0;
    /// In a line that names the body or the kind of document.
    pub(crate) const TITLE: f32 = 5.0;
    /// The same among links to other meetings.
    pub(crate) const LISTED: f32 = 1.0;
    /// A line of its own before the contents.
    pub(crate) const ALONE: f32 = 3.0;
    /// At the head or foot of pages, with body or kind.
    pub(crate) const RUNNING: f32 = 4.0;
    /// The address of the page that was printed.
    pub(crate) const ADDRESS: f32 = 3.0;
    /// In the heading of decisions, oftener than any other.
    pub(crate) const DECISIONS: f32 = 3.0;
    /// In the file's name.
    pub(crate) const FILE_NAME: f32 = 2.5;
    /// `den 1. marts` under a meeting's label, the year taken from another date of the cover.
    pub(crate) const COMPLETED: f32 = 4.0;
    /// The weekday matches the date: letters seldom name it.
    pub(crate) const RIGHT_WEEKDAY: f32 = 1.0;
    /// The weekday does not match the date: a misprint.
    pub(crate) const WRONG_WEEKDAY: f32 = -1.5;
    /// `Udsendelsesdato`, or the date that a browser prints at the head of a page.
    pub(crate) const OTHER_LABEL: f32 = -6.0;
}

/// Signs of the body's name.
pub(super) mod body {
    /// `Udvalg: …`
    pub(crate) const LABEL: f32 = 8.0;
    /// In a line with date or kind of document.
    pub(crate) const TITLE: f32 = 4.0;
    /// The same among links to other meetings.
    pub(crate) const LISTED: f32 = 0.5;
    /// A line of its own before the contents.
    pub(crate) const ALONE: f32 = 2.5;
    /// Each page that has it at its head or foot, up to [`REPEATS`].
    pub(crate) const RUNNING: f32 = 1.0;
    /// In the heading of each decision with the meeting's date, up to [`REPEATS`].
    pub(crate) const DECISION: f32 = 0.7;
    /// Each proposal that is headed `At X:`, up to [`REPEATS`].
    pub(crate) const ADDRESSEE: f32 = 0.7;
    /// In the file's name.
    pub(crate) const FILE_NAME: f32 = 0.5;
    /// It ends or begins like names of bodies.
    pub(crate) const BODY_WORD: f32 = 4.0;
    /// It begins with an abbreviation in capitals, such as `KKR`.
    pub(crate) const ABBREVIATION: f32 = 2.0;
    /// Repetitions beyond this count add no evidence.
    pub(crate) const REPEATS: usize = 4;
    /// With a smaller sum the body stays unknown. A line of its own on the cover is just enough.
    pub(crate) const LEAST: f32 = 2.5;
}

/// Signs of the authority that a body belongs to.
pub(super) mod authority {
    /// `X Kommune` alone in a line or cell of the cover or at the head or foot of pages.
    pub(crate) const ALONE: f32 = 5.0;
    /// `X Kommune` elsewhere in the cover's title lines.
    pub(crate) const TITLE: f32 = 3.0;
    /// The body's own name: `Aarhus Byråd`.
    pub(crate) const BODY: f32 = 4.0;
    /// The address of the page that was printed.
    pub(crate) const ADDRESS: f32 = 3.0;
    /// The file's name.
    pub(crate) const FILE_NAME: f32 = 3.0;
    /// At least half of all municipalities named in the text with the word *Kommune*.
    pub(crate) const TEXT: f32 = 2.5;
    /// `Esbjerg Rådhus`, `Esbjerg Kommunes hjemmeside` on the cover.
    pub(crate) const HALL: f32 = 3.0;
    /// `6700 Esbjerg` on the cover.
    pub(crate) const POSTAL: f32 = 2.5;
    /// The only authority in the text, named once.
    pub(crate) const ONCE: f32 = 1.0;
    /// The meeting's place: `Esbjerg Rådhus`.
    pub(crate) const PLACE: f32 = 2.0;
    /// With a smaller sum the authority stays unknown. A postal code on the cover is just enough, the meeting's place
    /// is not.
    pub(crate) const LEAST: f32 = 2.5;
}

/// Sums of weights by value, in the order in which the values first came.
#[derive(Debug, Clone)]
pub(super) struct Tally<T> {
    sums: Vec<(T, f32)>,
}

impl<T> Default for Tally<T> {
    fn default() -> Self {
        Self { sums: Vec::new() }
    }
}

impl<T: PartialEq> Tally<T> {
    /// Adds a weight to a value.
    pub(super) fn add(&mut self, value: T, weight: f32) {
        match self.sums.iter_mut().find(|(v, _)| *v == value) {
            Some((_, sum)) => *sum += weight,
            None => self.sums.push((value, weight)),
        }
    }

    /// The value with the largest sum of at least `least`; of equal ones the first that came.
    pub(super) fn best(self, least: f32) -> Option<T> {
        let mut best: Option<(T, f32)> = None;
        for (value, sum) in self.sums {
            if sum >= least && best.as_ref().is_none_or(|(_, b)| sum > *b) {
                best = Some((value, sum));
            }
        }
        best.map(|(value, _)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_weak_signs_outweigh_a_strong_one() {
        let mut tally = Tally::default();
        tally.add("letter", 5.0);
        tally.add("meeting", 3.0);
        tally.add("meeting", 3.0);
        assert_eq!(tally.best(1.0), Some("meeting"));
    }

    #[test]
    fn value_below_the_least_sum_stays_unknown() {
        let mut tally = Tally::default();
        tally.add(1, 1.0);
        assert_eq!(tally.best(2.0), None);
    }
}
