//! Connections: how many, how slow they may be, and how it all ends.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;

use super::{Site, router};

/// Connections at once, well below the usual limit of 1024 file handles; further ones wait in the system's queue.
const CONNECTIONS: usize = 256;

/// How long a client may take to send the head of a request, the next one on an open connection too.
const HEAD: Duration = Duration::from_secs(15);

/// How long a connection lives at most, however slowly its client reads.
const CONNECTION: Duration = Duration::from_secs(300);

/// The longest head of a request, in bytes.
const HEAD_BYTES: usize = 32 * 1024;

/// Answers on a listener until Ctrl-C.
///
/// # Errors
///
/// Where the listener fails.
pub fn serve(listener: TcpListener, site: Site) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = router(Arc::new(site));
        tokio::select! {
            ended = accept(&listener, &router) => ended,
            stop = tokio::signal::ctrl_c() => stop,
        }
    })
}

async fn accept(listener: &tokio::net::TcpListener, router: &Router) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // The client hung up early, or no file handle is left: wait, then accept the next one.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let _place = place;
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_buf_size(HEAD_BYTES)
                .serve_connection(TokioIo::new(stream), service);
            // An early end concerns only the client.
            let _ = tokio::time::timeout(CONNECTION, connection).await;
        });
    }
}
