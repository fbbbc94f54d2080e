//! Limits set by a worker for itself before it reads anything.

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Limits the memory of the process, and keeps the system from dumping it to disk after a crash.
#[cfg(unix)]
pub(super) fn limit_memory(mebibytes: u64) {
    let bytes = mebibytes.saturating_mul(1 << 20);
    // If the system refuses, the parent's time limit remains.
    let _ = setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum: Some(bytes) });
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Limits the processor time of the next task. The parent's clock ends it earlier; this limit matters if the parent is
/// gone.
#[cfg(unix)]
pub(super) fn limit_time(seconds: u64) {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let until = u64::try_from(used).unwrap_or_default().saturating_add(seconds).saturating_add(SPARE_SECONDS);
    let maximum = getrlimit(Resource::Cpu).maximum;
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(until), maximum });
}

/// More seconds than the parent waits, so the parent reports the cause first.
#[cfg(unix)]
const SPARE_SECONDS: u64 = 5;

#[cfg(not(unix))]
pub(super) fn limit_memory(_: u64) {}

#[cfg(not(unix))]
pub(super) fn limit_time(_: u64) {}
