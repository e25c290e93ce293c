package record

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// An item is a claim with what is looked at when it is held against another.
type item struct {
	store.Row
	family     string
	words      map[string]bool
	actors     []string // countries; sector for who has none
	recipients []string
	names      map[string]bool // of people, bodies and groups that the tables know, and of persons
	first      int             // days since 1970; the act lies in [first, last]
	last       int
	dated      bool     // the text says when
	known      bool     // there is a day at all
	blocks     []string // countries of parties and place: two claims that share none are never linked
}

func (r *Rules) itemOf(row store.Row) *item {
	x := &item{Row: row, family: r.familyOf(&row.Claim), words: r.content(row.Evidence), names: map[string]bool{}}
	x.actors, x.recipients = x.countries(row.Actor), x.countries(row.Claim.Recipient)
	from, to := store.Days(&row)
	x.first, x.last = dayNumber(from), dayNumber(to)
	x.dated, x.known = row.When.Basis != annals.Published && row.When.Start != "", from != ""
	for _, c := range append(slices.Clone(x.actors), x.recipients...) {
		if c[0] != '.' {
			x.blocks = append(x.blocks, c)
		}
	}
	if row.Where != nil && row.Where.Country != "" {
		x.blocks = append(x.blocks, string(row.Where.Country))
	}
	return x
}

func dayNumber(d annals.Date) int {
	t, ok := d.Time()
	if !ok {
		return 0
	}
	return int(math.Floor(float64(t.Unix()) / 86400))
}

// countries are those of parties, each once; names of well-known ones are kept
// beside.
func (x *item) countries(ps []annals.Participant) []string {
	var out []string
	for _, p := range ps {
		if p.Kind == annals.Person || p.ID != "" && p.Kind != annals.State {
			x.names[store.Fold(p.Name)] = true
		}
		c := string(p.Country)
		if c == "" {
			c = "." + p.Sector
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// precise reports whether the text gives the act's days to within a few.
func (x *item) precise() bool { return x.dated && x.last-x.first <= 3 }

// A bond is how well two claims agree.
type bond struct {
	weight   float64
	specific float64  // of weight, what only the same happening is likely to share
	why      []string // in words
	clash    string   // why they cannot be one happening; "" if they can
}

func (b *bond) add(weight float64, format string, args ...any) {
	b.weight += weight
	if weight > 0 && format != "" {
		b.why = append(b.why, fmt.Sprintf(format, args...))
	}
}

func (b *bond) special(weight float64, format string, args ...any) {
	b.add(weight, format, args...)
	b.specific += weight
}

// Weights and bounds, chosen on corpus/events.
const (
	linked        = 5.0 // weight from which two claims are linked
	specificLeast = 1.0 // of it, what must be specific
	nearKm        = 30  // two places this near are one
	farKm         = 80  // two places this far apart are two
	slackDays     = 1   // days that precise dates may differ by
	newsDays      = 4   // days that days of publication may differ by
)

// links reports whether the bond joins two claims.
func (b *bond) links() bool {
	return b.clash == "" && b.weight >= linked && b.specific >= specificLeast
}

// hold compares two claims.
func hold(x, y *item) bond {
	var b bond
	switch {
	case x.family != y.family:
		b.clash = "different kinds of act"
		return b
	case !x.known || !y.known:
		b.clash = "no day known"
		return b
	case len(shared(x.blocks, y.blocks)) == 0:
		b.clash = "no country in common"
		return b
	}
	b.days(x, y)
	b.parties(x, y)
	b.place(x, y)
	if b.clash != "" {
		return b
	}
	b.content(x, y)
	b.sizes(x, y)
	return b
}

func (b *bond) days(x, y *item) {
	gap := max(x.first-y.last, y.first-x.last, 0)
	switch {
	case x.precise() && y.precise():
		if gap > slackDays {
			b.clash = "on other days"
		} else if gap == 0 {
			b.add(2, "same day")
		} else {
			b.add(0.5, "a day apart")
		}
	case x.dated && y.dated:
		if gap > slackDays {
			b.clash = "at other times"
		} else if short := min(x.last-x.first, y.last-y.first); short <= 31 {
			b.add(1, "times overlap")
		} else {
			b.add(0.3, "times overlap")
		}
	default:
		b.news(gap)
	}
}

// news compares days of which one at least is only that of publication.
func (b *bond) news(gap int) {
	if gap > newsDays {
		b.clash = "reported at other times"
	} else if gap <= 1 {
		b.add(1, "reported together")
	}
}

func (b *bond) parties(x, y *item) {
	all := func(i *item) []string { return append(slices.Clone(i.actors), i.recipients...) }
	switch two := len(x.recipients) == 0 && len(x.actors) > 1 || len(y.recipients) == 0 && len(y.actors) > 1; {
	case two && len(shared(all(x), all(y))) >= 2:
		b.add(3.5, "same parties %s", strings.Join(shared(all(x), all(y)), ", "))
	default:
		b.role("actor", x.actors, y.actors)
		b.role("recipient", x.recipients, y.recipients)
	}
	for n := range x.names {
		if y.names[n] {
			b.special(1, "both name %s", n)
			break
		}
	}
}

// role compares the countries of one role; who is not named clashes with nobody.
func (b *bond) role(role string, x, y []string) {
	if len(x) == 0 || len(y) == 0 {
		return
	}
	if s := shared(x, y); len(s) > 0 {
		b.add(2, "same %s %s", role, strings.Join(s, ", "))
	} else {
		b.clash = "another " + role
	}
}

func shared(x, y []string) []string {
	var out []string
	for _, s := range x {
		if slices.Contains(y, s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func (b *bond) place(x, y *item) {
	u, v := x.Where, y.Where
	if u == nil || v == nil {
		return
	}
	near := u.GeoNames != 0 && u.GeoNames == v.GeoNames || store.Fold(u.Name) == store.Fold(v.Name)
	km := Kilometres(u, v)
	switch fine := u.Resolution >= 3 && v.Resolution >= 3; {
	case near && u.Resolution > 1:
		b.special(2, "same place %s", u.Name)
	case near:
		b.add(0.5, "in %s", u.Name)
	case fine && km <= nearKm:
		b.special(1.5, "places %d km apart", int(km))
	case fine && km > farKm, u.Country != "" && v.Country != "" && u.Country != v.Country:
		b.clash = "in other places"
	case u.Country == v.Country:
		b.add(0.5, "in %s", u.Country)
	}
}

// Kilometres is the length of the great circle between two places.
func Kilometres(a, b *annals.Where) float64 {
	rad := func(d float64) float64 { return d * math.Pi / 180 }
	dLat, dLon := rad(b.Lat-a.Lat)/2, rad(b.Lon-a.Lon)/2
	h := math.Pow(math.Sin(dLat), 2) + math.Cos(rad(a.Lat))*math.Cos(rad(b.Lat))*math.Pow(math.Sin(dLon), 2)
	return 2 * 6371 * math.Asin(math.Min(1, math.Sqrt(h)))
}

// content compares the words of the sentences and triggers.
func (b *bond) content(x, y *item) {
	n := 0
	for w := range x.words {
		if y.words[w] {
			n++
		}
	}
	few := min(len(x.words), len(y.words))
	if few == 0 {
		return
	}
	share := float64(n) / float64(max(few, 4))
	b.special(4*share, "%d of %d words shared", n, few)
	switch {
	case len(x.Mode) > 0 && len(y.Mode) > 0 && len(shared(x.Mode, y.Mode)) == 0:
		b.add(-0.5, "")
	case len(shared(x.Mode, y.Mode)) > 0:
		b.add(0.5, "same mode %s", strings.Join(shared(x.Mode, y.Mode), ", "))
	}
	if x.Article.ID == y.Article.ID {
		b.add(-1, "") // an article seldom tells one act twice
	}
}

// sizes compares numbers; other numbers are a disagreement, not a clash.
func (b *bond) sizes(x, y *item) {
	for _, s := range x.Size {
		for _, t := range y.Size {
			low, high := store.Bounds(s)
			low2, high2 := store.Bounds(t)
			if s.What == t.What && low == low2 && high == high2 {
				b.special(1, "same number of %s", s.What)
				return
			} else if s.What == t.What && low <= high2 && low2 <= high {
				b.add(0.5, "numbers of %s agree", s.What)
				return
			}
		}
	}
}

// day is the date of a number of days since 1970.
func day(n int) annals.Date {
	return annals.DateOf(time.Unix(int64(n)*86400, 0).UTC())
}
