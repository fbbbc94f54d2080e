//! The stored form of pairing exceptions: 24 bytes each.

use crate::index::pairing::Exception;

/// Day, key and pair, 8 bytes each.
const BYTES: usize = 24;

/// Encodes the exceptions.
pub(crate) fn encode_pairs(exceptions: &[Exception]) -> Vec<u8> {
    let row = |e: &Exception| [e.day.to_le_bytes(), e.key.to_le_bytes(), e.pair.to_le_bytes()].concat();
    exceptions.iter().flat_map(row).collect()
}

/// Decodes exceptions. An incomplete row at the end is ignored.
pub(crate) fn decode_pairs(bytes: &[u8]) -> Vec<Exception> {
    let number = |row: &[u8], at: usize| {
        let mut eight = [0; 8];
        eight.copy_from_slice(&row[at..at + 8]);
        u64::from_le_bytes(eight)
    };
    let exception =
        |row: &[u8]| Exception { day: number(row, 0).cast_signed(), key: number(row, 8), pair: number(row, 16) };
    bytes.chunks_exact(BYTES).map(exception).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_come_back_as_they_went_in() {
        let all = [(20240301, 1, u64::MAX), (-1, 0, 7)].map(|(day, key, pair)| Exception { day, key, pair });
        let bytes = encode_pairs(&all);
        assert_eq!((bytes.len(), decode_pairs(&bytes)), (2 * BYTES, all.to_vec()));
        assert_eq!(decode_pairs(&bytes[..30]), all[..1]);
    }
}
