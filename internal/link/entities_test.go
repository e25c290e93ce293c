package link

import (
	"strings"
	"testing"
	"time"

	"annals"
)

// TestOwnEntities: rows of a user's table are found and win over those built in.
func TestOwnEntities(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	own, err := l.With(strings.NewReader("name,kind,country,sector,aliases\n"+
		"# what the region's papers write about\n"+
		"Orvane Dockers' League,organization,PRT,LAB,the League;ODL\n"+
		"\"Vos, Mirela\",person,HRV,,Mirela Vos\n"+
		"Hamas,group,PSE,PTY,\n"), "own.csv")
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{"Orvane Dockers' League": "PRT LAB", "ODL": "PRT LAB", "Mirela Vos": "HRV GOV", "Hamas": "PSE PTY"} {
		a, ss := plainArticle(words+" said no.", "2024-05-14")
		said := 0
		for a.Text[ss[0].Tokens[said].Start:ss[0].Tokens[said].End] != "said" {
			said++
		}
		for i := range ss[0].Tokens {
			tok := &ss[0].Tokens[i]
			switch {
			case i == 0:
				tok.UPOS, tok.Head, tok.Deprel = "PROPN", said, "nsubj"
			case i < said:
				tok.UPOS, tok.Head, tok.Deprel = "PROPN", 0, "flat"
			case i == said:
				tok.UPOS, tok.Head, tok.Deprel = "VERB", -1, "root"
			default:
				tok.UPOS, tok.Head, tok.Deprel = "ADV", said, "advmod"
			}
		}
		got := "nothing"
		ms, _ := own.Link(a, ss)
		for _, m := range ms {
			if m.Text == words && len(m.Entities) == 1 {
				got = string(m.Entities[0].Country) + " " + m.Entities[0].Sector
			}
		}
		if got != want {
			t.Errorf("%s is %s, want %s", words, got, want)
		}
	}
	if es := l.lex.find("ODL"); len(es) > 0 {
		t.Errorf("the linker built in knows %q after With", "ODL")
	}
}

// TestBadEntities: a bad row is refused with its line and what is wrong.
func TestBadEntities(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"":                           `read entities: own.csv:1: no row with the names of the columns`,
		"name,kind\nA,state\n":       `own.csv:1: no column "country"`,
		"name,kind,country,colour\n": `own.csv:1: unknown column "colour"`,
		"name,kind,country\nA,state,POL\nB,town,POL\n":   `own.csv:3: bad kind "town" of "B"`,
		"name,kind,country\nB,state,Poland\n":            `own.csv:2: bad country "POLAND" of "B"`,
		"name,kind,country,sector\nB,state,POL,G\n":      `own.csv:2: bad sector "G" of "B"`,
		"name,kind,country\n,state,POL\n":                `own.csv:2: no name`,
		"name,kind,country,from\nB,person,POL,2021-13\n": `own.csv:2: bad day "2021-13-01"`,
		"name,kind,country\n\"B,person,POL\n":            `own.csv:2: extraneous or missing " in quoted-field`,
	} {
		if _, err := l.With(strings.NewReader(text), "own.csv"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestBadYAML: the same of a YAML list.
func TestBadYAML(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"":                              `read entities: own.yaml:1: want a list of entities`,
		"name: A\n":                     `own.yaml:1: want a list of entities`,
		"- A\n":                         `own.yaml:1: want name, kind, country`,
		"- name: A\n  kind: state\n":    `own.yaml:1: no key "country"`,
		"- name: A\n  colour: red\n":    `own.yaml:2: unknown key "colour"`,
		"- name: A\n  name: B\n":        `own.yaml:2: key "name" stands twice`,
		"- name: [A]\n":                 `own.yaml:1: want words for "name"`,
		"- name: A\n\n  aliases: [[B]]": `own.yaml:3: want a name in the list of aliases`,
		"- name: A\n\tkind: state\n":    `own.yaml:2: found a tab character`,
		"# mine\n- {name: B, kind: town, country: POL}\n":      `own.yaml:2: bad kind "town" of "B"`,
		"- {name: B, kind: state, country: Poland}\n":          `own.yaml:1: bad country "POLAND" of "B"`,
		"- {name: B, kind: person, country: ~, from: 2021-13}": `own.yaml:1: bad day "2021-13-01"`,
	} {
		if _, err := l.With(strings.NewReader(text), "own.yaml"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// FuzzEntities: whatever the table holds, there is a linker or an error.
func FuzzEntities(f *testing.F) {
	l, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("name,kind,country\nB,person,POL\n")
	f.Add("name,kind,country,aliases,from\n\"the \",group,,\";;\",0000\n")
	f.Add("- name: B\n  kind: person\n  country: ~\n  aliases: [C, &a D, *a]\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"own.csv", "own.yaml"} {
			own, err := l.With(strings.NewReader(text), name)
			if (own == nil) == (err == nil) {
				t.Fatalf("%s: linker %v and error %v", name, own, err)
			}
		}
	})
}

// TestTables: every table loads, every entity has a kind and a sector, and there
// are as many of each sort as a reader of world news meets.
func TestTables(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]map[annals.EntityID]bool{}
	for _, es := range l.lex.names {
		for _, e := range es {
			if e.Kind == "" || len(e.Sector) != 3 || e.Country != "" && !l.countryCode(e.Country) {
				t.Errorf("%s: kind %q sector %q country %q", e.Name, e.Kind, e.Sector, e.Country)
			}
			for _, sort := range sortsOf(&e) {
				put(count, sort, e.ID)
			}
		}
	}
	for role, ro := range l.roles {
		if ro.kind == annals.Population || ro.kind == annals.Group {
			put(count, "nouns for populations and groups", annals.EntityID(role))
		}
	}
	for sort, least := range map[string]int{"states": 245, "international bodies": 210, "armed groups": 250, "leaders": 1900,
		"foreign ministers": 330, "defence ministers": 140, "parties": 1900, "legislatures": 250, "armed forces": 400, "police": 185,
		"intelligence services": 95, "outlets and agencies": 105, "nouns for populations and groups": 1000} {
		if len(count[sort]) < least {
			t.Errorf("%d %s, want %d", len(count[sort]), sort, least)
		}
	}
}

// sortsOf are the sorts of entity that TestTables counts.
func sortsOf(e *entry) []string {
	bySector := map[string]string{"PTY": "parties", "LEG": "legislatures", "MIL": "armed forces", "COP": "police", "SPY": "intelligence services", "JRN": "outlets and agencies"}
	switch {
	case e.Kind == annals.State:
		return []string{"states"}
	case e.Kind == annals.Person && (strings.HasPrefix(e.office, "foreign ") || strings.HasPrefix(e.office, "external ") || e.office == "secretary of state"):
		return []string{"foreign ministers"}
	case e.Kind == annals.Person && (strings.HasPrefix(e.office, "defence ") || strings.HasPrefix(e.office, "defense ")):
		return []string{"defence ministers"}
	case e.Kind == annals.Person:
		return []string{"leaders"}
	case e.Sector == "IGO" || e.Country == "UNO" || e.Country == "EUR" || e.Country == "IGO":
		return []string{"international bodies"}
	case e.Kind == annals.Group && (e.Sector == "REB" || e.Sector == "PRM" || e.Sector == "CRM"):
		return []string{"armed groups"}
	}
	return []string{bySector[e.Sector]}
}

// TestStates: every state has its number of the Correlates of War list, words
// for its people and its capital.
func TestStates(t *testing.T) {
	// Their capital is called as they are, or speaks for somebody else too.
	unseated := "Belgium Djibouti Grenada Jamaica Luxembourg Monaco Nauru San Marino Seychelles Singapore"
	// Congolese and Dominican are the people of the bigger one.
	twins := "Congo (Brazzaville) Dominica"
	independent := 0
	err := readTable("states.txt", func(c []string) error {
		if c[2] == "0" || independent == 195 {
			return nil // territories, bygone states and parts of states follow
		}
		independent++
		if c[1] == "" || c[5] == "" && c[4] == "" && !strings.Contains(twins, c[3]) || c[6] == "" && !strings.Contains(unseated, c[3]) {
			t.Errorf("%s: GEC %q adjectives %q people %q seats %q", c[3], c[1], c[4], c[5], c[6])
		}
		return nil
	})
	if err != nil || independent < 195 {
		t.Errorf("%d states, %v", independent, err)
	}
}

func put(m map[string]map[annals.EntityID]bool, key string, id annals.EntityID) {
	if m[key] == nil {
		m[key] = map[annals.EntityID]bool{}
	}
	m[key][id] = true
}

// TestLongSentence: a sentence of thousands of names is linked in a moment.
func TestLongSentence(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	a, ss := plainArticle(strings.Repeat("France and the army of Chad told two soldiers of Poland that Jordan 's police said ", 400), "2024-05-14")
	ts := ss[0].Tokens
	for i := range ts {
		ts[i].UPOS, ts[i].Lemma, ts[i].Head, ts[i].Deprel = "NOUN", ts[i].Form, i-1, "nmod"
	}
	start := time.Now()
	l.Link(a, ss)
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("%d tokens took %v", len(ts), took)
	}
}
