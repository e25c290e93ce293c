package extract

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"annals"
)

// rows reads the cases of a file of testdata: two columns, parted by a tab.
// A row that begins with "- " is a known miss and must fail.
func rows(t *testing.T, name string, check func(in, want string) (got string)) {
	t.Helper()
	for n, line := range strings.Split(string(read(t, "testdata/"+name)), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		line, miss := strings.CutPrefix(line, "- ")
		in, want, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("testdata/%s:%d: no tab", name, n+1)
		}
		if want == "=" {
			want = ""
		}
		if got := check(in, want); (got == want) == miss {
			t.Errorf("testdata/%s:%d: %q gives %q, want %q (known miss: %v)", name, n+1, in, got, want, miss)
		}
	}
}

func TestDates(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	rows(t, "dates.txt", func(in, _ string) string {
		order := 0
		for prefix, n := range map[string]int{"us ": 1, "eu ": -1} {
			if rest, ok := strings.CutPrefix(in, prefix); ok {
				in, order = rest, n
			}
		}
		return string(parseDay(in, order, now))
	})
}

func TestMoments(t *testing.T) {
	rows(t, "moments.txt", func(in, _ string) string {
		m := parseMoment(in, parseDay(in, 0, time.Time{}))
		if m.IsZero() {
			return ""
		}
		return m.UTC().Format(time.DateTime)
	})
}

func TestBylines(t *testing.T) {
	rows(t, "bylines.txt", func(in, _ string) string { return strings.Join(splitNames(in), "|") })
}

func TestCredits(t *testing.T) {
	rows(t, "credits.txt", func(in, _ string) string {
		caption, credit := splitCredit(in)
		return caption + "|" + credit
	})
}

func TestCopyrightLines(t *testing.T) {
	rows(t, "copyright.txt", func(in, _ string) string { return copyrightLine(in) })
}

func TestBoilerplate(t *testing.T) {
	rows(t, "boilerplate.txt", func(in, _ string) string {
		if boilerplate(in, 0) {
			return "yes"
		}
		return "no"
	})
}

// TestNotices holds the table of rights notices against its own examples, and
// against its near misses as they would stand in the middle of a report.
func TestNotices(t *testing.T) {
	table := rightsTable()
	for _, r := range readTable("rights.txt") {
		for _, s := range r.hits {
			if notice(s, true) == "" {
				t.Errorf("rights.txt:%d: example %q is no notice", r.line, s)
			}
			if table.find(r.section, strings.ToLower(s)) == "" {
				t.Errorf("rights.txt:%d: no pattern of [%s] finds %q", r.line, r.section, s)
			}
		}
		for _, s := range r.misses {
			if notice(s, false) != "" {
				t.Errorf("rights.txt:%d: near miss %q is taken for a notice", r.line, s)
			}
		}
	}
}

// TestTables refuses rows that can never match: phrases with capitals or
// punctuation, and phrases listed twice.
func TestTables(t *testing.T) {
	for _, name := range []string{"classes.txt", "lines.txt"} {
		seen := map[string]bool{}
		for _, r := range readTable(name) {
			if r.value != fold(r.value) {
				t.Errorf("%s:%d: %q is not written as words in lower case", name, r.line, r.value)
			}
			if key := r.section + ":" + r.value; seen[key] {
				t.Errorf("%s:%d: %q is listed twice", name, r.line, r.value)
			} else {
				seen[key] = true
			}
		}
	}
}

// TestJSON is JSON input: articles in one object, an array, or lines.
func TestJSON(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"object", `{"id":"a1","url":"https://x.example/a","title":"T","published":"2024-06-19","outlet":"X","text":"The army left. "}`,
			`a1 "T" 2024-06-19 article "X" "The army left. "`},
		{"time of day", `{"id":"a1","title":"T","published":"2024-06-19T23:00:00Z","text":"The army left."}`, `a1 "T" 2024-06-19 article "" "The army left."`},
		{"number as id", `{"id":17,"title":"T","text":"The army left."}`, `17 "T"   "" "The army left."`},
		{"array", `[{"id":"1","text":"A b."},{"id":"2","text":"C d."}]`, `1 ""   "" "A b."; 2 ""   "" "C d."`},
		{"lines", "{\"id\":\"1\",\"text\":\"A b.\"}\n\n{\"id\":\"2\",\"text\":\"C d.\"}\n", `1 ""   "" "A b."; 2 ""   "" "C d."`},
		{"object over lines", "{\n \"id\": \"1\",\n \"text\": \"A\\n\\nb.\"\n}", `1 ""   "" "A\n\nb."`},
		{"bad line between", "{\"id\":\"1\",\"text\":\"A b.\"}\n{\"id\":\n{\"id\":\"3\",\"text\":\"C d.\"}", `1 ""   "" "A b."; 3 ""   "" "C d."; error line 2`},
		{"line without text", "{\"id\":\"1\",\"text\":\"A b.\"}\n{\"id\":\"2\"}", `1 ""   "" "A b."; error article 2`},
		{"members of other kinds", `{"id":"1","outlet":{"name":"X"},"claims":[1],"text":"A b."}`, `1 ""   "X" "A b."`},
		{"date that is none", `{"id":"1","published":"soon","text":"A b."}`, `1 ""   "" "A b."`},
		{"text kept as it is", `{"id":"1","title":" T ","text":"  Advertisement\r\n\r\nA  b.\u00a0"}`, `1 " T "   "" "  Advertisement\r\n\r\nA  b.\u00a0"`},
	} {
		as, err := Extract(&annals.Capture{File: "-", Body: []byte(c.in)}, Options{})
		var got []string
		for i, a := range as {
			checkSpans(t, &as[i])
			got = append(got, string(a.ID)+" "+strconv.Quote(a.Title)+" "+string(a.Published)+" "+a.PublishedFrom+" "+strconv.Quote(a.Outlet)+" "+strconv.Quote(a.Text))
		}
		if err != nil {
			where, _, _ := strings.Cut(err.Error(), ":")
			got = append(got, "error "+where)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, s, c.want)
		}
	}
}
