//! What is on disk: the schema, the version of the format and its history.
//!
//! | version | since | change |
//! | --- | --- | --- |
//! | 1 | 0.1.0 | the first |

/// The version that is written, and the only one that is read.
pub const VERSION: u32 = 1;
