//! Turns drawn glyphs into written letters: ligatures, accents drawn over their letters, simulated bold.

use unicode_normalization::char::compose;

use super::glyph::Glyph;

/// The same text in plain letters, in the same order.
pub(super) fn plain(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut letters: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        for letter in written(glyph) {
            match letters.last_mut() {
                Some(last) if is_redrawn(last, &letter) => last.style.bold = true,
                Some(last) => match accented(last, &letter) {
                    Some(whole) => *last = whole,
                    None => letters.push(letter),
                },
                None => letters.push(letter),
            }
        }
    }
    letters
}

/// One glyph's letters: a ligature has several, a control character none.
fn written(glyph: &Glyph) -> impl Iterator<Item = Glyph> {
    let letters = match glyph.ch {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => "",
    };
    let width = glyph.advance / letters.len().max(1) as f32;
    let parts = letters.chars().enumerate();
    let parts = parts.map(move |(i, ch)| Glyph { ch, x: glyph.x + i as f32 * width, advance: width, ..*glyph });
    let single = letters.is_empty().then_some(Glyph { ch: plain_character(glyph.ch), ..*glyph });
    single.filter(|g| !g.ch.is_control() && !is_invisible(g.ch)).into_iter().chain(parts)
}

fn plain_character(ch: char) -> char {
    match ch {
        '\t' | '\u{a0}' | '\u{202f}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        // The bullets of Symbol and Wingdings, as word processors map them into the private-use area.
        '\u{f0b7}' | '\u{f0a7}' | '\u{f06c}' | '\u{f076}' | '\u{f0d8}' => '•',
        _ => ch,
    }
}

/// Zero-width marks that would disturb a search, and direction marks that could disturb a terminal.
fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The same glyph drawn again at nearly the same place: bold or a shadow without a bold font.
fn is_redrawn(last: &Glyph, next: &Glyph) -> bool {
    let near = 0.1 * last.size;
    last.ch == next.ch
        && !next.ch.is_whitespace()
        && last.turn == next.turn
        && next.advance > 2.0 * near
        && (last.x - next.x).abs() < near
        && (last.y - next.y).abs() < near
}

/// A letter and an accent drawn over it, in either order: TeX's oldest fonts have no å.
fn accented(first: &Glyph, second: &Glyph) -> Option<Glyph> {
    let (accent, letter) = match (combining(first.ch), combining(second.ch)) {
        (Some(_), None) => (first, second),
        (None, Some(_)) => (second, first),
        _ => return None,
    };
    let middle = |g: &Glyph| g.x + g.advance / 2.0;
    let over = first.turn == 0
        && (middle(accent) - middle(letter)).abs() < 0.25 * letter.size
        && (accent.y - letter.y).abs() < 0.5 * letter.size;
    let ch = compose(letter.ch, combining(accent.ch)?)?;
    over.then_some(Glyph { ch, ..*letter })
}

/// The combining mark for a standalone accent.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '\u{300}'..='\u{36f}' => accent,
        '˚' | '°' => '\u{30a}',
        '´' => '\u{301}',
        '`' => '\u{300}',
        '¨' => '\u{308}',
        'ˆ' => '\u{302}',
        '˜' => '\u{303}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Style;
    use super::*;

    fn glyph(ch: char, x: f32) -> Glyph {
        Glyph { ch, x, y: 100.0, advance: 5.0, size: 10.0, turn: 0, style: Style::default() }
    }

    fn text(glyphs: &[Glyph]) -> String {
        plain(glyphs).iter().map(|g| g.ch).collect()
    }

    #[test]
    fn ring_drawn_over_a_is_one_letter() {
        assert_eq!(text(&[glyph('˚', 10.0), glyph('a', 10.2), glyph('r', 15.0)]), "år");
        assert_eq!(text(&[glyph('e', 10.0), glyph('´', 10.4)]), "é");
    }

    #[test]
    fn degree_sign_beside_a_letter_stays() {
        assert_eq!(text(&[glyph('5', 5.0), glyph('°', 10.0), glyph('C', 15.0)]), "5°C");
    }

    #[test]
    fn ligature_is_spelt_out_and_shares_its_width() {
        let letters = plain(&[glyph('ﬁ', 10.0)]);
        assert_eq!(letters.iter().map(|g| (g.ch, g.x)).collect::<Vec<_>>(), [('f', 10.0), ('i', 12.5)]);
    }

    #[test]
    fn glyph_drawn_twice_is_bold() {
        let letters = plain(&[glyph('A', 10.0), glyph('A', 10.3), glyph('l', 15.0), glyph('l', 20.0)]);
        assert_eq!(
            letters.iter().map(|g| (g.ch, g.style.bold)).collect::<Vec<_>>(),
            [('A', true), ('l', false), ('l', false)]
        );
    }

    #[test]
    fn control_and_direction_characters_do_not_pass() {
        assert_eq!(text(&[glyph('\u{1b}', 0.0), glyph('\u{202e}', 5.0), glyph('x', 10.0)]), "x");
    }
}
