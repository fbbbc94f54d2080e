//! Reads actions from clauses: agent, motion and negation.

use super::clauses::{Clause, Governor, Level, is_motion, is_resolving};
use super::pieces::{Kind, Piece};
use super::words::{Act, Form, Sense};

/// The agent of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Agent {
    /// No agent is named, as in `Godkendt.` and `Indstillingen blev godkendt`.
    Nobody,
    /// A deciding body, as printed.
    Body(String),
    Many,
    Few,
    /// People or parties, by their positions among the pieces.
    People(Vec<usize>),
    /// Any other agent.
    Outsider,
}

/// One action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub act: Act,
    pub form: Form,
    pub negated: bool,
    pub agent: Agent,
    /// The motion acted upon, if named.
    pub theme: Option<Sense>,
    /// The position of its word.
    pub theme_at: Option<usize>,
    /// True if something other than a motion is named as object before the verb.
    pub other_theme: bool,
    /// True if the action is only allowed, required or planned.
    pub is_future: bool,
    /// The position of the verb.
    pub at: usize,
    /// The index of the clause.
    pub clause: usize,
    pub level: Level,
}

/// Prepositions. A noun after one is not a subject.
const PREPOSITIONS: [&str; 20] = [
    "af",
    "fra",
    "til",
    "i",
    "på",
    "med",
    "om",
    "for",
    "ved",
    "hos",
    "efter",
    "under",
    "over",
    "mod",
    "mellem",
    "imod",
    "uden",
    "vedr",
    "vedrørende",
    "angående",
];

pub(super) fn after_preposition(pieces: &[Piece<'_>], k: usize) -> bool {
    let before = pieces[..k].iter().rev().find(|p| {
        !(p.is(Sense::Plain) && matches!(p.word.as_str(), "den" | "det" | "de" | "en" | "et" | "denne" | "dette")
            || p.is(Sense::Vague) && matches!(p.word.as_str(), "et" | "de" | "denne"))
    });
    before.is_some_and(|p| PREPOSITIONS.contains(&p.word.as_str()))
}

/// A body's name in the genitive.
fn is_genitive(pieces: &[Piece<'_>], k: usize) -> bool {
    let word = &pieces[k].word;
    word.ends_with('s')
        && !word.ends_with("udvalgs")
        && pieces.get(k + 1).is_some_and(|p| {
            p.is_plain()
                && matches!(p.kind, Kind::Word(s) if !matches!(s, Sense::Be | Sense::Have | Sense::Can | Sense::Shall))
        })
}

/// All actions in the clauses, in order.
pub(super) fn events(pieces: &[Piece<'_>], clauses: &[Clause]) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    let mut aux: Option<Sense> = None;
    for (n, clause) in clauses.iter().enumerate() {
        let range = clause.from..clause.to;
        let continues = clause.joined && n > 0 && clauses[n - 1].level == clause.level;
        if !continues {
            aux = None;
        }
        let mut negated = false;
        for k in range.clone() {
            let piece = &pieces[k];
            if !piece.is_plain() {
                continue;
            }
            match piece.kind {
                Kind::Word(Sense::Negation) => {
                    negated = !matches!(next_word(pieces, k), "blot" | "alene" | "kun" | "mindst" | "længere" | "for");
                    // `vedtog ikke`, `anbefales ikke`: the negation belongs to the finite verb before it.
                    let before = out.last_mut().filter(|e| {
                        e.clause == n
                            && matches!(e.form, Form::Active | Form::Passive)
                            && aux.is_none()
                            && !pieces[e.at + 1..k].iter().any(|p| p.is_mark(','))
                    });
                    if let Some(event) = before {
                        event.negated |= negated;
                        negated = false;
                    }
                }
                Kind::Word(sense @ (Sense::Be | Sense::Have | Sense::Can | Sense::Shall)) => {
                    // `har været drøftet` and `kunne ikke blive vedtaget` keep their first verb.
                    let keeps = matches!(
                        (aux, sense),
                        (Some(Sense::Have | Sense::Can | Sense::Shall), Sense::Be | Sense::Have)
                    );
                    if sense == Sense::Be && aux == Some(Sense::Have) {
                        aux = Some(Sense::Be);
                    } else if !keeps {
                        aux = Some(sense);
                    }
                }
                Kind::Verb(act, form) => {
                    if is_attribute(pieces, k, form) || asked_for(pieces, &out, n, k, (act, form)) {
                        continue;
                    }
                    // One finite verb per clause: `godkendte indstillede udgifter` approves.
                    let bent = form == Form::Active && (piece.word.ends_with("ede") || piece.word.ends_with("te"));
                    let governed = out
                        .last()
                        .is_some_and(|e| e.clause == n && e.form == Form::Active && !clause_breaks(pieces, e.at, k));
                    if bent && governed {
                        continue;
                    }
                    // `vedtog at oversende`: the next clause has the decision.
                    let next = clauses.get(n + 1).map(|c| c.level);
                    let resolves = act == Act::Approve
                        && is_resolving(piece)
                        && next == Some(Level::Content(Governor::Verb(Act::Decide)));
                    let act = if resolves { Act::Decide } else { act };
                    // `Godkendt som indstillet`, `Som indstillet`.
                    let as_proposed = act == Act::Recommend && k > 0 && pieces[k - 1].word == "som";
                    let (act, form) = if as_proposed { (Act::Approve, Form::Participle) } else { (act, form) };
                    // `Indstilles godkendt`: the second word says what is recommended.
                    let to = form == Form::Passive && k > 0 && pieces[k - 1].word == "til";
                    let within_recommendation = (form == Form::Participle || to)
                        && out.last().is_some_and(|e| {
                            e.clause == n && e.act == Act::Recommend && !clause_breaks(pieces, e.at, k)
                        });
                    if within_recommendation {
                        if let Some(event) = out.last_mut() {
                            event.negated |= negated ^ matches!(act, Act::Reject);
                        }
                        negated = false;
                        continue;
                    }
                    let earlier =
                        out.last().filter(|_| continues || out.last().is_some_and(|e| e.clause == n)).cloned();
                    let mut event = event(pieces, clause, n, k, (act, form), aux, earlier.as_ref());
                    event.negated = negated;
                    negated = false;
                    out.push(event);
                    if form == Form::Active || form == Form::Passive {
                        aux = None;
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// `bedes tilbagesendt`, `begærede sagen udsat`: what somebody asks for is not done.
fn asked_for(pieces: &[Piece<'_>], earlier: &[Event], clause: usize, k: usize, (act, form): (Act, Form)) -> bool {
    // `Et af V stillet forslag blev forkastet`
    let done = earlier.last().is_some_and(|e| pieces[e.at..k].iter().any(|p| p.is(Sense::Be)));
    if done && form == Form::Participle {
        return false;
    }
    // `Udvalget ønsker sagen udsat`: a body's wish is its order.
    let orders = |e: &&Event| {
        let back = matches!(act, Act::Postpone | Act::SendBack | Act::Withdraw);
        back && e.act == Act::Wish && e.form == Form::Active && matches!(e.agent, Agent::Body(_) | Agent::Many)
    };
    if earlier.last().filter(orders).is_some() {
        return false;
    }
    let asks = |e: &&Event| e.clause == clause && matches!(e.act, Act::Wish | Act::Request | Act::Propose);
    matches!(form, Form::Participle | Form::Infinitive) && earlier.last().filter(asks).is_some()
}

fn clause_breaks(pieces: &[Piece<'_>], from: usize, to: usize) -> bool {
    pieces[from..to].iter().any(|p| p.is(Sense::And) || p.is(Sense::But) || p.is_mark(','))
}

fn next_word<'p>(pieces: &'p [Piece<'_>], k: usize) -> &'p str {
    pieces.get(k + 1).map_or("", |p| p.word.as_str())
}

/// `det godkendte budget`, `socialt udsatte borgere`: an attribute, not an action.
fn is_attribute(pieces: &[Piece<'_>], k: usize, form: Form) -> bool {
    let word = &pieces[k].word;
    let in_past = word.ends_with("te") || word.ends_with("de");
    let bent = form == Form::Active && in_past || form == Form::Participle;
    if !bent {
        return false;
    }
    let article = |p: &Piece<'_>| {
        matches!(
            p.word.as_str(),
            "den"
                | "det"
                | "de"
                | "en"
                | "et"
                | "denne"
                | "dette"
                | "disse"
                | "nyligt"
                | "tidligere"
                | "socialt"
                | "særligt"
                | "allerede"
        )
    };
    let before = k > 0 && article(&pieces[k - 1]);
    let noun = pieces.get(k + 1).is_some_and(|p| matches!(p.kind, Kind::Word(s) if !matches!(s, Sense::Be | Sense::Have | Sense::Can | Sense::At | Sense::Negation | Sense::And)));
    let nothing_behind = pieces.get(k + 1).is_none();
    // `blev det godkendt` is not an attribute.
    let bare = form == Form::Participle && !word.ends_with('e');
    before && !bare && (noun || nothing_behind)
}

fn event(
    pieces: &[Piece<'_>],
    clause: &Clause,
    n: usize,
    k: usize,
    (act, form): (Act, Form),
    aux: Option<Sense>,
    earlier: Option<&Event>,
) -> Event {
    let perfect = form == Form::Participle && aux == Some(Sense::Have);
    let passive = form == Form::Passive || form == Form::Participle && !perfect;
    let (mut theme, mut theme_at) = theme(pieces, clause, k, passive);
    if let (None, Some((from, to))) = (theme, clause.resumes) {
        let earlier = Clause { from, to, resumes: None, ..*clause };
        (theme, theme_at) = self::theme(pieces, &earlier, to, true);
    }
    let has_subject =
        (clause.from..k).any(|j| pieces[j].is_plain() && is_nominal(&pieces[j]) && !after_preposition(pieces, j));
    let inherits = earlier.filter(|_| !has_subject);
    let mut agent = if passive { passive_agent(pieces, clause, k) } else { active_agent(pieces, clause, k) };
    if let (Agent::Nobody | Agent::Outsider, Some((from, to)), false) = (&agent, clause.resumes, passive) {
        let earlier = Clause { from, to, resumes: None, ..*clause };
        agent = active_agent(pieces, &earlier, to);
    }
    // `Modforslaget opnåede 9 stemmer og faldt`
    if theme.is_none() && clause.joined && matches!(act, Act::Fall | Act::Lapse | Act::Withdraw) {
        let earlier = Clause { from: 0, to: clause.from, ..*clause };
        (theme, theme_at) = self::theme(pieces, &earlier, clause.from, true);
    }
    // `men dette blev forkastet`
    if theme.is_none() && passive && pieces[clause.from..k].iter().any(|p| p.word == "dette") {
        theme = Some(Sense::Proposal);
    }
    // `Sagen udgår`, `Forslaget faldt`: the motion itself is the subject.
    let by_itself =
        matches!(act, Act::Withdraw | Act::Lapse | Act::Fall | Act::SendOn) && theme_at.is_some_and(|t| t < k);
    let agent = if by_itself && agent == Agent::Outsider { Agent::Nobody } else { agent };
    let agent = match (agent, inherits) {
        (Agent::Nobody, Some(e)) if !passive || e.form == form => e.agent.clone(),
        (agent, _) => agent,
    };
    let inherited = inherits.filter(|_| theme.is_none() && passive);
    let other = passive
        && theme.is_none()
        && (clause.from..k).any(|j| {
            let p = &pieces[j];
            // `b) Henvises`: the label of a point is no subject.
            let label = j == 0 && pieces.get(1).is_some_and(|p| matches!(p.kind, Kind::Mark(')' | '.')));
            p.is_plain() && p.is(Sense::Other) && !label && !after_preposition(pieces, j) && !is_adverb(&p.word)
        });
    Event {
        act,
        form,
        negated: false,
        agent,
        theme: theme.or(inherited.and_then(|e| e.theme)),
        theme_at: theme_at.or(inherited.and_then(|e| e.theme_at)),
        other_theme: other || inherited.is_some_and(|e| e.other_theme),
        is_future: aux == Some(Sense::Shall),
        at: k,
        clause: n,
        level: clause.level,
    }
}

/// Adverbs. They are never subjects.
fn is_adverb(word: &str) -> bool {
    const ADVERBS: [&str; 24] = [
        "enstemmigt",
        "hermed",
        "endeligt",
        "delvist",
        "foreløbigt",
        "ligeledes",
        "straks",
        "igen",
        "ikke-offentligt",
        "principielt",
        "administrativt",
        "uændret",
        "midlertidigt",
        "mundtligt",
        "omdelt",
        "enstemmig",
        "enigt",
        "efterfølgende",
        "eensstemmigt",
        "indstillingsmæssigt",
        "følgelig",
        "derudover",
        "formelt",
        "blankt",
    ];
    ADVERBS.contains(&word)
}

fn is_nominal(piece: &Piece<'_>) -> bool {
    matches!(
        piece.kind,
        Kind::Word(
            Sense::Body
                | Sense::Outsider
                | Sense::Majority
                | Sense::Minority
                | Sense::Person
                | Sense::Party
                | Sense::Role
        )
    ) || is_motion(piece)
        || piece.is(Sense::Other) && !is_adverb(&piece.word)
}

/// The motion of the verb at `k`.
fn theme(pieces: &[Piece<'_>], clause: &Clause, k: usize, passive: bool) -> (Option<Sense>, Option<usize>) {
    let fits = |j: &usize| {
        let p = &pieces[*j];
        p.is_plain()
            && is_motion(p)
            && !after_preposition(pieces, *j)
            && !(p.word.ends_with("ens") && pieces.get(j + 1).is_some_and(is_motion))
    };
    let before = || (clause.from..k).rev().find(fits);
    let after = || (k + 1..clause.to).find(fits);
    let at = if passive { before().or_else(after) } else { after().or_else(before) };
    let sense = at.and_then(|j| match pieces[j].kind {
        Kind::Word(sense) => Some(sense),
        _ => None,
    });
    (sense, at)
}

fn agent_of(pieces: &[Piece<'_>], clause: &Clause, j: usize) -> Option<Agent> {
    let piece = &pieces[j];
    match piece.kind {
        Kind::Word(Sense::Body) if !is_genitive(pieces, j) => Some(Agent::Body(piece.text.to_owned())),
        Kind::Word(Sense::Majority) => Some(Agent::Many),
        Kind::Word(Sense::Minority) => Some(Agent::Few),
        Kind::Word(Sense::Person | Sense::Party) => {
            Some(Agent::People(voters_around(pieces, j, clause.from..clause.to)))
        }
        Kind::Word(Sense::Outsider) if !is_genitive(pieces, j) => Some(Agent::Outsider),
        Kind::Word(Sense::Role) => Some(Agent::Outsider),
        _ => None,
    }
}

/// The people and parties in the list around piece `j`.
pub(super) fn voters_around(pieces: &[Piece<'_>], j: usize, within: std::ops::Range<usize>) -> Vec<usize> {
    let links = |p: &Piece<'_>| {
        p.is_mark(',')
            || p.is(Sense::And)
            || p.in_brackets
            || p.is_mark(')')
            || p.is(Sense::Role)
            || p.word == "både"
            || p.number().is_some()
            || p.is(Sense::Plain) && p.word == "de"
    };
    let mut first = j;
    while first > within.start && (links(&pieces[first - 1]) || pieces[first - 1].is_voter()) {
        first -= 1;
    }
    let mut last = j;
    while last + 1 < within.end && (links(&pieces[last + 1]) || pieces[last + 1].is_voter()) {
        last += 1;
    }
    (first..=last).filter(|n| pieces[*n].is_voter()).collect()
}

fn active_agent(pieces: &[Piece<'_>], clause: &Clause, k: usize) -> Agent {
    // Inversion: `Herefter godkendte Byrådet`, `kunne udvalget tiltræde`.
    let finite = (clause.from..(k + 1).min(pieces.len())).find(|j| {
        matches!(
            pieces[*j].kind,
            Kind::Word(Sense::Be | Sense::Have | Sense::Can | Sense::Shall) | Kind::Verb(_, Form::Active)
        )
    });
    let before = (clause.from..finite.unwrap_or(k)).filter(|j| pieces[*j].is_plain() && !after_preposition(pieces, *j));
    let mut unknown = false;
    let mut found = None;
    for j in before {
        if let Some(agent) = agent_of(pieces, clause, j) {
            found = Some(agent);
            // `Medlem Ole Brink`: the name is more precise.
            if !pieces[j].is(Sense::Role) {
                break;
            }
        }
        unknown |= is_motion(&pieces[j]) && !has_genitive_before(pieces, j)
            || pieces[j].is(Sense::Other) && !is_adverb(&pieces[j].word);
    }
    if let Some(agent) = found {
        return agent;
    }
    let after = finite.map_or(k, |f| f) + 1;
    let inverted = (after..(after + 4).min(clause.to)).filter(|j| pieces[*j].is_plain() && *j != k).take_while(|j| {
        !matches!(pieces[*j].kind, Kind::Mark(_))
            && !PREPOSITIONS.contains(&pieces[*j].word.as_str())
            && !is_motion(&pieces[*j])
    });
    if let Some(agent) = inverted.filter_map(|j| agent_of(pieces, clause, j)).next() {
        return agent;
    }
    if unknown || starts_with_pronoun(pieces, clause) { Agent::Outsider } else { Agent::Nobody }
}

fn has_genitive_before(pieces: &[Piece<'_>], j: usize) -> bool {
    j > 0 && pieces[j - 1].word.ends_with('s')
}

fn starts_with_pronoun(pieces: &[Piece<'_>], clause: &Clause) -> bool {
    pieces[clause.from..clause.to]
        .iter()
        .find(|p| !matches!(p.kind, Kind::Mark(_)))
        .is_some_and(|p| matches!(p.word.as_str(), "han" | "hun" | "de" | "denne" | "disse" | "vi"))
}

/// The agent after `af`, or before it if the passive has both.
fn passive_agent(pieces: &[Piece<'_>], clause: &Clause, k: usize) -> Agent {
    // `Vedtaget som indstillet af Planudvalget`: who proposed it.
    let proposed = |j: usize| j > 1 && pieces[j - 1].does(Act::Recommend) && pieces[j - 2].word == "som";
    let by = |j: &usize| pieces[*j].is_plain() && pieces[*j].word == "af" && !proposed(*j);
    let mut by = (clause.from..clause.to).filter(by);
    let named = by.find_map(|j| {
        let near = j + 1..(j + 5).min(clause.to);
        near.filter(|m| pieces[*m].is_plain()).find_map(|m| agent_of(pieces, clause, m))
    });
    if let Some(agent) = named {
        return agent;
    }
    let own = (clause.from..k).filter(|j| pieces[*j].is_plain() && !after_preposition(pieces, *j));
    own.filter_map(|j| agent_of(pieces, clause, j)).find(|a| matches!(a, Agent::People(_))).unwrap_or(Agent::Nobody)
}

/// Whether an action in a clause of this level takes effect.
pub(super) fn performs(level: Level) -> bool {
    match level {
        Level::Main => true,
        Level::Content(Governor::Verb(act)) => matches!(act, Act::Decide | Act::Conclude | Act::SendBack | Act::Wish),
        _ => false,
    }
}
