package store

import (
	"slices"
	"strings"

	"annals"
)

// A Filter is a condition on claims: [And], [Or], [Not], [Party], [Pair],
// [Claims], [Equal], [Range], [Words], [Said] or [Named].
type Filter interface {
	// Match reports whether a row meets the condition. It is what every store
	// must agree with.
	Match(r *Row) bool
}

// And holds when all of its conditions do; an empty one always.
type And []Filter

// Or holds when one of its conditions does; an empty one never.
type Or []Filter

// Not holds when its condition does not.
type Not struct{ Filter Filter }

// A Role says which parties of a claim are looked at.
type Role string

// The roles.
const (
	Either    Role = ""
	Actor     Role = "actor"
	Recipient Role = "recipient"
)

// Party holds when a party in the role has all that is said here.
type Party struct {
	Role    Role
	Country annals.Code // "" is any
	Sector  string      // "" is any
	Name    string      // part of its name or of the words that name it, any case; "" is any
}

// Pair holds when one party is of each country, in whatever roles.
type Pair struct{ A, B annals.Code }

// Claims holds for the claims with these ids.
type Claims []string

// Column is a field that has one value, or a list of plain ones.
type Column string

// The columns that [Equal] compares.
const (
	Type         Column = "type"
	Underlying   Column = "underlying"
	Status       Column = "status"
	Hedged       Column = "hedged" // yes or no
	Quad         Column = "quad"
	Mode         Column = "mode"
	Context      Column = "context"
	Outlet       Column = "outlet" // any case
	PlaceCountry Column = "country"
	EventID      Column = "event"
	Article      Column = "article"
	ClaimID      Column = "claim"
	Reserved     Column = "reserved" // yes or no
)

// Equal holds when the column has the value, or one of its values does.
type Equal struct {
	Column Column
	Value  string
}

// Measure is a field that has an order.
type Measure string

// The measures that [Range] compares.
const (
	ActDay     Measure = "day"       // the act's days overlap the range
	FirstDay   Measure = "first"     // day a claim is counted under, see [Row.Day]
	Published  Measure = "published" // day of publication
	Intensity  Measure = "intensity"
	Confidence Measure = "confidence"
	Sources    Measure = "sources"
	Dead       Measure = "dead" // and the other kinds of size: the range of the size overlaps
	Injured    Measure = "injured"
	Casualties Measure = "casualties"
	Arrested   Measure = "arrested"
	Displaced  Measure = "displaced"
	Personnel  Measure = "personnel"
	Crowd      Measure = "participants"
	Money      Measure = "money"
)

// A Range holds when the measure lies between Min and Max, both inclusive. Days
// are given as dates in From and To, numbers in Min and Max; nil and "" are open.
type Range struct {
	Measure  Measure
	From, To annals.Date
	Min, Max *float64
}

// Words holds when the sentence of the claim, or the headline, has all of the
// words, in any case and without accents; with Phrase, one after the other.
type Words struct {
	Text   string
	Phrase bool
}

// Said holds when a speaker inside the text has the country, or the name in part.
// Both empty: when there is any speaker.
type Said struct {
	Country annals.Code
	Name    string
}

// Named holds when the place of the act has the name in part, any case and
// without accents.
type Named struct{ Place string }

// Match implements [Filter].
func (f And) Match(r *Row) bool {
	return !slices.ContainsFunc(f, func(g Filter) bool { return !g.Match(r) })
}

// Match implements [Filter].
func (f Or) Match(r *Row) bool {
	return slices.ContainsFunc(f, func(g Filter) bool { return g.Match(r) })
}

// Match implements [Filter].
func (f Not) Match(r *Row) bool { return !f.Filter.Match(r) }

// Match implements [Filter].
func (f Party) Match(r *Row) bool {
	return f.Role != Recipient && slices.ContainsFunc(r.Actor, f.is) ||
		f.Role != Actor && slices.ContainsFunc(r.Claim.Recipient, f.is)
}

func (f Party) is(p annals.Participant) bool {
	return (f.Country == "" || p.Country == f.Country) && (f.Sector == "" || p.Sector == f.Sector) &&
		(f.Name == "" || strings.Contains(NameKey(p), Fold(f.Name)))
}

// Match implements [Filter].
func (f Pair) Match(r *Row) bool {
	return Party{Country: f.A}.Match(r) && Party{Country: f.B}.Match(r)
}

// Match implements [Filter].
func (f Claims) Match(r *Row) bool { return slices.Contains(f, r.ID) }

// Blocks are the countries of the parties and the place of a claim, each once:
// what [Hints] are found by.
func Blocks(r *Row) []annals.Code {
	var out []annals.Code
	add := func(c annals.Code) {
		if c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, p := range r.Actor {
		add(p.Country)
	}
	for _, p := range r.Claim.Recipient {
		add(p.Country)
	}
	if r.Where != nil {
		add(r.Where.Country)
	}
	return out
}

// Match implements [Filter].
func (f Equal) Match(r *Row) bool {
	switch f.Column {
	case Mode:
		return slices.Contains(r.Mode, f.Value)
	case Context:
		return slices.Contains(r.Contexts, f.Value)
	case Outlet:
		return Fold(r.Article.Outlet) == Fold(f.Value)
	}
	return f.Column.of(r) == f.Value
}

// of is the value of a column that has one.
func (c Column) of(r *Row) string {
	switch c {
	case Type:
		return string(r.Type)
	case Underlying:
		return string(r.Underlying)
	case Status:
		return string(r.Status)
	case Hedged:
		return yes(r.Hedged)
	case Quad:
		return string('0' + rune(r.Quad))
	case PlaceCountry:
		if r.Where != nil {
			return string(r.Where.Country)
		}
	case EventID:
		return r.Event
	case Article:
		return string(r.Article.ID)
	case ClaimID:
		return r.ID
	case Reserved:
		return yes(r.Article.Reserved)
	}
	return ""
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// Match implements [Filter].
func (f Range) Match(r *Row) bool {
	switch f.Measure {
	case ActDay:
		from, to := Days(r)
		return to != "" && (f.From == "" || to >= f.From) && (f.To == "" || from <= f.To)
	case FirstDay:
		d := r.Day()
		return d != "" && (f.From == "" || d >= f.From) && (f.To == "" || d <= f.To)
	case Published:
		d := r.Article.Published
		return d != "" && (f.From == "" || d >= f.From) && (f.To == "" || d <= f.To)
	case Intensity:
		return f.holds(r.Intensity, r.Intensity)
	case Confidence:
		return f.holds(r.Confidence, r.Confidence)
	case Sources:
		return f.holds(float64(r.Sources), float64(r.Sources))
	}
	return slices.ContainsFunc(r.Size, func(s annals.Size) bool {
		low, high := Bounds(s)
		return s.What == string(f.Measure) && f.holds(low, high)
	})
}

// holds reports whether [low, high] and the range share a number.
func (f Range) holds(low, high float64) bool {
	return (f.Min == nil || high >= *f.Min) && (f.Max == nil || low <= *f.Max)
}

// NoCeiling stands for the missing ceiling of a size.
const NoCeiling = 1e15

// Bounds are the floor and ceiling of a size: 0 and [NoCeiling] where none is given.
func Bounds(s annals.Size) (low, high float64) {
	high = NoCeiling
	if s.Min != nil {
		low = *s.Min
	}
	if s.Max != nil {
		high = *s.Max
	}
	return low, high
}

// Days are the first and last day of the act of a row; a missing one is that
// of the other, or of publication.
func Days(r *Row) (from, to annals.Date) {
	from, to = r.When.Start, r.When.End
	if from == "" && to == "" {
		return r.Article.Published, r.Article.Published
	}
	if from == "" {
		from = to
	}
	if to == "" {
		to = max(from, r.Article.Published)
	}
	return from, to
}

// Match implements [Filter].
func (f Words) Match(r *Row) bool {
	want := WordsOf(f.Text)
	return len(want) == 0 || f.in(WordsOf(r.Evidence), want) || f.in(WordsOf(r.Article.Title), want)
}

func (f Words) in(have, want []string) bool {
	if f.Phrase {
		return contains(have, want)
	}
	return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
}

// contains reports whether want stands in have as one run.
func contains(have, want []string) bool {
	for i := 0; i+len(want) <= len(have); i++ {
		if slices.Equal(have[i:i+len(want)], want) {
			return true
		}
	}
	return false
}

// Match implements [Filter].
func (f Said) Match(r *Row) bool {
	return slices.ContainsFunc(r.Attribution, func(a annals.Attribution) bool {
		return (f.Country == "" || a.Country == f.Country) &&
			(f.Name == "" || strings.Contains(SpeakerKey(a), Fold(f.Name)))
	})
}

// Match implements [Filter].
func (f Named) Match(r *Row) bool {
	return r.Where != nil && strings.Contains(PlaceKey(r.Where), Fold(f.Place))
}
