//! What can be typed, a command each.

use std::process::ExitCode;

/// Runs the command line and gives the exit code: 0 found or done, 1 nothing found, 2 an error.
pub fn main() -> ExitCode {
    ExitCode::from(2)
}
