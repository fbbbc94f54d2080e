//! Streamed answers, so none has to fit into memory.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Bytes of a piece, and pieces queued for a slow client: 256 KB of memory each.
const PIECE: usize = 64 << 10;
const WAITING: usize = 4;

/// A body written by `make` on a blocking thread. Writes wait for a slow client and fail once it is gone. If `make` fails, the
/// connection ends early, so nobody takes a part for the whole.
pub(super) fn body(make: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static) -> Body {
    let (send, pieces) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut pieces = Pieces { send, piece: Vec::with_capacity(PIECE) };
        if let Err(e) = make(&mut pieces).and_then(|()| pieces.flush()) {
            let _ = pieces.send.blocking_send(Err(e));
        }
    });
    Body::new(Received(pieces))
}

struct Pieces {
    send: Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.send.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

struct Received(Receiver<io::Result<Bytes>>);

impl HttpBody for Received {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn next(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
        let frame = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await?;
        Some(frame.map(|frame| frame.into_data().unwrap()))
    }

    #[tokio::test]
    async fn long_answer_comes_in_pieces_and_waits_for_who_reads() {
        let mut body = body(|out| (0..100).try_for_each(|n| out.write_all(&vec![n; PIECE / 2])));
        let mut bytes = Vec::new();
        while let Some(piece) = next(&mut body).await {
            let piece = piece.unwrap();
            assert!(piece.len() <= 2 * PIECE);
            bytes.extend_from_slice(&piece);
        }
        assert_eq!((bytes.len(), bytes.last()), (50 * PIECE, Some(&99)));
    }

    #[tokio::test]
    async fn answer_that_fails_does_not_end_as_if_it_were_whole() {
        let mut body = body(|out| {
            out.write_all(b"half")?;
            Err(io::Error::other("the index fails"))
        });
        assert!(next(&mut body).await.unwrap().is_err());
    }

    #[tokio::test]
    async fn writing_ends_when_the_client_is_gone() {
        let (told, ended) = tokio::sync::oneshot::channel();
        drop(body(move |out| {
            let written = (0..1_000).try_for_each(|_| out.write_all(&[0; PIECE]));
            let _ = told.send(written.is_err());
            written
        }));
        assert!(ended.await.unwrap());
    }
}
