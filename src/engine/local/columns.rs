//! The columns a search reads for every match. They have a value for every document, so reading one is an array access.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::columnar::{Column, ColumnIndex, ColumnValues, StrColumn};
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};

use crate::index::format::Dimension;
use crate::index::format::tally::{self, TALLIES};

/// The most documents read at a time: their values fit the stack.
const BLOCK: usize = 256;
/// If at least one document in this many is wanted, the whole range is read at once: decoding a range is cheaper than
/// single values.
const DENSE: usize = 4;

/// The columns of all segments, and the facet values met so far.
pub(crate) struct Columns {
    pub segments: Vec<SegmentColumns>,
    values: Mutex<Values>,
}

/// The columns of one segment.
pub(crate) struct SegmentColumns {
    /// As in [`Fields::day`](super::format::Fields); 0 where there is none.
    pub day: Arc<dyn ColumnValues<i64>>,
    pub key: Arc<dyn ColumnValues<u64>>,
    pub pair: Arc<dyn ColumnValues<u64>>,
    pub rank: Arc<dyn ColumnValues<u64>>,
    /// In the order of [`TALLIES`].
    pub tallies: [Tally; 3],
}

/// One column of [tallies](tally): each document's string number, and the values of every string met so far.
pub(crate) struct Tally {
    pub numbers: Arc<dyn ColumnValues<u64>>,
    strings: StrColumn,
    met: Vec<OnceLock<Box<[u32]>>>,
}

/// The values met so far, in all segments.
#[derive(Default)]
struct Values {
    numbers: HashMap<(Dimension, Box<str>), u32>,
    all: Vec<(Dimension, Box<str>)>,
}

impl Columns {
    pub(super) fn open(searcher: &Searcher) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter().map(SegmentColumns::open).collect::<tantivy::Result<_>>()?;
        Ok(Self { segments, values: Mutex::default() })
    }

    /// Looks up the values of these strings of a tally. They must be in ascending order.
    pub(super) fn take_apart(&self, tally: &Tally, strings: &[u64]) -> tantivy::Result<()> {
        let new: Vec<u64> = strings.iter().copied().filter(|n| tally.met[*n as usize].get().is_none()).collect();
        let mut known = self.known();
        let mut next = new.iter();
        tally.strings.dictionary().sorted_ords_to_term_cb(&new, |bytes| {
            let string = std::str::from_utf8(bytes).unwrap_or_default();
            let values = tally::values(string).map(|(of, value)| known.number(of, value)).collect();
            next.next().map(|n| tally.met[*n as usize].set(values));
        })?;
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Values> {
        // Each number is added in one step, so a panic leaves the values valid.
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many values were met.
    pub(super) fn values_met(&self) -> usize {
        self.known().all.len()
    }

    /// The value of that number.
    pub(super) fn value(&self, number: usize) -> Option<(Dimension, String)> {
        let values = self.known();
        values.all.get(number).map(|(of, value)| (*of, value.to_string()))
    }
}

impl Values {
    fn number(&mut self, of: Dimension, value: &str) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.numbers.entry((of, value.into())).or_insert(next);
        if number == next {
            self.all.push((of, value.into()));
        }
        number
    }
}

impl SegmentColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let tally = |name| Tally::open(segment, name);
        let [places, sitting, subjects] = TALLIES;
        Ok(Self {
            day: values(fast.i64("day")?),
            key: values(fast.u64("key")?),
            pair: values(fast.u64("pair")?),
            rank: values(fast.u64("rank")?),
            tallies: [tally(places)?, tally(sitting)?, tally(subjects)?],
        })
    }
}

impl Tally {
    fn open(segment: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let strings = segment.fast_fields().str(name)?;
        let missing = || TantivyError::SchemaError(format!("a segment without the column {name}"));
        let strings = strings.ok_or_else(missing)?;
        let met = std::iter::repeat_with(OnceLock::new).take(strings.num_terms()).collect();
        Ok(Self { numbers: values(strings.ords().clone()), strings, met })
    }

    /// The numbers of a string's values; none before the string was looked up.
    pub(super) fn values(&self, string: usize) -> &[u32] {
        self.met[string].get().map(Deref::deref).unwrap_or_default()
    }

    /// How many strings there are.
    pub(super) fn len(&self) -> usize {
        self.met.len()
    }
}

/// The values of a column; 0 for a document without one.
fn values<T: PartialOrd + Copy + Default + fmt::Debug + Send + Sync + 'static>(
    column: Column<T>,
) -> Arc<dyn ColumnValues<T>> {
    match column.index {
        ColumnIndex::Full => column.values,
        _ => column.first_or_default_col(T::default()),
    }
}

/// Calls `each` with the place of every document in `docs` and its value. `docs` must be in ascending order.
pub(crate) fn read<T: Copy + Default + PartialOrd + 'static>(
    column: &dyn ColumnValues<T>,
    docs: &[DocId],
    mut each: impl FnMut(usize, T),
) {
    let mut values = [T::default(); BLOCK * DENSE];
    let mut at = 0;
    for docs in docs.chunks(BLOCK) {
        let (first, last) = (docs[0], docs[docs.len() - 1]);
        let span = (last - first) as usize + 1;
        if span <= docs.len() * DENSE {
            column.get_range(first.into(), &mut values[..span]);
            docs.iter().zip(at..).for_each(|(doc, at)| each(at, values[(doc - first) as usize]));
        } else {
            column.get_vals(docs, &mut values[..docs.len()]);
            values[..docs.len()].iter().zip(at..).for_each(|(value, at)| each(at, *value));
        }
        at += docs.len();
    }
}
