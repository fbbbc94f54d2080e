//! `dagsorden serve`.

use std::net::{SocketAddr, TcpListener};

use super::args::ServeArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{input, synonyms, today};
use crate::web::{self, Settings, Site};

/// Serves the page until Ctrl-C.
pub(super) fn run(args: &ServeArgs, console: &Console) -> Result<Exit, Failure> {
    let folder = &args.index.folder;
    let settings = Settings {
        index: folder.clone(),
        base_url: args.base_url.clone(),
        local: args.addr.ip().is_loopback(),
        synonyms: synonyms::own(args.synonyms.as_deref(), folder)?,
        reader: input::reader_with_index(&args.reading, Some(folder))?,
        today,
    };
    let site = Site::open(settings)?;
    let listener = listen(args.addr)?;
    let address = listener.local_addr().unwrap_or(args.addr);
    if !address.ip().is_loopback() {
        console.remark(format_args!(
            "{address}: everybody who reaches this machine can read the archive, closed items too\nhint: put a proxy \
             with a login before it, or leave --addr out"
        ));
    }
    console.remark(format_args!("serving {} on http://{address}{}/", folder.display(), site.links.prefix()));
    web::serve(listener, site).map_err(|e| Failure::Message(format!("{address}: cannot be served: {e}")))?;
    Ok(Exit::Done)
}

fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|e| {
        Failure::new(format_args!("{address}: cannot be listened on: {e}"), "name another with --addr 127.0.0.1:8676")
    })
}
