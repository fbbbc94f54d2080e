#!/usr/bin/env python3
"""Makes the two word lists that `examples/compile_lexicon.rs` turns into finite-state maps.

    build_lexicon.py --wordfreq small_da.msgpack.gz --tesseract dan.words --aff da_DK.aff --dic da_DK.dic --out DIR

Sources, versions and licences stand in src/lexicon/data/SOURCES.md. Needs Python 3 and msgpack.
Writes DIR/words.tsv (word, cost in tenths of a nat plus 256 if a dictionary has it) and DIR/lemmas.tsv (form, lemma).
"""
import argparse, collections, gzip, math, re
import msgpack

ALPHABET = re.compile(r"[a-zæøåéüöäèàóôê]+(?:-[a-zæøåéüöäèàóôê]+)*$")
COMPOUND_ONLY, NO_SUGGEST = "36", "32"


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
                                None if p[4] == "." else re.compile(p[4] + "$"), flags.split(",")))
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


def main():
    a = argparse.ArgumentParser()
    for name in ("wordfreq", "tesseract", "aff", "dic", "out"):
        a.add_argument("--" + name, required=True)
    a = a.parse_args()
    freq = frequencies(a.wordfreq)
    forms, lemmas = set(), collections.defaultdict(set)
    rules = suffix_rules(a.aff)
    for word, flags, stem, also in entries(a.dic):
        if not word or COMPOUND_ONLY in flags or " " in word:
            continue
        base = (stem or word).lower()
        forms.add(word.lower()); lemmas[word.lower()].add(base)
        for w in also:
            lemmas[w.lower()].add(base)
        for f in flags:
            for strip, add, cond, more in rules.get(f, ()):
                if word.endswith(strip) and (cond is None or cond.search(word)):
                    made = ((word[:-len(strip)] if strip else word) + add).lower()
                    forms.add(made)
                    if COMPOUND_ONLY not in more and NO_SUGGEST not in more:
                        lemmas[made].add(base)
    tess = {w.strip().lower() for w in open(a.tesseract, encoding="utf8")}
    dictionary = {w for w in forms | tess if ALPHABET.match(w) and len(w) > 1 or w in "iåø"}
    words = {}
    for w in dictionary | {w for w in freq if ALPHABET.match(w)}:
        cost = min(250, round(-10 * math.log(freq[w]))) if w in freq else 255
        words[w] = cost + (256 if w in dictionary else 0)
    with open(a.out + "/words.tsv", "w") as f:
        for w, v in sorted(words.items(), key=lambda p: p[0].encode()):
            f.write(f"{w}\t{v}\n")
    how_often = collections.Counter(b for v in lemmas.values() for b in v)
    with open(a.out + "/lemmas.tsv", "w") as f:
        for w in sorted((w for w in lemmas if ALPHABET.match(w)), key=lambda w: w.encode()):
            # Of several lemmas the one with most forms; ties to the shorter, then by the alphabet, so that a rebuild gives the same file.
            f.write(f"{w}\t{max(sorted(lemmas[w]), key=lambda b: (freq.get(b, 0) > 0, how_often[b], -len(b)))}\n")


main()
