package link

import (
	"testing"

	"annals"
)

func TestCountries(t *testing.T) {
	cs, err := LoadCountries()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		want annals.Code
	}{
		{"Russia", "RUS"}, {"russian", "RUS"}, {"the Kremlin", "RUS"}, {"Bahamas", "BHS"}, {"North Korea", "PRK"}, {"pyongyang", "PRK"},
		{"Atlantis", ""}, {"", ""}, {"RUS", ""},
	} {
		if got, ok := cs.Code(c.name); got != c.want || ok != (c.want != "") {
			t.Errorf("Code(%q) = %q, %v, want %q", c.name, got, ok, c.want)
		}
	}
	if got := cs.Name("BHS"); got != "Bahamas" {
		t.Errorf("Name(BHS) = %q", got)
	}
}
