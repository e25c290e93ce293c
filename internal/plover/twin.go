package plover

import (
	"slices"
	"strings"
	"unicode"

	"annals"
)

// A twin is a row of twins.txt: an act that is a second one as well.
type twin struct {
	rule  string
	from  annals.Type
	mode  string // "" for a claim without one
	words set
	by    string // sector of the actor; "" for any
	to    annals.Type
	as    []string // modes of the second
	back  bool     // its actor is the other of the two
}

// readTwin reads a row of twins.txt.
func (c *Codebook) readTwin(r row) error {
	f := strings.Fields(r.head + " *")
	if len(f) < 3 || len(f) > 4 || c.classes[strings.Trim(f[1], "<>")] == nil {
		return r.errorf("want TYPE.mode <class> SECTOR, have %q", r.head)
	}
	to, how, _ := strings.Cut(r.body, " ")
	w := twin{rule: r.at(), words: c.classes[strings.Trim(f[1], "<>")], by: strings.Trim(f[2], "*"), back: how == "back"}
	var from, second string
	from, w.mode, _ = strings.Cut(f[0], ".")
	second, mode, _ := strings.Cut(to, ".")
	if w.as = []string{}; mode != "" {
		w.as = append(w.as, mode)
	}
	var ok, known bool
	w.from, ok = typeNamed(from)
	if w.to, known = typeNamed(second); !ok || !known || how != "" && how != "back" {
		return r.errorf("want TYPE.mode or TYPE.mode back of PLOVER, have %q : %q", r.head, r.body)
	}
	c.twins = append(c.twins, w)
	return nil
}

// of reports whether a claim is of the type, mode and actor that w is about.
func (w *twin) of(c *annals.Claim) bool {
	return c.Type == w.from && c.Underlying == "" && (w.mode == "" && len(c.Mode) == 0 || slices.Contains(c.Mode, w.mode)) &&
		(w.by == "" || slices.ContainsFunc(c.Actor, func(p annals.Participant) bool { return p.Sector == w.by }))
}

// twin adds the second claim of an act that is two at once, and makes of a swap
// that two do together what each of them does.
func (x *coder) twin(d *draft) {
	c := &x.out[len(x.out)-1]
	for _, w := range x.book.twins {
		if !w.of(c) || !x.tells(d, w.words) {
			continue
		}
		second := *c
		if w.back {
			if len(c.Actor) != 2 || c.Actor[0].Country == c.Actor[1].Country {
				continue
			}
			whom := c.Recipient
			c.Recipient, second.Recipient = freedFrom(whom, c.Actor[1].Country), freedFrom(whom, c.Actor[0].Country)
			c.Actor, second.Actor = c.Actor[:1:1], c.Actor[1:]
		}
		second.Type, second.Mode = w.to, slices.Clone(w.as)
		second.Why = append([]annals.Reason{{Rule: w.rule, Words: c.Trigger}}, c.Why...)
		second.ID = x.id(&second, "twin")
		second.Scale = x.book.scaleOf(&second)
		x.coded_[len(x.out)] = d
		x.out = append(x.out, second)
		x.remember(&x.out[len(x.out)-1], d.t.n)
		return
	}
}

// freedFrom is whom one side of a swap lets go: those of the other side, code,
// or by the words that name no side.
func freedFrom(ps []annals.Participant, code annals.Code) []annals.Participant {
	out := annals.Participant{Entity: annals.Entity{Kind: annals.Population, Sector: "CVL"}}
	if i := slices.IndexFunc(ps, func(p annals.Participant) bool { return p.Country == code }); i >= 0 {
		out = ps[i]
	} else if len(ps) > 0 && !strings.ContainsFunc(ps[0].Text, unicode.IsUpper) {
		out = ps[0]
	}
	out.Country, out.ID = code, ""
	return []annals.Participant{out}
}

// tells reports whether one of the words is the trigger or stands under it; of
// years and months, those that are served. A sentence that is suspended tells
// of none.
func (x *coder) tells(d *draft, words set) bool {
	t, told := d.t, false
	for i := range t.s.Tokens {
		if !t.under(i, d.pred) && !t.under(i, d.clause) {
			continue
		}
		switch w := t.lemma(i); {
		case x.book.classes["unserved"][w]:
			return false
		case words[w] && (w != "year" && w != "month" || t.served(i)):
			told = true
		}
	}
	return told
}

// served reports that years or months are counted, and neither somebody's age
// nor the time since something.
func (t *tree) served(i int) bool {
	if t.kid(i, func(k int) bool { return t.tok(k).UPOS == "NUM" }) < 0 {
		return false
	}
	if i+1 == t.len() {
		return true
	}
	switch t.lemma(i + 1) {
	case "old", "ago", "after", "before", "earlier", "later", "since":
		return false
	}
	return true
}
