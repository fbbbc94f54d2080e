//! Detects streams that unpack to more than any page holds.
//!
//! The first reader unpacks a stream as a whole, whatever its size. A megabyte of packed blanks becomes a gigabyte;
//! packed twice, a kilobyte does. Where the length makes that possible, the stream is first unpacked with a limit.

use hayro_syntax::object::{Array, Name, Object, Stream};
use hayro_syntax::page::Page;
use lopdf::{DecompressError, Dictionary, Error};

/// The largest content streams of real pages, of maps, unpack to some ten MiB.
const MAX_UNPACKED: usize = 256 << 20;
/// The highest ratio of deflate (RFC 1951: 258 bytes in 2 bits).
const MAX_RATIO: usize = 1032;

/// True where a page's content would fill the memory.
pub(super) fn is_bomb(page: &Page<'_>) -> bool {
    match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => is_bomb_stream(&stream),
        Some(Object::Array(streams)) => streams.iter::<Stream<'_>>().any(|stream| is_bomb_stream(&stream)),
        _ => false,
    }
}

/// True where this stream would.
pub(super) fn is_bomb_stream(stream: &Stream<'_>) -> bool {
    unpacks_beyond(filters(stream), &stream.raw_data(), MAX_UNPACKED)
}

fn unpacks_beyond(filters: Vec<String>, raw: &[u8], limit: usize) -> bool {
    let packed = filters.iter().filter(|name| matches!(name.as_str(), "FlateDecode" | "Fl")).count();
    if packed == 0 || packed == 1 && raw.len() <= limit / MAX_RATIO {
        return false;
    }
    let mut dictionary = Dictionary::new();
    let names = filters.into_iter().map(|name| lopdf::Object::Name(name.into_bytes()));
    dictionary.set("Filter", names.collect::<Vec<_>>());
    let unpacked = lopdf::Stream::new(dictionary, raw.to_vec()).decompressed_content_with_limit(limit);
    matches!(unpacked, Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })))
}

fn filters(stream: &Stream<'_>) -> Vec<String> {
    match stream.dict().get::<Object<'_>>("Filter") {
        Some(Object::Name(name)) => vec![name.as_str().to_owned()],
        Some(Object::Array(names)) => Array::iter::<Name<'_>>(&names).map(|name| name.as_str().to_owned()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(content: Vec<u8>) -> Vec<u8> {
        let mut stream = lopdf::Stream::new(Dictionary::new(), content);
        stream.compress().unwrap();
        stream.content
    }

    #[test]
    fn stream_that_unpacks_beyond_the_limit_is_a_bomb() {
        let limit = 1 << 20;
        let (small, large) = (packed(vec![b' '; limit]), packed(vec![b' '; 2 * limit]));
        let filters = |times| vec!["FlateDecode".to_owned(); times];
        assert!(!unpacks_beyond(filters(1), &small, limit));
        assert!(unpacks_beyond(filters(1), &large, limit));
        assert!(unpacks_beyond(filters(2), &packed(large), limit));
    }
}
