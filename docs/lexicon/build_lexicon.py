#!/usr/bin/env python3
"""Makes the two word lists that `examples/compile_lexicon.rs` turns into finite-state maps.

    build_lexicon.py --wordfreq small_da.msgpack.gz --tesseract dan.words --aff da_DK.aff --dic da_DK.dic --out DIR

Sources, versions and licences stand in src/lexicon/data/SOURCES.md. Needs Python 3 and msgpack.
Writes DIR/words.tsv (word, cost in tenths of a nat plus 256 if a dictionary has it) and DIR/lemmas.tsv: a form and all
headwords that it is a form of, the likeliest first, each with its class (N noun, V verb, A adjective, X other, P name).
"""
import argparse, collections, gzip, math, re
import msgpack

ALPHABET = re.compile(r"[a-zæøåéüöäèàóôê]+(?:-[a-zæøåéüöäèàóôê]+)*$")
COMPOUND_ONLY, NO_SUGGEST, NEED_AFFIX, GENITIVE, NAME, PASSIVE = "36", "86", "8", "10", "9", "22"
# Flags of the dictionary's inflections, by the headings above them in its .aff file.
NOUN = set("2 3 4 5 7 11 13 14 15 18 19 43 44 45 46 47 48 57 58 64 65 66 70 71 72 74 75 76 84 85 87".split())
VERB = set("1 20 21".split())
ADJECTIVE = set("12 23 24 25 26 27 28 38 40 41 42 49 59 77 78 82".split())
VERBAL_NOUN = "79"
CLASSES = "NVAXP"
# Headwords that share their forms with one that minutes are full of.
RARE = {"skæve", "hu", "buse"}
# Plurals that the dictionary lists as headwords of their own, also at the end of compounds.
IRREGULAR = {"mænd": "mand", "børn": "barn", "bøger": "bog", "fødder": "fod", "hænder": "hånd", "tænder": "tand", "nætter": "nat",
             "bønder": "bonde", "brødre": "bror", "fædre": "far", "mødre": "mor", "døtre": "datter", "gæs": "gås", "køer": "ko",
             "kræfter": "kraft", "stænger": "stang", "tænger": "tang", "ænder": "and", "rødder": "rod", "klør": "klo",
             "tæer": "tå", "øjne": "øje", "stæder": "stad"}


def frequencies(path):
    """wordfreq's cBpack: bucket i holds the words of frequency 10^(-i/100)."""
    buckets = msgpack.load(gzip.open(path), raw=False)[1:]
    return {w: 10 ** (-i / 100) for i, bucket in enumerate(buckets) for w in bucket}


def suffix_rules(aff):
    rules = collections.defaultdict(list)
    for line in open(aff, encoding="utf8"):
        p = line.split()
        if len(p) >= 5 and p[0] == "SFX":
            add, _, flags = p[3].partition("/")
            rules[p[1]].append(("" if p[2] == "0" else p[2], "" if add == "0" else add,
                                None if p[4] == "." else re.compile(p[4] + "$"), flags.split(",") if flags else []))
    return rules


def entries(dic):
    for n, line in enumerate(open(dic, encoding="utf8")):
        line = line.rstrip("\n")
        if n == 0 or not line or line.startswith("#"):
            continue
        stem = re.search(r"\sst:(\S+)", line)
        also = re.findall(r"\sal:(\S+)", line)
        word, _, flags = re.split(r"\s+(?=[a-z]{2}:)", line)[0].strip().partition("/")
        yield word, [f for f in flags.split(",") if f], stem and stem.group(1), also


def inflected(word, flags, rules, depth=0):
    """Every form of an entry with the flag that made it. A doubled consonant is a suffix that takes suffixes."""
    for f in flags:
        for strip, add, cond, more in rules.get(f, ()):
            if not word.endswith(strip) or cond and not cond.search(word) or COMPOUND_ONLY in more or NO_SUGGEST in more:
                continue
            made = (word[:-len(strip)] if strip else word) + add
            if NEED_AFFIX not in more:
                yield made, f
            if depth < 2:
                yield from ((m, f) for m, _ in inflected(made, more, rules, depth + 1))


def classes(flags):
    found = [c for c, of in zip("NVA", (NOUN, VERB, ADJECTIVE)) if of & set(flags)]
    return "".join(found) or "X"


def class_of(flag, entry):
    if flag in NOUN: return "N"
    if flag in VERB or flag == PASSIVE: return "V"
    if flag in ADJECTIVE: return "A"
    return {GENITIVE: entry[0], NAME: "P", VERBAL_NOUN: "v"}.get(flag)


def headwords(dic, rules):
    """Form -> headword -> its classes."""
    found = collections.defaultdict(lambda: collections.defaultdict(set))
    for word, flags, stem, also in entries(dic):
        if not word or COMPOUND_ONLY in flags or " " in word:
            continue
        base = (stem or word).lower()
        entry = classes(flags)
        if word[0].isupper():
            entry = "P" if entry == "X" or word.isupper() and len(word) > 1 else "P" + entry
        found[word.lower()][base].update(entry)
        for w in also:
            found[w.lower()][base].add("V" if "V" in entry else entry[0])
        for made, f in inflected(word, flags, rules):
            c = class_of(f, entry)
            if c:
                found[made.lower()][base].add(c)
    return found


def chosen(form, bases, known, freq):
    """The headwords of a form that are worth a term of the index, the likeliest first, each with its class."""
    found = {}
    for base, kinds in bases.items():
        for plural, singular in IRREGULAR.items():
            if "N" in kinds and base.endswith(plural) and base[:-len(plural)] + singular in known:
                base = base[:-len(plural)] + singular
                break
        found.setdefault(base, set()).update(kinds)

    def keep(test):
        kept = {b: k for b, k in found.items() if test(b, k)}
        return kept or found

    found = keep(lambda b, k: k != {"v"})
    found = keep(lambda b, k: k != {"P"})
    if any("N" in k and b == form for b, k in found.items()):
        # Minutes have no imperatives: *lån* is no form of *låne*.
        found = keep(lambda b, k: "N" in k or b not in (form + "e", form + form[-1] + "e"))
    if any(b in freq for b in found):
        found = keep(lambda b, k: b in freq or "N" in k)
    found = keep(lambda b, k: len(b) > 1 or b == form)
    found = keep(lambda b, k: b not in RARE)
    if form in ("ældre", "ældres"):
        found["ældre"] = {"N"}  # People, and no longer what is older.
    first = lambda k: min((CLASSES.index(c) for c in k if c in CLASSES), default=1)
    order = lambda b: (b not in freq, "N" not in found[b], -freq.get(b, 0), len(b), b)
    return [(b, CLASSES[first(found[b])]) for b in sorted(found, key=order)]


def main():
    a = argparse.ArgumentParser()
    for name in ("wordfreq", "tesseract", "aff", "dic", "out"):
        a.add_argument("--" + name, required=True)
    a = a.parse_args()
    freq = frequencies(a.wordfreq)
    found = headwords(a.dic, suffix_rules(a.aff))
    tess = {w.strip().lower() for w in open(a.tesseract, encoding="utf8")}
    dictionary = {w for w in found.keys() | tess if ALPHABET.match(w) and len(w) > 1 or w in "iåø"}
    with open(a.out + "/words.tsv", "w") as f:
        for w in sorted(dictionary | {w for w in freq if ALPHABET.match(w)}, key=lambda w: w.encode()):
            cost = min(250, round(-10 * math.log(freq[w]))) if w in freq else 255
            f.write(f"{w}\t{cost + (256 if w in dictionary else 0)}\n")
    with open(a.out + "/lemmas.tsv", "w") as f:
        for w in sorted((w for w in found if ALPHABET.match(w)), key=lambda w: w.encode()):
            f.write("\t".join([w] + [f"{b} {c}" for b, c in chosen(w, found[w], found, freq)]) + "\n")


main()
