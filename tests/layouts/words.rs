//! The words that invented meetings are made of.

use crate::random::Random;

pub(crate) const FIRST: [&str; 24] = [
    "Inge", "Palle", "Sigrid", "Torben", "Hanne", "Viggo", "Ruth", "Bo", "Mona", "Ib", "Karla", "Stig", "Mette", "Kaj",
    "Rikke", "Leif", "Vagn", "Frode", "Kurt", "Gerda", "Malte", "Tove", "Aksel", "Birthe",
];
pub(crate) const LAST: [&str; 24] = [
    "Lykke",
    "Damgård",
    "Ryge",
    "Hald",
    "Thulin",
    "Skaarup",
    "Elkjær",
    "Vestergård",
    "Østerby",
    "Kragelund",
    "Brogaard",
    "Tofting",
    "Hvilsom",
    "Sinding",
    "Bredal",
    "Ravnsgård",
    "Lindeskov",
    "Overby",
    "Vinther",
    "Toft",
    "Kvist",
    "Holm Ladefoss",
    "Bjerre",
    "Mosegaard",
];
pub(crate) const TOWNS: [&str; 12] = [
    "Lemvig", "Skive", "Allerød", "Faxe", "Assens", "Holbæk", "Odder", "Thisted", "Vejen", "Ringsted", "Viborg",
    "Ballerup",
];
const THINGS: [&str; 20] = [
    "svømmehallen",
    "biblioteket",
    "herberget",
    "kajpladsen",
    "plejecentret",
    "genbrugspladsen",
    "skolestien",
    "rulleskøjtebanen",
    "værestedet",
    "klubhuset",
    "børnehaven",
    "musikskolen",
    "kantinen",
    "havnebadet",
    "busterminalen",
    "forsamlingshuset",
    "ungdomsskolen",
    "daghjemmet",
    "vandværket",
    "idrætsparken",
];
const ROADS: [&str; 10] = [
    "Lindevej",
    "Møllegade",
    "Åvej",
    "Strandvejen",
    "Bakkealleen",
    "Kirkestræde",
    "Engdraget",
    "Nordre Ringvej",
    "Skolegade",
    "Havnepladsen",
];
const ORGS: [&str; 8] = [
    "Kammermusikforeningen",
    "Bueskytterne",
    "Foreningen Gadeliv",
    "Lokalrådet",
    "Boligselskabet",
    "Torvelauget",
    "Cykelklubben",
    "Kajakklubben",
];
const SERVICES: [&str; 8] =
    ["madservice", "herberger", "skolebuskørsel", "stadepladser", "botilbud", "dagtilbud", "hjemmepleje", "tandpleje"];
const TITLES: [&str; 18] = [
    "Renovering af {thing} på {road}",
    "Udvidelse af {thing}",
    "Salg af areal ved {road}",
    "Takster for {service} {year}",
    "Lokalplan {n} for området ved {road}",
    "Tilskud til {org}",
    "Regnskab for {service} {year}",
    "Orientering om {thing}",
    "Ansøgning fra {org}",
    "Anlægsbevilling til {thing}",
    "Ny vejledning om {service}",
    "Placering af {thing}",
    "Budgetopfølgning pr. 31. maj {year}",
    "Høringssvar om {thing}",
    "Kvalitetsstandard for {service}",
    "Trafiksikkerhed på {road}",
    "Forslag fra {org} om {thing}",
    "Åbningstider i {thing}",
];
const FACTS: [&str; 22] = [
    "Taget på {thing} er fra 19{n} og utæt flere steder.",
    "{org} har skrevet til kommunen om forholdene på {road}.",
    "Der var {n} brugere i {year} mod {m} året før.",
    "En ombygning koster efter det første overslag {m},5 mio. kr.",
    "Naboerne på {road} er hørt og har ingen indvendinger.",
    "Arbejdet kan begynde efter sommerferien og vare {m} måneder.",
    "Prisen for {service} har været uændret siden {year}.",
    "Der er kommet {m} svar i høringen, og de fleste er positive.",
    "Pladsen har ligget ubrugt, siden cirkus flyttede til dyrskuepladsen.",
    "Leder og personale er enige i forslaget.",
    "I dag ryddes vejene i den rækkefølge, traktoren kommer frem.",
    "Udgiften er ikke med i budgettet for {year}.",
    "Forvaltningen har regnet på tre løsninger, som fremgår af notatet.",
    "Ventelisten til {service} er vokset til {n} personer.",
    "Der er brug for flere cykelpladser ved {thing}.",
    "Ordningen løber i første omgang i {m} år.",
    "Gelænderet slutter for tidligt, og rampen har en stigning på {m} procent.",
    "{org} samler selv halvdelen af pengene ind.",
    "Aftalen med leverandøren udløber ved årets udgang.",
    "Et nyt anlæg sparer omkring {n}.000 kr. om året.",
    "Sagen har været drøftet med lederne af {service}.",
    "Træerne ved {road} er rådne i stammen, og {m} er væltet i år.",
];
const POINTS: [&str; 10] = [
    "forslaget om {thing} godkendes",
    "der bevilges {n}.000 kr. til {thing}",
    "taksten for {service} forhøjes med {m} kr.",
    "sagen sendes i høring hos naboerne på {road}",
    "orienteringen tages til efterretning",
    "{org} får afslag på ansøgningen",
    "arbejdet udbydes i {year}",
    "der frigives {m},2 mio. kr.",
    "planen for {thing} genoptages om et år",
    "de {m} pladser nedlægges",
];
const DECISIONS: [&str; 12] = [
    "Godkendt.",
    "Anbefales.",
    "Taget til efterretning.",
    "Udsat til næste møde.",
    "Godkendt som indstillet.",
    "Drøftet. Der ønskes en fornyet beregning for {thing}.",
    "Indstillingen blev tiltrådt.",
    "Et flertal godkendte indstillingen. {who} stemte imod.",
    "Godkendt, dog højst {n}.000 kr.",
    "{who} deltog ikke i behandlingen. Godkendt.",
    "Sendes i høring.",
    "Afslået, da pengene mangler i {year}.",
];
const TALK: [&str; 12] = [
    "{who} fortalte om {thing} og viste billeder.",
    "Der var ros til {org} for arbejdet.",
    "Rådet vil gerne se tallene for {year}.",
    "{who} og {who} skriver et udkast til næste gang.",
    "Der er stadig for få borde i {thing}.",
    "Cykelstien langs {road} mangler lys.",
    "Mødet i {org} blev godt besøgt.",
    "Vi tager emnet op igen, når {thing} er åbnet.",
    "Formanden orienterede om {service}.",
    "Der blev spurgt til prisen på {service}.",
    "Udkastet blev gennemgået, og ændringerne er skrevet ind.",
    "{who} undersøger, hvad det koster.",
];
pub(crate) const OWNERS: [&str; 6] = [
    "Forvaltningen",
    "Administrationen",
    "Direktionen",
    "Direktøren for Kultur og Fritid",
    "Borgmesteren",
    "Skolechefen",
];
pub(crate) const GENITIVES: [&str; 5] =
    ["Forvaltningens", "Administrationens", "Direktionens", "Direktørens", "Sekretariatets"];

/// A text with its places filled in.
pub(crate) fn fill(r: &mut Random, form: &str) -> String {
    let mut out = String::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').expect("a closed place");
        out.push_str(before);
        let word = match name {
            "thing" => r.pick(&THINGS).to_owned(),
            "road" => r.pick(&ROADS).to_owned(),
            "org" => r.pick(&ORGS).to_owned(),
            "service" => r.pick(&SERVICES).to_owned(),
            "year" => r.range(2003, 2024).to_string(),
            "n" => r.range(20, 98).to_string(),
            "m" => r.range(2, 12).to_string(),
            "who" => format!("{} {}", r.pick(&FIRST), r.pick(&LAST)),
            other => panic!("expected a known place, but found {other}"),
        };
        out.push_str(&word);
        rest = tail;
    }
    out.push_str(rest);
    let mut letters = out.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(crate) fn title(r: &mut Random) -> String {
    let form = r.pick(&TITLES);
    fill(r, form)
}

/// Some sentences of a report.
pub(crate) fn facts(r: &mut Random, sentences: usize) -> String {
    sentences_of(r, &FACTS, sentences)
}

/// Some sentences of free minutes.
pub(crate) fn talk(r: &mut Random, sentences: usize) -> String {
    sentences_of(r, &TALK, sentences)
}

fn sentences_of(r: &mut Random, forms: &[&str], n: usize) -> String {
    let places = r.sample(forms.len(), n);
    places.into_iter().map(|at| fill(r, forms[at])).collect::<Vec<_>>().join(" ")
}

/// A point of a proposal, beginning with a small letter.
pub(crate) fn point(r: &mut Random) -> String {
    let form = r.pick(&POINTS);
    let filled = fill(r, form);
    if form.starts_with("{org}") { filled } else { lower(&filled) }
}

pub(crate) fn decision(r: &mut Random) -> String {
    let form = r.pick(&DECISIONS);
    fill(r, form)
}

pub(crate) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
