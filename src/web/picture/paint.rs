//! Boxes on a page, and the page as PNG.

use std::ops::Range;

use crate::source::{Place, Sheet};

/// The colour multiplied onto a box: marker yellow. Black letters stay black.
const GROUND: [u8; 3] = [255, 226, 84];
/// The edge's contrast is 7.0 to white and 5.4 to the ground.
const EDGE: [u8; 3] = [166, 44, 0];
/// Pixels of the edge, and between it and the word.
const EDGE_WIDTH: u32 = 2;
const PADDING: f32 = 1.5;

/// The page with boxes. `None` where the picture is none.
pub(super) fn png(sheet: &Sheet, boxes: &[Place]) -> Option<Vec<u8>> {
    let mut rgb = sheet.rgb.clone();
    let scale = sheet.width as f32 / sheet.size.0.max(1.0);
    let frames: Vec<Frame> = boxes.iter().filter_map(|place| Frame::of(*place, scale, sheet)).collect();
    frames.iter().for_each(|frame| frame.fill(&mut rgb, sheet.width));
    frames.iter().for_each(|frame| frame.draw_edge(&mut rgb, sheet.width));
    encoded(&rgb, sheet.width, sheet.height)
}

/// The pixels of a box, its edge included.
struct Frame {
    x: Range<u32>,
    y: Range<u32>,
}

impl Frame {
    /// `None` where none of it is on the page.
    fn of(place: Place, scale: f32, sheet: &Sheet) -> Option<Self> {
        let margin = PADDING + EDGE_WIDTH as f32;
        let pixels = |from: f32, to: f32, most: u32| {
            let (from, to) = ((from * scale - margin).floor().max(0.0), (to * scale + margin).ceil().max(0.0));
            from as u32..(to as u32).min(most)
        };
        let frame =
            Self { x: pixels(place.left, place.right, sheet.width), y: pixels(place.top, place.bottom, sheet.height) };
        (!frame.x.is_empty() && !frame.y.is_empty()).then_some(frame)
    }

    fn fill(&self, rgb: &mut [u8], width: u32) {
        for y in self.y.clone() {
            for pixel in pixels(rgb, width, y, self.x.clone()) {
                for (byte, ground) in pixel.iter_mut().zip(GROUND) {
                    *byte = (u16::from(*byte) * u16::from(ground) / 255) as u8;
                }
            }
        }
    }

    fn draw_edge(&self, rgb: &mut [u8], width: u32) {
        let inner = |range: &Range<u32>| range.start + EDGE_WIDTH..range.end.saturating_sub(EDGE_WIDTH);
        let (inner_x, inner_y) = (inner(&self.x), inner(&self.y));
        for y in self.y.clone() {
            let parts = match inner_y.contains(&y) {
                true => [self.x.start..inner_x.start.min(self.x.end), inner_x.end.max(self.x.start)..self.x.end],
                false => [self.x.clone(), 0..0],
            };
            for part in parts {
                pixels(rgb, width, y, part).for_each(|pixel| pixel.copy_from_slice(&EDGE));
            }
        }
    }
}

/// The pixels of a part of a row.
fn pixels(rgb: &mut [u8], width: u32, y: u32, x: Range<u32>) -> impl Iterator<Item = &mut [u8]> {
    let at = |x: u32| 3 * (y as usize * width as usize + x as usize);
    let row = rgb.get_mut(at(x.start)..at(x.end.max(x.start))).unwrap_or_default();
    row.chunks_exact_mut(3)
}

fn encoded(rgb: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(rgb).ok()?;
    writer.finish().ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A white page of a hundred points and pixels.
    fn sheet() -> Sheet {
        Sheet { size: (100.0, 50.0), width: 100, height: 50, rgb: vec![255; 100 * 50 * 3], words: Vec::new() }
    }

    fn pixel(png: &[u8], x: usize, y: usize) -> [u8; 3] {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut rgb).unwrap();
        let at = 3 * (y * 100 + x);
        [rgb[at], rgb[at + 1], rgb[at + 2]]
    }

    #[test]
    fn box_has_ground_and_edge_and_leaves_the_rest() {
        let place = Place { left: 20.0, top: 20.0, right: 60.0, bottom: 30.0 };
        let png = png(&sheet(), &[place]).unwrap();
        assert_eq!((pixel(&png, 40, 25), pixel(&png, 17, 25), pixel(&png, 40, 33)), (GROUND, EDGE, EDGE));
        assert_eq!((pixel(&png, 5, 5), pixel(&png, 70, 25)), ([255; 3], [255; 3]));
    }

    #[test]
    fn box_beyond_the_page_is_cut_off() {
        for place in [
            Place { left: -50.0, top: -9.0, right: 300.0, bottom: 300.0 },
            Place { left: 99.0, top: 49.0, right: 99.5, bottom: 49.5 },
            Place { left: 500.0, top: 500.0, right: 600.0, bottom: 600.0 },
            Place { left: f32::NAN, top: f32::INFINITY, right: f32::NEG_INFINITY, bottom: 1e30 },
        ] {
            assert!(png(&sheet(), &[place]).is_some(), "{place:?}");
        }
    }
}
