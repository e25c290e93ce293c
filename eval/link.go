package eval

import (
	"cmp"
	"math"
	"strings"

	"annals"
)

// A Found counts gold values that a mention covers, and those it gets right.
type Found struct {
	Gold    int     `json:"gold"`  // gold values with words in the sentence
	Found   int     `json:"found"` // of these, a mention of the kind covers the words
	Right   int     `json:"right"` // of those found, resolved as the gold has it
	Rate    float64 `json:"rate"`  // right / found
	Recall  float64 `json:"recall"`
	Example []Miss  `json:"-"`
}

// A Miss is a gold value that was found and resolved differently.
type Miss struct{ Words, Want, Got string }

// Links says how well mentions agree with what gold claims name: actors and
// recipients by country, and dates, places and sizes.
type Links struct {
	Entities  Found `json:"entities"`     // country
	Names     Found `json:"names"`        // country, of those entities whose words have a capital: names, nationalities
	Described Found `json:"descriptions"` // country, of those without: the ministry, two gunmen
	Pronouns  Found `json:"pronouns"`     // country, of pronouns
	Sectors   Found `json:"sectors"`      // PLOVER sector, where the country is right
	Back      Found `json:"back"`         // country, of those entities that only point back: they, both sides, the ministry
	Dates     Found `json:"dates"`        // overlapping intervals
	Places    Found `json:"places"`       // country
	Near      Found `json:"near"`         // within 161 km, where the gold gives coordinates
	Sizes     Found `json:"sizes"`        // min and max within 10 %
}

// Add counts the values of one article's gold claims. Gold that stands twice
// (the same words for the same kind) counts once.
func (l *Links) Add(gold []annals.Claim, ms []annals.Mention) {
	seen := map[string]bool{}
	fresh := func(kind string, g *annals.Claim, words string) bool {
		key := kind + string(g.In) + g.Span.Of(words) + words + string(rune(g.Start))
		defer func() { seen[key] = true }()
		return words != "" && !seen[key]
	}
	for i := range gold {
		g := &gold[i]
		for _, p := range append(append([]annals.Participant(nil), g.Actor...), g.Recipient...) {
			if fresh("who", g, p.Text) {
				l.entity(g, p, ms)
			}
		}
		if w := g.When; w.Basis != annals.Published && fresh("when", g, w.Text) {
			l.date(g, w, ms)
		}
		if g.Where != nil && fresh("where", g, g.Where.Text) {
			l.place(g, g.Where, ms)
		}
		for _, s := range g.Size {
			if fresh("size", g, s.Text) {
				l.size(g, s, ms)
			}
		}
	}
}

// covering are the mentions of the claim's sentence that share words with the
// gold words, the closest in length first.
func covering(g *annals.Claim, words string, ms []annals.Mention, is func(*annals.Mention) bool) *annals.Mention {
	var best *annals.Mention
	worst := func(m *annals.Mention) int {
		far := abs(len(m.Text) - len(words))
		if !strings.HasPrefix(words, m.Text) && !strings.Contains(m.Text, words) {
			far += len(words) // what begins the words is their head: police in Suva
		}
		return far
	}
	for i := range ms {
		m := &ms[i]
		if m.In != g.In || !g.Span.Contains(m.Span) || !is(m) {
			continue
		}
		if !strings.Contains(words, m.Text) && !strings.Contains(m.Text, words) {
			continue
		}
		if best == nil || worst(m) < worst(best) {
			best = m
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

func (f *Found) count(words, want, got string, found, right bool) {
	f.Gold++
	if found {
		f.Found++
		f.Right += one(right)
	}
	if !right {
		f.Example = append(f.Example, Miss{words, want, got})
	}
	f.Rate, f.Recall = share(f.Right, f.Found), share(f.Right, f.Gold)
}

func (l *Links) entity(g *annals.Claim, p annals.Participant, ms []annals.Mention) {
	m := covering(g, p.Text, ms, func(m *annals.Mention) bool { return len(m.Entities) > 0 })
	rows := []*Found{&l.Entities, l.kindOf(p.Text, m)}
	if pointsBack(p.Text) {
		rows = append(rows, &l.Back)
	}
	if m == nil {
		for _, f := range rows {
			f.count(p.Text, string(p.Country), "no mention", false, false)
		}
		return
	}
	var got []string
	right, sector := false, false
	for _, e := range append(m.Entities, coordinated(g, p, m, ms)...) {
		got = append(got, string(e.Country)+"."+e.Sector)
		right = right || e.Country == p.Country
		sector = sector || e.Country == p.Country && e.Sector == p.Sector
	}
	want := string(p.Country) + "." + p.Sector
	for _, f := range rows {
		f.count(p.Text, want, strings.Join(got, "+")+" "+m.Via, true, right)
	}
	if right {
		l.Sectors.count(p.Text, want, strings.Join(got, "+"), true, sector)
	}
}

// kindOf is the row of the kind of words that name a party. A capital says nothing
// where a sentence begins: there it is asked how m, which may be nil, was found.
func (l *Links) kindOf(words string, m *annals.Mention) *Found {
	first, rest, _ := strings.Cut(words, " ")
	switch {
	case standsIn(words):
		return &l.Pronouns
	case rest != strings.ToLower(rest):
		return &l.Names
	case rest == "" && first != strings.ToLower(first) && (m == nil || m.Via != "description"):
		return &l.Names
	}
	return &l.Described
}

// standsIn reports a word that stands for a name.
func standsIn(words string) bool {
	return strings.Contains(" he she it they him her them his its their himself herself itself themselves we us our i me my you both neither those some others anybody nobody ",
		" "+strings.ToLower(strings.Trim(words, "\"“‘'"))+" ")
}

// pointsBack reports words that say nothing of their own about who is meant: a
// pronoun, or a definite phrase without a name.
func pointsBack(words string) bool {
	first, rest, _ := strings.Cut(words, " ")
	first = strings.ToLower(strings.Trim(first, "\"“‘'"))
	if strings.Contains(" he she it they him her them his its their himself herself itself themselves both neither ", " "+first+" ") && rest == "" {
		return true
	}
	return strings.Contains(" the both each either neither this that these those his her its their ", " "+first+" ") && rest == strings.ToLower(rest) && rest != ""
}

// coordinated are the entities of the other mentions within words that stand
// for several participants at once (Spain and Portugal).
func coordinated(g *annals.Claim, p annals.Participant, m *annals.Mention, ms []annals.Mention) []annals.Entity {
	same := 0
	for _, q := range append(append([]annals.Participant(nil), g.Actor...), g.Recipient...) {
		same += one(q.Text == p.Text)
	}
	if same < 2 {
		return nil
	}
	var out []annals.Entity
	for i := range ms {
		x := &ms[i]
		if x != m && x.In == g.In && g.Span.Contains(x.Span) && strings.Contains(p.Text, x.Text) {
			out = append(out, x.Entities...)
		}
	}
	return out
}

func (l *Links) date(g *annals.Claim, w annals.When, ms []annals.Mention) {
	words := strings.TrimSuffix(strings.TrimSuffix(w.Text, "'s"), "’s")
	m := covering(g, words, ms, func(m *annals.Mention) bool { return m.When != nil })
	if m == nil {
		l.Dates.count(w.Text, string(w.Start), "no mention", false, false)
		return
	}
	got := m.When
	right := got.Start != "" && w.Start <= cmp.Or(got.End, got.Start) && got.Start <= cmp.Or(w.End, w.Start)
	l.Dates.count(w.Text, string(w.Start+".."+w.End), string(got.Start+".."+got.End), true, right)
}

func (l *Links) place(g *annals.Claim, w *annals.Where, ms []annals.Mention) {
	m := covering(g, w.Text, ms, func(m *annals.Mention) bool { return m.Where != nil })
	if m == nil {
		l.Places.count(w.Text, string(w.Country), "no mention", false, false)
		return
	}
	l.Places.count(w.Text, string(w.Country), string(m.Where.Country), true, m.Where.Country == w.Country)
	if w.Lat != 0 || w.Lon != 0 {
		l.Near.count(w.Text, w.Name, m.Where.Name, true, kilometres(w, m.Where) <= 161)
	}
}

func (l *Links) size(g *annals.Claim, s annals.Size, ms []annals.Mention) {
	m := covering(g, s.Text, ms, func(m *annals.Mention) bool { return m.Number != nil })
	if m == nil {
		l.Sizes.count(s.Text, "", "no mention", false, false)
		return
	}
	l.Sizes.count(s.Text, "", m.Text, true, about(floorOf(s.Min), floorOf(m.Number.Min)) && about(s.Max, m.Number.Max))
}

// about reports bounds that differ by a tenth at most.
func about(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= math.Max(math.Abs(*a), math.Abs(*b))/10
}

// floorOf is a floor; none is nought.
func floorOf(a *float64) *float64 {
	if a == nil {
		return new(float64)
	}
	return a
}
