//! Danish text → words: exact, inflected, parts of compounds, broken spellings, all at one position.
