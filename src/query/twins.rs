//! The items that are one with another.

use super::QueryError;
use crate::engine::Engine;

/// The ids of the items that are one with the item of that id, the one that stands for them first.
///
/// # Errors
///
/// An engine that fails.
pub fn twins(engine: &dyn Engine, id: &str) -> Result<Vec<String>, QueryError> {
    let Some(own) = engine.place(id)? else { return Ok(Vec::new()) };
    let others = engine.pair(own)?.into_iter().filter(|at| *at != own);
    others.map(|at| Ok(engine.id_at(at)?)).collect()
}
