package tell

import (
	"os"
	"strings"
	"testing"

	"annals"
)

// Lines say status and doubt once: status, hedged or denied, title, line.
func TestLine(t *testing.T) {
	b, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(b)) {
		if l = strings.TrimSpace(l); l == "" || l[0] == '#' {
			continue
		}
		cells := strings.Split(l, " | ")
		if len(cells) != 4 {
			t.Fatalf("%q: want four cells", l)
		}
		e := annals.Event{Status: annals.Status(cells[0]), Hedged: strings.Contains(cells[1], "hedged"), Title: cells[2]}
		if strings.Contains(cells[1], "denied") {
			e.Denied = []string{"c"}
		}
		if got := Line(&e); got != cells[3] {
			t.Errorf("%s: got %q", l, got)
		}
	}
}
