//! The parent's side: idle workers, and the cause of a worker's end.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use super::wire::{self, Kind};
use super::{COMMAND, Task};
use crate::source::Reason;
use crate::source::progress::PartialDocument;

/// A worker is replaced after this many files, which bounds memory that the allocator does not return.
const TASKS_PER_WORKER: u32 = 500;
/// The part of a dying worker's error output that is examined, in bytes: enough for the messages of the runtime and the
/// allocator.
const MAX_STDERR: u64 = 8 << 10;

/// Workers with one memory limit. They are started when needed, one per concurrent thread.
#[derive(Debug)]
pub(in crate::source) struct Pool {
    program: PathBuf,
    mebibytes: u64,
    idle: Mutex<Vec<Worker>>,
}

/// Why a task has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) enum Failure {
    /// The file crashed the worker or exceeded the time limit.
    Fatal(Reason),
    /// No worker can be started; the system's message.
    NoWorker(String),
}

impl Pool {
    pub(crate) fn new(program: PathBuf, mebibytes: u64) -> Self {
        Self { program, mebibytes, idle: Mutex::default() }
    }

    /// Runs one task. The worker is kept for the next one, unless it ended.
    ///
    /// # Errors
    ///
    /// If there is no answer.
    pub(crate) fn run<T: DeserializeOwned>(&self, task: &Task) -> Result<T, Failure> {
        self.run_in_parts(task, &mut |_| ())
    }

    /// The same; `take` receives finished parts of the answer early, and the answer continues after them.
    ///
    /// # Errors
    ///
    /// If there is no answer. Parts given to `take` remain valid.
    pub(crate) fn run_in_parts<T: DeserializeOwned>(
        &self,
        task: &Task,
        take: &mut dyn FnMut(PartialDocument),
    ) -> Result<T, Failure> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = match idle {
            Some(worker) => worker,
            None => Worker::start(&self.program, self.mebibytes).map_err(|e| Failure::NoWorker(e.to_string()))?,
        };
        match worker.answer(task, take) {
            Ok(content) => {
                let answer = wire::decode(&content);
                if answer.is_some() && worker.tasks < TASKS_PER_WORKER {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                }
                answer.ok_or_else(|| Failure::Fatal(Reason::Crashed("its answer makes no sense".into())))
            }
            Err(End::TimedOut) => Err(Failure::Fatal(Reason::TimedOut { seconds: task.seconds })),
            Err(End::Died) => Err(Failure::Fatal(worker.cause_of_end(self.mebibytes))),
        }
    }
}

/// How a worker failed its task.
enum End {
    TimedOut,
    Died,
}

/// A message from a worker, its end, or the error that kept it from being read.
type Answer = io::Result<Option<(Kind, Vec<u8>)>>;

/// One process. It ends with this value.
#[derive(Debug)]
struct Worker {
    child: Child,
    /// Taken when the worker is asked to end.
    requests: Option<ChildStdin>,
    answers: Receiver<Answer>,
    tasks: u32,
}

impl Worker {
    fn start(program: &PathBuf, mebibytes: u64) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(COMMAND).arg(mebibytes.to_string()).env("RUST_BACKTRACE", "0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let requests = child.stdin.take();
        let mut output = child.stdout.take().ok_or_else(|| io::Error::other("the worker has no output"))?;
        let (send, answers) = channel();
        thread::Builder::new().name("answers".into()).spawn(move || {
            loop {
                let answer = wire::unframe(&mut output);
                let is_end = !matches!(answer, Ok(Some(_)));
                if send.send(answer).is_err() || is_end {
                    return;
                }
            }
        })?;
        Ok(Self { child, requests, answers, tasks: 0 })
    }

    fn answer(&mut self, task: &Task, take: &mut dyn FnMut(PartialDocument)) -> Result<Vec<u8>, End> {
        self.tasks += 1;
        let requests = self.requests.as_mut().ok_or(End::Died)?;
        wire::frame(requests, Kind::Answer, &wire::encode(task)).map_err(|_| End::Died)?;
        let until = Instant::now() + Duration::from_secs(task.seconds);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.answers.recv_timeout(left) {
                Ok(Ok(Some((Kind::Answer, content)))) => return Ok(content),
                Ok(Ok(Some((Kind::Part, content)))) => take(wire::decode(&content).ok_or(End::Died)?),
                Ok(_) | Err(RecvTimeoutError::Disconnected) => return Err(End::Died),
                Err(RecvTimeoutError::Timeout) => return Err(End::TimedOut),
            }
        }
    }

    /// The cause of a worker's death, from its output and the signal.
    fn cause_of_end(&mut self, mebibytes: u64) -> Reason {
        // A living worker sent an invalid answer.
        let _ = self.child.kill();
        let status = self.child.wait().map(|s| s.to_string()).unwrap_or_default();
        let mut words = Vec::new();
        if let Some(stderr) = self.child.stderr.take() {
            let _ = stderr.take(MAX_STDERR).read_to_end(&mut words);
        }
        cause(&String::from_utf8_lossy(&words), &status, mebibytes)
    }
}

/// Rust's runtime and the allocator print the first two before they abort.
fn cause(words: &str, status: &str, mebibytes: u64) -> Reason {
    if words.contains("memory allocation of") || words.contains("out of memory") {
        Reason::OutOfMemory { mebibytes }
    } else if words.contains("overflowed its stack") {
        Reason::Crashed("it nests too deep".into())
    } else {
        Reason::Crashed(status.to_owned())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // An idle worker ends with its input; a busy one would not.
        drop(self.requests.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::worker::{Input, ReadAnswer, TaskKind};

    fn task(seconds: u64) -> Task {
        Task { kind: TaskKind::Read { from: 1, one_by_one: false }, input: Input::File("a.pdf".into()), seconds }
    }

    #[test]
    fn cause_of_death_is_told() {
        assert_eq!(cause("memory allocation of 9 bytes failed", "", 7), Reason::OutOfMemory { mebibytes: 7 });
        assert_eq!(cause("thread 'x' has overflowed its stack", "", 7), Reason::Crashed("it nests too deep".into()));
        assert_eq!(cause("", "signal: 11 (SIGSEGV)", 7), Reason::Crashed("signal: 11 (SIGSEGV)".into()));
    }

    #[test]
    fn program_that_is_not_there_is_no_fault_of_the_file() {
        let pool = Pool::new("/no/such/program".into(), 64);
        assert!(matches!(pool.run::<ReadAnswer>(&task(1)), Err(Failure::NoWorker(_))));
    }

    #[cfg(unix)]
    fn script(body: &str) -> (tempfile::TempDir, PathBuf) {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("worker");
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        (folder, path)
    }

    #[cfg(unix)]
    #[test]
    fn worker_that_never_answers_is_ended_at_the_limit() {
        let (_folder, program) = script("exec sleep 100");
        let found = Pool::new(program, 64).run::<ReadAnswer>(&task(1));
        assert_eq!(found, Err(Failure::Fatal(Reason::TimedOut { seconds: 1 })));
    }

    #[cfg(unix)]
    #[test]
    fn worker_that_dies_costs_the_file() {
        let (_folder, program) = script("echo memory allocation of 5 bytes failed >&2; kill -ABRT $$");
        let found = Pool::new(program, 64).run::<ReadAnswer>(&task(20));
        assert_eq!(found, Err(Failure::Fatal(Reason::OutOfMemory { mebibytes: 64 })));
    }

    #[cfg(unix)]
    #[test]
    fn answer_that_is_none_costs_the_file() {
        let (_folder, program) = script("echo nonsense that is longer than a head; exec sleep 100");
        let found = Pool::new(program, 64).run::<ReadAnswer>(&task(20));
        assert!(matches!(found, Err(Failure::Fatal(Reason::Crashed(_)))), "{found:?}");
    }
}
