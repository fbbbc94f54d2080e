//! The program as it is used: through its command line, over the sample archive. A module a command.

mod archive;

mod bad_input;
mod check;
mod export;
mod facets;
mod help;
mod history;
mod hits;
mod hostile_queries;
mod index;
mod matters;
mod meetings;
mod outcomes;
mod pairs;
mod parse;
mod repair;
mod search;
mod show;
mod status;
mod text;
mod topics;
