//! One meeting drawn from the space of layouts: each dimension is drawn for itself, so that forms meet which no place has put
//! together yet. What is drawn is a list of blocks, which `render` prints, and the gold that a perfect reading gives.

use serde_json::{Value, json};

use crate::random::Random;
use crate::words;

/// One block of a document, as a renderer sets it.
#[derive(Debug, Clone)]
pub(crate) enum Block {
    /// A line of the cover or the name of a group.
    Title(String),
    /// Cells side by side.
    Row(Vec<String>),
    /// A label and its value on one line.
    Label(String, String),
    /// Number and title of an item; either may be empty.
    Head(String, String),
    /// A line of codes under a head.
    Codes(String),
    Heading(String),
    Text(String),
    /// An entry of a list, its mark included.
    Entry(String),
    /// What a page or a web site adds.
    Furniture(String),
    PageEnd,
}

/// A drawn document.
pub(crate) struct Draw {
    pub seed: u64,
    /// Each dimension with the value drawn.
    pub dimensions: Vec<(&'static str, &'static str)>,
    pub blocks: Vec<Block>,
    pub gold: Value,
}

impl Draw {
    /// The value drawn of a dimension; empty where it was not drawn.
    pub(crate) fn value(&self, dimension: &str) -> &'static str {
        self.dimensions.iter().find(|d| d.0 == dimension).map_or("", |d| d.1)
    }
}

/// A day as covers print it.
#[derive(Clone, Copy)]
struct Day {
    year: u32,
    month: u32,
    day: u32,
}

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"];

impl Day {
    fn iso(self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    fn weekday(self) -> &'static str {
        // Sakamoto's rule.
        const T: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let y = if self.month < 3 { self.year - 1 } else { self.year };
        WEEKDAYS[((y + y / 4 - y / 100 + y / 400 + T[self.month as usize - 1] + self.day) % 7) as usize]
    }

    fn print(self, form: &str) -> String {
        let Day { year, month, day } = self;
        let name = MONTHS[month as usize - 1];
        match form {
            "12. marts 2018" => format!("{day}. {name} {year}"),
            "mandag den 12. marts 2018" => format!("{} den {day}. {name} {year}", self.weekday()),
            "d. 12. marts 2018" => format!("d. {day}. {name} {year}"),
            "12-03-2018" => format!("{day:02}-{month:02}-{year}"),
            "12.03.2018" => format!("{day:02}.{month:02}.{year}"),
            "12/3-2018" => format!("{day}/{month}-{year}"),
            "2018-03-12" => self.iso(),
            "d. 12.3. 2018" => format!("d. {day}.{month}. {year}"),
            other => panic!("expected a known form of dates, but found {other}"),
        }
    }
}

struct Person {
    name: String,
    party: &'static str,
    absent: bool,
}

/// The state of one drawing.
pub(crate) struct Drawing {
    r: Random,
    dimensions: Vec<(&'static str, &'static str)>,
    blocks: Vec<Block>,
    /// What stands at the foot of pages beside their number.
    foot: String,
}

/// The headings of one document.
struct Vocabulary {
    proposal: String,
    case: String,
    decision: String,
    summary: String,
    background: String,
    economy: String,
    legal: String,
    other: String,
    attachments: String,
}

/// What one document's items have in common.
struct Style {
    minutes: bool,
    order: &'static str,
    number: &'static str,
    title: &'static str,
    labels: &'static str,
    colon: &'static str,
    list: &'static str,
    chrome: &'static str,
    ad: bool,
    earlier: Option<String>,
    attachments: &'static str,
    words: Vocabulary,
    empty: bool,
}

impl Drawing {
    fn dim(&mut self, name: &'static str, values: &[&'static str]) -> &'static str {
        let value = self.r.pick(values);
        self.dimensions.push((name, value));
        value
    }

    fn put(&mut self, block: Block) {
        self.blocks.push(block);
    }

    fn title(&mut self, text: impl Into<String>) {
        self.put(Block::Title(text.into()));
    }

    fn label(&mut self, label: &str, value: impl Into<String>) {
        self.put(Block::Label(label.to_owned(), value.into()));
    }
}

/// The meeting of a seed.
pub(crate) fn draw(seed: u64) -> Draw {
    let mut d = Drawing { r: Random::new(seed), dimensions: Vec::new(), blocks: Vec::new(), foot: String::new() };
    d.dim("setting", &["open", "open", "blocks", "tight", "wide", "indented"]);
    d.dim("lines", &["whole", "wrapped"]);
    d.dim("html", &["headings", "headings", "strong", "accordion", "table", "list", "br", "dl"]);
    let gold = if d.r.chance(4) {
        d.dimensions.push(("document", "memo"));
        memo(&mut d)
    } else {
        d.dimensions.push(("document", "meeting"));
        meeting(&mut d)
    };
    Draw { seed, dimensions: d.dimensions, blocks: d.blocks, gold }
}

fn day(r: &mut Random) -> Day {
    Day { year: r.range(2003, 2024), month: r.range(1, 12), day: r.range(1, 28) }
}

/// What lies on the same share and is no meeting.
fn memo(d: &mut Drawing) -> Value {
    let what = d.dim("memo", &["Notat", "Brev", "Rapport"]);
    let day = day(&mut d.r);
    let subject = words::title(&mut d.r);
    d.title(what);
    d.label("Til", "Socialudvalget");
    d.label("Dato", day.print("12. marts 2018"));
    let number = d.r.range(1, 90);
    d.label("Sagsnr.", format!("27.42.00-P20-{number}-19"));
    let title = format!("{what} om {}", words::lower(&subject));
    d.title(title.clone());
    for (n, chapter) in ["Baggrund", "Udvikling", "Økonomi", "Konklusion"].iter().enumerate() {
        d.put(Block::Heading(format!("{}. {chapter}", n + 1)));
        let text = words::facts(&mut d.r, 3);
        d.put(Block::Text(text));
    }
    d.put(Block::Text("Med venlig hilsen".into()));
    d.put(Block::Text("Bo Lund".into()));
    json!({"kind": "other", "date": day.iso(), "items": [{"number": null, "title": title}]})
}

struct Body {
    /// As the gold has it.
    name: String,
    /// Without the article: `Socialudvalg`.
    bare: String,
}

fn body(d: &mut Drawing) -> Body {
    let kind = d.dim("body", &["council", "committee", "committee of", "advisory", "school", "board"]);
    let (name, bare) = match kind {
        "council" => *d.r.pick(&[&("Byrådet", "Byråd"), &("Kommunalbestyrelsen", "Kommunalbestyrelse")]),
        "committee" => *d.r.pick(&[
            &("Socialudvalget", "Socialudvalg"),
            &("Kultur- og Fritidsudvalget", "Kultur- og Fritidsudvalg"),
            &("Økonomiudvalget", "Økonomiudvalg"),
            &("Børne- og Skoleudvalget", "Børne- og Skoleudvalg"),
        ]),
        "committee of" => *d
            .r
            .pick(&[&("Udvalget for Vej og Park", "Udvalget for Vej og Park"), &("Teknisk Udvalg", "Teknisk Udvalg")]),
        "advisory" => *d.r.pick(&[
            &("Handicaprådet", "Handicapråd"),
            &("Ældrerådet", "Ældreråd"),
            &("Udsatterådet", "Udsatteråd"),
            &("Grønt Råd", "Grønt Råd"),
        ]),
        "school" => ("Skolebestyrelsen", "Skolebestyrelse"),
        _ => *d.r.pick(&[
            &("Bestyrelsen", "Bestyrelse"),
            &("Beredskabskommissionen", "Beredskabskommission"),
            &("Repræsentantskabet", "Repræsentantskab"),
        ]),
    };
    Body { name: name.to_owned(), bare: bare.to_owned() }
}

fn meeting(d: &mut Drawing) -> Value {
    let minutes = d.dim("kind", &["minutes", "minutes", "agenda"]) == "minutes";
    let word = if minutes {
        d.dim("document word", &["Referat", "Beslutningsprotokol", "Beslutningsreferat", "REFERAT", "Protokol"])
    } else {
        d.dim("document word", &["Dagsorden", "DAGSORDEN", "Indkaldelse"])
    };
    let body = body(d);
    let town = d.r.pick(&words::TOWNS).to_owned();
    let day = day(&mut d.r);
    let running = d.dim(
        "text",
        &["lines", "lines", "lines", "lines", "lines", "lines", "lines", "lines", "lines", "lines", "lines", "running"],
    ) == "running";
    let (start, end) = (d.r.range(8, 19), d.r.range(0, 3) * 15);
    let times = (format!("{start:02}:00"), format!("{:02}:{end:02}", start + 2));
    let authority = cover(d, word, &body, &town, day, &times, running);
    let people = participants(d, &body);
    let (items, closed_from) = subjects(d, minutes);
    let style = style(d, minutes, &body, day);
    let start_at = d.dim("first number", &["1", "1", "61"]);
    let numbers = numbers(d, &style, start_at, &items, closed_from);
    contents(d, &style, &numbers, &items);
    let mut gold_items = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if Some(at) == closed_from && d.value("closed") == "group" {
            d.title("Lukkede punkter");
        }
        if at > 0 && d.value("pages") != "none" && at % 2 == 0 {
            page_end(d, at);
        }
        gold_items.push(print_item(d, &style, &numbers[at], item, closed_from.is_some_and(|c| at >= c)));
    }
    closing(d, &people, &times.1);
    let named: Vec<Value> = people.iter().map(|p| json!({"name": p.name, "absent": p.absent})).collect();
    let named_body = d.value("body naming") != "decisions" || d.value("decisions printed") == "yes";
    let foot = d.value("authority") == "page foot"
        && d.blocks.iter().any(|b| matches!(b, Block::Furniture(f) if f.starts_with(&d.foot)));
    let authority = authority.or_else(|| (foot && !d.foot.is_empty()).then(|| town.clone()));
    let mut gold = json!({
        "kind": if minutes { "minutes" } else { "agenda" }, "body": named_body.then(|| body.name.clone()), "date": day.iso(), "items": gold_items,
        "authority": authority, "participants": named,
    });
    if d.value("closing") == "end" {
        gold["end"] = json!(times.1);
    }
    if d.value("time") != "none" {
        gold["start"] = json!(times.0);
        if d.value("time") != "start" && d.value("closing") != "end" {
            gold["end"] = json!(times.1);
        }
    }
    gold
}

impl Drawing {
    fn value(&self, dimension: &str) -> &'static str {
        self.dimensions.iter().find(|d| d.0 == dimension).map_or("", |d| d.1)
    }
}

/// Prints the cover; the authority that it lets a reader know.
fn cover(
    d: &mut Drawing,
    word: &str,
    body: &Body,
    town: &str,
    day: Day,
    times: &(String, String),
    running: bool,
) -> Option<String> {
    let how = d.dim(
        "body naming",
        &["label", "title", "alone", "genitive", "meeting", "with municipality", "decisions", "call"],
    );
    let form = d.dim(
        "date form",
        &[
            "12. marts 2018",
            "mandag den 12. marts 2018",
            "d. 12. marts 2018",
            "12-03-2018",
            "12.03.2018",
            "12/3-2018",
            "2018-03-12",
            "d. 12.3. 2018",
        ],
    );
    let owner = d.dim("authority", &["line", "place", "postal", "none", "page foot", "web site"]);
    let when = day.print(form);
    let time_form = d.dim("time", &["none", "start", "both", "labels"]);
    let (from, to) = (times.0.replace(':', "."), times.1.replace(':', "."));
    let clock = match time_form {
        "start" => format!(" kl. {from}"),
        "both" => format!(" kl. {from} - {to}"),
        _ => String::new(),
    };
    if !running {
        match d.dim("site", &["none", "none", "crumbs", "list of meetings"]) {
            "crumbs" => {
                d.put(Block::Furniture("Spring til indhold".into()));
                d.put(Block::Furniture("Forside / Politik / Dagsordener og referater".into()));
            }
            "list of meetings" => {
                let other = self::day(&mut d.r);
                d.put(Block::Furniture("Dagsordener og referater".into()));
                d.put(Block::Furniture(format!("Referat fra møde d. {}.{}.{}", other.day, other.month, other.year)));
            }
            _ => {}
        }
    } else {
        // Around a copy a viewer prints its own page, as the text's first lines.
        d.dim("site", &["none", "viewer"]);
    }
    if owner == "page foot" {
        d.foot = format!("{town} Kommune");
    }
    if owner == "line" {
        d.title(format!("{town} Kommune"));
    }
    match how {
        "label" => {
            d.title(word);
            d.label("Udvalg", body.name.clone());
        }
        "title" => {
            let open = if d.r.chance(50) { " - åbent møde" } else { "" };
            d.title(format!("{word} fra {}{open}", body.name));
        }
        "alone" => {
            d.title(body.name.clone());
            d.title(word);
        }
        "genitive" => d.title(format!("{word} af {}s møde", body.name)),
        "meeting" => d.title(format!("{word} af {}", meeting_word(body))),
        "with municipality" => {
            d.title(word);
            d.title(format!("{town} Kommune, {}", body.name));
        }
        "call" => {
            d.title(word);
            d.title(format!("Der indkaldes til møde i {}", body.name));
        }
        _ => d.title(word),
    }
    match d.dim("date place", &["label", "own line", "with time label", "meeting label"]) {
        "label" => d.label("Dato", format!("{when}{clock}")),
        "own line" => d.title(format!("{when}{clock}")),
        "with time label" => d.label("Tidspunkt", format!("{when}{clock}")),
        _ => d.label("Mødedato", format!("{when}{clock}")),
    }
    if time_form == "labels" {
        d.label("Starttidspunkt", times.0.clone());
        d.label("Sluttidspunkt", times.1.clone());
    }
    match owner {
        "place" => d.label("Mødested", format!("Mødelokale 4, {town} Rådhus")),
        "postal" => d.label("Sted", format!("Rådhuset, Torvet 1, 7800 {town}")),
        "web site" => d.put(Block::Furniture(format!("{town} Kommunes hjemmeside"))),
        "page foot" | "line" | "none" => d.label("Sted", "Mødelokale 2"),
        _ => {}
    }
    let told =
        owner == "line" || owner == "place" || owner == "web site" || owner == "postal" || how == "with municipality";
    told.then(|| town.to_owned())
}

/// `Skolebestyrelse` meets in a `skolebestyrelsesmøde`.
fn meeting_word(body: &Body) -> String {
    let lower = words::lower(&body.bare);
    if lower.contains(' ') { format!("møde i {}", body.name) } else { format!("{lower}smøde") }
}

fn participants(d: &mut Drawing, body: &Body) -> Vec<Person> {
    let setting = d.dim(
        "participants",
        &[
            "none",
            "commas",
            "parties",
            "lines",
            "bullets",
            "groups",
            "columns",
            "table",
            "sentence",
            "dash",
            "roles",
            "semicolons",
            "and",
        ],
    );
    if setting == "none" {
        return Vec::new();
    }
    let n = d.r.range(4, 8) as usize;
    let (first, last) = (d.r.sample(words::FIRST.len(), n), d.r.sample(words::LAST.len(), n));
    let parties = ["A", "V", "C", "O", "F", "B"];
    let absent = d.r.range(0, 2) as usize;
    let people: Vec<Person> = (0..n)
        .map(|i| Person {
            name: format!("{} {}", words::FIRST[first[i]], words::LAST[last[i]]),
            party: d.r.pick(&parties),
            absent: i + absent >= n,
        })
        .collect();
    let there = d.dim(
        "label of participants",
        &["Deltagere", "Medlemmer", "Til stede", "Mødedeltagere", "Tilstede", "Fremmødte"],
    );
    let away = d.dim("label of absentees", &["Afbud", "Fraværende", "Ikke til stede", "Afbud fra"]);
    let (present, missing): (Vec<&Person>, Vec<&Person>) = people.iter().partition(|p| !p.absent);
    let names = |of: &[&Person]| of.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    let missing_line = |d: &mut Drawing, of: &[&Person]| {
        if of.is_empty() {
            if d.r.chance(50) {
                d.label(away, "Ingen");
            }
        } else {
            d.label(away, names(of).join(", "));
        }
    };
    match setting {
        "commas" => {
            d.label(there, names(&present).join(", "));
            missing_line(d, &missing);
        }
        "and" => {
            let mut all = names(&present);
            let end = all.pop().unwrap_or_default();
            d.label(there, format!("{} og {end}", all.join(", ")));
            missing_line(d, &missing);
        }
        "semicolons" => {
            d.label(there, names(&present).join("; "));
            missing_line(d, &missing);
        }
        "parties" => {
            let all: Vec<String> = present.iter().map(|p| format!("{} ({})", p.name, p.party)).collect();
            d.label(there, all.join(", "));
            missing_line(d, &missing);
        }
        "lines" | "roles" | "bullets" => {
            d.label(there, "");
            let mark = if setting == "bullets" { "• " } else { "" };
            for (i, p) in present.iter().enumerate() {
                let role = match (setting, i) {
                    ("roles", 0) => " (formand)",
                    ("roles", 1) => " (næstformand)",
                    _ => "",
                };
                d.put(Block::Entry(format!("{mark}{}{role}", p.name)));
            }
            if !missing.is_empty() {
                d.label(away, "");
                for p in &missing {
                    d.put(Block::Entry(format!("{mark}{}", p.name)));
                }
            }
        }
        "groups" => {
            let (a, b) = present.split_at(present.len() / 2);
            let (one, two) = if body.bare.contains("kole") {
                ("Forældrevalgte", "Medarbejderrepræsentanter")
            } else {
                ("Fra organisationerne", "Fra kommunen")
            };
            d.label(there, "");
            d.label(one, format!("{}.", names(a).join(", ")));
            d.label(two, format!("{}.", names(b).join(", ")));
            if !missing.is_empty() {
                d.label(away, "");
                d.label(one, format!("{}.", names(&missing).join(", ")));
            }
        }
        "columns" => {
            d.label(there, "");
            for pair in present.chunks(2) {
                d.put(Block::Row(pair.iter().map(|p| format!("{} ({})", p.name, p.party)).collect()));
            }
            missing_line(d, &missing);
        }
        "table" => {
            d.label(there, "");
            for p in &people {
                let state = if p.absent { "Afbud" } else { "Til stede" };
                d.put(Block::Row(vec![p.name.clone(), p.party.to_owned(), state.to_owned()]));
            }
        }
        "sentence" => {
            let mut all = names(&present);
            let end = all.pop().unwrap_or_default();
            let off = if missing.is_empty() {
                String::new()
            } else {
                format!(" Afbud fra {}.", names(&missing).join(" og "))
            };
            d.put(Block::Text(format!("Følgende deltog: {} og {end}.{off}", all.join(", "))));
        }
        _ => {
            d.label(there, "");
            for p in &people {
                d.put(Block::Entry(if p.absent { format!("{} - afbud", p.name) } else { p.name.clone() }));
            }
        }
    }
    people
}

/// What the meeting deals with.
struct Subject {
    title: String,
    standing: bool,
}

fn subjects(d: &mut Drawing, minutes: bool) -> (Vec<Subject>, Option<usize>) {
    let n = d.r.range(3, 7) as usize;
    let mut out: Vec<Subject> = Vec::new();
    if d.r.chance(75) {
        out.push(Subject { title: "Godkendelse af dagsorden".into(), standing: true });
    }
    while out.len() < n {
        let title = words::title(&mut d.r);
        if out.iter().all(|s| s.title != title) {
            out.push(Subject { title, standing: false });
        }
    }
    if d.r.chance(50) {
        out.push(Subject { title: "Eventuelt".into(), standing: true });
    }
    let closed = d.dim("closed", &["none", "none", "none", "mark", "group", "group"]);
    if closed == "none" {
        return (out, None);
    }
    let from = out.len();
    for title in ["Køb af ejendom", "Personalesag"] {
        out.push(Subject { title: title.into(), standing: !minutes });
    }
    (out, Some(from))
}

fn style(d: &mut Drawing, minutes: bool, body: &Body, day: Day) -> Style {
    let order = d.dim(
        "order",
        &[
            "proposal case decision",
            "case proposal decision",
            "summary proposal decision case",
            "decision proposal case",
            "full",
            "content and minutes",
            "free",
            "case attachments decision",
        ],
    );
    let mut number = d.dim(
        "numbering",
        &[
            "1.",
            "1.",
            "1",
            "01",
            "Pkt. 1",
            "Punkt 1:",
            "1)",
            "§ 1",
            "1/16",
            "Sag nr. 1 below",
            "A.",
            "none",
            "alone",
            "1.glued",
            "1. 1.",
            "1 -",
            "Punkt nr. 1 -",
            "• 1.",
        ],
    );
    // Without line breaks or without any text of its own a title needs a number to be one.
    let bare = d.value("text") == "running" && !["1.", "Pkt. 1", "Punkt 1:"].contains(&number);
    if bare || number == "none" && order == "free" {
        number = "1.";
        d.dimensions.retain(|v| v.0 != "numbering");
        d.dimensions.push(("numbering", number));
    }
    let title = d
        .dim("title form", &["plain", "plain", "colon", "stop", "capitals", "case number", "dash", "mark", "repeated"]);
    let running = d.value("text") == "running";
    let mut labels =
        d.dim("labels", &["none", "none", "case number", "case number and officer", "ids", "matrix", "type", "above"]);
    let colon = d.dim("headings", &["plain", "plain", "colon", "inline", "capitals", "bullet"]);
    let list = d.dim("list in proposal", &["none", "1.", "at", "a)", "-"]);
    let mut chrome = d.dim("chrome of items", &["none", "none", "none", "Udskriv", "Åbn/luk punkt"]);
    // A viewer's copy is made of a PDF, which has no buttons and prints its title once.
    let mut title = title;
    if running {
        for (name, value, plain) in [
            ("chrome of items", &mut chrome, "none"),
            ("title form", &mut title, "plain"),
            ("labels", &mut labels, "ids"),
        ] {
            *value = plain;
            d.dimensions.retain(|v| v.0 != name);
            d.dimensions.push((name, plain));
        }
    }
    let ad = minutes && d.dim("decision by points", &["no", "no", "no", "Ad 1"]) == "Ad 1";
    let earlier = (minutes && d.dim("earlier decision", &["none", "none", "dated", "owner"]) != "none").then(|| {
        let before = Day { day: if day.day > 7 { day.day - 7 } else { 1 }, ..day };
        match d.value("earlier decision") {
            "dated" => format!("Beslutning fra Plan- og Miljøudvalget, {}, pkt. 61", before.print("12. marts 2018")),
            _ => format!("Plan- og Miljøudvalgets beslutning den {}", before.print("12. marts 2018")),
        }
    });
    let attachments = d.dim("attachments", &["none", "none", "plain", "heading-like", "numbered"]);
    let words = vocabulary(d, body, day);
    if order == "free" && labels == "type" {
        labels = "none";
        d.dimensions.retain(|v| v.0 != "labels");
        d.dimensions.push(("labels", labels));
    }
    let empty = !minutes && d.dim("empty decisions", &["no", "printed"]) == "printed";
    if order != "free" && (minutes || empty) {
        d.dimensions.push(("decisions printed", "yes"));
    }
    d.dim("pages", &["none", "none", "foot", "head and foot"]);
    Style { minutes, order, number, title, labels, colon, list, chrome, ad, earlier, attachments, words, empty }
}

/// Headings built by grammar: a head noun with or without whose it is.
fn vocabulary(d: &mut Drawing, body: &Body, day: Day) -> Vocabulary {
    let owner = d.r.pick(&words::GENITIVES).to_owned();
    let proposal = match d.dim(
        "proposal heading",
        &[
            "Indstilling",
            "Indstilling",
            "Hovedindstilling",
            "X's indstilling",
            "X's forslag",
            "Anbefaling",
            "Forslag til beslutning",
            "Indstilling til udvalget",
        ],
    ) {
        "X's indstilling" => format!("{owner} indstilling"),
        "X's forslag" => format!("{owner} forslag"),
        plain => plain.to_owned(),
    };
    let case = match d.dim(
        "case heading",
        &[
            "Sagsfremstilling",
            "Sagsfremstilling",
            "Sagsbeskrivelse",
            "Beskrivelse af sagen",
            "Redegørelse",
            "X's redegørelse",
            "Fremstilling",
            "Sagsbeskrivelse af hovedforslag",
            "Beskrivelse",
        ],
    ) {
        "X's redegørelse" => format!("{owner} redegørelse"),
        plain => plain.to_owned(),
    };
    let dated = if d.value("body naming") == "decisions" {
        d.dim("decision heading", &["i, dato", "body and date"])
    } else {
        d.dim(
            "decision heading",
            &[
                "Beslutning",
                "Beslutning",
                "Referat",
                "Vedtagelse",
                "Konklusion",
                "X's beslutning",
                "i, dato",
                "body and date",
                "Protokol",
            ],
        )
    };
    let decision = match dated {
        "X's beslutning" => format!("{}s beslutning", body.name),
        "i, dato" => format!("Beslutning i {} den {}", body.name, day.print("12. marts 2018")),
        "body and date" => format!("Beslutning {} den {}", body.name, day.print("12-03-2018")),
        plain => plain.to_owned(),
    };
    let summary = d.r.pick(&["Resume", "Resumé", "Sagsresume", "Kort resume"]).to_owned();
    let background = d.r.pick(&["Baggrund", "Historik", "Sagens forhistorie", "Tidligere behandling"]).to_owned();
    let economy = d
        .dim(
            "economy heading",
            &[
                "Økonomi",
                "Økonomiske konsekvenser",
                "Økonomi og finansiering",
                "Vurdering i forhold til økonomi",
                "Afledte økonomiske konsekvenser",
            ],
        )
        .to_owned();
    let legal = d.r.pick(&["Lovgrundlag", "Retsgrundlag", "Juridisk vurdering", "Lovgrundlag mv."]).to_owned();
    let other = d
        .dim(
            "own heading",
            &[
                "Kommunikation",
                "Miljømæssige konsekvenser",
                "Sagens gang",
                "Konsekvenser for børn",
                "Sundhedsfremme",
                "Tidsramme",
                "Afledte konsekvenser",
            ],
        )
        .to_owned();
    let attachments = d.r.pick(&["Bilag", "Vedlagte bilag", "Bilagsliste"]).to_owned();
    Vocabulary { proposal, case, decision, summary, background, economy, legal, other, attachments }
}

/// The printed number of each item, and the one that the gold has.
fn numbers(
    d: &mut Drawing,
    style: &Style,
    start_at: &str,
    items: &[Subject],
    closed_from: Option<usize>,
) -> Vec<(String, Option<String>)> {
    let first: usize = start_at.parse().expect("a number");
    let restart = closed_from.is_some()
        && d.value("closed") == "group"
        && d.dim("closed numbers", &["go on", "restart"]) == "restart";
    let extra = d.dim("supplementary", &["none", "none", "none", "2A", "Tillæg 1"]);
    let simple = ["1.", "1", "1)", "Pkt. 1", "Punkt 1:"].contains(&style.number);
    let mut out = Vec::new();
    let mut n = first;
    for at in 0..items.len() {
        if restart && Some(at) == closed_from {
            n = 1;
        }
        let own = match (extra, simple) {
            ("2A", true) if at == 2 => Some(format!("{}A", n - 1)),
            ("Tillæg 1", true) if at + 1 == items.len() && closed_from.is_none() => Some("Tillæg 1".to_owned()),
            _ => None,
        };
        let number = own.clone().unwrap_or_else(|| n.to_string());
        if own.is_none() {
            n += 1;
        }
        let letter = char::from(b'A' + at.min(20) as u8);
        let printed = match style.number {
            "1" => number.clone(),
            "01" => format!("{number:0>2}"),
            "Pkt. 1" if !number.starts_with('T') => format!("Pkt. {number}"),
            "Punkt 1:" if !number.starts_with('T') => format!("Punkt {number}:"),
            "1)" => format!("{number})"),
            "§ 1" => format!("§ {number}"),
            "1/16" => format!("{number}/16"),
            "Sag nr. 1 below" => format!("Sag nr. {number}"),
            "A." => format!("{letter}."),
            "none" => String::new(),
            "1 -" => format!("{number} -"),
            "1. 1." => format!("{number}. {number}."),
            "Punkt nr. 1 -" => format!("Punkt nr. {number} -"),
            "• 1." => format!("• {number}."),
            _ => format!("{number}."),
        };
        let gold = match style.number {
            "01" => Some(printed.clone()),
            "1/16" => Some(printed.clone()),
            "A." => Some(letter.to_string()),
            "none" => None,
            _ => Some(number),
        };
        out.push((printed, gold));
    }
    out
}

fn contents(d: &mut Drawing, style: &Style, numbers: &[(String, Option<String>)], items: &[Subject]) {
    let how = d.dim("contents", &["none", "none", "list", "pages", "twice"]);
    if how == "none" || ["Sag nr. 1 below", "• 1."].contains(&style.number) {
        return;
    }
    if how != "pages" {
        d.title("Punkter på dagsordenen");
        for (number, item) in numbers.iter().zip(items) {
            d.put(Block::Entry(format!("{} {}", number.0, item.title).trim().to_owned()));
        }
    }
    if how != "list" {
        d.title("Indholdsfortegnelse");
        for (at, (number, item)) in numbers.iter().zip(items).enumerate() {
            d.put(Block::Entry(format!("{} {}{}{}", number.0, item.title, ".".repeat(12), at + 2).trim().to_owned()));
        }
    }
    if d.value("pages") != "none" {
        page_end(d, 1);
    }
}

fn page_end(d: &mut Drawing, page: usize) {
    if d.value("pages") == "head and foot" {
        let foot = format!("{} Side {page}", d.foot).trim().to_owned();
        d.put(Block::Furniture(foot));
        d.put(Block::PageEnd);
        d.put(Block::Furniture("Kommunens møder".into()));
    } else {
        let foot = format!("{} {page}", d.foot).trim().to_owned();
        d.put(Block::Furniture(foot));
        d.put(Block::PageEnd);
    }
}

/// Prints an item and returns its gold.
fn print_item(
    d: &mut Drawing,
    style: &Style,
    number: &(String, Option<String>),
    subject: &Subject,
    closed: bool,
) -> Value {
    let case_number =
        format!("{:02}.{:02}.{:02}-P20-{}-18", d.r.range(10, 60), d.r.range(0, 30), d.r.range(0, 30), d.r.range(1, 99));
    let marked = closed && d.value("closed") == "mark";
    let mut title = subject.title.clone();
    if marked {
        title = format!("{title} (Lukket punkt)");
    }
    match style.title {
        "dash" if !subject.standing => title = format!("{title} - beslutning"),
        "mark" if !subject.standing && !marked => title = format!("{title} (B)"),
        _ => {}
    }
    let gold_title = title.clone();
    match style.title {
        "colon" => title.push(':'),
        "stop" => title.push('.'),
        "capitals" => title = title.to_uppercase(),
        "case number" => title = format!("{title} ({})", case_number),
        _ => {}
    }
    if style.labels == "above" {
        d.put(Block::Codes(format!("Sagsnr.: {case_number} Sagsbehandler: Tine Holm")));
    }
    match style.number {
        "Sag nr. 1 below" => {
            d.put(Block::Head(String::new(), title.clone()));
            d.put(Block::Codes(number.0.clone()));
        }
        "alone" => {
            d.put(Block::Head(number.0.clone(), String::new()));
            d.put(Block::Head(String::new(), title.clone()));
        }
        "1.glued" => d.put(Block::Head(String::new(), format!("{}{title}", number.0))),
        _ => d.put(Block::Head(number.0.clone(), title.clone())),
    }
    if style.title == "repeated" {
        d.put(Block::Text(title.clone()));
    }
    if style.chrome != "none" {
        d.put(Block::Furniture(style.chrome.to_owned()));
    }
    let has_case = print_labels(d, style, &case_number, closed);
    let sections = print_sections(d, style, subject);
    let mut gold = json!({"number": number.1, "title": gold_title, "sections": sections, "closed": closed});
    if has_case || style.title == "case number" || style.labels == "above" {
        gold["case_number"] = json!(case_number);
    }
    gold
}

/// Prints the block under a title; true where it tells the case number.
fn print_labels(d: &mut Drawing, style: &Style, case_number: &str, closed: bool) -> bool {
    match style.labels {
        "case number" => d.put(Block::Codes(format!("Sagsnr.: {case_number}"))),
        "case number and officer" => d.put(Block::Codes(format!("Sagsnr: {case_number} Sagsansvarlig: Bente Lykkeby"))),
        "ids" => {
            let state = if closed { "Lukket sag" } else { "Åben sag" };
            let codes = format!("Dok.nr.: 22{} Sagsid.: {case_number} Initialer: beha {state}", d.r.range(10, 99));
            d.put(Block::Codes(codes));
        }
        "matrix" => {
            d.put(Block::Codes(format!("Sagsnr.: {case_number}")));
            for column in ["DIR", "SOS", "KFU", "ØKE", "BYR"] {
                d.put(Block::Codes(column.into()));
            }
            d.put(Block::Codes("x".into()));
            d.put(Block::Codes("Øvrige sagsbehandlere: -".into()));
        }
        "type" => {
            d.put(Block::Codes("Punkttype".into()));
            let kind = if d.r.chance(60) { "Beslutning." } else { "Orientering." };
            d.put(Block::Codes(kind.into()));
            return false;
        }
        _ => return false,
    }
    true
}

/// Prints the sections of an item and returns their gold.
fn print_sections(d: &mut Drawing, style: &Style, subject: &Subject) -> Vec<Value> {
    let parts: &[&str] = match (style.order, subject.standing) {
        ("free", _) => &["free"],
        ("content and minutes", _) => &["content", "decision"],
        (_, true) => &["decision"],
        ("proposal case decision", _) => &["proposal", "case", "earlier", "decision"],
        ("case proposal decision", _) => &["case", "economy", "proposal", "earlier", "decision"],
        ("summary proposal decision case", _) => &["summary", "proposal", "earlier", "decision", "case"],
        ("decision proposal case", _) => &["decision", "proposal", "case", "other"],
        ("full", _) => &["background", "case", "legal", "economy", "other", "proposal", "attachments", "decision"],
        (_, _) => &["case", "proposal", "attachments", "decision"],
    };
    let mut gold = Vec::new();
    for part in parts {
        let words = &style.words;
        let (kind, heading) = match *part {
            "proposal" => ("proposal", words.proposal.clone()),
            "case" => ("case_summary", words.case.clone()),
            "content" => ("case_summary", "Indhold".to_owned()),
            "economy" => ("economy", words.economy.clone()),
            "legal" => ("legal", words.legal.clone()),
            "background" => ("background", words.background.clone()),
            "summary" => ("summary", words.summary.clone()),
            "other" => ("other", words.other.clone()),
            "attachments" if style.attachments != "none" => ("attachments", words.attachments.clone()),
            "earlier" if style.earlier.is_some() => ("minutes", style.earlier.clone().unwrap_or_default()),
            "decision" if style.minutes => ("minutes", words.decision.clone()),
            "decision" if style.empty => {
                print_heading(d, style, &words.decision, "");
                continue;
            }
            "free" => {
                gold.push(free_text(d, style));
                continue;
            }
            _ => continue,
        };
        let lines = section_text(d, style, part, subject);
        let text = print_section(d, style, &heading, &lines);
        let mut section = json!({"kind": kind, "heading": heading, "text": text});
        if *part == "earlier" {
            section["body"] = json!("Plan- og Miljøudvalget");
        }
        gold.push(section);
    }
    gold
}

fn free_text(d: &mut Drawing, style: &Style) -> Value {
    let n = d.r.range(1, 2);
    let lines: Vec<String> = (0..n).map(|_| words::talk(&mut d.r, 2)).collect();
    lines.iter().for_each(|l| d.put(Block::Text(l.clone())));
    json!({"kind": if style.minutes { "minutes" } else { "case_summary" }, "heading": null, "text": lines.join("\n")})
}

fn section_text(d: &mut Drawing, style: &Style, part: &str, subject: &Subject) -> Vec<(bool, String)> {
    let text = |t: String| vec![(false, t)];
    match part {
        "proposal" => proposal(d, style),
        "decision" if subject.standing => text(d.r.pick(&["Godkendt.", "Intet.", "Ingen bemærkninger."]).to_owned()),
        "decision" if style.ad && style.list != "none" => {
            let (a, b) = (words::decision(&mut d.r), words::decision(&mut d.r));
            vec![(false, "Ad 1.".into()), (false, a), (false, "Ad 2.".into()), (false, b)]
        }
        "decision" | "earlier" => text(words::decision(&mut d.r)),
        "attachments" => match style.attachments {
            "heading-like" => {
                vec![(true, "Indstilling til udvalget.pdf".into()), (true, "Referat af borgermøde".into())]
            }
            "numbered" => vec![(true, "1 Åben Udkast til regulativ".into()), (true, "2 Åben Tegning".into())],
            _ => vec![(true, "Tegning af anlægget.pdf".into())],
        },
        "case" => {
            let (a, b) = (words::facts(&mut d.r, 3), words::facts(&mut d.r, 2));
            vec![(false, a), (false, b)]
        }
        _ => text(words::facts(&mut d.r, 2)),
    }
}

fn proposal(d: &mut Drawing, style: &Style) -> Vec<(bool, String)> {
    let who = d.r.pick(&words::OWNERS).to_owned();
    let (a, b) = (words::point(&mut d.r), words::point(&mut d.r));
    match style.list {
        "1." => vec![(false, format!("{who} indstiller, at")), (true, format!("1. {a}")), (true, format!("2. {b}"))],
        "a)" => vec![(false, format!("{who} indstiller, at:")), (true, format!("a) {a}")), (true, format!("b) {b}"))],
        "at" => vec![(false, format!("{who} indstiller,")), (true, format!("at {a}, og")), (true, format!("at {b}."))],
        "-" => vec![
            (false, format!("{who} indstiller til udvalget,")),
            (true, format!("- at {a}")),
            (true, format!("- at {b}")),
        ],
        _ => vec![(false, format!("{who} indstiller, at {a}."))],
    }
}

fn print_heading(d: &mut Drawing, style: &Style, heading: &str, text: &str) {
    let words = match style.colon {
        "colon" => format!("{heading}:"),
        "inline" if !text.is_empty() => format!("{heading}: {text}"),
        "inline" => format!("{heading}:"),
        "capitals" => heading.to_uppercase(),
        "bullet" => format!("• {heading}"),
        _ => heading.to_owned(),
    };
    d.put(Block::Heading(words));
}

fn print_section(d: &mut Drawing, style: &Style, heading: &str, lines: &[(bool, String)]) -> String {
    let inline = style.colon == "inline";
    print_heading(d, style, heading, lines.first().map_or("", |l| l.1.as_str()));
    for (entry, line) in lines.iter().skip(usize::from(inline)) {
        d.put(if *entry { Block::Entry(line.clone()) } else { Block::Text(line.clone()) });
    }
    lines.iter().map(|l| l.1.as_str()).collect::<Vec<_>>().join("\n")
}

fn closing(d: &mut Drawing, people: &[Person], end: &str) {
    match d.dim("closing", &["none", "none", "end", "signatures", "updated"]) {
        "end" => d.put(Block::Text(format!("Mødet sluttede kl. {}.", end.replace(':', ".")))),
        "signatures" => {
            d.title("Underskrifter");
            for p in people.iter().take(3) {
                d.put(Block::Text(p.name.clone()));
            }
        }
        "updated" => d.put(Block::Furniture("Sidst opdateret den 20. marts 2009".into())),
        _ => {}
    }
}
