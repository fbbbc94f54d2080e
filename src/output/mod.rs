//! Meetings, hits, histories → bytes, into the writer that it is given.
//!
//! One file per format. The serialisable types stand here, apart from the model, so that the model can change while the
//! JSON stays.

mod meeting;

pub use meeting::{ItemObject, MeetingObject, ParticipantObject, SectionObject};
