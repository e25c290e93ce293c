package corpus

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"annals"
)

// apply adds what one code says to the claims it names.
func (it *Item) apply(s annals.Span, letters string, args []string, claims []int) (Role, bool, error) {
	text := s.Of(it.Text)
	each := func(do func(*annals.Claim)) {
		for _, k := range claims {
			do(&it.Claims[k])
		}
	}
	switch letters {
	case "a", "r":
		who, err := people(s, text, args)
		if letters == "a" {
			each(func(c *annals.Claim) { c.Actor = append(c.Actor, who...) })
			return Actor, false, err
		}
		each(func(c *annals.Claim) { c.Recipient = append(c.Recipient, who...) })
		return Recipient, false, err
	case "s", "ss":
		said, err := speakers(s, text, args)
		each(func(c *annals.Claim) { c.Attribution = append(c.Attribution, said...) })
		return Speaker, letters == "ss", err
	case "q", "qq":
		for _, k := range claims {
			cue(&it.Claims[k], text, letters == "qq", it.nested(k))
		}
		return Cue, letters == "qq", noArgs(args)
	case "w":
		if len(args) != 1 {
			return "", false, errors.New("a place wants one country")
		}
		each(func(c *annals.Claim) {
			c.Where = &annals.Where{Text: text, Name: text, Country: country(args[0])}
		})
		return Place, false, nil
	case "t":
		when, err := interval(text, args)
		each(func(c *annals.Claim) { c.When = when })
		return Date, false, err
	case "n":
		size, err := quantity(text, args)
		each(func(c *annals.Claim) { c.Size = append(c.Size, size) })
		return Number, false, err
	}
	return "", false, fmt.Errorf("unknown code %q", letters)
}

func noArgs(args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected %q", args[0])
	}
	return nil
}

func country(s string) annals.Code {
	if s == "-" {
		return ""
	}
	return annals.Code(s)
}

// people reads WHO: COUNTRY.SECTOR, several joined by "+".
func people(s annals.Span, text string, args []string) ([]annals.Participant, error) {
	if len(args) != 1 {
		return nil, errors.New("want COUNTRY.SECTOR")
	}
	var out []annals.Participant
	for _, who := range strings.Split(args[0], "+") {
		land, sector, _ := strings.Cut(who, ".")
		p := annals.Participant{Text: text, Entity: annals.Entity{Name: text, Country: country(land), Sector: sector}}
		if s.Len() > 0 {
			p.Start, p.End = s.Start, s.End
		}
		out = append(out, p)
	}
	return out, nil
}

// speakers reads WHO kind.
func speakers(s annals.Span, text string, args []string) ([]annals.Attribution, error) {
	if len(args) != 2 {
		return nil, errors.New("want COUNTRY.SECTOR and the kind of speaker")
	}
	var out []annals.Attribution
	who, err := people(s, text, args[:1])
	for _, p := range who {
		out = append(out, annals.Attribution{Speaker: text, Country: p.Country, Text: text, Kind: args[1]})
	}
	return out, err
}

// nested reports whether a speaker of claim k quotes another.
func (it *Item) nested(k int) bool {
	return slices.ContainsFunc(it.Marks, func(m Mark) bool {
		return m.Role == Speaker && m.Inner && slices.Contains(m.Claims, k)
	})
}

// cue gives the speakers of a claim their cue: when they are nested the inner
// one's goes to the last speaker, the outer one's to those before.
func cue(c *annals.Claim, text string, inner, nested bool) {
	n := len(c.Attribution)
	for i := range c.Attribution {
		if last := nested && i == n-1; last == inner {
			c.Attribution[i].Cue = text
		}
	}
}

// interval reads START[..END].
func interval(text string, args []string) (annals.When, error) {
	if len(args) != 1 {
		return annals.When{}, errors.New("want START[..END]")
	}
	start, end, ranged := strings.Cut(args[0], "..")
	if !ranged {
		end = start
	}
	w := annals.When{Start: annals.Date(start), End: annals.Date(end), Text: text, Basis: annals.Relative}
	if hasYear(text) {
		w.Basis = annals.Explicit
	}
	for _, d := range []annals.Date{w.Start, w.End} {
		if _, ok := d.Time(); !ok && d != "" {
			return w, fmt.Errorf("%q is no date", d)
		}
	}
	if w.Start == "" && w.End == "" || w.End != "" && w.End < w.Start {
		return w, errors.New("the interval is empty")
	}
	return w, nil
}

// hasYear reports whether words give a year, and so a date that is whole.
func hasYear(text string) bool {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(w) == 4 && (w[0] == '1' || w[0] == '2') {
			return true
		}
	}
	return false
}

// quantity reads WHAT RANGE[~] [UNIT]; a range is 5, 5-, -5 or 5-9.
func quantity(text string, args []string) (annals.Size, error) {
	if len(args) < 2 || len(args) > 3 {
		return annals.Size{}, errors.New("want WHAT RANGE [UNIT]")
	}
	size := annals.Size{What: args[0], Text: text}
	if len(args) == 3 {
		size.Unit = args[2]
	}
	span, approx := strings.CutSuffix(args[1], "~")
	size.Approx = approx
	low, high, ranged := strings.Cut(span, "-")
	if !ranged {
		high = low
	}
	var err error
	if size.Min, err = number(low); err == nil {
		size.Max, err = number(high)
	}
	if err == nil && size.Min == nil && size.Max == nil {
		err = errors.New("the range is empty")
	}
	return size, err
}

func number(s string) (*float64, error) {
	if s == "" {
		return nil, nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 0 || n > 1e15 {
		return nil, fmt.Errorf("%q is no number", s)
	}
	return &n, nil
}
