package link

import (
	"fmt"
	"strings"
	"testing"

	"annals"
)

func TestFindWhen(t *testing.T) {
	for _, r := range rows(t, "when.txt") {
		n, f, miss := r.n, r.f, r.miss
		pub := annals.Date(f[0])
		if pub == "-" {
			pub = ""
		}
		a, ss := plainArticle(f[1], pub)
		ms, doubts := findWhen(a, ss, a.Published)
		have := showWhen(ms)
		for _, w := range doubts {
			have += "; " + w.Message
		}
		if want := strings.TrimSpace(f[2]); (have == want) == miss {
			t.Errorf("testdata/when.txt:%d: findWhen(%q)\n have %s\n want %s (known miss: %v)", n, f[1], have, want, miss)
		}
	}
}

func showWhen(ms []annals.Mention) string {
	var out []string
	for _, m := range ms {
		w := m.When
		out = append(out, fmt.Sprintf("%s = %s %s %s %s", m.Text, w.Start, w.End, w.Granularity, w.Basis))
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, "; ")
}
