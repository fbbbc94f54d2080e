//! Patterns for names of documents, as in a shell.

use globset::GlobBuilder;

/// True where `pattern` matches the whole path or the file's own name: `*` matches any characters, `/` included, and
/// `?` matches one. Brackets and braces are literal because downloads are often called `referat[1].pdf`.
pub(super) fn names(pattern: &str, path: &str) -> bool {
    let path = path.replace('\\', "/");
    let file = path.rsplit('/').next().unwrap_or(&path);
    let literal = pattern.chars().map(|c| match c {
        '[' | '{' | '}' => format!("[{c}]"),
        c => c.to_string(),
    });
    let glob = GlobBuilder::new(&literal.collect::<String>()).literal_separator(false).backslash_escape(false).build();
    glob.is_ok_and(|glob| {
        let glob = glob.compile_matcher();
        glob.is_match(&path) || glob.is_match(file)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn star_and_question_mark_stand_for_others() {
        for (pattern, path, fit) in [
            ("*.txt", "a/b.txt", true),
            ("a/*", "a/b/c.txt", true),
            ("a/*", "a\\b.txt", true),
            ("b?.txt", "a/b1.txt", true),
            ("b?.txt", "a/b.txt", false),
            ("*a*b", "xaxxbxb", true),
            ("", "", true),
            ("referat", "referat.txt", false),
            ("referat[1].pdf", "a/referat[1].pdf", true),
            ("referat{a,b}*", "referat{a,b}.pdf", true),
            ("referat[1].pdf", "referat1.pdf", false),
        ] {
            assert_eq!(names(pattern, path), fit, "{pattern} {path}");
        }
    }
}
