//! PDF.

use super::{Document, Reason};
use crate::note::Noted;

pub(super) fn read(_name: &str, _bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    Err(Reason::BrokenPdf("not read yet".into()))
}
