package link

import (
	"fmt"
	"strings"
	"testing"

	"annals"
)

func TestFindNumbers(t *testing.T) {
	for _, r := range rows(t, "number.txt") {
		_, ss := plainArticle(r.f[0], "")
		have := showNumbers(findNumbers(ss))
		if want := strings.TrimSpace(r.f[1]); (have == want) == r.miss {
			t.Errorf("testdata/number.txt:%d: findNumbers(%q)\n have %s\n want %s (known miss: %v)", r.n, r.f[0], have, want, r.miss)
		}
	}
}

func showNumbers(ms []annals.Mention) string {
	var out []string
	for _, m := range ms {
		q := m.Number
		s := fmt.Sprintf("%s = %s %s %s", m.Text, showBound(q.Min), showBound(q.Max), q.Unit)
		if q.Approx {
			s += " ~"
		}
		out = append(out, strings.TrimSpace(s))
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, "; ")
}

func showBound(v *float64) string {
	if v == nil {
		return "null"
	}
	return fmt.Sprintf("%.0f", *v)
}

// FuzzValues feeds any text to the finders of dates and numbers: spans must lie
// in the text, in order, with a range that is one.
func FuzzValues(f *testing.F) {
	for _, s := range []string{"On 5 May 2024 12 people died.", "a.m. ’99 1990s 31/31/31", "0.0.0.0", "9999999999999999 million centuries ago", "between 5 and", "\xff5 May\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, ss := plainArticle(text, "2024-05-11")
		dates, _ := findWhen(a, ss, a.Published)
		for _, m := range append(dates, findNumbers(ss)...) {
			if m.Start < 0 || m.Start >= m.End || m.End > len(a.Text) {
				t.Fatalf("span %v outside of text of %d bytes", m.Span, len(a.Text))
			}
			if w := m.When; w != nil && w.Start != "" && w.End != "" && w.Start > w.End {
				t.Fatalf("%q: interval %s – %s", m.Text, w.Start, w.End)
			}
			if q := m.Number; q != nil && q.Min != nil && q.Max != nil && *q.Min > *q.Max {
				t.Fatalf("%q: range %v – %v", m.Text, *q.Min, *q.Max)
			}
		}
	})
}
