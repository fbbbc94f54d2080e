//! Runs foreign code so that it cannot take the program down: a panic becomes an [`Err`], and nothing reaches stderr.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

/// Stack size for readers, which recurse into nested content: 20 levels of forms, 512 of objects. This holds many times
/// that.
const STACK_BYTES: usize = 64 << 20;

/// The work panicked, or could not be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs `work` on a thread of its own with a large stack.
///
/// # Errors
///
/// Where the work panics or the system has no thread to give.
pub(super) fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Panicked> {
    hush_guarded_threads();
    thread::scope(|scope| {
        let guarded = || {
            GUARDED.set(true);
            in_place(work)
        };
        let thread =
            thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, guarded).map_err(|_| Panicked)?;
        thread.join().unwrap_or(Err(Panicked))
    })
}

/// Runs `work` here, on a guarded thread already, so that its panic costs itself alone.
///
/// # Errors
///
/// Where the work panics.
pub(super) fn in_place<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| Panicked)
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// The panic message of a guarded thread is dropped; other threads keep the previous hook.
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
        assert_eq!(on_own_thread(|| -> u8 { panic!("broken inside") }), Err(Panicked));
        assert_eq!(on_own_thread(|| 7), Ok(7));
    }

    #[test]
    fn caught_panic_leaves_the_rest_of_the_work() {
        let all = on_own_thread(|| [in_place(|| -> u8 { panic!("one page") }), in_place(|| 7)]);
        assert_eq!(all, Ok([Err(Panicked), Ok(7)]));
    }

    #[test]
    fn deep_recursion_fits() {
        fn depth(n: u32) -> u32 {
            let padding = std::hint::black_box([n; 64]);
            if n == 0 { 0 } else { 1 + depth(n - 1) + padding[63] - n }
        }
        assert_eq!(on_own_thread(|| depth(50_000)), Ok(50_000));
    }
}
