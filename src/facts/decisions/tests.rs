//! Runs the decisions in `cases.toml`, and tests beyond its format.

use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::model::{MotionKind, Outcome, Text, Votes, VotesDoubt};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    outcome: String,
    #[serde(default)]
    also: Vec<String>,
    title: Option<String>,
    proposal: Option<String>,
    body: Option<String>,
    votes: Option<String>,
    #[serde(default)]
    voters: Vec<String>,
    motions: Option<Vec<String>>,
    #[serde(default)]
    dissent: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
}

/// `17/8/-`
fn numbers(votes: &Votes) -> String {
    let sides = [&votes.in_favour, &votes.against, &votes.abstained];
    sides.map(|s| s.count.map_or("-".to_owned(), |n| n.to_string())).join("/")
}

fn voters(votes: &Votes) -> Vec<String> {
    let sides = [("for", &votes.in_favour), ("against", &votes.against), ("abstained", &votes.abstained)];
    let mut all: Vec<String> = sides
        .iter()
        .flat_map(|(way, side)| side.parties.iter().chain(&side.names).map(move |who| format!("{way} {who}")))
        .collect();
    all.sort();
    all
}

fn motions(decision: &Decision) -> Vec<String> {
    let told = decision.motions.iter().filter(|m| m.kind != MotionKind::Main || m.votes.is_some() || m.mover.is_some());
    told.map(|m| {
        let (mover, votes) =
            (m.mover.as_deref().unwrap_or_default(), m.votes.as_ref().map(numbers).unwrap_or_default());
        format!("{}|{mover}|{}|{votes}", m.kind.name(), m.result.map_or("", |r| r.name()))
    })
    .collect()
}

fn sorted(list: &[String]) -> Vec<String> {
    let mut list = list.to_vec();
    list.sort();
    list
}

/// The errors in reading a case.
fn faults(case: &Case) -> Vec<String> {
    let context = Context {
        body: case.body.as_deref(),
        proposal: case.proposal.as_deref(),
        title: case.title.as_deref(),
        ..Context::default()
    };
    let decision = of_text(&case.text, &context);
    let outcome = decision.outcome.map_or("none", Outcome::name);
    let mut faults = Vec::new();
    if outcome != case.outcome && !case.also.iter().any(|o| o == outcome) {
        faults.push(format!("outcome {outcome}, not {}", case.outcome));
    }
    let mut differ = |what: &str, read: Vec<String>, right: Vec<String>| {
        if read != right {
            faults.push(format!("{what} {read:?}, not {right:?}"));
        }
    };
    let votes = decision.votes.as_ref();
    differ("votes", votes.map(numbers).into_iter().collect(), case.votes.clone().into_iter().collect());
    differ("voters", votes.map(voters).unwrap_or_default(), sorted(&case.voters));
    let dissent: Vec<String> = decision.dissent.iter().map(|d| format!("{}|{}", d.who, d.kind.name())).collect();
    differ("dissent", sorted(&dissent), sorted(&case.dissent));
    let parts = decision.parts.iter().map(|p| format!("{}|{}", p.points, p.outcome.name())).collect();
    differ("parts", parts, case.parts.clone());
    let others: Vec<String> = motions(&decision);
    match &case.motions {
        Some(right) => differ("motions", others, right.clone()),
        None => differ("motions", others.into_iter().filter(|m| !m.starts_with("main")).collect(), Vec::new()),
    }
    faults
}

#[test]
fn cases_are_read_as_their_answers_say() {
    let cases: Cases = toml::from_str(include_str!("cases.toml")).unwrap();
    let wrong: Vec<String> = cases
        .case
        .iter()
        .map(|case| (case, faults(case)))
        .filter(|(_, faults)| !faults.is_empty())
        .map(|(case, faults)| format!("{}\n    {}", case.text, faults.join("\n    ")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn minutes(body: Option<&str>, text: &str) -> Section {
    Section { body: body.map(str::to_owned), ..Section::new(SectionKind::Minutes, Text::on_page(text, 1)) }
}

#[test]
fn own_decision_wins_over_an_earlier_body() {
    let sections = vec![minutes(None, "Godkendt."), minutes(Some("Økonomiudvalget"), "Anbefales.")];
    let mut item = Item { sections, ..Item::titled("Takster") };
    read(&mut item, &Context::default());
    assert_eq!(item.outcome(), Some(Outcome::Approved));
}

#[test]
fn bodies_in_one_text_become_a_section_each() {
    let text = "Kulturudvalget behandlede sagen den 7. maj 2013 og anbefaler indstillingen. Byrådet godkendte \
                indstillingen den 29. maj 2013.";
    let mut item = Item { sections: vec![minutes(None, text)], ..Item::titled("Museet") };
    separate(&mut item);
    read(&mut item, &Context { body: Some("Byrådet"), ..Context::default() });
    let told: Vec<_> =
        item.sections.iter().map(|s| (s.body.as_deref(), s.decision.as_ref().and_then(|d| d.outcome))).collect();
    assert_eq!(
        told,
        [(Some("Kulturudvalget"), Some(Outcome::Recommended)), (Some("Byrådet"), Some(Outcome::Approved))]
    );
    assert_eq!(item.outcome(), Some(Outcome::Approved));
}

#[test]
fn words_of_an_agenda_decide_nothing() {
    let mut item =
        Item { sections: vec![minutes(None, "Byrådet beslutter at købe skoven.")], ..Item::titled("Skoven") };
    read(&mut item, &Context { is_agenda: true, ..Context::default() });
    assert_eq!(item.decision, None);
}

#[test]
fn the_deciding_sentence_is_kept() {
    let deciding = |text: &str| {
        let at = of_text(text, &Context::default()).sentence;
        at.map(|at| text[at].to_owned())
    };
    for (text, sentence) in [
        (
            "Ole Brink var inhabil. Indstillingen blev godkendt. Ida Lund tog forbehold.",
            Some("Indstillingen blev godkendt."),
        ),
        ("Et ændringsforslag fra V blev forkastet. Indstillingen blev vedtaget.", Some("Indstillingen blev vedtaget.")),
        ("V foreslog sagen udsat. Forslaget blev vedtaget.", Some("Forslaget blev vedtaget.")),
        ("For stemte 9. Imod stemte 4.", Some("For stemte 9.")),
        ("Formanden orienterede om ferien.", None),
    ] {
        assert_eq!(deciding(text).as_deref(), sentence, "{text}");
    }
}

#[test]
fn numbers_that_cannot_be_right_are_flagged_and_kept() {
    let doubt = |text: &str, present| {
        let decision = of_text(text, &Context { present, ..Context::default() });
        (decision.votes_doubt.map(VotesDoubt::name), decision.votes.as_ref().map(numbers).unwrap_or_default())
    };
    let text = "Vedtaget med 17 stemmer for og 8 imod.";
    assert_eq!(doubt(text, Some(25)), (None, "17/8/-".to_owned()));
    assert_eq!(doubt(text, Some(19)), (Some("exceeds_present"), "17/8/-".to_owned()));
    assert_eq!(doubt(text, None), (None, "17/8/-".to_owned()));
    let text = "For stemte 28. Imod stemte 10. Undlod at stemme: 2. I alt 40. Indstillingen er vedtaget.";
    assert_eq!(doubt(text, None), (None, "28/10/2".to_owned()));
    assert_eq!(doubt(&text.replace("40", "41"), None), (Some("sum_differs"), "28/10/2".to_owned()));
}

#[test]
fn readings_near_each_other_are_unclear() {
    let decision = of_text("Indstillingen blev godkendt. Ansøgningen blev afslået.", &Context::default());
    assert_eq!((decision.outcome, decision.unclear), (None, true));
    let decision = of_text("Indstillingen blev godkendt med 3 stemmer for og 14 imod.", &Context::default());
    assert_eq!((decision.outcome, decision.unclear), (None, true));
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "(?s).{0,80}") {
        let _ = of_text(&text, &Context::default());
    }

    #[test]
    fn any_order_of_its_words_can_be_read(words in prop::collection::vec(
        prop::sample::select(vec!["Byrådet", "godkendte", "ikke", "at", ",", "(V)", "stemte", "imod", "for", "5", "mod", "Ole Brink",
            "ændringsforslag", ".", "og", "undlod", "flertal", "af", "A", "punkt", "til efterretning", "anbefales", ":", "-", "\n"]), 0..25)) {
        let _ = of_text(&words.join(" "), &Context::default());
    }
}
