//! The page and the interface for programs: the answers of the command line, for a browser.
//!
//! [`serve`] answers on a listener until Ctrl-C; [`router()`] is the same without a network. `security` refuses requests for
//! other hosts and adds the headers. The rest of a request is read into a [`SearchState`] or an address ([`Links`]), answered
//! from the [`Archive`](crate::archive::Archive) and written by a template. Pages work without scripts; their wording is data
//! (`words/*.toml`). The program embeds all files it sends, and pages load nothing from elsewhere.

mod api;
mod assets;
mod context;
mod disposition;
mod etag;
mod export;
mod feed;
mod files;
mod links;
mod original;
mod pages;
mod picture;
mod problem;
mod routes;
mod saved;
mod search_state;
mod security;
mod server;
mod site;
mod stream;

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
