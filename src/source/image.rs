//! Reads scans stored as pictures: JPEG, PNG, TIFF of several pages.
//!
//! The pictures are put into a PDF, one page each, with their compression kept. They are then drawn, deskewed,
//! recognised and shown like all scans. Kinds of TIFF not made by scanners (tiles, palettes) are unsupported.

use std::io::Cursor;

/// The longer side of a page in points: that of A4, the usual size of scans.
const LONG_SIDE: f32 = 842.0;
/// Pages of one file. It bounds the work on a damaged or hostile file.
const MAX_PAGES: usize = 2_000;
/// Strips of one page; scanners make one, or one for every eight rows.
const MAX_STRIPS: usize = 5_000;
/// Pixels of one picture: A3 at 600 dots per inch has 70 million.
const MAX_PIXELS: u64 = 100_000_000;

/// A picture, or a strip of one.
struct Picture {
    width: u32,
    height: u32,
    /// The PDF entries for its colours and its compression.
    look: String,
    bytes: Vec<u8>,
}

/// True for a picture of a kind that is read, by its first bytes.
pub(super) fn is_image(bytes: &[u8]) -> bool {
    [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*"].iter().any(|mark| bytes.starts_with(mark))
}

/// The PDF of a picture; `None` for an unsupported kind.
pub(super) fn as_pdf(bytes: &[u8]) -> Option<Vec<u8>> {
    let pages = match bytes {
        [0xff, 0xd8, 0xff, ..] => vec![vec![jpeg(bytes)?]],
        [0x89, b'P', b'N', b'G', ..] => vec![vec![png(bytes)?]],
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => tiff(bytes)?,
        _ => return None,
    };
    (!pages.is_empty()).then(|| pdf(&pages))
}

/// A JPEG is a stream of segments; one of them has its size.
fn jpeg(bytes: &[u8]) -> Option<Picture> {
    let mut at = 2;
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        if mark != 0xff {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            let side =
                |from: usize| Some(u32::from(u16::from_be_bytes([*bytes.get(at + from)?, *bytes.get(at + from + 1)?])));
            let colours = match bytes.get(at + 9)? {
                1 => "/DeviceGray",
                4 => "/DeviceCMYK /Decode [1 0 1 0 1 0 1 0]",
                _ => "/DeviceRGB",
            };
            let look = format!("/ColorSpace {colours} /BitsPerComponent 8 /Filter /DCTDecode");
            return sized(Picture { height: side(5)?, width: side(7)?, look, bytes: bytes.to_vec() });
        }
        at += if kind == 0xff { 1 } else { 2 + length };
    }
}

fn sized(picture: Picture) -> Option<Picture> {
    let pixels = u64::from(picture.width) * u64::from(picture.height);
    (pixels > 0 && pixels <= MAX_PIXELS).then_some(picture)
}

/// A PNG is unpacked because it may have a palette or be partly transparent.
fn png(bytes: &[u8]) -> Option<Picture> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    pixels.truncate(frame.buffer_size());
    let (samples, has_alpha) = match frame.color_type {
        png::ColorType::Grayscale => (1, false),
        png::ColorType::GrayscaleAlpha => (1, true),
        png::ColorType::Rgb => (3, false),
        png::ColorType::Rgba => (3, true),
        png::ColorType::Indexed => return None,
    };
    // Transparent areas are white, like paper.
    let on_paper = |sample: u8, alpha: u8| (255 - (255 - u16::from(sample)) * u16::from(alpha) / 255) as u8;
    let bytes = match has_alpha {
        false => pixels,
        true => pixels
            .chunks_exact(samples + 1)
            .flat_map(|p| p[..samples].iter().map(|s| on_paper(*s, p[samples])).collect::<Vec<_>>())
            .collect(),
    };
    let colours = if samples == 1 { "/DeviceGray" } else { "/DeviceRGB" };
    sized(Picture { width, height, look: format!("/ColorSpace {colours} /BitsPerComponent 8"), bytes })
}

/// A TIFF (revision 6.0): directories of tags, each with a picture in strips.
struct Tiff<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

fn tiff(bytes: &[u8]) -> Option<Vec<Vec<Picture>>> {
    let tiff = Tiff { bytes, is_little: bytes.first() == Some(&b'I') };
    let (mut next, mut pages) = (tiff.long(4)? as usize, Vec::new());
    // A directory that refers back to an earlier one would loop.
    let mut seen = Vec::new();
    while next != 0 && pages.len() < MAX_PAGES && !seen.contains(&next) {
        seen.push(next);
        let Some(count) = tiff.short(next) else { break };
        let after = next + 2 + 12 * usize::from(count);
        pages.push(tiff.page(next, count)?);
        next = tiff.long(after).map_or(0, |next| next as usize);
    }
    Some(pages)
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?;
        Some(if self.is_little { u16::from_le_bytes([two[0], two[1]]) } else { u16::from_be_bytes([two[0], two[1]]) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four = self.bytes.get(at..at.checked_add(4)?)?;
        let four = [four[0], four[1], four[2], four[3]];
        Some(if self.is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// The values of a tag; empty if the directory does not have it.
    fn values(&self, directory: usize, count: u16, tag: u16) -> Vec<u32> {
        let Some(at) = (0..usize::from(count)).map(|n| directory + 2 + 12 * n).find(|at| self.short(*at) == Some(tag))
        else {
            return Vec::new();
        };
        let (kind, values) = (self.short(at + 2), self.long(at + 4).unwrap_or(0) as usize);
        let size = match kind {
            Some(1) => 1,
            Some(3) => 2,
            _ => 4,
        };
        let values = values.min(MAX_STRIPS);
        let start = if values * size <= 4 { at + 8 } else { self.long(at + 8).unwrap_or(u32::MAX) as usize };
        let value = |n: usize| match size {
            1 => self.bytes.get(start + n).copied().map(u32::from),
            2 => self.short(start + 2 * n).map(u32::from),
            _ => self.long(start + 4 * n),
        };
        (0..values).map_while(value).collect()
    }

    fn page(&self, directory: usize, count: u16) -> Option<Vec<Picture>> {
        let first = |tag: u16, usual: u32| self.values(directory, count, tag).first().copied().unwrap_or(usual);
        let (width, height) = (first(256, 0), first(257, 0));
        let (bits, packing, kind, samples) = (first(258, 1), first(259, 1), first(262, 0), first(277, 1));
        let (starts, lengths) = (self.values(directory, count, 273), self.values(directory, count, 279));
        let rows = first(278, height).min(height).max(1);
        if starts.is_empty()
            || !matches!((kind, samples), (0 | 1, 1) | (2 | 6, 3))
            || self.values(directory, count, 347).len() > 1
        {
            return None;
        }
        let predictor = if first(317, 1) == 2 {
            format!(" /DecodeParms << /Predictor 2 /Colors {samples} /BitsPerComponent {bits} /Columns {width} >>")
        } else {
            String::new()
        };
        let fax = |k: i32, height: u32, aligned: bool| {
            format!(
                "/Filter /CCITTFaxDecode /DecodeParms << /K {k} /Columns {width} /Rows {height} /BlackIs1 {} /EncodedByteAlign {aligned} >>",
                kind == 1
            )
        };
        let filter = |height: u32| {
            Some(match packing {
                1 => String::new(),
                2 => fax(0, height, true),
                3 => fax(if first(292, 0) & 1 == 1 { 1 } else { 0 }, height, false),
                4 => fax(-1, height, false),
                5 => format!("/Filter /LZWDecode{predictor}"),
                7 => "/Filter /DCTDecode".to_owned(),
                8 | 32946 => format!("/Filter /FlateDecode{predictor}"),
                32773 => "/Filter /RunLengthDecode".to_owned(),
                _ => return None,
            })
        };
        let colours = if samples == 3 { "/DeviceRGB" } else { "/DeviceGray" };
        // In fax compression `BlackIs1` gives the colours.
        let decode = if kind == 0 && !(2..=4).contains(&packing) { " /Decode [1 0]" } else { "" };
        let mut strips = Vec::new();
        for (at, (start, length)) in starts.iter().zip(lengths).enumerate() {
            let height = rows.min(height.saturating_sub(rows * at as u32));
            let start = *start as usize;
            let mut bytes = self.bytes.get(start..start.checked_add(length as usize)?.min(self.bytes.len()))?.to_vec();
            if first(266, 1) == 2 {
                bytes.iter_mut().for_each(|byte| *byte = byte.reverse_bits());
            }
            let look = format!("/ColorSpace {colours} /BitsPerComponent {bits}{decode} {}", filter(height)?);
            strips.extend(sized(Picture { width, height, look, bytes }));
        }
        (!strips.is_empty()).then_some(strips)
    }
}

/// A PDF with a page for each list of strips.
fn pdf(pages: &[Vec<Picture>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    let mut object = |out: &mut Vec<u8>, number: usize, content: &[u8]| {
        places.push((number, out.len()));
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend_from_slice(content);
        out.extend_from_slice(b"\nendobj\n");
    };
    let (mut next, mut kids) = (3, String::new());
    for strips in pages {
        let (width, height) = (strips[0].width, strips.iter().map(|s| s.height).sum::<u32>());
        let scale = LONG_SIDE / width.max(height) as f32;
        let (page, content) = (next, next + 1);
        kids.push_str(&format!("{page} 0 R "));
        let (mut names, mut drawn, mut top) = (String::new(), String::new(), height as f32 * scale);
        for (at, strip) in strips.iter().enumerate() {
            let number = next + 2 + at;
            top -= strip.height as f32 * scale;
            names.push_str(&format!("/I{at} {number} 0 R "));
            drawn.push_str(&format!(
                "q {} 0 0 {} 0 {top} cm /I{at} Do Q\n",
                width as f32 * scale,
                strip.height as f32 * scale
            ));
            let mut stream = format!(
                "<< /Type /XObject /Subtype /Image /Width {width} /Height {} {} /Length {} >>\nstream\n",
                strip.height,
                strip.look,
                strip.bytes.len()
            )
            .into_bytes();
            stream.extend_from_slice(&strip.bytes);
            stream.extend_from_slice(b"\nendstream");
            object(&mut out, number, &stream);
        }
        let (w, h) = (width as f32 * scale, height as f32 * scale);
        object(&mut out, page, format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w} {h}] /Contents {content} 0 R /Resources << /XObject << {names}>> >> >>").as_bytes());
        object(&mut out, content, format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len() + 1).as_bytes());
        next += 2 + strips.len();
    }
    object(&mut out, 1, b"<< /Type /Catalog /Pages 2 0 R >>");
    object(&mut out, 2, format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).as_bytes());
    let start = out.len();
    places.sort_unstable();
    out.extend(format!("xref\n0 {next}\n0000000000 65535 f \n").bytes());
    places.iter().for_each(|(_, place)| out.extend(format!("{place:010} 00000 n \n").bytes()));
    out.extend(format!("trailer\n<< /Size {next} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Reason, read_bytes};

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.write_header().unwrap().write_image_data(&vec![255; (width * height) as usize]).unwrap();
        bytes
    }

    /// Two pages of one white strip each, not packed.
    fn tiff_of_two_pages() -> Vec<u8> {
        let directory = |start: u32, next: u32| {
            let mut bytes = 8u16.to_le_bytes().to_vec();
            for (tag, value) in
                [(256u16, 16u32), (257, 8), (258, 1), (259, 1), (262, 1), (273, start), (278, 8), (279, 16)]
            {
                bytes.extend(tag.to_le_bytes());
                bytes.extend(4u16.to_le_bytes());
                bytes.extend(1u32.to_le_bytes());
                bytes.extend(value.to_le_bytes());
            }
            bytes.extend(next.to_le_bytes());
            bytes
        };
        let length = directory(0, 0).len() as u32;
        let strip = 8 + 2 * length;
        [b"II*\0\x08\0\0\0".to_vec(), directory(strip, 8 + length), directory(strip, 0), vec![0xff; 16]].concat()
    }

    #[test]
    fn picture_is_a_scan_that_needs_recognition() {
        assert!(is_image(&png_of(60, 80)) && !is_image(b"%PDF-"));
        assert_eq!(read_bytes("a.png", png_of(60, 80)).unwrap_err(), Reason::NeedsOcr { pages: 1 });
        assert_eq!(read_bytes("a.tif", tiff_of_two_pages()).unwrap_err(), Reason::NeedsOcr { pages: 2 });
    }

    #[test]
    fn size_of_a_jpeg_is_read_from_its_frame() {
        let bytes = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x50\0\x3c\x01\0\0\0\xff\xd9";
        let picture = jpeg(bytes).unwrap();
        assert_eq!((picture.width, picture.height), (60, 80));
        assert!(picture.look.contains("DeviceGray"));
    }

    proptest::proptest! {
        #[test]
        fn no_changed_byte_makes_it_panic(at in 0usize..300, byte: u8) {
            for mut bytes in [png_of(6, 8), tiff_of_two_pages()] {
                let at = at % bytes.len();
                bytes[at] = byte;
                let _ = as_pdf(&bytes);
            }
        }
    }
}
