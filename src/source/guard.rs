//! Foreign code kept from taking the program down: a panic in it becomes an [`Err`], and nothing reaches stderr.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

/// Readers descend into what a file nests: forms 20 deep, objects 512. That fits many times over.
const STACK_BYTES: usize = 64 << 20;

/// The work panicked, or could not be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GaveUp;

/// Runs `work` on a thread of its own with a large stack.
///
/// # Errors
///
/// Where the work panics or the system has no thread to give.
pub(super) fn run<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, GaveUp> {
    hush_guarded_threads();
    thread::scope(|scope| {
        let guarded = || {
            GUARDED.set(true);
            caught(work)
        };
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, guarded).map_err(|_| GaveUp)?;
        thread.join().unwrap_or(Err(GaveUp))
    })
}

/// Runs `work` here, on a guarded thread already, so that its panic costs itself alone.
///
/// # Errors
///
/// Where the work panics.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, GaveUp> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| GaveUp)
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// The panic message of a guarded thread is dropped; that of any other thread goes the way it went before.
fn hush_guarded_threads() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.try_with(Cell::get).unwrap_or(false) {
                usual(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_is_an_error() {
        assert_eq!(run(|| -> u8 { panic!("broken inside") }), Err(GaveUp));
        assert_eq!(run(|| 7), Ok(7));
    }

    #[test]
    fn caught_panic_leaves_the_rest_of_the_work() {
        let all = run(|| [caught(|| -> u8 { panic!("one page") }), caught(|| 7)]);
        assert_eq!(all, Ok([Err(GaveUp), Ok(7)]));
    }

    #[test]
    fn deep_recursion_fits() {
        fn depth(n: u32) -> u32 {
            let padding = std::hint::black_box([n; 64]);
            if n == 0 { 0 } else { 1 + depth(n - 1) + padding[63] - n }
        }
        assert_eq!(run(|| depth(50_000)), Ok(50_000));
    }
}
