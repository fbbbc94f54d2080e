//! What a worker may use up, set by itself before it reads anything.

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Limits the process to so much memory, and keeps the system from writing its memory to disk when it dies.
#[cfg(unix)]
pub(super) fn limit_memory(mebibytes: u64) {
    let bytes = mebibytes.saturating_mul(1 << 20);
    // A system that refuses leaves the limit on time, which the parent keeps.
    let _ = setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum: Some(bytes) });
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Limits the next task to so much processor time. The parent's clock ends it before; this one counts where the parent
/// is gone.
#[cfg(unix)]
pub(super) fn limit_time(seconds: u64) {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let until = u64::try_from(used).unwrap_or_default().saturating_add(seconds).saturating_add(SPARE_SECONDS);
    let maximum = getrlimit(Resource::Cpu).maximum;
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(until), maximum });
}

/// More than the parent waits, so that the parent tells what happened.
#[cfg(unix)]
const SPARE_SECONDS: u64 = 5;

#[cfg(not(unix))]
pub(super) fn limit_memory(_: u64) {}

#[cfg(not(unix))]
pub(super) fn limit_time(_: u64) {}
