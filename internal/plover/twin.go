package plover

import (
	"slices"
	"strings"

	"annals"
)

// A twin is a row of twins.txt: an act that is a second one as well.
type twin struct {
	rule  string
	from  annals.Type
	mode  string
	words set
	by    string // sector of the actor; "" for any
	to    annals.Type
	as    string // mode of the second
	back  bool   // its actor is the other of the two
}

// readTwin reads a row of twins.txt.
func (c *Codebook) readTwin(r row) error {
	f := strings.Fields(r.head + " * *")
	w := twin{rule: r.at(), words: c.classes[strings.Trim(f[1], "<>")]}
	if w.words == nil {
		return r.errorf("want TYPE.mode <class> SECTOR, have %q", r.head)
	}
	if f[2] != "*" {
		w.by = f[2]
	}
	name, mode, _ := strings.Cut(f[0], ".")
	var ok bool
	w.mode = mode
	w.from, ok = typeNamed(name)
	to, how, _ := strings.Cut(r.body, " ")
	name, w.as, _ = strings.Cut(to, ".")
	var known bool
	if w.to, known = typeNamed(name); !ok || !known || how != "" && how != "back" {
		return r.errorf("no PLOVER type in %q : %q", r.head, r.body)
	}
	w.back = how == "back"
	c.twins = append(c.twins, w)
	return nil
}

// twin adds the second claim of an act that is two at once, and makes of a swap
// that two do together what each of them does.
func (x *coder) twin(d *draft) {
	c := &x.out[len(x.out)-1]
	for _, w := range x.book.twins {
		if c.Type != w.from || c.Underlying != "" || w.mode != "" && !slices.Contains(c.Mode, w.mode) || w.by != "" && !slices.ContainsFunc(c.Actor, func(p annals.Participant) bool { return p.Sector == w.by }) || !x.tells(d, w.words) {
			continue
		}
		second := *c
		if w.back {
			if len(c.Actor) != 2 || c.Actor[0].Country == c.Actor[1].Country {
				return
			}
			whom := c.Recipient
			c.Recipient, second.Recipient = freedFrom(whom, c.Actor[1].Country), freedFrom(whom, c.Actor[0].Country)
			c.Actor, second.Actor = c.Actor[:1:1], c.Actor[1:]
		}
		second.Type, second.Mode = w.to, []string{w.as}
		second.Why = append([]annals.Reason{{Rule: w.rule, Words: c.Trigger}}, c.Why...)
		second.ID = x.id(&second, w.rule)
		second.Scale = x.book.scaleOf(&second)
		x.coded_[len(x.out)] = d
		x.out = append(x.out, second)
		x.remember(&x.out[len(x.out)-1], d.t.n)
		return
	}
}

// freedFrom is whom one side of a swap lets go: the words of all, the country of
// the other side.
func freedFrom(ps []annals.Participant, code annals.Code) []annals.Participant {
	if len(ps) == 0 {
		ps = []annals.Participant{{Entity: annals.Entity{Kind: annals.Population, Sector: "CVL"}}}
	}
	p := ps[0]
	p.Country, p.Entity.ID = code, ""
	return []annals.Participant{p}
}

// tells reports whether one of the words is the trigger or stands under it; of
// years and months, those that are counted.
func (x *coder) tells(d *draft, words set) bool {
	t := d.t
	for i := range t.s.Tokens {
		if !words[t.lemma(i)] || !t.under(i, d.pred) && !t.under(i, d.clause) {
			continue
		}
		if w := t.lemma(i); w != "year" && w != "month" || t.kid(i, func(k int) bool { return t.tok(k).UPOS == "NUM" }) >= 0 {
			return true
		}
	}
	return false
}
