package search

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"annals"
	"annals/internal/sys/nearest"
	"annals/internal/sys/store"
)

// A Field is one that conditions can be put on.
type Field struct {
	Name    string
	Aliases []string
	Help    string // what it holds, for people
	Example string
	whole   bool // a comma does not part alternatives
	read    func(p *parser, value string) (store.Filter, error)
}

// Fields are all fields, in the order in which people should meet them.
func Fields() []Field {
	return []Field{
		{"actor", []string{"from", "who"}, "who does it: a country, country and sector, or part of a name", "actor:RUS.MIL", false, party(store.Actor)},
		{"recipient", []string{"to", "whom"}, "to whom it is done", "recipient:UKR", false, party(store.Recipient)},
		{"party", []string{"with"}, "one or the other", "party:NATO", false, party(store.Either)},
		{"pair", []string{"between"}, "two countries, in whatever roles", "pair:PRK-RUS", false, pair},
		{"type", []string{"what"}, "PLOVER type", "type:ASSAULT,COERCE", false, typed(store.Type)},
		{"was", []string{"underlying"}, "type before PLOVER's rewriting", "was:CONSULT", false, typed(store.Underlying)},
		{"class", []string{"quad"}, "cooperation, conflict, verbal, material, or 1 to 4", "class:conflict", false, class},
		{"mode", nil, "PLOVER mode", "mode:drone", false, plain(store.Mode)},
		{"context", nil, "PLOVER context", "context:military", false, plain(store.Context)},
		{"status", nil, "actual, ongoing, historical, future, hypothetical or negated", "status:actual", false, status},
		{"hedged", nil, "whether the outlet marks doubt", "hedged:no", false, yesNo(store.Hedged)},
		{"since", []string{"after"}, "the act goes on or begins on or after this day, month or year", "since:2024-06", false, since},
		{"until", []string{"before"}, "the act began by the end of this day, month or year", "until:2024-06-19", false, until},
		{"on", []string{"date", "when"}, "the act lies in this day, month, year or range", "on:2024-06..2024-08", false, days(store.ActDay)},
		{"day", nil, "the first day of the act, which it is counted under, lies in this day, month, year or range", "day:2024-06", false, days(store.FirstDay)},
		{"published", nil, "day of publication", "published:2024-06", false, days(store.Published)},
		{"place", []string{"where", "in"}, "part of the name of the place of the act", "place:Kursk", false, place},
		{"country", nil, "country of the place of the act", "country:RUS", false, country},
		{"said-by", []string{"speaker", "according-to"}, "who says so inside the text; any or none", "said-by:KCNA", false, saidBy},
		{"outlet", []string{"source"}, "who publishes", `outlet:"Example Wire"`, false, plain(store.Outlet)},
		{"sources", nil, "how many outlets report it on their own", "sources:>=2", false, number(store.Sources)},
		{"dead", nil, "how many are said to be dead; also injured, casualties, arrested, displaced, personnel, participants, money", "dead:>=10", false, number(store.Dead)},
		{"injured", nil, "", "", false, number(store.Injured)},
		{"casualties", nil, "", "", false, number(store.Casualties)},
		{"arrested", nil, "", "", false, number(store.Arrested)},
		{"displaced", nil, "", "", false, number(store.Displaced)},
		{"personnel", nil, "", "", false, number(store.Personnel)},
		{"participants", nil, "", "", false, number(store.Crowd)},
		{"money", nil, "", "", false, number(store.Money)},
		{"intensity", nil, "PLOVER intensity, −10 to 10", "intensity:<=-5", false, number(store.Intensity)},
		{"confidence", nil, "how sure the coding is, 0 to 1", "confidence:>0.7", false, number(store.Confidence)},
		{"reserved", nil, "whether the publisher reserves rights", "reserved:no", false, yesNo(store.Reserved)},
		{"event", nil, "claims of one event, by its id", "event:5d1f", true, plain(store.EventID)},
		{"article", nil, "claims of one article, by its id", "article:c7ef", true, plain(store.Article)},
		{"claim", []string{"id"}, "one claim, by its id", "claim:09ab", true, plain(store.ClaimID)},
		{"sort", []string{"order"}, "newest, oldest, arrived, intensity, confidence or sources", "sort:sources", true, nil},
	}
}

func fieldNamed(name string) (Field, bool) {
	name = strings.ToLower(name)
	for _, f := range Fields() {
		if f.Name == name || slices.Contains(f.Aliases, name) {
			return f, true
		}
	}
	return Field{}, false
}

// suggestion is a field for a name that there is none of.
func suggestion(name string) string {
	best := nearest.Word(strings.ToLower(name), func(yield func(string) bool) {
		for _, f := range Fields() {
			for _, n := range append([]string{f.Name}, f.Aliases...) {
				if !yield(n) {
					return
				}
			}
		}
	})
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

func party(role store.Role) func(*parser, string) (store.Filter, error) {
	return func(p *parser, v string) (store.Filter, error) {
		code, sector, _ := strings.Cut(v, ".")
		if isCode(code) && (sector == "" || isCode(sector)) {
			return store.Party{Role: role, Country: annals.Code(code), Sector: sector}, nil
		}
		if strings.HasPrefix(v, ".") && isCode(sector) {
			return store.Party{Role: role, Sector: sector}, nil
		}
		if c, ok := p.country(v); ok {
			return store.Party{Role: role, Country: c}, nil
		}
		return store.Party{Role: role, Name: v}, nil
	}
}

// country is the code that a word stands for, if it is one or is known.
func (p *parser) country(v string) (annals.Code, bool) {
	if isCode(v) {
		return annals.Code(v), true
	}
	if p.o.Country == nil {
		return "", false
	}
	return p.o.Country(v)
}

// isCode reports whether v is written as the code of a country or sector.
func isCode(v string) bool {
	return len(v) == 3 && v == strings.ToUpper(v) && strings.Trim(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func pair(p *parser, v string) (store.Filter, error) {
	for _, by := range []string{"-", "–", "↔", "/"} {
		if a, b, ok := strings.Cut(v, by); ok {
			x, okX := p.country(a)
			y, okY := p.country(b)
			if okX && okY && x != y {
				return store.Pair{A: x, B: y}, nil
			}
		}
	}
	return nil, fmt.Errorf("%q is no pair of two countries like PRK-RUS", v)
}

func typed(c store.Column) func(*parser, string) (store.Filter, error) {
	return func(p *parser, v string) (store.Filter, error) {
		t := annals.Type(strings.ToUpper(v))
		if t.Quad() == 0 && (p.o.Types == nil || !slices.Contains(p.o.Types(), string(t))) {
			return nil, fmt.Errorf("%q is no PLOVER type; they are %s", v, strings.ToLower(joined(annals.Types())))
		}
		return store.Equal{Column: c, Value: string(t)}, nil
	}
}

func joined[T ~string](vs []T) string {
	var out []string
	for _, v := range vs {
		out = append(out, string(v))
	}
	return strings.Join(out, ", ")
}

func class(_ *parser, v string) (store.Filter, error) {
	quads := map[string]string{"cooperation": "12", "conflict": "34", "verbal": "13", "material": "24", "1": "1", "2": "2", "3": "3", "4": "4"}[strings.ToLower(v)]
	if quads == "" {
		return nil, fmt.Errorf("%q is none of cooperation, conflict, verbal, material, 1, 2, 3, 4", v)
	}
	var out store.Or
	for _, q := range quads {
		out = append(out, store.Equal{Column: store.Quad, Value: string(q)})
	}
	return out, nil
}

func plain(c store.Column) func(*parser, string) (store.Filter, error) {
	return func(_ *parser, v string) (store.Filter, error) { return store.Equal{Column: c, Value: v}, nil }
}

func status(_ *parser, v string) (store.Filter, error) {
	all := []annals.Status{annals.Actual, annals.Ongoing, annals.Historical, annals.Future, annals.Hypothetical, annals.Negated}
	s := annals.Status(strings.ToLower(v))
	if !slices.Contains(all, s) {
		return nil, fmt.Errorf("%q is no status; they are %s", v, joined(all))
	}
	return store.Equal{Column: store.Status, Value: string(s)}, nil
}

func yesNo(c store.Column) func(*parser, string) (store.Filter, error) {
	return func(_ *parser, v string) (store.Filter, error) {
		switch strings.ToLower(v) {
		case "yes", "true", "1":
			return store.Equal{Column: c, Value: "yes"}, nil
		case "no", "false", "0":
			return store.Equal{Column: c, Value: "no"}, nil
		}
		return nil, fmt.Errorf("%q is neither yes nor no", v)
	}
}

func since(_ *parser, v string) (store.Filter, error) {
	from, _, err := interval(v)
	return store.Range{Measure: store.ActDay, From: from}, err
}

func until(_ *parser, v string) (store.Filter, error) {
	_, to, err := interval(v)
	return store.Range{Measure: store.ActDay, To: to}, err
}

func days(m store.Measure) func(*parser, string) (store.Filter, error) {
	return func(_ *parser, v string) (store.Filter, error) {
		a, b, ranged := strings.Cut(v, "..")
		if !ranged {
			b = a
		}
		r := store.Range{Measure: m}
		var err error
		if a != "" {
			if r.From, _, err = interval(a); err != nil {
				return nil, err
			}
		}
		if b != "" {
			if _, r.To, err = interval(b); err != nil {
				return nil, err
			}
		}
		if r.From == "" && r.To == "" || r.To != "" && r.From > r.To {
			return nil, fmt.Errorf("%q is no range of days: the first comes after the last", v)
		}
		return r, nil
	}
}

// interval is the first and last day of a day, month or year.
func interval(v string) (from, to annals.Date, err error) {
	for _, l := range []struct {
		layout           string
		year, month, day int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(l.layout, v); err == nil {
			next := t.AddDate(l.year, l.month, l.day)
			return annals.DateOf(t), annals.DateOf(next.AddDate(0, 0, -1)), nil
		}
	}
	return "", "", fmt.Errorf("%q is no day, month or year like 2024-06-19, 2024-06 or 2024", v)
}

func place(_ *parser, v string) (store.Filter, error) { return store.Named{Place: v}, nil }

func country(p *parser, v string) (store.Filter, error) {
	c, ok := p.country(v)
	if !ok {
		return nil, fmt.Errorf("%q is no country that is known", v)
	}
	return store.Equal{Column: store.PlaceCountry, Value: string(c)}, nil
}

func saidBy(p *parser, v string) (store.Filter, error) {
	switch strings.ToLower(v) {
	case "any", "somebody":
		return store.Said{}, nil
	case "none", "nobody":
		return store.Not{Filter: store.Said{}}, nil
	}
	if isCode(v) {
		return store.Said{Country: annals.Code(v)}, nil
	}
	if c, ok := p.country(v); ok {
		return store.Or{store.Said{Country: c}, store.Said{Name: v}}, nil
	}
	return store.Said{Name: v}, nil
}

// number reads 5, >=5, >5, <=5, <5, 5..9, 5.. and ..9.
func number(m store.Measure) func(*parser, string) (store.Filter, error) {
	return func(_ *parser, v string) (store.Filter, error) {
		r := store.Range{Measure: m}
		var err error
		switch a, b, ranged := strings.Cut(v, ".."); {
		case ranged && (a != "" || b != ""):
			if r.Min, err = bound(a, 0); err == nil {
				r.Max, err = bound(b, 0)
			}
		case strings.HasPrefix(v, ">="):
			r.Min, err = bound(v[2:], 0)
		case strings.HasPrefix(v, "<="):
			r.Max, err = bound(v[2:], 0)
		case strings.HasPrefix(v, ">"):
			r.Min, err = bound(v[1:], tiny)
		case strings.HasPrefix(v, "<"):
			r.Max, err = bound(v[1:], -tiny)
		default:
			if r.Min, err = bound(v, 0); err == nil {
				r.Max = r.Min
			}
		}
		if err == nil && r.Min == nil && r.Max == nil {
			err = strconv.ErrSyntax
		}
		if err != nil {
			return nil, fmt.Errorf("%q is no number or range like 5, >=5, <5 or 5..9", v)
		}
		return r, nil
	}
}

// tiny is less than any difference between two numbers that are kept.
const tiny = 1e-6

func bound(s string, more float64) (*float64, error) {
	if s == "" {
		return nil, nil
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
	if err != nil || x != x {
		return nil, strconv.ErrSyntax
	}
	x += more
	return &x, nil
}

func orderNamed(v string) (store.Order, error) {
	all := []store.Order{store.Oldest, store.Arrived, store.Intense, store.Surest, store.MostTold}
	switch o := store.Order(strings.ToLower(v)); {
	case o == "newest":
		return store.Newest, nil
	case slices.Contains(all, o):
		return o, nil
	}
	return "", fmt.Errorf("%q is no order; they are newest, %s", v, joined(all))
}
