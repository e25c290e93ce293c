package plover

import "testing"

func TestTablesLoad(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, es := range b.verbs {
		n += len(es)
	}
	m := 0
	for _, es := range b.nouns {
		m += len(es)
	}
	if n < 1500 || m < 400 {
		t.Errorf("tables hold %d verb patterns and %d nominal ones, want 1500 and 400", n, m)
	}
	t.Log(n, m)
}
