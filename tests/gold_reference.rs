//! How many of the references in the gold meetings are found and read right.

mod gold_meetings;

use dagsorden::facts::case::reference::{Context, Reference, in_item as in_item_of};
use dagsorden::index::StoredItem;
use dagsorden::query::resolve_reference;
use gold_meetings::{bench, gold_list, index_of, stored_items, text};
use serde_json::Value;

/// The reference found that shares most words with a gold one, given its date and point decide between equals.
fn best<'a>(found: &'a [Reference], gold: &Value) -> Option<&'a Reference> {
    let wanted = squeezed(&text(gold, "text").expect("a text"));
    let overlaps = |r: &&Reference| {
        let own = squeezed(&r.text);
        wanted.contains(&own)
            || own.contains(&wanted)
            || tail_meets_head(&own, &wanted)
            || tail_meets_head(&wanted, &own)
    };
    let right =
        |r: &&Reference| usize::from(date_of(r) == text(gold, "date")) + usize::from(r.point == text(gold, "point"));
    found.iter().filter(overlaps).max_by_key(right)
}

fn in_item(item: &StoredItem) -> Vec<Reference> {
    let facts = &item.meeting;
    in_item_of(&item.item, &Context { body: facts.body.as_deref(), date: facts.date, region: facts.region })
}

fn squeezed(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The end of one is the beginning of the other, by at least a date's length.
fn tail_meets_head(a: &str, b: &str) -> bool {
    const DATE: usize = 6;
    a.char_indices().map(|(at, _)| &a[at..]).any(|tail| tail.len() >= DATE && b.starts_with(tail))
}

fn date_of(r: &Reference) -> Option<String> {
    r.date.map(|d| d.to_string())
}

/// One name has the other in it: `dialogmøde`, `dialogmøde med kommunerne`.
fn body_is_right(found: Option<&str>, gold: Option<&str>) -> bool {
    match (found.map(str::to_lowercase), gold.map(str::to_lowercase)) {
        (Some(a), Some(b)) => a.contains(&b) || b.contains(&a),
        (a, b) => a == b,
    }
}

#[test]
fn references_are_found_and_resolved() {
    let Some(bench) = bench() else { return };
    let show = std::env::var_os("DAGSORDEN_SHOW").is_some();
    let items = stored_items(&bench, &["gold"]);
    let golds = gold_list(&bench, "references.json");
    let (_folder, index) = index_of(&bench, &["gold"]);
    let (mut found, mut body, mut date, mut point, mut resolved) = (0, 0, 0, 0, 0);
    for gold in &golds {
        let from: &StoredItem = items.iter().find(|i| Some(&i.id) == text(gold, "from").as_ref()).expect("its item");
        let all = in_item(from);
        let Some(one) = best(&all, gold) else {
            if show {
                println!("missed {} in {}", text(gold, "text").unwrap_or_default(), from.id);
            }
            continue;
        };
        found += 1;
        body += usize::from(body_is_right(one.body.as_deref(), text(gold, "body").as_deref()));
        date += usize::from(date_of(one) == text(gold, "date"));
        point += usize::from(one.point == text(gold, "point"));
        let to = resolve_reference(&index, from, one).expect("an index");
        resolved += usize::from(to == text(gold, "resolves_to"));
        let right =
            body_is_right(one.body.as_deref(), text(gold, "body").as_deref()) && date_of(one) == text(gold, "date");
        if show && !(right && one.point == text(gold, "point")) {
            println!("{} gives {one:?}\n   wanted {gold}", from.id);
        }
    }
    let given: usize = items.iter().map(|i| in_item(i).len()).sum();
    if show {
        let matched = |from: &StoredItem, r: &Reference| {
            golds
                .iter()
                .any(|g| text(g, "from").as_ref() == Some(&from.id) && best(std::slice::from_ref(r), g).is_some())
        };
        for item in &items {
            in_item(item).iter().filter(|r| !matched(item, r)).for_each(|r| println!("extra {} {r:?}", item.id));
        }
    }
    let share = |n: usize| n as f64 / golds.len() as f64;
    println!(
        "found {:.3} ({given} in all for {}), body {:.3}, date {:.3}, point {:.3}, resolved {:.3}",
        share(found),
        golds.len(),
        share(body),
        share(date),
        share(point),
        share(resolved)
    );
    assert!(share(found) >= 0.95 && share(date) >= 0.95 && share(body) >= 0.95 && share(point) >= 0.95);
    assert!(resolved == found, "what points outside the archive stays open, what points inside resolves");
}

#[test]
fn stored_items_know_their_meeting() {
    let Some(bench) = bench() else { return };
    let items = stored_items(&bench, &["gold", "layouts"]);
    assert!(items.iter().all(|i| i.meeting.date.is_some() && i.meeting.body.is_some()));
}
