//! The program as it is used: through its command line, over the sample archive. A module a command.

mod archive;

mod bad_input;
mod facets;
mod help;
mod history;
mod index;
mod matters;
mod meetings;
mod outcomes;
mod parse;
mod repair;
mod search;
mod show;
mod status;
mod text;
