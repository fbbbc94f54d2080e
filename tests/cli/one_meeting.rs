//! An agenda headed with the authority's name, its minutes headed without it, and an extraordinary meeting of the same evening
//! are two meetings, whoever tells of them.

use serde_json::Value;

use super::own::Own;

const AGENDA: &str = "DAGSORDEN\n\nViborg Byråd\nOnsdag den 20. marts 2024 kl. 17.00\n\n\
    1. Godkendelse af dagsorden\nIndstilling\nAt dagsordenen godkendes.\n\n\
    2. Takster for herberger 2024\nIndstilling\nAt taksterne godkendes.\n";
const MINUTES: &str = "BESLUTNINGSREFERAT\n\nByrådet\nViborg Kommune\nOnsdag den 20. marts 2024 kl. 17.00\n\n\
    1. Godkendelse af dagsorden\nBeslutning\nGodkendt.\n\n\
    2. Takster for herberger 2024\nBeslutning\nGodkendt.\n";
const EXTRAORDINARY: &str = "BESLUTNINGSREFERAT\n\nEkstraordinært møde\nByrådet\nViborg Kommune\nOnsdag den 20. marts 2024 kl. 20.00\n\n\
    1. Salg af grunden ved havnen\nBeslutning\nGodkendt.\n";

fn archive() -> Own {
    Own::new(&[("dagsorden.txt", AGENDA), ("referat.txt", MINUTES), ("ekstra.txt", EXTRAORDINARY)])
}

/// Start, numbers of the items and sources of each.
type Told = Vec<(Option<String>, Vec<String>, Vec<String>)>;

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

#[test]
fn agenda_minutes_and_extraordinary_minutes_are_two_meetings_everywhere() {
    let own = archive();
    let indexed = own.index(&[]);
    assert!(indexed.out().starts_with("3 files read: 2 meetings, 5 items"), "{}{}", indexed.out(), indexed.err());

    let listed = own.run(&["meetings", "--format", "jsonl"]).lines();
    let mut told: Vec<(u64, Vec<String>)> =
        listed.iter().map(|m| (m["items"].as_u64().unwrap(), strings(&m["sources"]))).collect();
    told.sort();
    let both: Vec<String> = vec!["dagsorden.txt".into(), "referat.txt".into()];
    assert_eq!(told, [(1, vec!["ekstra.txt".into()]), (2, both)]);

    let objects = own.run(&["export", "--format", "oparl"]).lines();
    let of_type =
        |kind: &str| objects.iter().filter(|o| o["type"].as_str().unwrap().ends_with(kind)).collect::<Vec<_>>();
    let meeting = |m: &&Value| {
        let numbers = m["agendaItem"].as_array().unwrap().iter().map(|i| i["number"].as_str().unwrap().to_owned());
        (m["start"].as_str().map(str::to_owned), numbers.collect(), Vec::new())
    };
    let told: Told = of_type("/Meeting").iter().map(meeting).collect();
    let at = |time: &str| Some(format!("2024-03-20T{time}:00+01:00"));
    let numbers = |numbers: &[&str]| numbers.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    assert_eq!(told, [(at("17:00"), numbers(&["1", "2"]), vec![]), (at("20:00"), numbers(&["1"]), vec![])]);
    let ids: Vec<&str> = of_type("/Meeting").iter().map(|m| m["id"].as_str().unwrap()).collect();
    assert_ne!(ids[0], ids[1]);
    for paper in of_type("/Paper") {
        let of = paper["consultation"][0]["meeting"].as_str().unwrap();
        assert!(ids.contains(&of), "{of} is one of {ids:?}");
    }

    let status = own.run(&["status", "--format", "jsonl"]).lines();
    assert_eq!(status[0]["meetings"], 2);
    let bodies: Vec<&Value> = status.iter().filter(|o| o["type"] == "body").collect();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    assert_eq!((&bodies[0]["meetings"], &bodies[0]["documents"]), (&2.into(), &3.into()));
}

#[test]
fn meeting_is_the_same_in_whatever_order_its_documents_come() {
    let at_once = archive();
    at_once.index(&[]);
    let one_by_one = Own::new(&[("ekstra.txt", EXTRAORDINARY)]);
    one_by_one.index(&[]);
    one_by_one.write("referat.txt", MINUTES);
    one_by_one.index(&[]);
    one_by_one.write("dagsorden.txt", AGENDA);
    assert!(one_by_one.index(&[]).out().starts_with("1 file read: 1 meeting, 2 items"));
    let meetings = |own: &Own| own.run(&["meetings", "--format", "jsonl"]).lines();
    assert_eq!(meetings(&at_once), meetings(&one_by_one));
    one_by_one.remove("referat.txt");
    one_by_one.index(&[]);
    assert_eq!(meetings(&one_by_one).len(), 2, "the agenda is a meeting of its own");
}
