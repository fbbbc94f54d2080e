//! The other records of an item.

use super::QueryError;
use crate::engine::Engine;

/// The ids of an item and its twins, the representative first.
///
/// # Errors
///
/// The engine fails.
pub fn twins(engine: &dyn Engine, id: &str) -> Result<Vec<String>, QueryError> {
    let Some(own) = engine.place(id)? else { return Ok(Vec::new()) };
    let others = engine.pair(own)?.into_iter().filter(|at| *at != own);
    others.map(|at| Ok(engine.id_at(at)?)).collect()
}
