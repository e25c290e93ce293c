package main

import (
	"path/filepath"
	"strings"
	"testing"

	"annals"
)

// Whatever country a party is taken to be of, its name and identifier are of that
// country too, and nobody stands twice on one side.
func TestPartiesAgreeWithTheirCountries(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../corpus/train/article-c-0*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		golds, err := readCorpus(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range golds {
			for _, c := range p.claims(g) {
				checkSide(t, &c, c.Actor)
				checkSide(t, &c, c.Recipient)
			}
		}
	}
}

func checkSide(t *testing.T, c *annals.Claim, ps []annals.Participant) {
	seen := map[annals.EntityID]bool{}
	for _, x := range ps {
		code, ok := strings.CutPrefix(string(x.ID), "state/")
		if ok && strings.ToUpper(code) != string(x.Country) {
			t.Errorf("%q: %s %q is %s", c.Trigger, x.ID, x.Name, x.Country)
		}
		if x.ID != "" && seen[x.ID] {
			t.Errorf("%q: %s twice on one side", c.Trigger, x.ID)
		}
		seen[x.ID] = true
	}
}
