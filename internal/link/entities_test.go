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
		"":                           `read entities "own.csv": EOF`,
		"name,kind\nA,state\n":       `no column "country"`,
		"name,kind,country,colour\n": `unknown column "colour"`,
		"name,kind,country\nA,state,POL\nB,town,POL\n":   `line 3: bad kind "town" of "B"`,
		"name,kind,country\nB,state,Poland\n":            `line 2: bad country "POLAND" of "B"`,
		"name,kind,country,sector\nB,state,POL,G\n":      `line 2: bad sector "G" of "B"`,
		"name,kind,country\n,state,POL\n":                `line 2: no name`,
		"name,kind,country,from\nB,person,POL,2021-13\n": `line 2: bad day "2021-13-01"`,
		"name,kind,country\n\"B,person,POL\n":            `extraneous or missing " in quoted-field`,
	} {
		if _, err := l.With(strings.NewReader(text), "own.csv"); err == nil || !strings.Contains(err.Error(), want) {
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
	f.Fuzz(func(t *testing.T, text string) {
		own, err := l.With(strings.NewReader(text), "own.csv")
		if (own == nil) == (err == nil) {
			t.Fatalf("linker %v and error %v", own, err)
		}
	})
}

// TestTables: every table loads, and every entity has a kind and a sector.
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
			if e.Sector == "IGO" || e.Country == "UNO" || e.Country == "EUR" || e.Country == "IGO" {
				put(count, "international bodies", e.ID)
			}
			if e.Kind == annals.Group && !e.local && (e.Sector == "REB" || e.Sector == "PRM" || e.Sector == "CRM") {
				put(count, "armed groups", e.ID)
			}
			if e.Kind == annals.State {
				put(count, "states", e.ID)
			}
		}
	}
	for what, least := range map[string]int{"international bodies": 200, "armed groups": 200, "states": 195} {
		if len(count[what]) < least {
			t.Errorf("%d %s, want %d", len(count[what]), what, least)
		}
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
