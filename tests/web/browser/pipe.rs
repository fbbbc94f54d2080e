//! Commands to the browser and its answers: JSON with a zero byte behind, over the browser's handles 3 and 4.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::PROGRAM;

/// How long the browser may think about one command: machines that build at the same time are slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// Gives the browser its pipes as the handles that it wants, and takes its folder away when it has ended: that is when the
/// pipes close, at the end of the test run.
const START: &str = r#"folder=$1; shift; "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1; rm -rf "$folder""#;

const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--remote-debugging-pipe",
    // It opens nothing but our own pages, and the sandbox does not start in a container or for root.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

/// A running browser.
pub(crate) struct Pipe {
    commands: Mutex<ChildStdin>,
    next: AtomicU64,
    inbox: Arc<Inbox>,
}

/// Who waits for what.
#[derive(Default)]
struct Inbox {
    answers: Mutex<HashMap<u64, Sender<Value>>>,
    events: Mutex<HashMap<String, Sender<Value>>>,
}

impl Pipe {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the browser").keep();
        let mut command = Command::new("sh");
        command.args(["-c", START, "sh"]).arg(&folder).arg(PROGRAM).args(ARGUMENTS);
        command.arg(format!("--user-data-dir={}", folder.display())).arg("about:blank");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a browser");
        let (commands, output) = (child.stdin.take().expect("its input"), child.stdout.take().expect("its output"));
        let inbox = Arc::new(Inbox::default());
        let theirs = Arc::clone(&inbox);
        thread::spawn(move || {
            theirs.fill(output);
            let _ = child.wait();
        });
        Self { commands: Mutex::new(commands), next: AtomicU64::new(1), inbox }
    }

    /// The answer to a command, to one page where `session` names it.
    ///
    /// # Errors
    ///
    /// The browser's words.
    pub(crate) fn send(&self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value, String> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let (send, answer) = channel();
        self.inbox.answers.lock().unwrap().insert(id, send);
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.commands.lock().unwrap().write_all(&bytes).map_err(|e| e.to_string())?;
        let mut answer = answer.recv_timeout(PATIENCE).map_err(|_| format!("{method}: the browser does not answer"))?;
        match answer.get("error") {
            Some(error) => Err(format!("{method}: {error}")),
            None => Ok(answer["result"].take()),
        }
    }

    /// What happens in a page from now on.
    pub(crate) fn events(&self, session: &str) -> Receiver<Value> {
        let (send, events) = channel();
        self.inbox.events.lock().unwrap().insert(session.to_owned(), send);
        events
    }
}

impl Inbox {
    fn fill(&self, output: ChildStdout) {
        let mut output = BufReader::new(output);
        let mut bytes = Vec::new();
        while output.read_until(0, &mut bytes).is_ok_and(|n| n > 0) {
            if let Ok(message) = serde_json::from_slice(bytes.strip_suffix(&[0]).unwrap_or(&bytes)) {
                self.deliver(message);
            }
            bytes.clear();
        }
        // Nobody is to wait for a browser that is gone.
        self.answers.lock().unwrap().clear();
        self.events.lock().unwrap().clear();
    }

    fn deliver(&self, message: Value) {
        let to = match message["id"].as_u64() {
            Some(id) => self.answers.lock().unwrap().remove(&id),
            None => message["sessionId"].as_str().and_then(|s| self.events.lock().unwrap().get(s).cloned()),
        };
        if let Some(to) = to {
            let _ = to.send(message);
        }
    }
}
