//! `dagsorden text`.

use std::io::{self, Write};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::args::TextArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::input;
use crate::repair::running_heads;
use crate::source::{Document, Page};

/// Files read in parallel before they are printed in order. More would only fill the memory.
const AT_A_TIME: usize = 32;

/// Prints the text of each file. Form feeds separate pages.
pub(super) fn run(args: &TextArgs, console: &Console) -> Result<Exit, Failure> {
    if input::waits_for_typing(args.files.iter().map(AsRef::as_ref)) {
        return Err(input::typed_input("text"));
    }
    let reader = input::reader(&args.reading)?;
    let (mut documents, mut anything) = (0, false);
    for files in args.files.chunks(AT_A_TIME) {
        let read: Vec<_> = files.par_iter().map(|file| input::read(&reader, file)).collect();
        for (file, read) in files.iter().zip(read) {
            let document = match read {
                Ok(read) => {
                    read.notes.iter().for_each(|n| console.remark(format_args!("{}: {n}", file.display())));
                    read.value
                }
                Err(e) => {
                    console.soft_error(e);
                    continue;
                }
            };
            let pages = pages(document, args);
            anything |= !pages.is_empty();
            print(&pages, documents == 0, args.furniture, console)?;
            documents += 1;
        }
    }
    Ok(console.exit(Exit::found(anything)))
}

fn print(pages: &[Page], is_first: bool, furniture: bool, console: &Console) -> Result<(), Failure> {
    console.print(None, |out| {
        out.write_all(if is_first { b"" } else { b"\x0c" })?;
        write_pages(pages, furniture, out)
    })
}

/// The wanted pages, with running heads marked.
fn pages(mut document: Document, args: &TextArgs) -> Vec<Page> {
    running_heads::mark(&mut document);
    let asked = |p: &Page| args.pages.is_none_or(|range| (range.first..=range.last).contains(&p.number));
    document.pages.into_iter().filter(asked).collect()
}

fn write_pages(pages: &[Page], furniture: bool, out: &mut dyn Write) -> io::Result<()> {
    for (at, page) in pages.iter().enumerate() {
        out.write_all(if at == 0 { b"" } else { b"\x0c" })?;
        for line in page.lines.iter().filter(|l| furniture || !l.running) {
            writeln!(out, "{}", line.text)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Line;

    #[test]
    fn running_heads_are_left_out_unless_asked_for() {
        let head = Line { running: true, ..Line::plain("Side 1") };
        let page =
            |number| Page { number, lines: vec![head.clone(), Line::plain("Punkt")], size: None, needs_ocr: false };
        let written = |furniture| {
            let mut out = Vec::new();
            write_pages(&[page(1), page(2)], furniture, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(false), "Punkt\n\u{c}Punkt\n");
        assert_eq!(written(true), "Side 1\nPunkt\n\u{c}Side 1\nPunkt\n");
    }
}
