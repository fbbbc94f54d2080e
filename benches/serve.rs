//! How fast the site answers over a made-up archive of 100,000 items.
//!
//! `cargo bench --bench serve`. The router is served on a loopback port, and two connections ask together for fifty answers
//! a second, for twenty seconds, with what a user does: types words, counts a facet, turns the page. Printed are the median
//! and the 99th percentile from sending to the last byte, late starts included, the bytes of a page of hits, and the memory
//! of the process. Then a page of a real document is drawn, and given again. `DAGSORDEN_ITEMS` and `DAGSORDEN_SECONDS` make it
//! smaller.

mod archive;

use std::env;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use archive::{ITEMS, archive, build};
use dagsorden::source::{Limits, Reader, worker};
use dagsorden::web::{Settings, Site, serve};
use jiff::civil::date;

/// Answers a second, from all connections together.
const RATE: u32 = 50;
const CONNECTIONS: u32 = 2;

/// What is asked for, one after the other.
const ASKED: [&str; 16] = [
    "/search?q=takst",
    "/search?q=herberg",
    "/search?q=budget+skole",
    "/search?q=%22social+takst%22",
    "/search?q=psykiatriplads",
    "/search?q=b%C3%B8rneomr%C3%A5de&municipality=Viborg",
    "/search?q=plan&body=Socialudvalget",
    "/search?q=aftale&topic=%2Fsocial",
    "/search?q=bolig&from=2015&to=2019",
    "/search?q=kultur&page=2",
    "/search?q=milj%C3%B8&page=5&sort=-date",
    "/search?q=udvalg*",
    "/search?q=sundhd",
    "/search?q=teknik+-plan",
    "/search?municipality=Skive",
    "/",
];

fn number(name: &str, default: usize) -> usize {
    env::var(name).ok().and_then(|typed| typed.parse().ok()).unwrap_or(default)
}

fn main() -> ExitCode {
    let mut arguments = env::args_os();
    if arguments.nth(1).is_some_and(|first| first == worker::COMMAND) {
        return worker::serve(arguments).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let (items, seconds) = (number("DAGSORDEN_ITEMS", 100_000), number("DAGSORDEN_SECONDS", 20));
    let folder = tempfile::tempdir().expect("a folder for the index");
    build(folder.path(), &archive(items.div_ceil(ITEMS)));
    let address = start(folder.path());
    println!("{items} items, {RATE} answers a second from {CONNECTIONS} connections for {seconds} s");
    load(&address, seconds as u32);
    let hits = get(&address, ASKED[0]);
    println!("a page of hits: {} bytes", hits.len());
    println!("memory: {} MiB now, {} MiB at most", memory("VmRSS:"), memory("VmHWM:"));
    pictures();
    ExitCode::SUCCESS
}

/// Serves an index on a port of its own until the process ends.
fn start(index: &Path) -> String {
    let program = env::current_exe().expect("the path of this program");
    let settings = Settings {
        index: index.to_owned(),
        base_url: None,
        local: true,
        synonyms: None,
        reader: Reader::isolated(program, Limits::default()),
        today: || date(2026, 1, 1),
    };
    let site = Site::open(settings).expect("the index just built");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("a port").to_string();
    thread::spawn(move || serve(listener, site));
    address
}

/// Asks at the rate and prints how long answers took.
fn load(address: &str, seconds: u32) {
    // The first answers of all read the index from the disk.
    ASKED.iter().for_each(|asked| drop(get(address, asked)));
    let step = Duration::from_secs(1) * CONNECTIONS / RATE;
    let asking = (0..CONNECTIONS).map(|n| {
        let address = address.to_owned();
        thread::spawn(move || {
            let mut connection = Connection::to(&address);
            let start = Instant::now() + step * n / CONNECTIONS;
            let due = (0..seconds * RATE / CONNECTIONS).map(|k| (k, start + step * k));
            due.map(|(k, due)| {
                thread::sleep(due.saturating_duration_since(Instant::now()));
                connection.get(ASKED[((k * CONNECTIONS + n) as usize) % ASKED.len()]);
                due.elapsed()
            })
            .collect::<Vec<_>>()
        })
    });
    let asking: Vec<_> = asking.collect();
    let mut times: Vec<Duration> = asking.into_iter().flat_map(|t| t.join().expect("answers")).collect();
    times.sort_unstable();
    let share = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    let slowest = times.last().copied().unwrap_or_default();
    println!(
        "{} answers: median {:.1?}, 99th percentile {:.1?}, slowest {slowest:.1?}",
        times.len(),
        share(50),
        share(99)
    );
}

/// Draws a page of a document of the sample archive for the first time and once more.
fn pictures() {
    let (folder, document) = (tempfile::tempdir().expect("a folder"), sample());
    let index = dagsorden_bin(folder.path(), &document);
    if !index {
        println!("no pictures: build the program first, `cargo build --release --bins`");
        return;
    }
    let address = start(folder.path());
    let name = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for (page, words) in [(1, "takst"), (1, "takst"), (1, "udvalg"), (2, "udvalg"), (2, "udvalg")] {
        let begin = Instant::now();
        let bytes = get(&address, &format!("/picture/{page}/{name}?q={words}&width=900")).len();
        println!("picture of page {page} with {words}: {:.1?}, {bytes} bytes", begin.elapsed());
    }
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/koebenhavn/koebenhavn-socialudvalg-2023.pdf")
}

/// Indexes a document by the program that lies beside this one.
fn dagsorden_bin(folder: &Path, document: &Path) -> bool {
    let beside = |path: PathBuf| path.parent().and_then(Path::parent).map(|p| p.join("dagsorden"));
    let Some(program) = env::current_exe().ok().and_then(beside).filter(|p| p.exists()) else { return false };
    let mut command = std::process::Command::new(program);
    command.args(["index", "--quiet", "--index"]).arg(folder).arg(document);
    command.status().is_ok_and(|s| s.success())
}

fn get(address: &str, target: &str) -> Vec<u8> {
    Connection::to(address).get(target)
}

/// A connection that stays open.
struct Connection(TcpStream);

impl Connection {
    fn to(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket");
        Self(stream)
    }

    /// The body of an answer, which has to be a good one.
    fn get(&mut self, target: &str) -> Vec<u8> {
        write!(self.0, "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a connection");
        let (mut said, mut part) = (Vec::new(), [0; 16 << 10]);
        loop {
            let n = self.0.read(&mut part).expect("an answer");
            assert!(n > 0, "{target}: the connection was closed");
            said.extend_from_slice(&part[..n]);
            let Some(head) = said.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
            let text = String::from_utf8_lossy(&said[..head]).to_lowercase();
            assert!(text.starts_with("http/1.1 200"), "{target}: {text}");
            let length = text.lines().find_map(|l| l.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
            let length = length.unwrap_or_else(|| panic!("{target}: expected a length, but found {text}"));
            if said.len() >= head + 4 + length {
                return said.split_off(head + 4);
            }
        }
    }
}

/// MiB of this process, by the system's own words (Linux).
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|l| l.strip_prefix(line)?.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}
