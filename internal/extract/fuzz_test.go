package extract

import (
	"path/filepath"
	"testing"
	"time"

	"annals"
)

// fuzz extracts whatever comes: no panic, and blocks that stand in the text.
func fuzz(t *testing.T, c *annals.Capture) {
	as, _ := Extract(c, Options{MaxBytes: 1 << 18, Deadline: 10 * time.Second})
	for i := range as {
		checkSpans(t, &as[i])
	}
}

func seed(f *testing.F, pattern string) {
	names, _ := filepath.Glob(pattern)
	for _, name := range names {
		f.Add(read(f, name))
	}
}

func FuzzHTML(f *testing.F) {
	seed(f, "testdata/pages/*.html")
	f.Add([]byte("<table><a><table><svg><p><b><i></b></i>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		fuzz(t, &annals.Capture{URL: "https://x.example/2024/06/19/a", ContentType: "text/html", Body: b})
	})
}

func FuzzText(f *testing.F) {
	seed(f, "testdata/texts/*.txt")
	f.Fuzz(func(t *testing.T, b []byte) {
		fuzz(t, &annals.Capture{File: "a.txt", ContentType: "text/plain", Body: b})
	})
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"id":"1","text":"A b."}` + "\n" + `{"id":2,"text":"C\n\nd."}`))
	f.Add([]byte(`[{"text":"A","byline":["x",{"name":"y"}],"published":"2024-01-01"}]`))
	f.Fuzz(func(t *testing.T, b []byte) { fuzz(t, &annals.Capture{File: "a.json", Body: b}) })
}

func FuzzLD(f *testing.F) {
	f.Add(`{"@graph":[{"@type":"NewsArticle","author":{"@id":"#a"}},{"@id":"#a","name":"A"}]}`)
	f.Add(`{"@type":["Article"],"headline":"H",}`)
	f.Fuzz(func(t *testing.T, s string) { parseLD(s) })
}
