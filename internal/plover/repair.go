package plover

import (
	"slices"

	"annals"
)

// repair returns a sentence whose tree is mended where parsers trained on the
// web stumble over the forms of news: a trailing "…, three diplomats said"
// without its subject. The tokens given are not changed.
func (b *Codebook) repair(s *annals.Sentence) *annals.Sentence {
	c := *s
	c.Tokens = slices.Clone(s.Tokens)
	b.trailingSpeaker(c.Tokens)
	raiseGerunds(c.Tokens)
	b.wakeVerb(c.Tokens)
	return &c
}

// raiseGerunds hangs the act of "accused X of shelling", "thanked X for
// sending" on the verb, where parsers hang it on X.
func raiseGerunds(ts []annals.Token) {
	for i := range ts {
		noun := ts[i].Head
		if ts[i].Deprel != "acl" || ts[i].XPOS != "VBG" || noun < 0 || ts[noun].Head < 0 {
			continue
		}
		if d := ts[noun].Deprel; d != "obj" && d != "iobj" || i < noun {
			continue
		}
		for k := range ts {
			if ts[k].Head == i && ts[k].Deprel == "mark" && (ts[k].Lemma == "of" || ts[k].Lemma == "for" || ts[k].Lemma == "from") {
				ts[i].Head, ts[i].Deprel = ts[noun].Head, "advcl"
			}
		}
	}
}

// trailingSpeaker gives the last verb of saying in "…, officials said." the
// noun phrase before it as subject, and hangs it beside what was said.
func (b *Codebook) trailingSpeaker(ts []annals.Token) {
	for v := len(ts) - 1; v > 3; v-- {
		if ts[v].UPOS != "VERB" || !b.says(ts[v].Lemma) || hasSubject(ts, v) {
			continue
		}
		comma, head := speakerBefore(ts, v)
		if head < 0 || comma < 3 {
			continue
		}
		main := topBefore(ts, comma)
		if main < 0 {
			continue
		}
		ts[head].Head, ts[head].Deprel = v, "nsubj"
		for i := comma + 1; i < v; i++ { // its modifiers stay with it
			if i != head && (ts[i].Head < comma || ts[i].Head > v) {
				ts[i].Head = head
			}
		}
		if ts[main].Head == v {
			return // said governs what was said already
		}
		if ts[v].Head < 0 {
			return
		}
		if ts[v].Head <= comma {
			ts[v].Head, ts[v].Deprel = main, "parataxis"
		}
		return
	}
}

func (b *Codebook) says(lemma string) bool {
	switch lemma {
	case "say", "report", "add", "tell", "announce", "confirm", "claim", "write", "state", "note":
		return true
	}
	return false
}

func hasSubject(ts []annals.Token, v int) bool {
	for i := range ts {
		if ts[i].Head == v && (ts[i].Deprel == "nsubj" || ts[i].Deprel == "nsubj:pass") {
			return true
		}
	}
	return false
}

// speakerBefore is the comma and the head of the noun phrase that stand right
// before verb v; head is −1 when there is a verb between.
func speakerBefore(ts []annals.Token, v int) (comma, head int) {
	const most = 18
	for i := v - 1; i >= 0 && v-i < most; i-- {
		if ts[i].Form == "," || ts[i].Form == "”" || ts[i].Form == "\"" {
			comma = i
			break
		}
		if ts[i].UPOS == "VERB" || ts[i].UPOS == "AUX" || ts[i].UPOS == "PUNCT" && ts[i].Form != "-" && ts[i].Form != "'" {
			return 0, -1
		}
	}
	if comma == 0 {
		return 0, -1
	}
	head = -1
	for i := comma + 1; i < v; i++ {
		if u := ts[i].UPOS; (u == "NOUN" || u == "PROPN" || u == "PRON") && (ts[i].Head <= comma || ts[i].Head >= v) {
			head = i
			if ts[i].Deprel == "obl" || ts[i].Deprel == "nsubj" || ts[i].Deprel == "obj" || ts[i].Deprel == "conj" || ts[i].Deprel == "appos" {
				break
			}
		}
	}
	return comma, head
}

// topBefore is the highest token before end.
func topBefore(ts []annals.Token, end int) int {
	for i := 0; i < end; i++ {
		if ts[i].UPOS != "PUNCT" && (ts[i].Head < 0 || ts[i].Head >= end) {
			return i
		}
	}
	return -1
}
