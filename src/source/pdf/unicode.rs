//! Finds the meaning of glyphs in the embedded font program if the font's dictionary does not give it.
//!
//! Some producers leave out `ToUnicode` but embed a TrueType program with its `cmap`, a map from characters to glyphs.
//! Inverted, it gives the character of each glyph. Layouts of the table: OpenType 1.9, "cmap".

use std::collections::HashMap;

/// From glyph number to character, from an embedded TrueType or OpenType program; empty where it has no usable table.
pub(super) fn glyph_characters(program: &[u8]) -> HashMap<u32, char> {
    let mut characters = HashMap::new();
    for table in character_tables(program).unwrap_or_default() {
        let _ = match u16_at(program, table) {
            Some(4) => read_segments(program, table, &mut characters),
            Some(12) => read_groups(program, table, &mut characters),
            _ => None,
        };
    }
    characters
}

/// Real fonts have one to six subtables.
const MAX_SUBTABLES: usize = 64;
/// More than any font has; a damaged count could ask for four billion.
const MAX_GROUPS: usize = 100_000;

/// Offsets of the subtables for Unicode.
fn character_tables(program: &[u8]) -> Option<Vec<usize>> {
    let count = u16_at(program, 4)?;
    let record = (0..count).map(|i| 12 + 16 * i).find(|&at| program.get(at..at + 4) == Some(b"cmap"))?;
    let cmap = u32_at(program, record + 8)?;
    let subtables = u16_at(program, cmap + 2)?.min(MAX_SUBTABLES);
    let offset = |i: usize| {
        let at = cmap + 4 + 8 * i;
        let is_unicode = matches!((u16_at(program, at)?, u16_at(program, at + 2)?), (0, _) | (3, 1 | 10));
        is_unicode.then_some(cmap + u32_at(program, at + 4)?)
    };
    Some((0..subtables).filter_map(offset).collect())
}

/// Format 4: segments of the basic plane.
fn read_segments(program: &[u8], table: usize, characters: &mut HashMap<u32, char>) -> Option<()> {
    let segments = u16_at(program, table + 6)? / 2;
    for i in 0..segments {
        let end = u16_at(program, table + 14 + 2 * i)?;
        let start = u16_at(program, table + 16 + 2 * segments + 2 * i)?;
        let delta = u16_at(program, table + 16 + 4 * segments + 2 * i)?;
        let range_at = table + 16 + 6 * segments + 2 * i;
        let range = u16_at(program, range_at)?;
        for code in (start..=end).filter(|c| *c != 0xffff) {
            let glyph = match range {
                0 => (code + delta) & 0xffff,
                _ => match u16_at(program, range_at + range + 2 * (code - start)) {
                    None | Some(0) => 0,
                    Some(glyph) => (glyph + delta) & 0xffff,
                },
            };
            note(characters, glyph, code);
        }
    }
    Some(())
}

/// Format 12: groups of any plane.
fn read_groups(program: &[u8], table: usize, characters: &mut HashMap<u32, char>) -> Option<()> {
    let groups = u32_at(program, table + 12)?.min(MAX_GROUPS);
    for i in 0..groups {
        let at = table + 16 + 12 * i;
        let (start, end) = (u32_at(program, at)?, u32_at(program, at + 4)?);
        let glyph = u32_at(program, at + 8)?;
        if end > char::MAX as usize {
            continue;
        }
        for code in start..=end {
            note(characters, glyph + code - start, code);
        }
    }
    Some(())
}

/// A glyph means its first character in the table; glyph 0 is the box for unknown ones.
fn note(characters: &mut HashMap<u32, char>, glyph: usize, code: usize) {
    if let (Ok(glyph @ 1..), Some(Some(ch))) = (u32::try_from(glyph), u32::try_from(code).ok().map(char::from_u32)) {
        characters.entry(glyph).or_insert(ch);
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?).into())
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?) as usize)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A font program with nothing but a format 12 table: glyphs from 5 on for the characters from å on.
    fn program() -> Vec<u8> {
        let mut bytes = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        bytes.extend(b"cmap\0\0\0\0");
        bytes.extend([0, 0, 0, 28, 0, 0, 0, 40]);
        bytes.extend([0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12]);
        bytes.extend([0, 12, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1]);
        bytes.extend([0, 0, 0, 0xe5, 0, 0, 0, 0xe6, 0, 0, 0, 5]);
        bytes
    }

    #[test]
    fn table_is_read_backwards() {
        assert_eq!(glyph_characters(&program()), HashMap::from([(5, 'å'), (6, 'æ')]));
    }

    #[test]
    fn cut_program_gives_what_is_whole() {
        for end in 0..program().len() {
            assert!(glyph_characters(&program()[..end]).is_empty());
        }
    }

    proptest! {
        #[test]
        fn any_change_is_survived(at in 0usize..68, byte in any::<u8>()) {
            let mut bytes = program();
            bytes[at] = byte;
            glyph_characters(&bytes);
        }
    }
}
