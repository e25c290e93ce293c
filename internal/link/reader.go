package link

import (
	"strings"

	"annals"
)

// A reader goes through one article. It keeps what was named so far, for what
// points back to it.
type reader struct {
	*Linker
	article   *annals.Article
	ss        []annals.Sentence
	trees     []tree
	paragraph []int       // per sentence: which paragraph it is of; the headline is one
	matches   [][]spelled // per sentence: what may be a name of the table
	hits      [][]hit     // per sentence: names of the table, not overlapping

	taken    map[string]bool         // last words of full names of people in the article
	spoken   map[annals.Code]bool    // countries named outright
	outright map[annals.Code]int     // how often, not counting seats of two
	towns    []map[int]annals.Code   // per sentence: country of the place that token heads
	weight   map[annals.Code]float64 // how much the article is about each country
	focus    annals.Code             // the country that it is mostly about; "" when there is none
	dateline annals.Code             // country of the place where the report was filed, or ""
	filed    int                     // the sentence with the dateline
	filedEnd int                     // its first token after the dateline; 0 when there is none
	people   map[string]annals.Entity
	holders  []holding                // who was named with an office without a country of its own words
	groups   map[string]annals.Entity // by last word of a name: the Guards
	recent   []seen                   // in order of text
	left     []string                 // words that point back to nobody known, with their sentence
	out      []annals.Mention

	clues   []Clue // scratch
	tell    bool   // choices are kept, for training
	choices []Choice
}

// A hit is a name of the table in a sentence: tokens [first, last).
type hit struct {
	first, last, head int
	backing           bool // in Turkish-backed: it says who is behind somebody
	entry
}

// A seen entity is one that was mentioned, with where.
type seen struct {
	entities []annals.Entity
	sentence int
	first    int // tokens [first, last)
	last     int
	head     int
	subject  bool
	object   bool
	plural   bool
	named    bool     // by a name, not a description
	nouns    []string // by which it may be taken up
	from     int      // tokens [from, upto) that say who it is, an apposition included
	upto     int
	sure     float64
}

func newReader(l *Linker, a *annals.Article, ss []annals.Sentence) *reader {
	r := &reader{Linker: l, article: a, ss: ss, trees: make([]tree, len(ss)), towns: make([]map[int]annals.Code, len(ss)), hits: make([][]hit, len(ss)), matches: make([][]spelled, len(ss)),
		taken: map[string]bool{}, spoken: map[annals.Code]bool{}, outright: map[annals.Code]int{}, weight: map[annals.Code]float64{}, people: map[string]annals.Entity{}, groups: map[string]annals.Entity{}}
	for i := range ss {
		r.trees[i] = newTree(&ss[i])
	}
	r.paragraph = r.paragraphs()
	return r
}

// paragraphs numbers the paragraphs: one ends with its block, or with the line.
func (r *reader) paragraphs() []int {
	out := make([]int, len(r.ss))
	for i := 1; i < len(r.ss); i++ {
		a, b := &r.ss[i-1], &r.ss[i]
		out[i] = out[i-1]
		if a.In != b.In || a.Block != b.Block || strings.Contains(r.field(i)[a.End:max(a.End, b.Start)], "\n") {
			out[i]++
		}
	}
	return out
}

// survey notes which countries sentence i names and which surnames belong to
// people who are named in full.
func (r *reader) survey(i int) {
	ts := r.ss[i].Tokens
	for _, n := range r.ss[i].Names {
		if n.Kind == "PER" && n.Last-n.First > 1 && !r.leads(r.text(i, n.First, n.Last)) {
			r.taken[strings.ToLower(ts[n.Last-1].Form)] = true
		}
	}
	r.matches[i] = r.lex.scan(ts, r.field(i))
	for _, m := range r.matches[i] {
		for k := range m.entries {
			if e := &m.entries[k]; e.Kind == annals.State || e.Country == "EUR" && !e.local {
				r.spoken[e.Country] = true
				r.outright[e.Country] += b2i(!seatOfTwo(m.entries))
			}
		}
	}
}

// leads reports the full name of a leader.
func (r *reader) leads(name string) bool {
	for _, e := range r.lex.find(name) {
		if e.Kind == annals.Person {
			return true
		}
	}
	return false
}

// wellKnown reports leaders whose surname stands alone in reports that never
// name their country: it is long, and no leader of another country has it.
func (r *reader) wellKnown(e entry) bool {
	if len(e.spelling) < 4 || commonSurnames[strings.ToLower(e.spelling)] {
		return false
	}
	for _, x := range r.lex.names[fold(e.spelling)] {
		if x.Country != e.Country && x.Name != e.Name && (r.article.Published == "" || r.inOffice(x)) {
			return false
		}
	}
	return true
}

// commonSurnames are names of leaders that many others have.
var commonSurnames = map[string]bool{"johnson": true, "brown": true, "smith": true, "jones": true, "wilson": true, "harris": true,
	"clinton": true, "sullivan": true, "austin": true, "morrison": true, "marcos": true, "ibrahim": true, "hassan": true, "ahmed": true,
	"mohamed": true, "mohammed": true, "muhammad": true, "salman": true, "sanchez": true, "sánchez": true, "garcia": true,
	"lopez": true, "lópez": true, "fernandez": true, "fernández": true, "gonzalez": true, "gonzález": true, "rodriguez": true,
	"rodríguez": true, "perez": true, "pérez": true, "martinez": true, "martínez": true, "hernandez": true, "hernández": true,
	"silva": true, "santos": true, "costa": true, "pereira": true, "singh": true, "kumar": true, "sharif": true, "hussein": true,
	"williams": true, "thomas": true, "joseph": true, "charles": true, "henry": true, "george": true, "michel": true, "martin": true,
	"mitchell": true, "anderson": true, "campbell": true, "stewart": true, "turner": true, "marshall": true, "bishop": true,
	"major": true, "carter": true, "gordon": true, "patel": true, "bennett": true, "ivanov": true, "petrov": true, "popov": true,
	"nguyen": true, "tanaka": true, "suzuki": true, "abdullah": true, "rahman": true, "islam": true, "khalil": true, "saleh": true,
	"kabila": false, "bashir": true, "maduro": false, "wagner": true, "fischer": true, "schmidt": true, "young": true, "power": true,
	"simon": true, "pierre": true, "francis": true, "gonsalves": true, "browne": true, "morales": true, "castro": true, "ortega": true,
	"roberts": true, "phillips": true, "alexander": true, "nelson": true, "drew": true, "holness": true, "boris": true, "peter": true}

// text is the words of tokens [first, last) of sentence i as written.
func (r *reader) text(i, first, last int) string {
	if first >= last {
		return ""
	}
	t := r.ss[i].Tokens
	return annals.Span{Start: t[first].Start, End: t[last-1].End}.Of(r.field(i))
}

func (r *reader) field(i int) string {
	if r.ss[i].In == annals.InTitle {
		return r.article.Title
	}
	return r.article.Text
}

// names finds the names of the table in sentence i, longest first from the
// left, and weighs the countries that they speak of.
func (r *reader) names(i int) {
	past := 0 // the token after the last hit
	for _, m := range r.matches[i] {
		if m.first < past {
			continue
		}
		e, ok := r.choose(i, m.first, m.last, m.entries)
		if !ok {
			continue
		}
		h := hit{first: m.first, last: m.last, entry: e}
		h.backing = backed(&r.trees[i], m.last, min(m.last+2, len(r.ss[i].Tokens)))
		h.head = r.trees[i].headOf(h.first, h.last)
		r.hits[i] = append(r.hits[i], h)
		if h.Country != "" && h.Sector != "JRN" && !h.backing {
			r.weight[h.Country] += r.heard(i)
		}
		past = h.last
	}
}

// choose picks among namesakes by the date of the article and the words
// around; ok is false when none fits.
func (r *reader) choose(i, first, last int, es []entry) (entry, bool) {
	best, score := entry{}, 0.0
	two := seatOfTwo(es)
	for _, e := range es {
		s := r.fits(i, first, last, e)
		if two && s > 0 { // Brussels is Belgium where that is spoken of more than the Union
			s += float64(min(r.outright[e.Country], 100))/1000 - float64(b2i(e.form == seat))/1e4
		}
		if s > score {
			best, score = e, s
		}
	}
	return best, score > 0
}

// fits scores how well an entry fits its place: 0 is not at all.
func (r *reader) fits(i, first, last int, e entry) float64 {
	ts := r.ss[i].Tokens
	day := r.article.Published
	switch {
	case e.own:
		return 10
	case e.Kind == annals.State && e.form == fullName && r.longerPerson(i, first, last):
		return 0 // Ireland Baldwin
	case e.Sector == "PTY" && r.shared[fold(e.spelling)]:
		return r.partyFits(i, first, last, e)
	case e.local && !r.spoken[e.Country]:
		return 0
	case e.local && e.Sector == "PTY":
		return 1.2 + r.weight[e.Country]/1000
	case e.form == surname:
		if ts[first].UPOS != "PROPN" && !r.nounLike(i, first) && !r.wellKnown(e) || r.longerName(i, first, last) || day != "" && !r.inOffice(e) && !(r.wellKnown(e) && r.lately(e)) {
			return 0
		}
		if r.titled(i, first) {
			return 3
		}
		if r.taken[strings.ToLower(ts[first].Form)] || !r.spoken[e.Country] && !r.wellKnown(e) {
			return 0
		}
		return 1.5
	case e.Kind == annals.Person && day != "" && e.from != "":
		if r.inOffice(e) {
			return 3
		}
		return 1
	case e.Sector == "JRN" && last-first == 1 && !capitals(e.spelling) && r.partOfName(i, first):
		return 0
	case len(ts[first].Form) <= 3 && last-first == 1 && r.shouting(i):
		return 0
	case ambiguous[strings.ToLower(r.text(i, first, last))]:
		return r.plausible(i, first, last, e)
	}
	if r.spoken[e.Country] {
		return 2.5
	}
	return 2 + r.weight[e.Country]/1000
}

// inOffice reports whether the leader was in office at publication.
func (r *reader) inOffice(e entry) bool {
	day := r.article.Published
	return e.from <= day && day <= e.to
}

// lately reports a leader who left office in the years before publication.
func (r *reader) lately(e entry) bool {
	until, ok := e.to.Time()
	day, dated := r.article.Published.Time()
	return ok && dated && day.After(until) && day.Before(until.AddDate(yearsRemembered, 0, 0))
}

// yearsRemembered is how long a former leader is called by surname alone.
const yearsRemembered = 8

// nounLike reports a capitalised word in the middle of a sentence.
func (r *reader) nounLike(i, token int) bool {
	return token > 0 && capitalised(r.ss[i].Tokens[token].Form)
}

// ambiguous are names of states that are also names of people, places and
// things.
var ambiguous = map[string]bool{"georgia": true, "jordan": true, "chad": true, "turkey": true, "china": false,
	"washington": true, "islamic republic": true, "lebanon": false}

// plausible is how well an ambiguous name fits as a state.
func (r *reader) plausible(i, first, last int, e entry) float64 {
	ts := r.ss[i].Tokens
	if first > 0 && ts[first-1].UPOS == "PROPN" && strings.Contains(" flat compound ", " "+ts[first].Deprel+" ") {
		return 0 // Michael Jordan
	}
	if last < len(ts) && ts[last].UPOS == "PROPN" && ts[last].Deprel == "flat" && ts[last].Head == first {
		return 0 // Jordan Peters, Chad Smith
	}
	if last+1 < len(ts) && ts[last].Form == "," && usState(ts[last+1].Form) {
		return 0 // Lebanon, Ohio
	}
	return 1.5
}

func usState(s string) bool {
	return strings.Contains(" Ohio Texas Illinois Pennsylvania Missouri Indiana Kentucky Tennessee Virginia Oregon Maine Georgia Alabama Florida ", " "+s+" ")
}

// longerName reports a surname that is part of a longer name: Liz Cameron is
// not David Cameron.
func (r *reader) longerName(i, first, last int) bool {
	for _, n := range r.ss[i].Names {
		if n.Kind == "PER" && n.First <= first && last <= n.Last && n.Last-n.First > last-first {
			return true
		}
	}
	ts := r.ss[i].Tokens
	if last < len(ts) && ts[last].UPOS == "PROPN" && (ts[last].Deprel == "flat" || ts[first].Head == last) && r.hitAt(i, last) == nil {
		return true // Wong Yeung-tat
	}
	if first > 0 && ts[first-1].UPOS == "PROPN" && !r.title(ts[first-1].Form) && ts[first-1].Head == ts[first].Head {
		return true
	}
	return first > 0 && ts[first].Deprel == "flat" && !r.title(ts[first-1].Form)
}

// partOfName reports a word that ends a longer name: the tanker Suez Dawn is no
// newspaper.
func (r *reader) partOfName(i, first int) bool {
	if ts := r.ss[i].Tokens; first > 1 && (ts[first-1].UPOS == "PROPN" || ts[first-1].UPOS == "NOUN" && capitalised(ts[first-1].Form)) &&
		r.hitAt(i, first-1) == nil && !r.title(ts[first-1].Form) {
		return true
	}
	for _, n := range r.ss[i].Names {
		if n.First < first && first < n.Last && r.hitAt(i, first-1) == nil && r.ss[i].Tokens[first-1].UPOS == "PROPN" {
			return true
		}
	}
	return false
}

// titled reports an office before a name: President Tusk.
func (r *reader) titled(i, first int) bool {
	return first > 0 && r.title(r.ss[i].Tokens[first-1].Form)
}

func (r *reader) title(word string) bool {
	switch strings.TrimSuffix(strings.ToLower(word), ".") {
	case "mr", "mrs", "ms", "dr", "sir", "lord", "gen", "col", "sen", "rep", "pres", "prof", "lt", "maj":
		return true
	}
	role, ok := r.roles[strings.ToLower(word)]
	return ok && role.kind == annals.Person
}

// shouting reports a sentence in capitals, where acronyms cannot be told.
func (r *reader) shouting(i int) bool {
	s := r.ss[i].Span.Of(r.field(i))
	return len(s) > 20 && strings.ToUpper(s) == s
}

// place notes the places of the article: where they lie weighs for what it is
// about.
func (r *reader) place(ms []annals.Mention) {
	for _, m := range ms {
		if m.Where == nil {
			continue
		}
		if m.Where.Country == "" {
			r.forget(m)
			continue
		}
		if r.towns[m.Sentence] == nil {
			r.towns[m.Sentence] = map[int]annals.Code{}
		}
		r.towns[m.Sentence][m.Head] = m.Where.Country
		if h := r.hitAt(m.Sentence, m.Head); h != nil && h.Kind == annals.State && (h.form == fullName || h.form == adjective && m.First <= h.first && h.last < m.Last) && m.Where.Resolution > 1 && m.Where.Country != h.Country && (m.First < h.first || h.last < m.Last || r.places.hasCountry(m.Text)) {
			w := r.heard(m.Sentence)
			r.weight[h.Country] -= w
			r.weight[m.Where.Country] += w
			h.Country, h.form, h.Entity = m.Where.Country, adjective, r.stateOf(r.countries[m.Where.Country]) // Atlanta, Georgia
		}
		if m.Where.Resolution > 1 {
			r.weight[m.Where.Country] += 0.7
		}
	}
	r.namesakes(ms)
}

// settleFocus finds the country that the article is mostly about: one that is
// spoken of at least twice as much as the next.
func (r *reader) settleFocus() {
	var first, second float64
	for _, c := range sortedCodes(r.weight) {
		switch w := r.weight[c]; {
		case len(c) != 3 || c == "UNO" || c == "EUR" || c == "IGO" || c == "NGO" || c == "IMG":
		case w > first:
			first, second, r.focus = w, first, c
		case w > second:
			second = w
		}
	}
	if first < 2 || first < 1.6*second {
		r.focus = ""
	}
}
