//! A disk that takes no more.

use std::process::{Command, Output, Stdio};

use crate::archive::{Archive, fingerprint, whole};

/// Indexes with a limit on the size of files, in blocks of 512 bytes or of 1024, as the shell has it.
#[cfg(unix)]
fn build_limited(archive: &Archive, blocks: u32, more: &[&str]) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let command = archive.command(&archive.index(), more);
    let mut limited = Command::new("sh");
    limited.args(["-c", &script, "sh"]).arg(command.get_program()).args(command.get_args());
    limited.stdin(Stdio::null()).output().expect("it runs")
}

fn check_told(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("expected room for the index, but found none: "), "{said}");
    assert!(said.contains("hint: the index is as it was before; make room and run it again"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[cfg(unix)]
#[test]
fn full_disk_is_told_and_the_last_commit_stays() {
    let archive = Archive::new(0..20);
    archive.build(&[]);
    let before = (whole(&archive.index()), fingerprint(&archive.index()));
    archive.add(20..60);
    for (blocks, more) in [(1, &[][..]), (16, &[][..]), (40, &[][..]), (16, &["--rebuild"][..])] {
        check_told(&build_limited(&archive, blocks, more));
        assert_eq!((whole(&archive.index()), fingerprint(&archive.index())), before, "{blocks} blocks {more:?}");
    }
    archive.build(&[]);
    assert_eq!(whole(&archive.index()).0, 60, "and with room again the next run completes it");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the right to mount; tests/reliability.sh runs it"]
fn small_file_system_that_fills_up_is_told_and_the_last_commit_stays() {
    let archive = Archive::new(0..200);
    let disk = archive.dir.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(&disk).status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("skipped: no right to mount a file system");
        return;
    }
    let ended = std::panic::catch_unwind(|| {
        let index = disk.join("ix");
        let build = || archive.command(&index, &[]).stderr(Stdio::piped()).output().expect("it runs");
        assert!(build().status.success());
        let before = (whole(&index), fingerprint(&index));
        archive.add(200..4_000);
        check_told(&build());
        assert_eq!((whole(&index), fingerprint(&index)), before);
        println!("a file system of 2 MiB filled up: told, and the last commit is as it was");
    });
    let _ = Command::new("umount").arg(&disk).status();
    ended.expect("told and left as it was");
}
