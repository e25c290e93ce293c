package plover

import (
	"slices"
	"strconv"

	"annals"
)

// A past is what the claims of the article say so far of the countries in it.
type past struct {
	did    map[deed][2]int // how often somebody acted, and was acted upon
	told   map[[2]annals.Code]telling
	sector map[string][]annals.Code // of the parties of a sector, the last one last
}

// A deed is a country, or those of a sector of it, or what it had part in of one type.
type deed struct {
	land   annals.Code
	sector string
	typ    annals.Type
}

// A telling is what was told of one country and another.
type telling struct {
	acts, both int           // claims that the one acts on the other; that both act
	types      []annals.Type // of acts
}

func newPast() past {
	return past{did: map[deed][2]int{}, told: map[[2]annals.Code]telling{}, sector: map[string][]annals.Code{}}
}

// add takes in a claim.
func (p *past) add(c *annals.Claim) {
	for role, ps := range [][]annals.Participant{c.Actor, c.Recipient} {
		for i := range ps {
			if land := ps[i].Country; land != "" {
				p.count(role, deed{land: land}, deed{land: land, sector: ps[i].Sector}, deed{land: land, typ: c.Type})
			}
		}
	}
	for _, ps := range [][]annals.Participant{c.Recipient, c.Actor} {
		for i := range slices.Backward(ps) {
			if ps[i].Country != "" {
				p.sector[ps[i].Sector] = append(p.sector[ps[i].Sector], ps[i].Country)
			}
		}
	}
	p.tell(c)
}

func (p *past) count(role int, ds ...deed) {
	for _, d := range ds {
		n := p.did[d]
		n[role]++
		p.did[d] = n
	}
}

func (p *past) tell(c *annals.Claim) {
	actors, recips := landsOf(c.Actor), landsOf(c.Recipient)
	for i, a := range actors {
		for _, r := range recips {
			t := p.told[[2]annals.Code{a, r}]
			t.acts++
			if !slices.Contains(t.types, c.Type) {
				t.types = append(t.types, c.Type)
			}
			p.told[[2]annals.Code{a, r}] = t
		}
		for k, b := range actors {
			if i != k {
				t := p.told[[2]annals.Code{a, b}]
				t.both++
				p.told[[2]annals.Code{a, b}] = t
			}
		}
	}
}

// landsOf are the countries of parties, each once.
func landsOf(ps []annals.Participant) []annals.Code {
	var out []annals.Code
	for i := range ps {
		if c := ps[i].Country; c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// since is how many parties of a sector there were after the last one of a
// country; −1 when there was none of it among the last of them.
func (p *past) since(sector string, land annals.Code) int {
	all := p.sector[sector]
	for n := range min(len(all), maxSince) {
		if all[len(all)-1-n] == land {
			return n
		}
	}
	return -1
}

// maxSince bounds the parties of a sector that are looked at.
const maxSince = 60

// aboutPast says what the option's country did, and what was done to it.
func (s *scene) aboutPast(o *option, l *list) {
	e := &o.ps[0]
	if e.Country == "" {
		return
	}
	kind := traitOf("said ")
	if o.implied {
		kind = traitOf("unsaid ")
	}
	for _, d := range []struct {
		name string
		deed
	}{{"did ", deed{land: e.Country}}, {"did alike ", deed{land: e.Country, sector: e.Sector}}, {"did type ", deed{land: e.Country, typ: s.d.typ}}} {
		n := s.x.past.did[d.deed]
		l.add(kind.plus(d.name).plus(few(n[0], 3)).plus(few(n[1], 3)))
	}
}

// few writes a number up to most.
func few(n, most int) string { return strconv.Itoa(min(n, most)) }

// whoAlike says how many others of the sector were spoken of since the last of
// the option's country.
func (x *coder) whoAlike(o *option, l *whoList) {
	e := &o.ps[0]
	switch n := x.past.since(e.Sector, e.Country); {
	case n >= 0:
		l.add(whoTrait("alike ").plus(few(n, 3)))
	case len(x.past.sector[e.Sector]) > 0:
		l.add(whoTrait("none alike"))
	}
}

// landTraits adds to out what describes the countries of two parties together:
// what the article told of them before, and which they are.
func (s *scene) landTraits(a, r annals.Code, out []trait) []trait {
	if a == "-" || r == "-" || a == "?" || r == "?" {
		return out
	}
	how := traitOf("abroad")
	if a == r {
		how = traitOf("at home")
	}
	told := traitOf("told ").plus(s.toldOf(a, r))
	met := traitOf("met ").plus(few(s.x.met(a, r), 4))
	out = append(out, told, told.and(s.typ), told.and(how), met, met.and(how))
	if a == r {
		home := traitOf("home ").plus(string(a))
		return append(out, home, home.and(s.typ))
	}
	pair := traitOf("lands ").plus(string(min(a, r))).plus(" ").plus(string(max(a, r)))
	ordered := traitOf("from ").plus(string(a)).plus(" ").plus(string(r))
	return append(out, pair, pair.and(s.typ), ordered, ordered.and(s.typ))
}

// toldOf says how often a acted on r, r on a, and both together, and whether a
// did to r what the scene is about.
func (s *scene) toldOf(a, r annals.Code) string {
	there, back, same := s.x.past.told[[2]annals.Code{a, r}], s.x.past.told[[2]annals.Code{r, a}], "-"
	if slices.Contains(there.types, s.d.typ) {
		same = "same"
	}
	n := back.acts
	if a == r {
		n = 0
	}
	return few(there.acts, 3) + few(n, 2) + few(there.both, 1) + same
}

// met is how many sentences speak of both a and b, up to four.
func (x *coder) met(a, b annals.Code) int {
	n, as, bs := 0, x.spoken[a], x.spoken[b]
	for len(as) > 0 && len(bs) > 0 && n < 4 {
		switch {
		case as[0] < bs[0]:
			as = as[1:]
		case as[0] > bs[0]:
			bs = bs[1:]
		default:
			n, as, bs = n+1, as[1:], bs[1:]
		}
	}
	return n
}

// speak notes the sentences that speak of each country.
func (x *coder) speak() {
	x.spoken = map[annals.Code][]int{}
	for i := range x.traces {
		r := &x.traces[i]
		if at := x.spoken[r.entity.Country]; len(at) == 0 || at[len(at)-1] != r.at {
			x.spoken[r.entity.Country] = append(at, r.at)
		}
	}
}
