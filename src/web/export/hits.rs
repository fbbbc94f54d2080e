//! All hits of a question, looked up while they are written.

use std::cell::RefCell;
use std::io;

use serde_json::Value;

use crate::index::Index;
use crate::output::{Asked, Block, HitObject, HitsReport, Report};
use crate::query::{self, Answer, Hit, QueryError, Request};

/// Hits that are looked up at a time: each time the whole search is run, which costs as much as looking up some hundreds.
const BATCH: usize = 2_000;

/// Hits as objects, a batch in memory.
pub(super) struct AllHits<'a> {
    index: &'a Index,
    request: Request,
    total: u64,
    failure: RefCell<Option<QueryError>>,
}

impl<'a> AllHits<'a> {
    /// The hits of a request, of which there are `total`.
    pub fn new(index: &'a Index, request: Request, total: u64) -> Self {
        Self { index, request, total, failure: RefCell::default() }
    }

    /// What kept it from being whole.
    pub fn failure(&self) -> Option<io::Error> {
        self.failure.borrow_mut().take().map(|e| io::Error::other(e.to_string()))
    }

    fn batch(&self, skip: usize) -> Vec<Hit> {
        let request = Request { skip, limit: Some(skip + BATCH), ..self.request.clone() };
        match query::search(self.index, &request) {
            Ok(answer) => answer.hits,
            Err(e) => {
                *self.failure.borrow_mut() = Some(e);
                Vec::new()
            }
        }
    }
}

impl Report for AllHits<'_> {
    fn columns(&self) -> &'static [&'static str] {
        let (answer, asked) = (Answer::default(), Asked::default());
        HitsReport { answer: &answer, this_year: 0, asked: &asked, links: false }.columns()
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        let batches = (0..self.total as usize).step_by(BATCH).map(|skip| self.batch(skip));
        let hits = batches.take_while(|batch| !batch.is_empty()).flatten();
        Box::new(hits.map(|hit| serde_json::to_value(HitObject::from(&hit)).unwrap_or(Value::Null)))
    }

    fn blocks(&self) -> Vec<Block> {
        Vec::new()
    }
}
