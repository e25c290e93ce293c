package plover

import (
	"strings"

	"annals"
)

// wakeVerb gives a sentence without a verb the one that a headline hides among
// its nouns: "Peru police arrest mayor in bribery probe" is read by parsers as
// one long compound. A noun that may be a verb, agrees with the noun before it
// and is followed by a noun phrase becomes the root; what stands before is its
// subject, what follows up to a preposition its object.
func (b *Codebook) wakeVerb(ts []annals.Token) {
	v := b.sleepingVerb(ts)
	if v < 0 {
		return
	}
	end := v + 1
	for end < len(ts) && nounish(&ts[end]) {
		end++
	}
	object := end - 1
	hang := func(i, head int, rel string) { ts[i].Head, ts[i].Deprel = head, rel }
	for i := 0; i < v-1; i++ {
		if h := ts[i].Head; h < 0 || h >= v {
			hang(i, v-1, "compound")
		}
	}
	for i := v + 1; i < object; i++ {
		if h := ts[i].Head; h <= v || h >= end {
			hang(i, object, modifierRel(&ts[i]))
		}
	}
	for i := end; i < len(ts); i++ {
		if h := ts[i].Head; h < end {
			hang(i, v, outerRel(ts, i))
		}
	}
	hang(v-1, v, "nsubj")
	hang(object, v, "obj")
	hang(v, -1, "root")
	ts[v].UPOS, ts[v].XPOS, ts[v].Feats = "VERB", "VBP", "Mood=Ind|Tense=Pres|VerbForm=Fin"
	ts[v].Lemma = b.verbOf(ts[v].Form)
}

// maxHeadline is the longest sentence, in tokens, that is taken for a headline.
const maxHeadline = 20

// sleepingVerb is the noun that is the verb of a sentence without one, or −1.
func (b *Codebook) sleepingVerb(ts []annals.Token) int {
	if len(ts) > maxHeadline || len(ts) < 3 {
		return -1
	}
	for i := range ts {
		if ts[i].UPOS == "VERB" || ts[i].UPOS == "AUX" {
			return -1
		}
	}
	for i := 1; i+1 < len(ts); i++ {
		if ts[i].UPOS == "ADP" || ts[i].UPOS == "PUNCT" {
			return -1 // the subject is over and no verb came
		}
		if (ts[i].UPOS == "NOUN" || ts[i].UPOS == "PROPN" && strings.HasSuffix(ts[i].Form, "s")) && nounish(&ts[i-1]) && nounish(&ts[i+1]) && b.verbOf(ts[i].Form) != "" && agrees(&ts[i-1], ts[i].Form) {
			return i
		}
	}
	return -1
}

// nounish reports a word that noun phrases are made of.
func nounish(t *annals.Token) bool {
	switch t.UPOS {
	case "NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON":
		return true
	}
	return false
}

// verbOf is the lemma of a form as a verb of the tables, or "".
func (b *Codebook) verbOf(form string) string {
	w := strings.ToLower(form)
	for _, lemma := range []string{w, strings.TrimSuffix(w, "s"), strings.TrimSuffix(w, "es")} {
		if len(b.verbs[lemma]) > 0 {
			return lemma
		}
	}
	return ""
}

// agrees reports a plural before a bare form, or a singular before one in -s.
func agrees(subject *annals.Token, verb string) bool {
	plural := strings.Contains(subject.Feats, "Number=Plur") || subject.XPOS == "NNS" || subject.XPOS == "NNPS" || strings.EqualFold(subject.Form, "police")
	return plural != strings.HasSuffix(verb, "s")
}

func modifierRel(t *annals.Token) string {
	switch t.UPOS {
	case "ADJ":
		return "amod"
	case "NUM":
		return "nummod"
	case "DET":
		return "det"
	}
	return "compound"
}

// outerRel is how token i hangs on the verb: with a preposition, as obl.
func outerRel(ts []annals.Token, i int) string {
	for k := range ts {
		if ts[k].Head == i && ts[k].Deprel == "case" {
			return "obl"
		}
	}
	if ts[i].UPOS == "PUNCT" {
		return "punct"
	}
	return "dep"
}

// splitAtVerb shortens the mentions that ran over a verb that wakeVerb found:
// "Peru police" alone are the police. The mentions given are not changed.
func splitAtVerb(before, after *annals.Sentence, ms []*annals.Mention) []*annals.Mention {
	verb := -1
	for i := range after.Tokens {
		if after.Tokens[i].Head < 0 && before.Tokens[i].UPOS != after.Tokens[i].UPOS {
			verb = i
		}
	}
	if verb < 0 {
		return ms
	}
	out := make([]*annals.Mention, 0, len(ms))
	for _, m := range ms {
		if m.First < verb && verb < m.Last && len(m.Entities) > 0 {
			c := *m
			c.Last, c.Head = verb, verb-1
			c.End = before.Tokens[verb-1].End
			c.Text = m.Text[:max(0, min(len(m.Text), c.End-m.Start))]
			m = &c
		}
		out = append(out, m)
	}
	return out
}
