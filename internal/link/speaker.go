package link

import (
	"strings"

	"annals"
)

// firstPersons resolves I and we within quotation marks to who speaks in the
// sentence: "We shall reply," the minister said. It runs when the sentence is
// read, since the speaker often comes last.
func (r *reader) firstPersons(i int) {
	t := &r.trees[i]
	for k := range t.s.Tokens {
		tok := &t.s.Tokens[k]
		if !t.quoted[k] || tok.UPOS != "PRON" && tok.UPOS != "DET" || tok.Deprel == "nsubj:pass" {
			continue // who is acted upon is left: whoever acts would be guessed
		}
		switch strings.ToLower(tok.Form) {
		case "we", "us", "our", "i", "me", "my":
			if e, ok := r.speaker(i); ok {
				if c, state := r.countries[e.Country]; state && e.Sector == "GOV" && !strings.EqualFold(tok.Form, "i") && !strings.EqualFold(tok.Form, "me") {
					e = r.stateOf(c) // an official says we for the state
				}
				r.out = append(r.out, annals.Mention{In: r.ss[i].In, Sentence: i, First: k, Last: k + 1, Head: k, Span: tok.Span,
					Text: r.text(i, k, k+1), Entities: []annals.Entity{e}, Via: "pronoun", Sure: .6})
			}
		}
	}
}

// speaker is the subject of the verb of saying of sentence i.
func (r *reader) speaker(i int) (annals.Entity, bool) {
	t := &r.trees[i]
	for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence == i; k-- {
		s := &r.recent[k]
		if len(s.entities) != 1 || s.plural || s.entities[0].Country == "" {
			continue
		}
		verb := t.s.Tokens[s.head].Head
		if t.subject(s.head) && verb >= 0 && placeTables()["speak"][strings.ToLower(t.s.Tokens[verb].Lemma)] {
			return s.entities[0], true
		}
	}
	return annals.Entity{}, false
}
