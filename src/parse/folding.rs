//! Makes keys that find a heading or title again however its Danish letters were printed or misread.

/// One key for all usual spellings of a text: lower case, letters and digits only, æ, ø, å and their substitutes
/// folded.
///
/// `Økonomi`, `@konomi`, `OEKONOMI` and `Ø k o n o m i` share a key.
pub(super) fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let folded = match c {
            'æ' | 'é' | 'è' | 'ä' | '€' => 'e',
            'ø' | 'ö' | '@' => 'o',
            'å' | 'á' | 'à' => 'a',
            c if c.is_alphanumeric() => c,
            _ => continue,
        };
        match (out.chars().next_back(), folded) {
            // aa, ae, ee, oe are one letter.
            (Some('a'), 'a') | (Some('e'), 'e') => {}
            (Some('a'), 'e') => {
                out.pop();
                out.push('e');
            }
            (Some('o'), 'e') => {}
            _ => out.push(folded),
        }
    }
    out
}

/// A coarser key. It also folds letters misread by a scan: a, e, g and o into one, and I and 1 into l.
pub(super) fn blurred(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        let folded = match c {
            'a' | 'e' | 'g' | 'o' | '0' | '6' => 'o',
            'l' | 'i' | '1' | 't' | 'f' | 'j' => 'l',
            c => c,
        };
        if !(folded == 'o' && out.ends_with('o')) {
            out.push(folded);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_spellings_share_a_key() {
        for spelling in ["Økonomi", "@konomi", "OEKONOMI", "ø k o n o m i:"] {
            assert_eq!(key(spelling), "okonomi", "{spelling}");
        }
        assert_eq!(key("Lovgrundlag – link"), "lovgrundlaglink");
        assert_eq!(key("Faellessekretariatet"), key("Fællessekretariatet"));
        assert_eq!(key("Punkter til naeste møde"), key("Punkter til næste mode"));
    }

    #[test]
    fn misread_letters_share_a_blurred_key() {
        for scan in ["Hering", "Hgring", "Haring"] {
            assert_eq!(blurred(&key(scan)), blurred(&key("Høring")), "{scan}");
        }
    }
}
