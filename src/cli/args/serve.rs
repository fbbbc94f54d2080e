//! The command that serves the page.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::{IndexFolder, ReadingArgs};

/// Show the archive in a browser.
///
/// Examples:
///   dagsorden serve                              then open http://127.0.0.1:8675
///   dagsorden serve --addr 0.0.0.0:8675 --base-url https://intra.example.dk/dagsorden
///
/// The page is for this machine alone unless --addr says otherwise; there are no accounts. It shows what
/// `dagsorden index` has read, also while that runs. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub index: IndexFolder,

    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8675", env = "DAGSORDEN_ADDR")]
    pub addr: SocketAddr,

    /// Where others find the page, where a proxy stands before it; may have a path.
    #[arg(long, value_name = "URL", env = "DAGSORDEN_BASE_URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Use the synonyms of this file [default: synonyms.toml in the index's folder, else the program's own].
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

fn base_url(typed: &str) -> Result<String, String> {
    let host = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.starts_with('/') && !typed.contains(['?', '#', ' ', '"', '<', '@']) => {
            Ok(typed.to_owned())
        }
        _ => Err("expected an address such as https://intra.example.dk/dagsorden".to_owned()),
    }
}
