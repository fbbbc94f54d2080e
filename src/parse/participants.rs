//! Lists the people present and absent.
//!
//! Lists of people come in many forms; all are read from the lines under a label such as `Deltagere`, `Medlemmer` or
//! `Afbud` (⇥ separates cells):
//!
//! - one a line: `Jesper Møller (formand)`, `Anne Holm (V)`, `Name, X Kommune`, `Name⇥X Kommune`
//! - two columns of names: `Anna Bo (A)⇥Per Krag (V)`
//! - a block of names, then a block of as many organisations
//! - name, role and party on three lines
//! - one list: `A, B (*Fraværende*), C`; with semicolons where commas separate name and role
//! - a sentence for each: `NN deltog`, `NN var fraværende`
//!
//! Any other line ends the list, and so does a gap of two lines. Party letters are no role. A person named both as
//! member and as absent is one participant, absent.

mod person;
mod told;

use std::sync::LazyLock;

use regex::Regex;

use self::person::{
    BRACKET, add_organisation, add_remark, given_name, is_organisation, names_in_a_row, person, person_with_remarks,
    sentence, sentence_parts,
};
pub(super) use self::told::add_told;
use super::cover::fields::{self, Field};
use super::cover::words::{Label, pattern, words};
use crate::model::Participant;

/// At least this many lines in a row count as a list without a label. Two lines may be a signature.
const UNLABELLED_FROM: usize = 3;

static PARTLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:ved|under|fra|til|i)\s+(?:behandling(?:en)?\s+af\s+)?(?:sag(?:erne|er|en)?|pkt|punkt(?:erne|er|et)?|kl|dagsordenspunkt)\b",
    )
});
static REMARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bafbud fra (\p{Lu}[^.]+)\."));
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[,;:)]|\p{Ll}\.?)\s*(\p{Lu}[\p{L}.-]+(?: \p{Lu}[\p{L}.-]+){1,3}) \(([^()]*(?:Kommune|Region)[^()]*|[A-ZÆØÅ]{1,2})\)",
    )
});
static AWAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\.\s+(?:Afbud|Fraværende)(?: fra)?:?\s+(\p{Lu}.+)$"));
static AND: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s+(?:og|samt|&)\s+"));

/// All people named in the fields of a cover, in order. `front` is searched where no field lists members.
pub(super) fn read(fields: &[Field], front: &[String]) -> Vec<Participant> {
    let mut all = Roll::default();
    let mut members = 0;
    let mut above: Option<ListKind> = None;
    for field in fields {
        let Some(kind) = ListKind::of(field.label) else {
            // `Forældrevalgte: A, B` under `Til stede`: a part of the list.
            let part = above.map(|kind| (kind, part_of_list(&field.lines)));
            match part.filter(|(_, people)| field.label == Label::Other && !people.is_empty()) {
                Some((kind, people)) => {
                    members += if kind == ListKind::Present { people.len() } else { 0 };
                    people.into_iter().for_each(|p| all.add(p, kind));
                }
                // `Suppleanter: Ingen` is a part of the list without people.
                None if words().none.is_match(field.first_line().trim_end_matches('.')) => {}
                None => above = None,
            }
            absentees_in_remark(field).into_iter().for_each(|p| all.add(p, ListKind::Absent));
            continue;
        };
        above = Some(kind).filter(|s| matches!(s, ListKind::Present | ListKind::Absent));
        if kind != ListKind::Absent {
            let (lines, away) = without_absentees(&field.lines);
            people(&away).into_iter().for_each(|p| all.add(p, ListKind::Absent));
            let found = people(&lines);
            members += if field.label == Label::Members { found.len() } else { 0 };
            found.into_iter().for_each(|p| all.add(p, kind));
            continue;
        }
        let (absentees, column) = field.lines.split_at(repeating_column(&field.lines));
        people(&without_partly_absent(absentees)).into_iter().for_each(|p| all.add(p, kind));
        people(column).into_iter().for_each(|p| all.add(p, ListKind::Present));
    }
    if members == 0 {
        let mut unlabelled = Roll::default();
        let mut listed = unlabelled_list(front);
        if listed.is_empty() {
            listed = bracketed_list(front);
        }
        listed.into_iter().for_each(|p| unlabelled.add(p, ListKind::Present));
        all.people.into_iter().for_each(|p| unlabelled.merge(p));
        all = unlabelled;
    }
    pair_with_column(&mut all.people, front);
    all.people
}

/// The people of a part of a list with its own label, if the field has nothing else.
fn part_of_list(lines: &[String]) -> Vec<Participant> {
    let block: Vec<String> = lines.iter().take_while(|l| !l.is_empty()).cloned().collect();
    let text = block.join(" ");
    let all = split_list(&text);
    let found = people(&block);
    if found.len() == all.len() || block.len() == found.len() { found } else { Vec::new() }
}

/// `Bemærkninger: Der er afbud fra A og B.`
fn absentees_in_remark(field: &Field) -> Vec<Participant> {
    if field.label != Label::Other {
        return Vec::new();
    }
    let block = field.first_block().replace('\n', " ");
    let named = REMARK.captures(&block).map(|c| c[1].to_owned());
    named.map_or(Vec::new(), |names| split_list(&names).iter().filter_map(|p| person_with_remarks(p)).collect())
}

/// The people of the first line with several names, each with an origin in brackets.
fn bracketed_list(front: &[String]) -> Vec<Participant> {
    let named = |line: &String| -> Vec<Participant> {
        BRACKETED
            .captures_iter(line)
            .filter_map(|c| person(&c[1]).map(|p| (p, c[2].to_owned())))
            .map(|(mut p, from)| {
                add_remark(&mut p, &from);
                p
            })
            .collect()
    };
    let in_a_row = front.iter().map(|line| names_in_a_row(line)).find(|found| found.len() >= UNLABELLED_FROM);
    if let Some(found) = in_a_row {
        return found;
    }
    front.iter().map(named).find(|found| found.len() >= UNLABELLED_FROM).unwrap_or_default()
}

/// `A, B og C. Afbud fra D.`: the lines without the sentence about absentees, and the names in that sentence.
fn without_absentees(lines: &[String]) -> (Vec<String>, Vec<String>) {
    let block =
        lines.iter().skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    match AWAY.captures(&block) {
        Some(found) => (vec![block[..found.get_match().start()].to_owned()], vec![found[1].to_owned()]),
        None => (lines.to_vec(), Vec::new()),
    }
}

/// Where another column of members begins below the absentees: a block repeating one of their names. The number of
/// lines where there is none.
fn repeating_column(lines: &[String]) -> usize {
    let Some(gap) = lines.iter().position(String::is_empty).filter(|gap| *gap > 0) else { return lines.len() };
    let absentees = people(&lines[..gap]);
    let repeats = people(&lines[gap..]).iter().any(|p| absentees.iter().any(|a| key(&a.name) == key(&p.name)));
    if repeats { gap } else { lines.len() }
}

/// Lines of absentees without people absent for some items only: they are members and were present.
fn without_partly_absent(lines: &[String]) -> Vec<String> {
    let whole = |line: &String| {
        if !PARTLY.is_match(line) {
            return line.clone();
        }
        split_list(line).into_iter().filter(|p| !PARTLY.is_match(p)).collect::<Vec<_>>().join(", ")
    };
    lines.iter().map(whole).collect()
}

/// Assigns organisations from a column read after all names, in order, absentees included.
fn pair_with_column(people: &mut [Participant], front: &[String]) {
    if people.iter().all(|p| p.organisation.is_none()) {
        let Some(first) = people.first().map(|p| p.name.clone()) else { return };
        let below = front.iter().map(|l| l.trim()).skip_while(|l| !l.contains(&first));
        let column: Vec<&str> = below.filter(|l| is_organisation(l)).collect();
        // One or two lines may be the authority's own name.
        if column.len() >= UNLABELLED_FROM {
            pair(people, &column);
        }
    }
}

/// The meaning of a label for the people under it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum ListKind {
    Present,
    Absent,
    Chair,
    Secretary,
}

impl ListKind {
    fn of(label: Label) -> Option<Self> {
        match label {
            Label::Members | Label::Guests => Some(Self::Present),
            Label::Absent => Some(Self::Absent),
            Label::Chair => Some(Self::Chair),
            Label::Secretary => Some(Self::Secretary),
            _ => None,
        }
    }

    fn role(self) -> Option<&'static str> {
        match self {
            Self::Chair => Some("formand"),
            Self::Secretary => Some("referent"),
            _ => None,
        }
    }
}

/// Everybody so far, each once.
#[derive(Default)]
struct Roll {
    people: Vec<Participant>,
}

impl Roll {
    fn add(&mut self, mut person: Participant, kind: ListKind) {
        person.absent |= kind == ListKind::Absent;
        person.role = person.role.or(kind.role().map(str::to_owned));
        self.merge(person);
    }

    fn merge(&mut self, person: Participant) {
        match self.people.iter_mut().find(|p| key(&p.name) == key(&person.name)) {
            Some(known) => {
                known.absent |= person.absent;
                known.role = known.role.take().or(person.role);
                known.organisation = known.organisation.take().or(person.organisation);
            }
            None => self.people.push(person),
        }
    }
}

fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The people named in the lines of one field.
fn people(lines: &[String]) -> Vec<Participant> {
    let first = lines.iter().find(|l| !l.is_empty()).map_or("", String::as_str);
    if is_inline_list(first) { inline_list(lines) } else { one_a_line(lines) }
}

/// A list that continues over line ends: its first line holds more than one person.
fn is_inline_list(first: &str) -> bool {
    let outside = BRACKET.replace_all(first, "");
    let people = split_list(first).iter().filter(|p| named(p).is_some()).count();
    people > 1 && !first.contains('\t') || outside.ends_with([',', ';'])
}

/// The people of a list separated by commas or semicolons, up to the first gap.
fn inline_list(lines: &[String]) -> Vec<Participant> {
    let block: Vec<&str> =
        lines.iter().skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty()).map(|l| l.trim()).collect();
    let text = block.join(" ").replace("- ", "-").replace('\t', " ");
    let mut found: Vec<Participant> = Vec::new();
    let mut role: Option<String> = None;
    for piece in split_list(&text) {
        let external = words().external.find(&piece).map_or(0, |m| m.end());
        if external > 0 {
            role = Some("ekstern deltager".to_owned());
        }
        let piece = piece[external..].trim();
        if let Some(person) = named(piece) {
            found.push(Participant { role: person.role.or(role.clone()), ..person });
        } else if let Some(last) = found.last_mut() {
            add_remark(last, piece);
        }
    }
    found
}

/// The members of a list: at semicolons where it has them, else at commas outside of brackets and at the last `og`.
fn split_list(text: &str) -> Vec<String> {
    let sign = if text.contains(';') { ';' } else { ',' };
    let mut depth = 0i32;
    let mut pieces = vec![String::new()];
    for c in text.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if c == sign && depth <= 0 {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    let pieces = pieces.iter().flat_map(|p| split_at_and(p.trim()));
    pieces.map(|p| p.trim().trim_end_matches('.').to_owned()).filter(|p| !p.is_empty()).collect()
}

/// `A og B` are two where each is a person.
fn split_at_and(text: &str) -> Vec<String> {
    let parts: Vec<&str> = AND.split(text).collect();
    let all = parts.len() > 1 && parts.iter().all(|p| person_with_remarks(p).or_else(|| given_name(p)).is_some());
    if all { parts.into_iter().map(str::to_owned).collect() } else { vec![text.to_owned()] }
}

/// The people of a list with one entry per line: a name, an organisation, a role, or all of them.
fn one_a_line(lines: &[String]) -> Vec<Participant> {
    let mut found: Vec<Participant> = Vec::new();
    // The people from this index on have no organisation yet.
    let mut waiting = 0;
    let mut organisations: Vec<&str> = Vec::new();
    let lines = entries(lines);
    for (i, line) in lines.iter().enumerate() {
        if !line.contains('\t') && is_organisation(line) && name_and_task(without_bullet(line)).is_none() {
            organisations.push(line);
            continue;
        }
        if !organisations.is_empty() {
            pair(&mut found[waiting..], &organisations);
            organisations.clear();
            waiting = found.len();
        }
        if words().none.is_match(line.trim_end_matches('.')) {
            continue;
        }
        let persons = persons_of_line(line);
        if !persons.is_empty() {
            found.extend(persons);
        } else if let Some(clipped) = clipped_name(&lines, i).filter(|_| !found.is_empty()) {
            found.push(clipped);
        } else if !found.last_mut().is_some_and(|last| add_remark(last, line)) {
            break;
        }
    }
    let waiting = waiting.min(found.len());
    pair(&mut found[waiting..], &organisations);
    found
}

/// The lines of a list that are not blank, up to a gap of two lines.
fn entries(lines: &[String]) -> Vec<&str> {
    let begin = lines.iter().position(|l| !l.is_empty()).unwrap_or(0);
    let gap = lines[begin..].windows(2).position(|w| w.iter().all(String::is_empty));
    let end = gap.map_or(lines.len(), |gap| begin + gap);
    lines[begin..end].iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect()
}

/// A name without its first letter, lost by a scan, between two other names.
fn clipped_name(lines: &[&str], at: usize) -> Option<Participant> {
    let names = |i: usize| lines.get(i).is_some_and(|l| person(l).is_some());
    let line = lines[at];
    let capital: String = line.chars().take(1).flat_map(char::to_uppercase).chain(line.chars().skip(1)).collect();
    let between = names(at.checked_sub(1)?) && names(at + 1);
    let found = person(&capital).filter(|_| between && line.starts_with(char::is_lowercase))?;
    let rest = found.name.chars().skip(1).collect::<String>();
    Some(Participant { name: line.chars().take(1).collect::<String>() + &rest, ..found })
}

/// Assigns each person of a block the organisation at the same place of the next block, if there are as many.
fn pair(people: &mut [Participant], organisations: &[&str]) {
    if people.len() != organisations.len() {
        return;
    }
    for (person, line) in people.iter_mut().zip(organisations) {
        add_organisation(person, line);
    }
}

/// The people of one line: a name with organisation or role, or names in columns.
fn persons_of_line(line: &str) -> Vec<Participant> {
    let mut found: Vec<Participant> = Vec::new();
    let line = without_bullet(line);
    if let Some(person) = name_and_task(line) {
        return vec![person];
    }
    for cell in fields::cells(line) {
        let several = names_in_a_row(cell);
        if !several.is_empty() {
            found.extend(several);
        } else if is_organisation(cell) {
            if let Some(last) = found.last_mut() {
                add_organisation(last, cell);
            }
        } else if let Some(person) = sentence(cell).or_else(|| named(cell)) {
            found.push(person);
        } else if !found.last_mut().is_some_and(|last| add_remark(last, cell)) {
            return Vec::new();
        }
    }
    found
}

/// One piece of a list of people: a whole name, or a given name alone.
fn named(piece: &str) -> Option<Participant> {
    person_with_remarks(piece).or_else(|| given_name(piece))
}

fn without_bullet(line: &str) -> &str {
    line.trim_start_matches(['•', '·', '▪', '-', '*', '–', ' ', '\t'])
}

/// `Karla Thorup: Foreningen Gadeliv`, `Ib Toft - afbud`: a name, a sign and a remark.
fn name_and_task(line: &str) -> Option<Participant> {
    let dashed = || line.split_once(" - ").or_else(|| line.split_once(" – "));
    let (name, task) =
        line.split_once(':').or_else(|| dashed().filter(|(_, task)| !task.contains([',', ';', '\t'])))?;
    let mut found = person(name.trim())?;
    add_remark(&mut found, task.trim());
    Some(found)
}

/// `A, B og C deltog. D var fraværende.`: the people of such sentences on one line, if there are several.
fn people_in_sentences(line: &str) -> Vec<Participant> {
    let mut found = Vec::new();
    for part in line.split(". ") {
        let Some((names, there)) = sentence_parts(part) else { return Vec::new() };
        let people = split_list(names).into_iter().filter_map(|p| person_with_remarks(&p));
        found.extend(people.map(|p| Participant { absent: p.absent || !there, ..p }));
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// The longest run of lines with a name and a party or role in brackets, without a label above it.
fn unlabelled_list(front: &[String]) -> Vec<Participant> {
    let mut best: Vec<Participant> = Vec::new();
    let mut run: Vec<Participant> = Vec::new();
    for line in front.iter().map(|l| l.trim()).filter(|l| !l.is_empty()) {
        let told = people_in_sentences(line);
        if !told.is_empty() {
            return told;
        }
        let persons = if line.ends_with(')') || sentence(line).is_some() { persons_of_line(line) } else { Vec::new() };
        if persons.is_empty() {
            if run.len() > best.len() {
                best = std::mem::take(&mut run);
            }
            run.clear();
        }
        run.extend(persons);
    }
    if run.len() > best.len() {
        best = run;
    }
    if best.len() < UNLABELLED_FROM { Vec::new() } else { best }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Vec<(String, Option<String>, Option<String>, bool)> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let fields = fields::read(lines.iter().map(String::as_str));
        read(&fields, &lines).into_iter().map(|p| (p.name, p.organisation, p.role, p.absent)).collect()
    }

    fn who(name: &str, organisation: &str, role: &str, absent: bool) -> (String, Option<String>, Option<String>, bool) {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        (name.to_owned(), some(organisation), some(role), absent)
    }

    #[test]
    fn block_of_organisations_goes_with_the_names_before_it() {
        let text = "Deltagere: Jesper Thyrring Møller (formand)\nMaria Eeg Smidt\n\nHedensted Kommune\nSekretariat for rammeaftaler (referent)\n\nAfbud Kate Bøgh\n\nFavrskov Kommune\n\nLone Bo\nPia Ulv\n\nLemvig Kommune\nViborg Kommune, formand for takstgruppen";
        let expected = [
            who("Jesper Thyrring Møller", "Hedensted Kommune", "formand", false),
            who("Maria Eeg Smidt", "Sekretariat for rammeaftaler", "referent", false),
            who("Kate Bøgh", "Favrskov Kommune", "", true),
            who("Lone Bo", "Lemvig Kommune", "", true),
            who("Pia Ulv", "Viborg Kommune", "formand for takstgruppen", true),
        ];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn blocks_of_different_length_are_not_paired() {
        let text = "Deltagere: Anna Bo\nPer Krag\n\nLemvig Kommune";
        assert_eq!(read_text(text), [who("Anna Bo", "", "", false), who("Per Krag", "", "", false)]);
    }

    #[test]
    fn organisation_may_stand_in_the_next_cell_or_after_a_comma() {
        let text = "Deltagere:\nAnna Bo (formand)\tStruer Kommune\nPer Krag, Randers Kommune";
        let expected =
            [who("Anna Bo", "Struer Kommune", "formand", false), who("Per Krag", "Randers Kommune", "", false)];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn list_runs_on_over_line_ends() {
        let text = "Mødedeltagere : Søren Aalund, Vibeke Stoustrup (*Fraværende*), Tue Von\nPålman, Eksterne deltagere: csni@rebuild.dk, Anette Toft";
        let expected = [
            who("Søren Aalund", "", "", false),
            who("Vibeke Stoustrup", "", "", true),
            who("Tue Von Pålman", "", "", false),
            who("csni@rebuild.dk", "", "ekstern deltager", false),
            who("Anette Toft", "", "ekstern deltager", false),
        ];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn commas_part_roles_where_semicolons_part_people() {
        let text = "Medlemmer: Hans Jørgen Estvad (C), formand; Inge Resenlund (A)";
        assert_eq!(
            read_text(text),
            [who("Hans Jørgen Estvad", "", "formand", false), who("Inge Resenlund", "", "", false)]
        );
    }

    #[test]
    fn two_columns_of_names_are_different_people() {
        let text = "Medlemmer\nAnna Bo (A)      Per Krag (V)\nIda Lund (C)";
        let names: Vec<String> = read_text(text).into_iter().map(|p| p.0).collect();
        assert_eq!(names, ["Anna Bo", "Per Krag", "Ida Lund"]);
    }

    #[test]
    fn name_role_and_party_may_take_three_lines() {
        let text = "Medlemmer\nAnna Bo\nFormand\nSocialdemokratiet\nPer Krag\nMedlem\nV";
        assert_eq!(read_text(text), [who("Anna Bo", "", "formand", false), who("Per Krag", "", "medlem", false)]);
    }

    #[test]
    fn sentence_tells_who_was_there() {
        let text = "Deltagere\nAnna Bo (A) deltog\nPer Krag (V) var fraværende\nsupp. Ida Lund deltog";
        let expected =
            [who("Anna Bo", "", "", false), who("Per Krag", "", "", true), who("Ida Lund", "", "suppleant", false)];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn member_who_sent_regrets_is_one_absent_participant() {
        let text = "Medlemmer: Anna Bo (A), Tom Osager (O)\n\nAfbud: Tom Osager (O)\nFraværende: Ingen.";
        assert_eq!(read_text(text), [who("Anna Bo", "", "", false), who("Tom Osager", "", "", true)]);
    }

    #[test]
    fn away_for_some_items_is_not_absent() {
        for absent in ["Per Krag ved sag nr. 17-28", "Per Krag (V) fra kl. 15.10", "Per Krag (under punkt 3)"] {
            let text = format!("Medlemmer: Anna Bo, Per Krag\nFraværende: {absent}");
            assert_eq!(read_text(&text), [who("Anna Bo", "", "", false), who("Per Krag", "", "", false)], "{absent}");
        }
    }

    #[test]
    fn party_is_no_person() {
        let text = "Medlemmer\nAnna Bo\nDansk Folkeparti\nPer Krag\nVenstre";
        assert_eq!(read_text(text).len(), 2);
    }

    #[test]
    fn foot_of_the_page_is_no_organisation_of_the_last_absentee() {
        let text = "Medlemmer: Anna Bo (A), Per Krag (V)\n\nFraværende: Per Krag\n\n\n\nNorddjurs Kommune";
        assert_eq!(read_text(text)[1], who("Per Krag", "", "", true));
    }

    #[test]
    fn column_below_the_absentees_that_names_them_again_is_of_members() {
        let text = "Medlemmer: Anna Bo (A)\nIda Lund (C)\n\nFraværende: Per Krag (V)\n\nSkive Kommune\n\nOle Vang (F)\nPer Krag (V)\n\nBo Gade (A)";
        let absent: Vec<_> = read_text(text).into_iter().map(|p| (p.0, p.3)).collect();
        let expected =
            [("Anna Bo", false), ("Ida Lund", false), ("Per Krag", true), ("Ole Vang", false), ("Bo Gade", false)];
        assert_eq!(absent, expected.map(|(name, absent)| (name.to_owned(), absent)));
    }

    #[test]
    fn names_with_party_letters_are_a_list_without_a_label() {
        let text = "Socialudvalget\n\nHenny Bo, Formand (A)\nArne Hjerting (V)\nElse Vilslev (F)\n\nFraværende: Kurt Andrup (V)";
        let expected = [
            who("Henny Bo", "", "formand", false),
            who("Arne Hjerting", "", "", false),
            who("Else Vilslev", "", "", false),
            who("Kurt Andrup", "", "", true),
        ];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn column_of_organisations_after_all_names_is_paired() {
        let text = "Deltagere\n\nAnna Bo\nnger Ulfborg\nPer Krag\n\nAfbud\n\nIda Lund\n\nMødet sluttede kl. 12.45.\n\nSkive Kommune\nRanders Kommune\nViborg Kommune\n\nLemvig Kommune";
        let expected = [
            who("Anna Bo", "Skive Kommune", "", false),
            who("nger Ulfborg", "Randers Kommune", "", false),
            who("Per Krag", "Viborg Kommune", "", false),
            who("Ida Lund", "Lemvig Kommune", "", true),
        ];
        assert_eq!(read_text(text), expected);
    }

    #[test]
    fn list_ends_where_other_matter_begins() {
        let text = "Deltagere\nAnna Bo\nPer Krag\n\nMødet sluttede kl. 12.45 efter gennemgang af alle sager.\nIda Lund";
        assert_eq!(read_text(text).len(), 2);
    }
}
