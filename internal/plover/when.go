package plover

import (
	"annals"
)

// when is the date of the act: one that its clause governs, else the only one
// of its sentence, else the day of publication.
func (x *coder) when(d *draft) annals.When {
	t := d.t
	best, cost := (*annals.Mention)(nil), 1<<30
	for _, m := range t.ms {
		if m.When == nil || m.When.Start == "" && m.When.End == "" || m.When.Basis == annals.Published {
			continue
		}
		if c, ok := x.dateCost(d, m); ok && c < cost {
			best, cost = m, c
		}
	}
	if best != nil {
		return *best.When
	}
	day := x.a.Published
	return annals.When{Start: day, End: day, Basis: annals.Published}
}

// dateCost is how far date m stands from the predicate in the tree; ok is false
// when it dates something else.
func (x *coder) dateCost(d *draft, m *annals.Mention) (int, bool) {
	t := d.t
	if t.under(m.Head, d.pred) || t.under(m.Head, d.clause) {
		up := 0
		for h := t.head(m.Head); h >= 0 && h != d.pred && h != d.clause && up < maxDepth; h = t.head(h) {
			if x.coded(t, h) || t.base(h) == "advcl" || t.rel(h) == "acl:relcl" {
				return 0, false // it dates a clause below
			}
			up++
		}
		return up, true
	}
	c := d.clause
	for depth := 1; depth < maxDepth; depth++ {
		h := t.head(c)
		if h < 0 {
			return 0, false
		}
		report := x.reports(t, c, h)
		if report && t.rel(c) != "xcomp" {
			return 0, false // the date of the saying
		}
		if t.head(m.Head) == h || t.under(m.Head, h) && t.head(t.head(m.Head)) == h && !x.coded(t, t.head(m.Head)) {
			return 10 + depth, true
		}
		c = h
	}
	return 0, false
}

// since is how long before publication a date ends, in words: "future" where it
// begins after, "" where no words date the act.
func (x *coder) since(w annals.When) string {
	pub, ok := x.filed.Time()
	if !ok || w.Text == "" {
		return ""
	}
	ended := func(months, days int) bool {
		return w.End != "" && w.End < annals.DateOf(pub.AddDate(0, -months, -days))
	}
	switch {
	case ended(12, 0):
		return "years"
	case ended(1, 0):
		return "months"
	case ended(0, 8):
		return "weeks"
	case w.Start != "" && w.Start <= x.filed:
		return "now"
	}
	return "future"
}

// coded reports whether token i could be a predicate of its own.
func (x *coder) coded(t *tree, i int) bool {
	return t.isVerb(i) && len(x.book.verbs[t.lemma(i)]) > 0
}

// timed adds what tense and date say to the status of an act.
func (x *coder) timed(d *draft, s annals.Status, w annals.When) annals.Status {
	if s != annals.Actual {
		return s
	}
	t := d.t
	if x.since(w) == "years" {
		return annals.Historical
	}
	if d.under == "" && t.isVerb(d.clause) && t.tok(d.clause).XPOS == "VBG" && d.clause == d.pred {
		for _, k := range t.kids[d.clause] {
			if t.base(k) == "aux" {
				switch t.tok(k).Form {
				case "is", "are", "been", "'s", "am":
					return annals.Ongoing
				}
			}
		}
	}
	return s
}

// carryDates gives a claim without a date that of the same act told elsewhere
// in the article.
func (x *coder) carryDates() {
	for i := range x.out {
		c := &x.out[i]
		if c.When.Basis != annals.Published || c.Status == annals.Hypothetical {
			continue
		}
		for j := range x.out {
			o := &x.out[j]
			if i != j && o.When.Text != "" && sameAct(c, o) {
				c.When = o.When
				c.When.Text, c.When.Basis = "", annals.Relative
				break
			}
		}
	}
}

// sameAct reports whether two claims seem to tell of one act: same type, and
// the same countries on both sides, as far as both are told.
func sameAct(a, b *annals.Claim) bool {
	if a.Type != b.Type || a.Status != b.Status || len(a.Actor)+len(a.Recipient) == 0 {
		return false
	}
	if q := a.Type.Quad(); (q == 2 || q == 4) && (len(a.Actor) == 0 || len(b.Actor) == 0 || len(a.Recipient) == 0 || len(b.Recipient) == 0) {
		return sameCountries(parties(a), parties(b)) // one of the two leaves a side out
	}
	return sameCountries(a.Actor, b.Actor) && sameCountries(a.Recipient, b.Recipient)
}

func parties(c *annals.Claim) []annals.Participant {
	return append(append([]annals.Participant(nil), c.Actor...), c.Recipient...)
}

func sameCountries(a, b []annals.Participant) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	for _, p := range a {
		for _, q := range b {
			if p.Country == q.Country && p.Country != "" {
				return true
			}
		}
	}
	return false
}
