package record

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
	"annals/internal/sys/store"
)

// An item is a claim with what is looked at when it is held against another.
type item struct {
	store.Row
	lexicon    *lexicon
	family     *family
	words      set // of the sentence, but for parties and place
	proper     set // of words, those that are names
	actors     set // countries
	recipients set
	armedActor bool   // groups in arms are called by many names and countries
	armedOther bool   // likewise the recipient
	sector     string // of the recipient, if it says more than that it is of a country
	names      set    // of people, bodies and groups that the tables know, and of persons
	times
	known   bool // there is a day at all
	another bool // the sentence sets the act beside another one
	blocks  set  // countries of parties and place: two claims that share none are never linked

	gist     gist
	number   int32    // of the pool
	in       bool     // it is merged in this step, not only looked at
	free     bool     // and not held together with its event
	followed bool     // all that it is linked to is known
	dirty    bool     // what it belongs to is to be found out anew
	cluster  *cluster // that it belongs to
}

// times are when the act of a claim was, and when that was told.
type times struct {
	first, last int // days since 1970; the act lies in [first, last]
	published   int
	dated       bool // the text says when
	announces   bool // a promise, plan, threat or refusal, whose day may be that of the words or of the deed
}

func (r *Rules) itemOf(row store.Row, l *lexicon) *item {
	x := &item{Row: row, lexicon: l, family: r.familyOf(&row.Claim)}
	x.announces = announces(&row.Claim)
	var actors, recipients []string
	actors, x.armedActor = countries(row.Actor)
	recipients, x.armedOther = countries(row.Claim.Recipient)
	if x.family.mutual {
		actors, recipients = append(actors, recipients...), nil
	}
	x.actors, x.recipients = l.set(actors), l.set(recipients)
	blocks := append(actors, recipients...)
	if row.Where != nil && row.Where.Country != "" {
		blocks = append(blocks, string(row.Where.Country))
	}
	x.blocks = l.set(blocks)
	from, to := store.Days(&row)
	x.first, x.last, x.published = dayNumber(from), dayNumber(to), dayNumber(row.Article.Published)
	x.dated, x.known = row.When.Basis != annals.Published && row.When.Start != "", from != ""
	x.names, x.sector = l.set(namesOf(&row.Claim)), sectorOf(row.Claim.Recipient)
	r.read(x)
	x.gist = gistOf(x)
	return x
}

// announces reports whether a claim's day may be that of the words or that of
// the deed.
func announces(c *annals.Claim) bool {
	switch c.Type {
	case annals.Agree, annals.Reject, annals.Concede, annals.Threaten:
		return true
	}
	return c.Status == annals.Future || c.Status == annals.Hypothetical
}

func dayNumber(d annals.Date) int {
	t, ok := d.Time()
	if !ok {
		return 0
	}
	return int(math.Floor(float64(t.Unix()) / 86400))
}

// countries are those of parties, and whether one is a group in arms.
func countries(ps []annals.Participant) (out []string, armed bool) {
	for _, p := range ps {
		switch p.Sector {
		case "REB", "UAF", "SEP", "PRM":
			armed = true
		}
		if p.Country != "" {
			out = append(out, string(p.Country))
		}
	}
	return sortedSet(out), armed
}

// sectorOf is the sector of the first party, "" for those that say little.
func sectorOf(ps []annals.Participant) string {
	if len(ps) == 0 || ps[0].Sector == "GOV" || ps[0].Sector == "CVL" {
		return ""
	}
	return ps[0].Sector
}

// namesOf are the parties whose name says who they are.
func namesOf(c *annals.Claim) []string {
	var out []string
	for _, ps := range [][]annals.Participant{c.Actor, c.Recipient} {
		for _, p := range ps {
			if p.Name != "" && (p.Kind == annals.Person && strings.Contains(p.Name, " ") || p.ID != "" && p.Kind != annals.State) {
				out = append(out, store.Fold(p.Name))
			}
		}
	}
	return out
}

// read takes the words of the sentence that say what it is about: no stop
// words, none that name a country's party or the place, cut to six letters so
// that forms of a word are one.
func (r *Rules) read(x *item) {
	skip := map[string]bool{}
	for _, ps := range [][]annals.Participant{x.Actor, x.Claim.Recipient} {
		for _, p := range ps {
			for _, w := range strings.Fields(p.Text) {
				if p.Country != "" && capital(w) {
					skipWords(skip, w)
				}
			}
		}
	}
	if x.Where != nil {
		skipWords(skip, x.Where.Text)
		skipWords(skip, x.Where.Name)
	}
	var words, proper []string
	for n, token := range strings.Fields(x.Evidence) {
		for _, w := range store.WordsOf(token) {
			if r.another[w] {
				x.another = true
			}
			if len(w) < 3 && (w < "0" || w > "99") || r.stop[w] || skip[w] {
				continue
			}
			w = stem(w)
			words = append(words, w)
			if n > 0 && capital(token) {
				proper = append(proper, w)
			}
		}
	}
	x.words, x.proper = x.lexicon.set(words), x.lexicon.set(proper)
}

func skipWords(skip map[string]bool, s string) {
	for _, w := range store.WordsOf(s) {
		skip[w] = true
	}
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, `"'“‘(`))
	return unicode.IsUpper(r)
}

func stem(w string) string {
	if rs := []rune(w); len(rs) > 6 {
		return string(rs[:6])
	}
	return w
}

// linkable reports that a claim may be linked to others at all.
func (x *item) linkable() bool { return x.known && len(x.blocks) > 0 }

// precise reports whether the text gives the act's days to within a few.
func (x *item) precise() bool { return x.dated && x.last-x.first <= 3 }

// place is where in its article a claim stands: -1 for the headline, then
// sentences.
func (x *item) place() int {
	if x.In == annals.InTitle {
		return -1
	}
	return x.Sentence
}
