//! The page and the interface for programs: what the command line answers, for a browser.
//!
//! [`serve`] answers on a listener until it is told to stop; [`router()`] is the same without a network. A request passes
//! `guard` (is it meant for us, how much may it cost?), is read into a [`SearchState`] or an address ([`Links`]), answered
//! from the [`Archive`](crate::archive::Archive) and written by a template. Pages work without scripts; what they say is data (`words/*.toml`).
//! Everything that is sent is embedded in the program, and nothing is fetched from elsewhere.

mod api;
mod assets;
mod disposition;
mod etag;
mod export;
mod feed;
mod files;
mod guard;
mod links;
mod original;
mod pages;
mod picture;
mod problem;
mod routes;
mod saved;
mod search_state;
mod server;
mod site;
mod stream;
mod visit;

pub use crate::words::Language;
pub use links::Links;
pub use problem::Problem;
pub use routes::router;
pub use saved::SavedSearch;
pub use search_state::SearchState;
pub use server::serve;
pub use site::{Settings, Site};

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
