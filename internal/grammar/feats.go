package grammar

import (
	"fmt"
	"strings"

	"annals"
)

// FeatTable gives the features of a word with its tags; it is immutable. Its
// text has lines "form<tab>UPOS XPOS<tab>features", an empty form standing for
// all words that are not listed.
type FeatTable map[wordKey]string

// ReadFeats reads the text of a table of features.
func ReadFeats(text []byte) (FeatTable, error) {
	t := FeatTable{}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("%w: line %q", errLemmas, line)
		}
		t[wordKey{f[0], f[1]}] = f[2]
	}
	return t, nil
}

// Feats are the features of a word by itself.
func (t FeatTable) Feats(form, tag string) string {
	var room [64]byte
	low := lowered(room[:0], straighten(form))
	if f, ok := t[wordKey{string(low), tag}]; ok {
		return f
	}
	return t[wordKey{"", tag}]
}

// The features of verbs that the sentence decides, as EWT writes them.
const (
	pastFinite    = "Mood=Ind|Number=%s|Person=%s|Tense=Past|VerbForm=Fin"
	presentFinite = "Mood=Ind|Number=%s|Person=%s|Tense=Pres|VerbForm=Fin"
	imperative    = "Mood=Imp|Person=2|VerbForm=Fin"
	infinitive    = "VerbForm=Inf"
	passive       = "Tense=Past|VerbForm=Part|Voice=Pass"
	participle    = "Tense=Past|VerbForm=Part"
)

// agree sets the features that the tree decides: person and number of finite
// verbs from the subject, the imperative, the passive participle.
func agree(ts []annals.Token) {
	n := len(ts)
	var (
		subjRoom [128]int16
		flagRoom [128]uint8
	)
	subj, flags := subjRoom[:], flagRoom[:]
	if n > len(subj) {
		subj, flags = make([]int16, n), make([]uint8, n)
	}
	subj, flags = subj[:n], flags[:n]
	for i := range subj {
		subj[i] = -1
	}
	for i := range ts {
		h := ts[i].Head
		if h < 0 || i > 1<<14 {
			continue
		}
		switch ts[i].Deprel {
		case "nsubj", "nsubj:pass", "nsubj:outer":
			if subj[h] < 0 {
				subj[h] = int16(i)
			}
			if ts[i].Deprel == "nsubj:pass" {
				flags[h] |= hasPassive
			}
		case "expl":
			if subj[h] < 0 {
				subj[h] = int16(i)
			}
		case "aux:pass":
			flags[h] |= hasPassive
		case "aux":
			flags[h] |= hasAux
		case "mark":
			if ts[i].XPOS == "TO" {
				flags[h] |= hasAux
			}
		case "conj":
			flags[h] |= hasConj
		}
	}
	for i := range ts {
		t := &ts[i]
		if t.UPOS != "VERB" && t.UPOS != "AUX" {
			continue
		}
		h := i
		if t.UPOS == "AUX" && t.Head >= 0 && (strings.HasPrefix(t.Deprel, "aux") || t.Deprel == "cop") {
			h = t.Head
		}
		switch t.XPOS {
		case "VBD":
			t.Feats = finite(pastForms, ts, subjectOf(ts, subj, h), flags)
		case "VBP":
			t.Feats = finite(presentForms, ts, subjectOf(ts, subj, h), flags)
		case "VB":
			t.Feats = infinitive
			if flags[i]&hasAux == 0 && t.UPOS == "VERB" && subj[i] < 0 &&
				(t.Deprel == "root" || t.Deprel == "parataxis") {
				t.Feats = imperative
			}
		case "VBN":
			t.Feats = participle
			if flags[i]&hasPassive != 0 || t.Deprel == "acl" || flags[i]&hasAux == 0 && t.UPOS == "VERB" && t.Deprel != "conj" {
				t.Feats = passive
			}
		}
	}
}

// What a word has below it.
const (
	hasPassive = 1 << iota
	hasAux
	hasConj
)

// subjectOf finds the subject of a verb, or of the verb it is coordinated
// with.
func subjectOf(ts []annals.Token, subj []int16, i int) int {
	for range 3 {
		if subj[i] >= 0 {
			return int(subj[i])
		}
		if ts[i].Deprel != "conj" || ts[i].Head < 0 {
			break
		}
		i = ts[i].Head
	}
	return -1
}

// forms of a finite verb: [number][person].
type finiteForms [2][4]string

var (
	pastForms    = fillForms(pastFinite)
	presentForms = fillForms(presentFinite)
)

func fillForms(pattern string) (f finiteForms) {
	for n, number := range []string{"Sing", "Plur"} {
		for p := range f[n] {
			f[n][p] = fmt.Sprintf(pattern, number, fmt.Sprint(p))
		}
	}
	return f
}

func finite(forms finiteForms, ts []annals.Token, s int, flags []uint8) string {
	if s < 0 {
		return forms[0][3]
	}
	number, person := 0, 3
	t := &ts[s]
	if p := strings.Index(t.Feats, "Person="); p >= 0 && p+7 < len(t.Feats) && t.Feats[p+7] >= '1' && t.Feats[p+7] <= '3' {
		person = int(t.Feats[p+7] - '0')
	}
	if flags[s]&hasConj != 0 || strings.Contains(t.Feats, "Number=Plur") || person == 2 && false {
		number = 1
	}
	return forms[number][person]
}
