//! Requests that mean harm, byte for byte on a connection: refused or harmless, and the next one is answered.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::server;

/// A head that nobody takes longer for than this is sent by somebody who means harm; the server says 15 seconds.
const HEAD: Duration = Duration::from_secs(15);

fn connect() -> TcpStream {
    let stream = TcpStream::connect(server::shared().listens()).expect("the server listens");
    stream.set_read_timeout(Some(HEAD + Duration::from_secs(15))).expect("a limit");
    stream
}

/// All that comes back until the server closes. The client stays: of one that is gone nobody waits for the answer.
fn answer(request: &[u8]) -> String {
    let mut stream = connect();
    // The server may refuse it before all of it is sent.
    let _ = stream.write_all(request);
    all(&mut stream)
}

/// The same of a client that says that it is done.
fn answer_to_the_end(request: &[u8]) -> String {
    let mut stream = connect();
    let _ = stream.write_all(request);
    let _ = stream.shutdown(Shutdown::Write);
    all(&mut stream)
}

fn all(stream: &mut TcpStream) -> String {
    let (mut said, mut part) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(n) => said.extend_from_slice(&part[..n]),
            Err(e) if matches!(e.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => break,
            Err(e) => panic!("the server neither answers nor closes: {e}"),
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

/// The status of the first answer, and how many answers there are.
fn statuses(said: &str) -> Vec<u16> {
    let lines = said.lines().filter(|l| l.starts_with("HTTP/1."));
    lines.filter_map(|l| l.split_whitespace().nth(1)?.parse().ok()).collect()
}

fn status(request: &str) -> u16 {
    let said = answer(request.as_bytes());
    statuses(&said).first().copied().unwrap_or_else(|| panic!("{request:.80}: no answer"))
}

#[test]
fn usual_requests_are_answered() {
    assert_eq!(status("GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), 200);
    assert_eq!(status("GET /api/v1/status HTTP/1.0\r\nHost: localhost\r\n\r\n"), 200);
    assert_eq!(status("HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"), 200);
}

#[test]
fn path_does_not_lead_out_of_the_archive() {
    for path in [
        "/../../../etc/passwd",
        "/original/../../etc/passwd",
        "/assets/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/%2e%2e/x",
    ] {
        let said = answer(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes());
        assert_eq!(statuses(&said), [404], "{path}: {said}");
        assert!(!said.contains("root:"));
    }
}

#[test]
fn target_in_absolute_form_is_taken_at_its_word() {
    let ask = |target: &str, host: &str| {
        status(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    };
    assert_eq!(ask("http://evil.example/api/v1/status", "localhost"), 421);
    assert_eq!(ask("http://localhost/api/v1/status", "localhost"), 200);
    assert_eq!(ask("/api/v1/status", "evil.example"), 421);
    assert_eq!(status("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400, "no host at all");
    assert!(status("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n") >= 400);
    assert!(status("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n") >= 400);
}

#[test]
fn head_that_is_too_large_is_refused() {
    let large = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    assert_eq!(status(&large), 431);
    let long = format!("GET /search?q={} HTTP/1.1\r\nHost: localhost\r\n\r\n", "x".repeat(100_000));
    assert!(matches!(status(&long), 414 | 431));
    let facets: String = (0..10_000).map(|n| format!("body=b{n}&")).collect();
    let facets = format!("GET /search?{facets} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(matches!(status(&facets), 414 | 431));
    let many: String = (0..2_000).map(|n| format!("X-{n}: y\r\n")).collect();
    assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n")), 431);
}

#[test]
fn request_that_a_proxy_may_read_in_two_ways_is_refused() {
    let behind = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for head in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 4\r\nContent-Length: 49\r\n\r\nabcd",
        "Content-Length : 4\r\n\r\nabcd",
        "Content-Length: +4\r\n\r\nabcd",
        "Content-Length: 4\r\n\r\nabcd",
    ] {
        let said = answer(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{head}{behind}").as_bytes());
        assert_eq!(statuses(&said), [400], "{head:?}: {said}");
    }
}

#[test]
fn nonsense_is_refused_and_the_server_lives() {
    for nonsense in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: local\x00host\r\n\r\n",
        b"GET / HTTP/1.1\r\n folded: x\r\n\r\n",
        b"\r\n\r\n\r\n\r\n",
        b"GET",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let found = statuses(&answer_to_the_end(nonsense));
        assert!(found.is_empty() || found[0] >= 400, "{nonsense:?}: {found:?}");
    }
    usual_requests_are_answered();
}

#[test]
fn client_that_never_ends_its_head_is_let_go_and_holds_nobody_up() {
    let slow: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ").expect("a connection");
            stream
        })
        .collect();
    let start = Instant::now();
    usual_requests_are_answered();
    assert!(start.elapsed() < HEAD, "the others wait");
    thread::spawn(move || {
        slow.into_iter().for_each(|mut stream| assert!(!all(&mut stream).starts_with("HTTP/1.1 200")));
    })
    .join()
    .expect("each is closed");
    assert!(start.elapsed() < 2 * HEAD + Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn body_that_never_comes_is_not_waited_for() {
    let start = Instant::now();
    let mut stream = connect();
    stream
        .write_all(b"POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
        .expect("a connection");
    assert_eq!(statuses(&all(&mut stream)), [400]);
    assert!(start.elapsed() < HEAD, "{:?}", start.elapsed());
}

#[test]
fn many_connections_are_served() {
    let asked = (0..200).map(|_| {
        thread::spawn(|| status("GET /api/v1/suggest?q=ta HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    });
    let answers: Vec<u16> = asked.collect::<Vec<_>>().into_iter().map(|t| t.join().expect("an answer")).collect();
    assert!(answers.iter().all(|s| matches!(s, 200 | 503)), "{answers:?}");
}
