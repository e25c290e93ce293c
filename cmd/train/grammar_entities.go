package main

import (
	"bufio"
	"io"
	"os"
	"strings"

	"annals"
	"annals/internal/grammar"
)

// entityKinds maps the entity types of GUM to kinds of names.
var entityKinds = map[string]string{"person": "PER", "organization": "ORG", "place": "LOC", "event": "OTH"}

// nameJoins are the small words inside names: Bank of England.
var nameJoins = words("of the and for 's ’s - & de von van al el d' bin")

// titles stand before names and are no part of them.
var titles = words(`US U.S. UK president vice prime minister king queen prince princess tsar emperor general lt. gen. col.
	senator sen. congressman congresswoman rep. judge justice chief speaker professor prof. dr. dr mr. mrs. ms. mr mrs ms sir lady
	lord pope bishop chancellor secretary governor gov. mayor captain capt. director ceo chairman officer minister`)

func words(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// readEntities reads a GUM treebank as sentences with names: the proper nouns
// at the head of each entity that has some.
func readEntities(path string) ([]annals.Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	ss, err := grammar.ReadCoNLLU(f, path)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	var marks []string
	n := 0
	for sc.Scan() {
		col := strings.Split(sc.Text(), "\t")
		switch {
		case len(col) == 10 && !strings.ContainsAny(col[0], "-."):
			_, after, _ := strings.Cut("|"+col[9], "|Entity=")
			mark, _, _ := strings.Cut(after, "|")
			marks = append(marks, mark)
		case sc.Text() == "" && len(marks) > 0:
			ss[n].Names = entityNames(ss[n].Tokens, marks)
			n++
			marks = nil
		}
	}
	return ss, sc.Err()
}

// entity is a span of a sentence with its type.
type entity struct {
	id          string
	first, last int
	kind        string
}

// entityNames finds the names of a sentence; outer entities go first.
func entityNames(ts []annals.Token, marks []string) []annals.Name {
	var open, done []entity
	for i, m := range marks {
		for m != "" {
			if m[0] == '(' {
				end := strings.IndexAny(m[1:], "()") + 1
				if end == 0 {
					end = len(m)
				}
				id, rest, _ := strings.Cut(m[1:end], "-")
				kind, _, _ := strings.Cut(rest, "-")
				e := entity{id, i, i + 1, kind}
				if end < len(m) && m[end] == ')' {
					done = append(done, e)
					end++
				} else {
					open = append(open, e)
				}
				m = m[end:]
				continue
			}
			end := strings.IndexByte(m, ')') + 1
			if end == 0 {
				break
			}
			id, _, _ := strings.Cut(m[:end-1], "-")
			for k := len(open) - 1; k >= 0; k-- {
				if open[k].id == id {
					e := open[k]
					e.last = i + 1
					done, open = append(done, e), append(open[:k], open[k+1:]...)
					break
				}
			}
			m = m[end:]
		}
	}
	return namesOf(ts, done)
}

func namesOf(ts []annals.Token, es []entity) []annals.Name {
	used := make([]bool, len(ts))
	kinds := make([]string, len(ts)) // at the first word
	lasts := make([]int, len(ts))
	for size := len(ts); size > 0; size-- { // longer entities first
		for _, e := range es {
			if e.last-e.first != size {
				continue
			}
			x, y := properHead(ts, e)
			if x >= y || used[x] || used[y-1] {
				continue
			}
			for i := x; i < y; i++ {
				used[i] = true
			}
			kinds[x], lasts[x] = entityKinds[e.kind], y
		}
	}
	var out []annals.Name
	for x, k := range kinds {
		if k != "" {
			out = append(out, annals.Name{First: x, Last: lasts[x], Kind: k})
		}
	}
	return out
}

// properHead is the run of proper nouns around the head of an entity.
func properHead(ts []annals.Token, e entity) (x, y int) {
	h := -1
	for i := e.first; i < e.last; i++ {
		if p := ts[i].Head; p < e.first || p >= e.last {
			if h >= 0 {
				return 0, 0
			}
			h = i
		}
	}
	proper := func(i int) bool { return i >= e.first && i < e.last && strings.HasPrefix(ts[i].XPOS, "NNP") }
	capital := func(i int) bool {
		c := ts[i].Form[0]
		return c >= 'A' && c <= 'Z' && (ts[i].UPOS == "ADJ" || ts[i].UPOS == "NOUN")
	}
	if h < 0 || !proper(h) {
		return 0, 0
	}
	x, y = h, h+1
	for x > e.first && (proper(x-1) || capital(x-1) || nameJoins[ts[x-1].Form] && proper(x-2)) {
		x--
	}
	for y < e.last && (proper(y) || nameJoins[ts[y].Form] && (proper(y+1) || ts[y].Form == "of" && proper(y+2))) {
		y++
	}
	for e.kind == "person" && x < y-1 && titles[strings.ToLower(ts[x].Form)] {
		x++
	}
	for x < y && nameJoins[ts[x].Form] {
		x++
	}
	return x, y
}
