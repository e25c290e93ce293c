package link

import (
	"testing"
	"time"
)

// TestNobodyIsAWeekday holds that no day or month but May stands for a person,
// whoever holds an office.
func TestNobodyIsAWeekday(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for d := time.Sunday; d <= time.Saturday; d++ {
		words = append(words, d.String())
	}
	for m := time.January; m <= time.December; m++ {
		if m != time.May {
			words = append(words, m.String())
		}
	}
	for _, w := range words {
		if es := l.lex.find(w); len(es) > 0 {
			t.Errorf("%s stands for %s", w, es[0].Name)
		}
	}
	if len(l.lex.find("Godwin Friday")) == 0 {
		t.Error("Godwin Friday is not known by his whole name")
	}
}
