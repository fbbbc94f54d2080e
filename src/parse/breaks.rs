//! Puts line breaks back into a text without any.
//!
//! A viewer's copy gives each page as one line: `3 31. Godkendelse af dagsorden Dok.nr.: 2201 Åben sag Beslutning
//! Godkendt. Side 41`. All later steps read lines, so such lines are cut first: before labels, before and behind
//! headings, before numbers of an ascending sequence, and between a page's number and its text. A web copy may glue the
//! next head to the sentence before (`Godkendt.15. Besøg`); there the number must continue a sequence as well. Nothing
//! is added or left out.
//!
//! In doubt a line stays whole: only lines longer than [`LONG`] are cut, and only in a document mostly made of them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::headings;
use super::knowledge::KNOWN;
use crate::source::{Document, Format, Line, Page};

/// Longer lines, in bytes, hold more than one row: the longest row of a printed page has about 130 letters.
const LONG: usize = 150;
/// This many ascending numbers in running text are items. Two may be a coincidence (`afsnit 5.6`).
const RUN: usize = 3;
/// The longest heading looked for in running text, in words. A longer one would swallow the start of a sentence.
const HEADING_WORDS: usize = 4;

/// Shorter lines are page numbers, in bytes.
const SHORTEST: usize = 3;
/// A viewer's page has fewer lines than this above the copy.
const VIEWER_LINES: usize = 40;
/// Their full stop ends no title.
const ABBREVIATIONS: [&str; 20] = [
    "nr", "jf", "pkt", "vedr", "bl", "evt", "inkl", "ekskl", "ca", "kl", "stk", "pr", "sdr", "nr", "f", "mv", "mm",
    "fx", "div", "hhv",
];
/// A heading that is run together with text is no longer than this, in bytes.
const LONGEST_FUSED: usize = 40;
/// So many headings that run into their text are no accident.
const SEVERAL: usize = 2;
/// A title is looked for in so many bytes before the first label of an item.
const LONGEST_TITLE: usize = 200;
/// A shorter title would be found in the contents by chance, in bytes.
const SHORTEST_TITLE: usize = 9;

static STOP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{Ll}{2}\.( )\p{Lu}").expect("a pattern of this file"));
static GLUED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:\p{Ll}|[\p{L})][.!?])(\d{1,3})\. ?\p{Lu}").expect("a pattern of this file"));
static OPENING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:(?:Pkt|Punkt|Sag)\.? )?(\d{1,3})\.? ?\p{Lu}").expect("a pattern of this file"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)((?:(?:[Pp]kt|[Pp]unkt|[Ss]ag)\.? (?:nr\. )?)?(\d{1,3})[.:]? )\p{Lu}")
        .expect("a pattern of this file")
});
/// A sentence that heads a proposal: `Direktøren indstiller, at`.
static PROPOSES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[.!?)] ((?:\p{Lu}[\p{L}-]+|Det)(?: [\p{L}-]+){0,5} (?:indstiller|indstilles|foreslår|anbefaler),? [Aa]t )",
    )
    .expect("a pattern of this file")
});
/// A decision in one or a few words behind a title.
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\d)] ((?:Godkendt|Vedtaget|Drøftet|Udsat|Anbefales|Anbefalet|Tiltrådt|Taget til efterretning|Til efterretning)\.)")
        .expect("a pattern of this file")
});
static PAGE_FIRST: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(\d{1,3})\s+\S").expect("a pattern of this file"));
static PAGE_LAST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s(Side \d{1,3}(?: af \d{1,3})?)$").expect("a pattern of this file"));
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s((?:Beslutning(?:er)?|Behandling)(?: (?:i|fra|af))?(?: [\p{L},&-]+){1,7},? (?:den|d\.) \d{1,2}(?:[-.]\d{1,2}[-.]\d{4}|\. \p{L}+ \d{4}))(?::|\s)")
        .expect("a pattern of this file")
});
/// Where a list of contents begins in running text.
static CONTENTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)((?:Indholdsfortegnelse|Sagsoversigt|Dagsordenspunkter|Følgende sager behandles):?)(?:\s|$)")
        .expect("a pattern of this file")
});
/// A head with its text in the same line: `3. Takster. Godkendt.`, `3.Takster: Godkendt.` The first group is the number, the
/// second the title with its sign.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s•-]*(\d{1,3})\. ?(\p{Lu}(?:[^.:!?]|\.\p{Ll}|\d\.|:\S){2,110}?[\p{L})]{2}[.:])\s+[\p{L}\d]")
        .expect("a pattern of this file")
});
/// A button's word that a copy ran together with the label behind it.
static BUTTON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\s•-]*Udskriv(\p{Lu})|\p{Ll}(Klik her for at )").expect("a pattern of this file"));
/// The page of a viewer around a copy.
static VIEWER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"^(?:Transkript|Transcript|Starte visningen fra side:|Størrelse: px|Save this PDF as:|Download ".*"?)$"#,
    )
    .expect("a pattern of this file")
});
/// The title of the copy on that page, whole, where the copy itself may have lost its figures.
static VIEWER_TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"^Download "(.+?)\.?"?$"#).expect("a pattern of this file"));
/// A label with its colon, of the cover or of an item.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\s((?:Mødedato|Forum|Inviterede|Mødelokale|Mødet påbegyndt|Mødet afsluttet|Møde slut|Sagen afgøres i|Initialer|Sagsbeh\\.|Sagsbehandler|Sags nr\\.|Dato|Mødetidspunkt|Tidspunkt|(?:Start|Slut)tidspunkt(?: for mødet?)?|Udsendelsesdato|Tid|Mødested|Sted|Lokale|Udvalg|Deltagere",
        r"|Mødedeltagere|Medlemmer|Til stede|Tilstede|Fremmødte|Afbud(?: fra)?|Fraværende|Ikke til stede|Referent|Formand|Ordstyrer",
        r"|Dirigent|Bemærkninger|Gæster|Forældrevalgte|Medarbejderrepræsentanter|Fra organisationerne|Fra kommunen",
        r"|Dok\.?nr\.?|Sagsnr\.?|Sagsid\.?|Journalnr\.?|J\.nr\.?|Punkttype|Øvrige sagsbehandlere):)\s"
    ))
    .expect("a pattern of this file")
});
/// Labels that print without a colon.
static BARE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s((?:Afbud|Sted|Mødetidspunkt|Mødedeltagere|Indholdsfortegnelse|Dagsorden|Punkter på dagsordenen|Lukkede punkter|Fra administrationen deltog|Følgende deltog)) [\p{Lu}\d]|\s(Åben sag|Lukket sag|ÅBEN SAG|LUKKET SAG)\s|\s((?:Referat|Dagsorden|Beslutningsprotokol) (?:fra|af|til|for) |SAG NR\. \d)|:\s((?:Man|Tirs|Ons|Tors|Fre|Lør|Søn)dag den )")
        .expect("a pattern of this file")
});

/// The document with its lines cut, or as it is where they need no cutting.
pub(super) fn restored(document: &Document) -> Cow<'_, Document> {
    // The lines of a web page or a word processor's file are whole paragraphs.
    let plain = document.format == Format::PlainText;
    let wrapper = if plain { wrapper(document) } else { 0 };
    let body = || document.lines().skip(wrapper).filter(|(_, l)| l.text.len() > SHORTEST);
    let lines = body().count();
    let long = body().filter(|(_, l)| l.text.len() > LONG).count();
    let running = plain && (wrapper > 0 || long > 0 && long * 10 >= lines * 8);
    let glued = glued_numbers(document);
    let titled = if running { HashSet::new() } else { titled_numbers(document) };
    let fused = fused_headings(document);
    let lists = plain && body().any(|(_, l)| l.text.len() > LONG && is_list_of_titles(&l.text));
    if !running && wrapper == 0 && glued.is_empty() && titled.is_empty() && fused.is_empty() && !lists {
        return Cow::Borrowed(document);
    }
    let heads = if running { Heads::of(document, wrapper) } else { Heads::default() };
    let mut at_line = 0;
    let mut cut_page = |page: &Page| {
        let cut = |line: &Line| {
            let this = at_line;
            at_line += 1;
            if this < wrapper {
                return viewer_lines(line);
            }
            let mut at: Vec<usize> = GLUED
                .captures_iter(&line.text)
                .filter_map(|c| c.get(1))
                .filter(|m| m.as_str().parse().is_ok_and(|n: u32| glued.contains(&n)))
                .map(|m| m.start())
                .collect();
            at.extend(fused.get(&this).into_iter().flatten());
            if let Some(found) = titled_line(&line.text).filter(|f| titled.contains(&f.number)) {
                at.push(found.end);
            }
            if running {
                at.extend(breaks(&line.text, &heads));
            } else if lists && is_list_of_titles(&line.text) {
                at.extend(numbered(&line.text).iter().map(|f| f.0));
            }
            let mut pieces = cut_line(line, at);
            // The number of the page, between its text and the copy's.
            if running && pieces.len() > 1 && pieces[0].text.bytes().all(|b| b.is_ascii_digit()) {
                pieces[0].running = true;
            }
            pieces
        };
        Page { lines: page.lines.iter().flat_map(cut).collect(), ..page.clone() }
    };
    let pages = document.pages.iter().map(&mut cut_page).collect();
    Cow::Owned(Document { pages, ..document.clone() })
}

/// How many lines, blank ones included, belong to a viewer's page around a copy; 0 where there is none. The last of them
/// says that the copy follows.
fn wrapper(document: &Document) -> usize {
    let lines = document.lines().take(VIEWER_LINES);
    let seen: Vec<usize> =
        lines.enumerate().filter(|(_, (_, l))| VIEWER.is_match(l.text.trim())).map(|(at, _)| at).collect();
    let last = seen.last().map_or(0, |at| at + 1);
    let ends = || document.lines().nth(last - 1).is_some_and(|(_, l)| l.text.trim().starts_with("Trans"));
    if seen.len() > 1 && ends() { last } else { 0 }
}

/// A line of the viewer's page, as one the page added; the title of the copy stays with the cover, cut where its own lines
/// ended.
fn viewer_lines(line: &Line) -> Vec<Line> {
    let Some(title) = VIEWER_TITLE.captures(line.text.trim_end()).and_then(|c| c.get(1)) else {
        return vec![Line { running: true, ..line.clone() }];
    };
    let mut at = vec![title.start(), title.end()];
    let inner = title.as_str();
    at.extend(STOP.captures_iter(inner).filter_map(|c| c.get(1)).map(|m| title.start() + m.end()));
    at.extend(LABEL.captures_iter(inner).filter_map(|c| c.get(1)).map(|m| title.start() + m.start()));
    let mut out = cut_line(line, at);
    let last = out.len().saturating_sub(1);
    for (i, piece) in out.iter_mut().enumerate() {
        piece.running = i == 0 || i == last && piece.text.chars().all(|c| !c.is_alphanumeric());
    }
    out
}

/// The line is nothing but numbered titles: each number goes on from the one before.
fn is_list_of_titles(text: &str) -> bool {
    let found = numbered(text);
    found.len() > RUN && found[0].0 == 0 && found.windows(2).all(|pair| pair[1].2 == pair[0].2 + 1)
}

/// A head that has its text in the same line.
struct Titled {
    number: u32,
    /// Where the title ends.
    end: usize,
}

fn titled_line(text: &str) -> Option<Titled> {
    let found = TITLED.captures(text)?;
    let title = found.get(2)?;
    // A full stop behind an abbreviation ends no title.
    let word = title.as_str().trim_end_matches(['.', ':']).rsplit([' ', '.']).next().unwrap_or_default();
    let abbreviated = title.as_str().ends_with('.') && ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    (!abbreviated).then_some(Titled { number: found[1].parse().ok()?, end: title.end() })
}

/// The numbers of heads that have their text in the same line. They run through the document, each once, and most of the
/// lines that open with such a number are of this form: titles with a colon of their own stay whole.
fn titled_numbers(document: &Document) -> HashSet<u32> {
    let mut numbers: Vec<u32> = Vec::new();
    let mut titled: HashSet<u32> = HashSet::new();
    for (_, line) in document.lines().filter(|(_, l)| l.text.bytes().any(|b| b.is_ascii_digit())) {
        let text = line.text.trim_start();
        let dotted = OPENING.captures(text).and_then(|c| c.get(1)).filter(|m| text[m.end()..].starts_with('.'));
        let Some(number) = dotted.and_then(|m| m.as_str().parse().ok()) else { continue };
        numbers.push(number);
        if titled_line(&line.text).is_some() {
            titled.insert(number);
        }
    }
    let rising = numbers.windows(2).all(|pair| pair[1] > pair[0]);
    if numbers.len() >= RUN && rising && titled.len() * 2 >= numbers.len() { titled } else { HashSet::new() }
}

/// Where a copy ran a heading together with the text before or behind it, by line: `… til efterretning.Beslutning`,
/// `BeslutningGodkendt.`, and a button's word with what follows. Behind a heading only where the document has several such
/// lines.
fn fused_headings(document: &Document) -> HashMap<usize, Vec<usize>> {
    let sure = |text: &str| headings::read(text).is_some_and(|h| h.is_sure() && h.rest_at.is_none() && !h.blurred);
    let mut out: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut opening: Vec<(usize, usize)> = Vec::new();
    for (at, (_, line)) in document.lines().enumerate() {
        let text = line.text.trim_end();
        let seams = seams(text);
        if let Some(last) = seams.iter().rev().find(|s| text.len() - **s <= LONGEST_FUSED && sure(&text[**s..])) {
            out.entry(at).or_default().push(*last);
        }
        let first = seams.iter().find(|s| **s <= LONGEST_FUSED && text[**s..].starts_with(char::is_uppercase));
        if let Some(first) = first.filter(|s| sure(text[..**s].trim_start())) {
            opening.push((at, *first));
        }
        let button = BUTTON.captures(text).and_then(|c| c.get(1).or(c.get(2)));
        if let Some(button) = button {
            out.entry(at).or_default().push(button.start());
        }
    }
    if opening.len() >= SEVERAL {
        opening.into_iter().for_each(|(at, seam)| out.entry(at).or_default().push(seam));
    }
    out
}

/// Places where a capital follows a small letter or the end of a sentence without white space between.
fn seams(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c.is_uppercase() && (before.is_lowercase() || ".!?:)".contains(before)) {
            out.push(at);
        }
        before = c;
    }
    out
}

/// Numbers glued to the text before them that continue a number at the start of a line or another glued one.
fn glued_numbers(document: &Document) -> HashSet<u32> {
    let number = |m: Option<regex::Match<'_>>| m.and_then(|m| m.as_str().parse::<u32>().ok());
    let mut glued: HashSet<u32> = HashSet::new();
    let mut opening: HashSet<u32> = HashSet::new();
    for (_, line) in document.lines().filter(|(_, l)| l.text.bytes().any(|b| b.is_ascii_digit())) {
        glued.extend(GLUED.captures_iter(&line.text).filter_map(|c| number(c.get(1))));
        opening.extend(OPENING.captures(line.text.trim_start()).and_then(|c| number(c.get(1))));
    }
    let all: HashSet<u32> = glued.union(&opening).copied().collect();
    // Two neighbours of one number, so that a mere `afsnit 5.6. Bilag` is left alone.
    glued.retain(|n| {
        let has = |by: i64| u32::try_from(i64::from(*n) + by).is_ok_and(|n| all.contains(&n));
        has(-1) && (has(1) || has(-2)) || has(1) && has(2)
    });
    glued
}

/// The items named in running text: ascending numbers, and repeated titles.
#[derive(Default)]
struct Heads {
    numbers: HashSet<u32>,
    titles: Vec<String>,
    /// The text of the lists of contents.
    contents: String,
}

impl Heads {
    /// `wrapper` lines stand before the text.
    fn of(document: &Document, wrapper: usize) -> Self {
        let mut contents = String::new();
        for (_, line) in document.lines().skip(wrapper) {
            if let Some(head) = contents_head(&line.text) {
                contents.push_str(&line.text[head.end..]);
                contents.push('\n');
            }
        }
        let mut numbers: Vec<u32> = Vec::new();
        let mut listed: Vec<(u32, String)> = Vec::new();
        for (_, line) in document.lines().skip(wrapper) {
            let found: Vec<(usize, usize, u32)> = numbered(&line.text);
            for (i, (_, title, n)) in found.iter().enumerate() {
                let end = found.get(i + 1).map_or(line.text.len(), |f| f.0);
                numbers.push(*n);
                listed.push((*n, line.text[*title..end].trim().to_owned()));
            }
        }
        let all: HashSet<u32> = numbers.iter().copied().collect();
        let goes_on = |n: &u32| {
            let before = n.checked_sub(1).is_some_and(|b| all.contains(&b));
            before || all.contains(&(n + 1))
        };
        let run: HashSet<u32> = all.iter().copied().filter(goes_on).collect();
        let numbers = if run.len() >= RUN { run } else { HashSet::new() };
        // A title of the contents opens the text behind the same number further down.
        let mut titles: Vec<String> = Vec::new();
        for (i, (n, title)) in listed.iter().enumerate() {
            let again = listed[i + 1..]
                .iter()
                .any(|(m, text)| m == n && text.len() > title.len() && text.starts_with(title.as_str()));
            if again && title.len() >= 3 && title.len() < LONG {
                titles.push(title.clone());
            }
        }
        Self { numbers, titles, contents }
    }
}

/// The byte of a number, the byte of its title, and the number.
fn numbered(text: &str) -> Vec<(usize, usize, u32)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| NUMBER.captures(rest)) {
        let (Some(whole), Some(number)) = (found.get(1), found.get(2)) else { break };
        let dotted = whole.as_str().trim_end().ends_with(['.', ':'])
            || !whole.as_str().starts_with(|c: char| c.is_ascii_digit());
        if dotted && let Ok(n) = number.as_str().parse() {
            out.push((from + whole.start(), from + whole.end(), n));
        }
        from += whole.end();
    }
    out
}

/// Where a line of running text is cut.
fn breaks(text: &str, heads: &Heads) -> Vec<usize> {
    let mut out = Vec::new();
    if let Some(first) = PAGE_FIRST.captures(text).and_then(|c| c.get(1)) {
        out.push(first.end());
    }
    if let Some(last) = PAGE_LAST.captures(text).and_then(|c| c.get(1)) {
        out.push(last.start());
    }
    for (at, title, n) in numbered(text) {
        if heads.numbers.contains(&n) && !KNOWN.titles.amount.is_match(&text[title..]) {
            out.push(at);
            let rest = &text[title..];
            let known = heads.titles.iter().filter(|t| rest.starts_with(t.as_str())).map(String::len).max();
            let known = known.or_else(|| prefix_of_contents(rest, heads));
            let ended = || titled_line(&text[at..]).map(|f| at + f.end - title);
            out.extend(known.or_else(ended).map(|length| title + length));
        }
    }
    let contents = contents_head(text);
    let numbers = out.len();
    out.extend(PROPOSES.captures_iter(text).filter_map(|c| c.get(1)).map(|m| m.start()));
    out.extend(DECIDED.captures_iter(text).filter_map(|c| c.get(1)).map(|m| m.start()));
    out.extend(text.match_indices(" • ").map(|(at, _)| at + 1));
    for form in [&*LABEL, &*BARE_LABEL] {
        out.extend(form.captures_iter(text).filter_map(|c| c.iter().skip(1).flatten().next()).map(|m| m.start()));
    }
    out.extend(BARE_LABEL.captures_iter(text).filter_map(|c| c.get(2)).map(|m| m.end()));
    for found in DATED.captures_iter(text).filter_map(|c| c.get(1)) {
        out.extend([found.start(), found.end() + usize::from(text[found.end()..].starts_with(':'))]);
    }
    if let Some(head) = contents {
        // In a list only the numbers part entries.
        let mut of_numbers = out[..numbers].to_vec();
        out.retain(|at| *at <= head.start);
        of_numbers.extend([head.start, head.end]);
        out.extend(of_numbers);
        return out;
    }
    out.extend(heading_breaks(text));
    out.sort_unstable();
    out.dedup();
    let titles: Vec<usize> = out
        .iter()
        .enumerate()
        .filter_map(|(i, to)| title_of_contents(text, i.checked_sub(1).map_or(0, |b| out[b]), *to, heads))
        .collect();
    out.extend(titles);
    out
}

/// Where the list of contents begins in a line that is one.
fn contents_head(text: &str) -> Option<std::ops::Range<usize>> {
    let found = CONTENTS.captures(text)?.get(1)?;
    let headed = heading_breaks(&text[found.end()..]);
    // Near the page's start, and no text of an item behind it.
    (found.start() < LONGEST_TITLE * 4 && headed.is_empty()).then(|| found.range())
}

/// Where a title begins that ends at `to`, before a label or a heading: the longest one that the contents name too.
fn title_of_contents(text: &str, from: usize, to: usize, heads: &Heads) -> Option<usize> {
    if heads.contents.is_empty() {
        return None;
    }
    let from = from.max(floor(text, to.saturating_sub(LONGEST_TITLE)));
    let stretch = text.get(from..to)?;
    let begins = words(stretch).into_iter().filter(|(_, w)| w.starts_with(char::is_uppercase));
    let named = begins.map(|(at, _)| at).find(|at| {
        let title = stretch[*at..].trim();
        title.len() >= SHORTEST_TITLE && title.contains(' ') && names(&heads.contents, title)
    });
    // A number in front stays with its title.
    let numbered = |at: &usize| stretch[..*at].trim().trim_end_matches(['.', ':']).bytes().all(|b| b.is_ascii_digit());
    named.filter(|at| !numbered(at)).map(|at| from + at)
}

/// The end of the title at the start of `text`: as many words as the contents have in a row too.
fn prefix_of_contents(text: &str, heads: &Heads) -> Option<usize> {
    if heads.contents.is_empty() || contents_head(text).is_some() {
        return None;
    }
    let stop = |word: &str| word.len() - word.trim_end_matches(['.', ':']).len();
    let ends = words(&text[..floor(text, LONGEST_TITLE)]).into_iter().map(|(at, word)| (at + word.len(), stop(word)));
    let (end, stop) = ends.take_while(|(end, stop)| heads.contents.contains(&text[..end - stop])).last()?;
    (end - stop >= SHORTEST_TITLE && end < text.len() && text[..end].contains(' ')).then_some(end)
}

/// The list names `title` as one of its own: between signs that part entries.
fn names(contents: &str, title: &str) -> bool {
    contents.match_indices(title).any(|(at, _)| {
        let after = contents[at + title.len()..].chars().next();
        let before = contents[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() || c.is_ascii_digit()) && after.is_none_or(|c| !c.is_alphabetic())
    })
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// Cuts before and behind each heading between the end of a sentence or label and the start of a sentence.
fn heading_breaks(text: &str) -> Vec<usize> {
    let words: Vec<(usize, &str)> = words(text);
    let mut out = Vec::new();
    let mut at = 1;
    while at < words.len() {
        let length = (1..=HEADING_WORDS.min(words.len() - at)).rev().find(|n| is_heading(text, &words, at, *n));
        if let Some(length) = length {
            let last = words[at + length - 1];
            out.extend([words[at].0, last.0 + last.1.len()]);
            at += length;
        } else {
            at += 1;
        }
    }
    out
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if !bare.is_empty() {
            out.push((at, bare));
        }
        at += word.len();
    }
    out
}

fn is_heading(text: &str, words: &[(usize, &str)], at: usize, length: usize) -> bool {
    let (first, last) = (words[at], words[at + length - 1]);
    let colon = last.1.ends_with(':');
    let next = words.get(at + length).map(|w| w.1);
    let begins = first.1.starts_with(char::is_uppercase);
    let follows = next.is_none_or(|n| n.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    let before = words[at - 1].1;
    let ended = before.ends_with(['.', ':', '!', '?', ')'])
        || before.ends_with(|c: char| c.is_ascii_digit() || c.is_alphabetic());
    begins
        && ended
        && follows
        && headings::read(&text[first.0..last.0 + last.1.len()]).is_some_and(|h| {
            h.rest_at.is_none()
                && (h.is_sure() && h.date.is_none() || h.fit == headings::Fit::Weak && (colon || before.ends_with('.')))
        })
}

/// Cuts a line into pieces and drops the white space between them.
fn cut_line(line: &Line, mut at: Vec<usize>) -> Vec<Line> {
    at.sort_unstable();
    at.dedup();
    let mut out = Vec::new();
    let mut from = 0;
    for to in at.into_iter().chain([line.text.len()]) {
        let piece = &line.text[from..to];
        let start = from + (piece.len() - piece.trim_start().len());
        let end = from + piece.trim_end().len();
        if start < end || line.text.is_empty() {
            let moved = line.repairs.iter().filter(|r| r.at.start >= start && r.at.end <= end);
            let repairs =
                moved.map(|r| crate::model::Repair { at: r.at.start - start..r.at.end - start, ..r.clone() }).collect();
            let bytes = line.bytes.as_ref().map(|b| b.start + start..b.start + end);
            out.push(Line { text: line.text[start..end.max(start)].to_owned(), repairs, bytes, ..line.clone() });
        }
        from = to;
    }
    if out.is_empty() { vec![line.clone()] } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        lines_of(text).lines().map(|(_, l)| l.text.clone()).collect()
    }

    fn lines_of(text: &str) -> Document {
        let lines = text.lines().map(Line::plain).collect();
        let pages = vec![Page { number: 1, lines, size: None, needs_ocr: false }];
        let document = Document {
            name: "a.txt".into(),
            format: Format::PlainText,
            pages,
            outline: Vec::new(),
            unread: Vec::new(),
        };
        restored(&document).into_owned()
    }

    #[test]
    fn number_glued_to_the_text_before_opens_a_line() {
        let text = "14. Dagsorden\nGodkendt.15. Besøg\nDrøftet, jf. lovens § 5.6. Rådet takkede.16. Eventuelt\nIntet.";
        let found = lines(text);
        assert!(found.contains(&"15. Besøg".to_owned()) && found.contains(&"16. Eventuelt".to_owned()), "{found:?}");
        assert!(found.contains(&"Drøftet, jf. lovens § 5.6. Rådet takkede.".to_owned()), "{found:?}");
    }

    #[test]
    fn running_page_is_cut_at_numbers_labels_and_headings() {
        let text = "3 31. Godkendelse af dagsorden Sagsnr.: 13/88 Åben sag Beslutning Fraværende: Ingen. Godkendt. 32. Stadepladser Sagsnr.: 12/9120 Åben sag \
                    Sagsfremstilling Torvehandlen har siden 1988 fulgt politiets vedtægt om størrelse, strøm og affald på torvet. Indstilling Direktøren indstiller, at \
                    prisen sættes til 120 kr. 33. Eventuelt Beslutning Intet. Side 41";
        let found = lines(text);
        for line in [
            "31. Godkendelse af dagsorden",
            "32. Stadepladser",
            "Sagsfremstilling",
            "Indstilling",
            "33. Eventuelt",
            "Side 41",
        ] {
            assert!(found.contains(&line.to_owned()), "{line} in {found:?}");
        }
    }

    #[test]
    fn viewers_page_is_set_aside_and_its_title_stays() {
        let text = "Referat Byrådet\n\nStørrelse: px\nStarte visningen fra side:\n\nDownload \"Engby Kommune. Byrådet. Referat Mødedato: 3. maj 2010\"\n\nTranskript\n\n1 Referat Byrådet Mødedato: 3. maj Sted: Rådhuset Fraværende: Ingen\n\n2 Indholdsfortegnelse 1. Takster for havnen Salg af skoven\n\n3 Byrådet Side 1 Salg af skoven Åben sag Sagsfremstilling Skoven er lille.";
        let document = lines_of(text);
        let kept: Vec<String> = document.lines().filter(|(_, l)| !l.running).map(|(_, l)| l.text.clone()).collect();
        for line in ["Engby Kommune.", "Mødedato: 3. maj 2010", "Sted: Rådhuset", "Salg af skoven", "Skoven er lille."]
        {
            assert!(kept.contains(&line.to_owned()), "{line} in {kept:?}");
        }
        assert!(!kept.iter().any(|l| l.contains("Transkript") || l.contains("Download") || l == "3"), "{kept:?}");
    }

    #[test]
    fn text_behind_a_title_gets_a_line_of_its_own() {
        let text =
            "1.Valg af referent. Ida blev valgt.\n\n2. Referat fra 3. maj. Godkendt.\n\n3. Eventuelt: Intet nyt.\n";
        let found = lines(text);
        assert!(
            found.contains(&"1.Valg af referent.".to_owned()) && found.contains(&"Godkendt.".to_owned()),
            "{found:?}"
        );
        // The points of a proposal begin anew, and titles may have a colon of their own.
        for text in ["1. Takst: Havnen\nat 1. Ja\n2. Salg\n3. Køb", "1. Et. To.\n2. Et. To.\n1. Et. To.\n2. Et. To."] {
            assert_eq!(lines(text).join("\n"), text);
        }
    }

    #[test]
    fn heading_that_a_copy_ran_into_text_stands_alone() {
        let text = "1. Takster\nSagsfremstillingHavnen er lille.Beslutning\nGodkendt\n2. Salg\nBeslutningUdsat.\nIndstillingAt skoven sælges.";
        let found = lines(text);
        for line in ["Sagsfremstilling", "Havnen er lille.", "Beslutning", "Udsat.", "At skoven sælges."] {
            assert!(found.contains(&line.to_owned()), "{line} in {found:?}");
        }
    }

    #[test]
    fn line_of_nothing_but_numbered_titles_is_a_list() {
        let text = "Referat\n\n1. Godkendelse af dagsordenen 2. Ansøgning om opstilling af en vogn i parken 3. Mindesten ved havnen 4. Forsøg med gebyrfrit bibliotek i Engby og Strandby 5. Eventuelt\n\nDeltagere:\nIda Holm\n";
        assert!(lines(text).contains(&"3. Mindesten ved havnen".to_owned()));
    }

    #[test]
    fn document_with_lines_stays_as_it_is() {
        let text = "1. Takster\nIndstilling\nat taksten godkendes\n2. Salg\nBeslutning\nGodkendt, jf. punkt 3.4. Bilag";
        assert_eq!(lines(text).join("\n"), text);
    }
}
