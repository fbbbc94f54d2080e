//! Patterns for names of documents, with `*` and `?` as in a shell.

/// True where `pattern` fits the whole path or the file's own name.
pub(super) fn names(pattern: &str, path: &str) -> bool {
    let path = path.replace('\\', "/");
    let file = path.rsplit('/').next().unwrap_or(&path);
    fits(pattern, &path) || fits(pattern, file)
}

/// `*` stands for any characters, `?` for one. Goes back to the last `*` alone, so that no pattern is slow.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => (p, t) = (p + 1, t + 1),
            _ => {
                let Some((at, from)) = star else { return false };
                star = Some((at, from + 1));
                (p, t) = (at + 1, from + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn star_and_question_mark_stand_for_others() {
        for (pattern, path, fit) in [
            ("*.txt", "a/b.txt", true),
            ("a/*", "a/b/c.txt", true),
            ("b?.txt", "a/b1.txt", true),
            ("b?.txt", "a/b.txt", false),
            ("*a*b", "xaxxbxb", true),
            ("", "", true),
            ("referat", "referat.txt", false),
        ] {
            assert_eq!(names(pattern, path), fit, "{pattern} {path}");
        }
    }
}
