//! The program as a server over an index.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{LazyLock, OnceLock};
use std::{fs, thread};

/// Runs its arguments until its standard input ends: a server does not outlive the test that started it, however that ends.
const UNTIL_INPUT_ENDS: &str = r#""$@" </dev/null & read -r _; kill $! 2>/dev/null; wait"#;

/// `dagsorden serve` on a free port. It ends with this value.
pub(crate) struct Server {
    child: Child,
    input: Option<ChildStdin>,
    /// `http://127.0.0.1:40123`, without a stroke at its end.
    origin: String,
}

impl Server {
    /// Serves an index, with further arguments.
    pub(crate) fn start(index: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", UNTIL_INPUT_ENDS, "sh"]).arg(program());
        command.args(["serve", "--addr", "127.0.0.1:0", "--index"]).arg(index).args(arguments);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a shell");
        let mut said = BufReader::new(child.stderr.take().expect("its standard error"));
        let origin = origin(&mut said);
        // A server whose pipe is full would wait for us.
        thread::spawn(move || said.read_to_end(&mut Vec::new()));
        Self { input: child.stdin.take(), child, origin }
    }

    /// The address of a page: `/search?q=herberg`.
    pub(crate) fn address(&self, page: &str) -> String {
        format!("{}{page}", self.origin)
    }

    /// Where it listens: `127.0.0.1:40123`.
    pub(crate) fn listens(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// It says `serving FOLDER on http://127.0.0.1:40123/`.
fn origin(said: &mut impl BufRead) -> String {
    let mut before = String::new();
    for line in said.lines() {
        let line = line.expect("it prints UTF-8");
        if let Some((_, address)) = line.split_once(" on http://") {
            return format!("http://{}", address.split_once('/').map_or(address, |(host, _)| host));
        }
        before += &line;
    }
    panic!("expected a server, but it ended: {before}");
}

pub(crate) fn program() -> PathBuf {
    env!("CARGO_BIN_EXE_dagsorden").into()
}

/// The server that tests share, over the sample archive.
pub(crate) fn shared() -> &'static Server {
    static SERVER: LazyLock<Server> = LazyLock::new(|| Server::start(archive(), &[]));
    &SERVER
}

/// An index of the sample archive, built once in a run.
pub(crate) fn archive() -> &'static Path {
    static ARCHIVE: OnceLock<PathBuf> = OnceLock::new();
    ARCHIVE.get_or_init(|| build("archive", &Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")))
}

/// An index of a folder's documents, under a name of its own.
pub(crate) fn build(name: &str, documents: &Path) -> PathBuf {
    let index = Path::new(env!("CARGO_TARGET_TMPDIR")).join("web").join(name);
    let _ = fs::remove_dir_all(&index);
    let mut command = Command::new(program());
    let indexed = command.args(["index", "--quiet", "--index"]).arg(&index).arg(documents).output();
    let indexed = indexed.expect("the program runs");
    assert!(indexed.status.success(), "{}", String::from_utf8_lossy(&indexed.stderr));
    index
}
