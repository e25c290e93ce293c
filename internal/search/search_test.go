package search_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"annals"
	"annals/internal/search"
	"annals/internal/sys/store"
	"annals/internal/sys/store/storetest"
)

var update = flag.Bool("update", false, "rewrite testdata/query.txt")

// names stands for what the linker knows.
func names(name string) (annals.Code, bool) {
	c, ok := map[string]annals.Code{"russia": "RUS", "moscow": "RUS", "ukraine": "UKR", "north korea": "PRK"}[strings.ToLower(name)]
	return c, ok
}

// TestParse holds queries against testdata/query.txt: a query, a tab, and what
// it means, or the error.
func TestParse(t *testing.T) {
	const file = "testdata/query.txt"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for n, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			fmt.Fprintln(&out, line)
			continue
		}
		query, want, _ := strings.Cut(line, "\t")
		got := meaning(search.Parse(query, search.Options{Country: names}))
		if got != want && !*update {
			t.Errorf("%s:%d: %s\n got %s\nwant %s", file, n+1, query, got, want)
		}
		fmt.Fprintf(&out, "%s\t%s\n", query, got)
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// meaning writes a query, or the error that it gives, in a line.
func meaning(q search.Query, err error) string {
	if err != nil {
		return "! " + err.Error()
	}
	s := filter(q.Filter)
	if q.Order != "" {
		s += " sorted by " + string(q.Order)
	}
	return s
}

func filter(f store.Filter) string {
	switch f := f.(type) {
	case nil:
		return "all"
	case store.And:
		return group(f, " & ")
	case store.Or:
		return group(f, " | ")
	case store.Not:
		return "!" + filter(f.Filter)
	case store.Party:
		return fmt.Sprintf("party(%s %s.%s %q)", f.Role, f.Country, f.Sector, f.Name)
	case store.Pair:
		return fmt.Sprintf("pair(%s %s)", f.A, f.B)
	case store.Equal:
		return fmt.Sprintf("%s=%q", f.Column, f.Value)
	case store.Range:
		return fmt.Sprintf("%s[%s%s..%s%s]", f.Measure, f.From, num(f.Min), f.To, num(f.Max))
	case store.Words:
		return fmt.Sprintf("words(%q phrase=%v)", f.Text, f.Phrase)
	case store.Said:
		return fmt.Sprintf("said(%s %q)", f.Country, f.Name)
	case store.Named:
		return fmt.Sprintf("place(%q)", f.Place)
	}
	return fmt.Sprintf("%T", f)
}

func group[T ~[]store.Filter](fs T, by string) string {
	var parts []string
	for _, f := range fs {
		parts = append(parts, filter(f))
	}
	return "(" + strings.Join(parts, by) + ")"
}

func num(x *float64) string {
	if x == nil {
		return ""
	}
	return fmt.Sprint(*x)
}

// TestFieldsHaveHelp holds that every field is shown with an example that can
// be read, and that no name stands for two.
func TestFieldsHaveHelp(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range search.Fields() {
		for _, n := range append([]string{f.Name}, f.Aliases...) {
			if seen[n] {
				t.Errorf("two fields are called %q", n)
			}
			seen[n] = true
		}
		if f.Example == "" {
			continue
		}
		if _, err := search.Parse(f.Example, search.Options{}); err != nil || f.Help == "" {
			t.Errorf("field %s: example %q: %v; help %q", f.Name, f.Example, err, f.Help)
		}
	}
}

func TestLongQuery(t *testing.T) {
	for _, q := range []string{strings.Repeat("x", 10<<10), strings.Repeat("a ", 1000), strings.Repeat("(", 100) + "a" + strings.Repeat(")", 100), strings.Repeat("NOT ", 100) + "a", "caf\xe9"} {
		var s *search.SyntaxError
		if _, err := search.Parse(q, search.Options{}); !errors.As(err, &s) || s.Column < 1 {
			t.Errorf("Parse(%.20q…) gives %v, want a syntax error with its column", q, err)
		}
	}
}

func TestSeriesHasNoGaps(t *testing.T) {
	var m store.Memory
	if _, err := m.Put(context.Background(), storetest.Entries(20)...); err != nil {
		t.Fatal(err)
	}
	bs, err := search.Series(context.Background(), &m, search.Query{}, store.ByMonth)
	if err != nil {
		t.Fatal(err)
	}
	var months []string
	claims := 0
	for _, b := range bs {
		months = append(months, b.Value)
		claims += b.Claims
	}
	want := []string{"2023-12", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"}
	if !slices.Equal(months, want) || claims == 0 {
		t.Errorf("Series gives months %v, want %v", months, want)
	}
}

func TestSpark(t *testing.T) {
	for _, c := range []struct {
		in   []int
		want string
	}{{[]int{0, 1, 4, 8}, " ▁▄█"}, {nil, ""}, {[]int{0, 0}, "  "}, {[]int{1, 1000}, "▁█"}} {
		if got := search.Spark(c.in); got != c.want {
			t.Errorf("Spark(%v) = %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`actor:RUS "drone strike" -hedged:yes`, `(a OR b) AND NOT c`, `on:..2024`, `x:"\"`, "type:", "-", "é:é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := search.Parse(s, search.Options{Country: names})
		var se *search.SyntaxError
		if err != nil && !errors.As(err, &se) {
			t.Fatalf("Parse(%q) gives %v, no syntax error", s, err)
		}
		if err == nil && q.Filter != nil {
			q.Filter.Match(&store.Row{})
		}
	})
}

// TestDoc holds that doc/search.md has a row for every field that has help.
func TestDoc(t *testing.T) {
	b, err := os.ReadFile("../../doc/search.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range search.Fields() {
		var also []string
		for _, a := range f.Aliases {
			also = append(also, "`"+a+"`")
		}
		row := fmt.Sprintf("| `%s` | %s", f.Name, strings.Join(also, ", "))
		if f.Help != "" && !strings.Contains(string(b), strings.TrimRight(row, " ")) {
			t.Errorf("doc/search.md has no row that begins with %q", row)
		}
	}
}
