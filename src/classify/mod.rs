//! Items get their topics and municipalities, by rules that are data.

use crate::model::Meeting;

/// Fills in `topics` and `municipalities` of every item.
pub fn classify(_meeting: &mut Meeting) {}
