package link

import (
	"strings"

	"annals"
)

// clauseWords bounds how far wordTense looks for a verb.
const clauseWords = 14

// wordTense guesses the tense of the clause around a date from its words
// alone, nearest first.
func wordTense(ws []word, m *match) tense {
	for d := 1; d <= clauseWords; d++ {
		for _, i := range [2]int{m.first - d, m.last - 1 + d} {
			if i < 0 || i >= len(ws) || ws[i].kind != letters {
				continue
			}
			if t, ok := verbTense(ws, i); ok {
				return t
			}
		}
	}
	return past
}

// verbTense reads the tense of a word if it looks like a verb.
func verbTense(ws []word, i int) (tense, bool) {
	w := ws[i].low
	switch w {
	case "will", "shall", "ll", "tomorrow", "due", "scheduled", "slated", "upcoming", "expected", "planned", "plans", "set", "would", "may", "might", "could", "should", "must":
		if w == "may" && ws[i].upper || at(ws, i+1) == "have" {
			return past, false
		}
		return future, true
	case "was", "were", "had", "did", "said", "told", "came", "began", "took", "went", "met", "held", "fell", "led", "fought", "ago", "left", "made", "saw", "became", "won", "lost", "struck", "fled", "broke", "sent", "gave":
		return past, true
	case "to":
		if i+1 < len(ws) && ws[i+1].kind == letters && !ws[i+1].upper && (baseVerb(ws[i+1].low) || plansTo(at(ws, i-1))) {
			return future, true
		}
	}
	if strings.HasSuffix(w, "ed") && len(w) > 4 && !ws[i].upper {
		return past, true
	}
	return past, false
}

// plansTo knows the words whose infinitive is still to come.
func plansTo(w string) bool {
	switch w {
	case "is", "are", "agreed", "agrees", "plans", "planned", "vowed", "promised", "pledged", "expects", "hopes", "wants", "aims", "likely", "intends", "ready", "vows", "prepares":
		return true
	}
	return false
}

// baseVerb knows the verbs that plans are told with.
func baseVerb(w string) bool {
	switch w {
	case "meet", "hold", "visit", "be", "begin", "start", "travel", "vote", "open", "arrive", "attend", "host",
		"address", "discuss", "take", "return", "leave", "resume", "decide", "sign", "speak", "end", "expire", "convene", "withdraw", "deliver":
		return true
	}
	return false
}

// treeTense is the tense of the verb that governs a date in its tree; without
// a tree it is guessed from the words.
func treeTense(ss []annals.Sentence, f fieldWords, m *match) tense {
	s := &ss[f.sent[m.first]]
	title := s.In == annals.InTitle
	k := tokenAt(s, f.ws[m.last-1].Start)
	if k < 0 || s.Tokens[k].Deprel == "" {
		first, last := sentenceWords(f, m)
		local := *m
		local.first, local.last = m.first-first, m.last-first
		return wordTense(f.ws[first:last], &local)
	}
	return clauseTense(s, k, title, at(f.ws, m.first-1) == "for")
}

// clauseTense climbs from the date at token k to the verb that says when; ahead
// is a date after "for": a march called for Sunday.
func clauseTense(s *annals.Sentence, k int, title, ahead bool) tense {
	noun := false // the date belongs to a noun: a march on Sunday
	for n := 0; n < len(s.Tokens) && k >= 0; n++ {
		t := &s.Tokens[k]
		lemma := strings.ToLower(t.Lemma)
		switch {
		case lemma == "due" || lemma == "upcoming" || lemma == "effective" && n > 0:
			return future
		case prospective(lemma) && n > 0 && (noun || ahead):
			return future
		case t.UPOS == "VERB" || t.UPOS == "AUX" || hasCopula(s, k):
			if u, ok := tokenTense(s, k, title); ok {
				if u == present && waits(s, k) {
					return clauseTense(s, t.Head, title, false) // once the contract runs out in May
				}
				return u
			}
		case t.UPOS == "NOUN" && n > 0:
			noun = noun || gathering(lemma)
		}
		k = t.Head
	}
	return past
}

// waits reports a clause of time or condition, which has the present where its
// main clause has the future.
func waits(s *annals.Sentence, k int) bool {
	if !strings.HasPrefix(s.Tokens[k].Deprel, "advcl") {
		return false
	}
	for i := range s.Tokens {
		if c := &s.Tokens[i]; c.Head == k && (c.Deprel == "mark" || c.Deprel == "advmod") {
			switch strings.ToLower(c.Form) {
			case "when", "once", "if", "until", "till", "before", "after", "unless", "as":
				return true
			}
		}
	}
	return false
}

// gathering knows the nouns for what is called for a day.
func gathering(lemma string) bool {
	switch lemma {
	case "march", "rally", "strike", "vote", "summit", "talk", "talks", "meeting", "election", "protest", "conference", "ceremony", "session", "visit",
		"exercise", "demonstration", "walkout", "stoppage", "referendum", "hearing", "boycott", "handover", "truce", "ceasefire", "release", "parade", "funeral", "launch":
		return true
	}
	return false
}

// prospective knows the verbs and nouns for what is still to come.
func prospective(lemma string) bool {
	switch lemma {
	case "plan", "threaten", "promise", "vow", "agree", "call", "ask", "urge", "want", "intend", "expect", "schedule", "invite", "decide",
		"offer", "propose", "prepare", "hope", "aim", "set", "pledge", "seek", "demand", "warn", "allow", "invitation", "announce", "convene", "order", "summon", "poise", "bind", "intention", "plans", "deadline":
		return true
	}
	return false
}

// tokenAt is the token that covers byte b, −1 for none.
func tokenAt(s *annals.Sentence, b int) int {
	for i := range s.Tokens {
		if s.Tokens[i].Start <= b && b < s.Tokens[i].End {
			return i
		}
	}
	return -1
}

// sentenceWords is the range of words of the sentence that m stands in.
func sentenceWords(f fieldWords, m *match) (first, last int) {
	first, last = m.first, m.last
	for first > 0 && f.sent[first-1] == f.sent[m.first] {
		first--
	}
	for last < len(f.ws) && f.sent[last] == f.sent[m.first] {
		last++
	}
	return first, last
}

func hasCopula(s *annals.Sentence, k int) bool {
	for i := range s.Tokens {
		if s.Tokens[i].Head == k && s.Tokens[i].Deprel == "cop" {
			return true
		}
	}
	return false
}

// tokenTense reads the tense of verb k from its auxiliaries and its own form;
// ok is false for one that takes its tense from above.
func tokenTense(s *annals.Sentence, k int, title bool) (tense, bool) {
	modal, had, to := false, false, false
	finite := tense(0)
	hasFinite := false
	for i := range s.Tokens {
		c := &s.Tokens[i]
		if c.Head != k || !strings.HasPrefix(c.Deprel, "aux") && c.Deprel != "cop" && c.Deprel != "mark" {
			continue
		}
		switch l := strings.ToLower(c.Lemma); {
		case c.XPOS == "MD" || l == "will" || l == "shall" || l == "would" || l == "may" || l == "might" || l == "could" || l == "should" || l == "must" || l == "can":
			modal = true
		case l == "have":
			had = true
		case c.Deprel == "mark" && l == "to" || c.XPOS == "TO":
			to = true
		case strings.Contains(c.Feats, "Tense=Past"):
			finite, hasFinite = past, true
		case strings.Contains(c.Feats, "Tense=Pres"):
			finite, hasFinite = present, true
		}
	}
	t := &s.Tokens[k]
	switch lemma := strings.ToLower(t.Lemma); {
	case had:
		return past, true
	case modal:
		return future, true
	case to && t.Head >= 0 && s.Tokens[t.Head].UPOS == "VERB" && !prospective(strings.ToLower(s.Tokens[t.Head].Lemma)):
		return past, false // tried to clear it on Monday
	case to:
		return future, true
	case t.XPOS == "VB" && !hasFinite && strings.HasPrefix(t.Deprel, "xcomp"):
		return past, false // let them go on Monday
	case strings.HasPrefix(t.Deprel, "acl") && t.Deprel != "acl:relcl" && !hasFinite:
		return past, t.XPOS == "VBN" && !planned(lemma) // the accord initialled on Monday
	case hasFinite && finite == present && (t.XPOS == "VBG" || t.XPOS == "VBN" && planned(lemma)):
		return future, true
	case planned(lemma) && !hasFinite && t.XPOS == "VBN":
		return future, true
	case hasFinite:
		return finite, true
	case t.XPOS == "VBD":
		return past, true
	case t.XPOS == "VBZ" || t.XPOS == "VBP":
		if title {
			return past, true
		}
		return present, true
	}
	return past, false
}

// planned knows the verbs whose participle looks ahead.
func planned(lemma string) bool {
	switch lemma {
	case "expect", "schedule", "plan", "slate", "set", "plan_to", "poise", "bind", "due", "intend":
		return true
	}
	return false
}
