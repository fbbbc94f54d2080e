//! The program as it is used: through its command line, over the sample archive. A module a command.

mod archive;
mod own;

mod bad_input;
mod check;
mod closed;
mod containers;
mod export;
mod facets;
mod forget;
mod help;
mod history;
mod hits;
mod hostile_queries;
mod index;
mod lock;
mod matters;
mod meetings;
mod moved;
mod one_meeting;
mod outcomes;
mod pairs;
mod parse;
mod rebuild;
mod repair;
mod search;
mod show;
mod status;
mod text;
mod topics;
mod untrusted;
mod watch;
