//! Decides which authority a body belongs to, and the region of that authority.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use regex::Regex;

use super::evidence::{Tally, authority as weight};
use super::material::Material;
use super::titles;
use super::words::{pattern, words};
use crate::lexicon::{Mention, authorities};
use crate::model::{Authority, Participant, Region};

/// The regions took up their work on this day (municipal reform of 2007).
const REGIONS_FROM: Date = date(2007, 1, 1);
/// A body is shared by several authorities if its participants come from this many. Two may be the owner and a guest.
const SHARED_FROM: usize = 3;
/// The most frequent region must lead by this many mentions. A lead of one may be a neighbour named in passing.
const CLEAR_LEAD: usize = 2;

/// The authority of the body; `None` for a body shared by several, or in doubt.
pub(super) fn authority(
    material: &Material<'_>,
    body: Option<&str>,
    place: Option<&str>,
    participants: &[Participant],
    meeting: Option<Date>,
) -> Option<Authority> {
    let company = material.head().iter().any(|line| words().names_company(line));
    if company || body.is_some_and(|b| words().is_shared_body(b)) || senders(participants).len() >= SHARED_FROM {
        return None;
    }
    let mut tally = Tally::default();
    by_titles(material, &mut tally);
    by_addresses(material, &mut tally);
    by_mentions(body, weight::BODY, &mut tally);
    by_mentions(place, weight::PLACE, &mut tally);
    by_houses(material, meeting, &mut tally);
    by_text(material, &mut tally);
    by_regional_body(material, body, &mut tally);
    tally.best(weight::LEAST)
}

/// *Regionsrådet* and bodies meeting in its house belong to a region: the one named on the cover.
fn by_regional_body(material: &Material<'_>, body: Option<&str>, tally: &mut Tally<Authority>) {
    let front = material.front_text();
    let regional = REGIONAL.is_match(body.unwrap_or_default()) || REGIONAL.is_match(&front);
    let named = region_named(&front).filter(|_| regional).map(|r| format!("Region {}", r.name()));
    if let Some(authority) = named.and_then(|name| authorities().named(&name).cloned()) {
        tally.add(authority, weight::TEXT);
    }
}

/// The region that the body works in: its authority's, or that of the municipalities that share it.
pub(super) fn region(
    material: &Material<'_>,
    body: Option<&str>,
    authority: Option<&Authority>,
    participants: &[Participant],
    meeting: Option<Date>,
) -> Option<Region> {
    if meeting.is_some_and(|d| d < REGIONS_FROM) {
        return None;
    }
    if let Some(authority) = authority {
        return authority.region;
    }
    region_named(body.unwrap_or_default())
        .or_else(|| region_named(&material.front_text()))
        .or_else(|| majority(senders(participants).iter().filter_map(|a| a.region)))
        .or_else(|| majority(regions_in_text(material).into_iter()))
}

/// The different authorities that the participants come from.
fn senders(participants: &[Participant]) -> Vec<Authority> {
    let mut senders: Vec<Authority> = participants
        .iter()
        .filter_map(|p| p.organisation.as_deref())
        .filter_map(|o| titles::authority_named(o.split(',').next().unwrap_or(o)))
        .collect();
    senders.sort();
    senders.dedup();
    senders
}

fn by_titles(material: &Material<'_>, tally: &mut Tally<Authority>) {
    let titles = material.titles.iter().chain(material.running.iter().map(|s| &s.title));
    add_each_once(titles.filter_map(|t| t.authority.clone()), weight::ALONE, tally);
    let title_lines = material.head().iter().filter(|l| titles::read(l).is_some());
    let mentions = title_lines.flat_map(|l| authorities().mentions(l)).filter(|m| m.explicit);
    add_each_once(mentions.map(|m| m.authority), weight::TITLE, tally);
}

/// Gives each authority the weight once, no matter how often it occurs.
fn add_each_once(authorities: impl Iterator<Item = Authority>, weight: f32, tally: &mut Tally<Authority>) {
    let mut seen = Vec::new();
    for authority in authorities {
        if !seen.contains(&authority) {
            tally.add(authority.clone(), weight);
            seen.push(authority);
        }
    }
}

fn by_addresses(material: &Material<'_>, tally: &mut Tally<Authority>) {
    let host = |address: &&str| {
        let host = address.split("://").nth(1)?.split('/').next()?;
        let name = host.trim_start_matches("www.").split('.').next()?;
        authorities().named(name).cloned()
    };
    if let Some(authority) = material.addresses.first().and_then(host) {
        tally.add(authority, weight::ADDRESS);
    }
    let words = material.file_name.split(|c: char| !c.is_alphabetic()).collect::<Vec<_>>();
    let pairs = words.windows(2).map(|w| w.join("-")).chain(words.iter().map(|w| (*w).to_owned()));
    if let Some(authority) = pairs.filter(|n| n.len() > 3).find_map(|n| authorities().named(&n).cloned()) {
        tally.add(authority, weight::FILE_NAME);
    }
}

fn by_mentions(text: Option<&str>, weight: f32, tally: &mut Tally<Authority>) {
    for mention in authorities().mentions(text.unwrap_or_default()) {
        tally.add(mention.authority, weight);
    }
}

/// `Esbjerg Rådhus`, `6700 Esbjerg`, `Esbjerg Kommunes hjemmeside`: the town hall and town named on the cover.
fn by_houses(material: &Material<'_>, meeting: Option<Date>, tally: &mut Tally<Authority>) {
    let named = |form: &'static Regex| {
        let found = material
            .head()
            .iter()
            .flat_map(move |l| form.captures_iter(l).map(|c| c[1].to_owned()).collect::<Vec<_>>());
        found.filter_map(|name| authorities().named(&name).cloned())
    };
    let feet = material.lines.iter().filter_map(|l| FOOT.captures(l.trim())).map(|c| c[1].to_owned());
    add_each_once(feet.filter_map(|name| authorities().named(&name).cloned()), weight::HALL, tally);
    add_each_once(named(&HOUSE), weight::HALL, tally);
    let of_today = |a: Authority| match authorities().successors(&a.name).as_slice() {
        [successor] => (*successor).clone(),
        _ => a,
    };
    // A post town that was a municipality of its own once: its house belongs to the one of today.
    let old = meeting.is_some_and(|d| d < REGIONS_FROM);
    let posts = named(&POSTAL).map(|a| if old { a } else { of_today(a) });
    add_each_once(posts, weight::POSTAL, tally);
}

/// A text that names a municipality so often, with or without the word *Kommune*, is about its own matters; a line counts no
/// more than that.
const NAMED_OFTEN: usize = 3;

/// The most frequent municipality, if it has at least half of all mentions.
fn by_text(material: &Material<'_>, tally: &mut Tally<Authority>) {
    let mut counts: HashMap<Authority, usize> = HashMap::new();
    for mention in material.lines.iter().flat_map(|l| explicit_mentions(l)) {
        *counts.entry(mention.authority).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    if let (1, Some(only)) = (all, counts.keys().next()) {
        tally.add(only.clone(), weight::ONCE);
    }
    let most = |counts: HashMap<Authority, usize>| {
        counts.into_iter().max_by_key(|(authority, n)| (*n, std::cmp::Reverse(authority.name.clone())))
    };
    if let Some((authority, _)) = most(counts).filter(|(_, n)| *n > 1 && 2 * n >= all) {
        tally.add(authority, weight::TEXT);
        return;
    }
    // A council of elders never says *Kommune*: its town's name alone, again and again, and hardly another.
    let mut named: HashMap<Authority, usize> = HashMap::new();
    for line in &material.lines {
        let here = authorities().mentions(line).into_iter().map(|m| m.authority).take(NAMED_OFTEN);
        here.for_each(|a| *named.entry(a).or_default() += 1);
    }
    let all: usize = named.values().sum();
    if let Some((authority, _)) = most(named).filter(|(_, n)| *n >= NAMED_OFTEN && 4 * n >= 3 * all) {
        tally.add(authority, weight::TEXT);
    }
}

static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(\p{Lu}[\p{L}-]+(?:[ -]\p{Lu}[\p{L}-]+)?) (?:R\S{1,2}dhus(?:et)?\b|[Kk]ommunes (?:hjemmeside|logo)\b)")
});
/// The foot of a page: `Esbjerg Kommune 3`, `Esbjerg Kommune Side 3`.
static FOOT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\p{Lu}[\p{L}-]+(?:[ -]\p{Lu}[\p{L}-]+)?) [Kk]ommune,?\s+(?:[Ss]ide\s+)?\d{1,3}$"));
static POSTAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[1-9]\d{3} (\p{Lu}[\p{L}-]+)(?:\s*$|,|\.)"));
/// A region's council or house.
static REGIONAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bregionsr\S{1,2}d(?:et)?\b|\bregionshuset\b"));
/// A word used beside the name of an authority. It excludes mere place names.
static AUTHORITY_WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)kommun|region|\bamt|\bamts"));

/// The authorities named in a line with such a word. Most lines have none and are skipped quickly.
fn explicit_mentions(line: &str) -> Vec<Mention> {
    if !AUTHORITY_WORD.is_match(line) {
        return Vec::new();
    }
    authorities().mentions(line).into_iter().filter(|m| m.explicit).collect()
}

/// The only region in `text`, by its name or a word made of it.
fn region_named(text: &str) -> Option<Region> {
    let mut named = words().regions.iter().filter(|(_, names)| names.is_match(text)).map(|(region, _)| *region);
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

/// The region of each line with a region's name, or with a municipality and the word *Kommune*.
fn regions_in_text(material: &Material<'_>) -> Vec<Region> {
    let by_line = |line: &&str| {
        let mentions = explicit_mentions(line).into_iter().filter_map(|m| m.authority.region);
        let named = words().regions.iter().filter(|(_, names)| names.is_match(line)).map(|(region, _)| *region);
        mentions.chain(named).collect::<Vec<_>>()
    };
    material.lines.iter().flat_map(by_line).collect()
}

/// The most frequent region, if it leads clearly.
fn majority(regions: impl Iterator<Item = Region>) -> Option<Region> {
    let mut counts: BTreeMap<Region, usize> = BTreeMap::new();
    for region in regions {
        *counts.entry(region).or_default() += 1;
    }
    let mut order: Vec<(Region, usize)> = counts.into_iter().collect();
    order.sort_by_key(|(_, count)| Reverse(*count));
    let (first, most) = *order.first()?;
    let second = order.get(1).map_or(0, |(_, count)| *count);
    (most >= CLEAR_LEAD * second.max(1)).then_some(first)
}
