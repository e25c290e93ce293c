package rights

import (
	"os"
	"strings"
	"testing"
)

func TestLinks(t *testing.T) {
	text, err := os.ReadFile("testdata/link.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		header, want, ok := strings.Cut(strings.TrimSpace(line), " |")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		var got []string
		for _, s := range linkSignals(header) {
			got = append(got, s.Kind+" "+s.Value)
		}
		if s := strings.Join(got, ", "); s != strings.TrimSpace(want) {
			t.Errorf("testdata/link.txt:%d: %s\ngot  %q\nwant %q", n, header, s, strings.TrimSpace(want))
		}
	}
}

// FuzzLinks holds that any header is read, with no more links than are bounded.
func FuzzLinks(f *testing.F) {
	text, err := os.ReadFile("testdata/link.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, v string) {
		ls := linksOf(v)
		if len(ls) > maxLinks {
			t.Errorf("%d links", len(ls))
		}
		for _, l := range ls {
			if !strings.Contains(v, l.target) {
				t.Errorf("target %q is not in the header", l.target)
			}
		}
	})
}

func FuzzPageLicences(f *testing.F) {
	f.Add([]byte(`<base href="/x/"><link rel=license type="application/rsl+xml" href=l.xml><script>rsl</script>`))
	f.Add([]byte(`<link rel="license" href="rsl`))
	f.Fuzz(func(t *testing.T, page []byte) {
		ss, _ := PageLicences(page)
		if len(ss) > maxLinks {
			t.Errorf("%d links", len(ss))
		}
		for _, s := range ss {
			if s.Kind != LicenceUnread || s.Value == "" || !Reserves(s) {
				t.Errorf("%+v", s)
			}
		}
	})
}
