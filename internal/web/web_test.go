package web

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"annals"
	"annals/internal/record"
	"annals/internal/search"
	"annals/internal/sys/store"
	"annals/internal/sys/store/storetest"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// filled is a store with sixty articles, one of them in two versions, and
// every two claims of a type and week in one event.
func filled(t testing.TB) *store.Memory {
	t.Helper()
	m := new(store.Memory)
	es := storetest.Entries(60)
	newer := storetest.Entry(61, 3)
	newer.Origin = es[5].Origin
	newer.Reading.Article.Published = "2026-01-01"
	es = append(es, newer)
	for i := range es {
		for j := range es[i].Reading.Claims {
			es[i].Reading.Claims[j].TriggerEnd = len("Sentence")
		}
	}
	if _, err := m.Put(context.Background(), es...); err != nil {
		t.Fatal(err)
	}
	if _, err := merged(m)(context.Background()); err != nil {
		t.Fatal(err)
	}
	return m
}

func merged(s store.Store) func(context.Context) (record.Report, error) {
	return func(ctx context.Context) (record.Report, error) {
		rules, err := record.Load()
		if err != nil {
			return record.Report{}, err
		}
		return rules.Merge(ctx, s, record.Options{})
	}
}

func options(s store.Store) Options {
	return Options{
		Store: s, Merge: merged(s), PerSecond: 1e6,
		Parse: func(q string) (search.Query, error) { return search.Parse(q, search.Options{}) },
		CountryName: func(c annals.Code) string {
			return map[annals.Code]string{"RUS": "Russia", "UKR": "Ukraine", "PRK": "North Korea", "KOR": "South Korea"}[c]
		},
	}
}

// get asks a handler and reads the whole answer.
func get(h http.Handler, path string, header ...string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// names fills in what the table of pages cannot know.
func names(t *testing.T, s store.Store) *strings.Replacer {
	t.Helper()
	es, _, err := s.Events(context.Background(), nil, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	many := ""
	for _, e := range es {
		if len(e.Claims) > 1 {
			many = e.ID
		}
	}
	if many == "" {
		t.Fatal("no event has two claims")
	}
	id := func(n int) string { return string(storetest.Entry(n, n%6).Reading.Article.ID) }
	return strings.NewReplacer("{event}", many, "{article}", id(3), "{reserved}", id(4), "{old}", id(5))
}

func TestPages(t *testing.T) {
	s := filled(t)
	h, fill := New(options(s)), names(t, s)
	f, err := os.Open("testdata/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var page *html.Node
	var path string
	for sc, n := bufio.NewScanner(f), 1; sc.Scan(); n++ {
		line := fill.Replace(strings.TrimSpace(sc.Text()))
		sel, want, isSelector := strings.Cut(line, " => ")
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case !isSelector:
			var status string
			path, status, _ = strings.Cut(line, " ")
			res := get(h, path)
			if strconv.Itoa(res.StatusCode) != status {
				t.Errorf("pages.txt:%d: %s: status %d, want %s", n, path, res.StatusCode, status)
			}
			if page, err = html.Parse(res.Body); err != nil {
				t.Fatal(err)
			}
		default:
			if got := len(cascadia.QueryAll(page, compile(t, sel))); !isCount(got, want) {
				t.Errorf("pages.txt:%d: %s: %d of %s, want %s", n, path, got, sel, want)
			}
		}
	}
}

func compile(t *testing.T, selector string) cascadia.Selector {
	t.Helper()
	s, err := cascadia.Compile(selector)
	if err != nil {
		t.Fatalf("selector %q: %v", selector, err)
	}
	return s
}

func isCount(got int, want string) bool {
	least, more := strings.CutSuffix(want, "+")
	n, err := strconv.Atoi(least)
	return err == nil && (got == n || more && got > n)
}

// TestLinks follows every link of every page once: none may lead to nothing.
func TestLinks(t *testing.T) {
	h := New(options(filled(t)))
	seen := map[string]bool{"/": true}
	for todo := []string{"/"}; len(todo) > 0 && len(seen) < 1500; {
		path := todo[0]
		todo = todo[1:]
		res := get(h, path)
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", path, res.StatusCode)
		}
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			continue
		}
		page, err := html.Parse(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range cascadia.QueryAll(page, compile(t, "a[href], link[href], script[src]")) {
			to := attr(a, "href") + attr(a, "src")
			if to, _, _ = strings.Cut(to, "#"); strings.HasPrefix(to, "/") && !seen[to] && len(seen) < 1500 {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
}

// TestBars holds that a bar and a row of counts lead to as many claims as they
// say.
func TestBars(t *testing.T) {
	h := New(options(filled(t)))
	page, err := html.Parse(get(h, "/search?q=party:RUS").Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range cascadia.QueryAll(page, compile(t, "svg.time a")) {
		label := attr(a, "aria-label") // 2024-01: 12 of conflict
		_, rest, _ := strings.Cut(label, ": ")
		want, _, _ := strings.Cut(rest, " ")
		sameTotal(t, h, attr(a, "href"), want)
	}
	for _, n := range cascadia.QueryAll(page, compile(t, "#facets ul.shares a .n")) {
		sameTotal(t, h, attr(n.Parent, "href"), n.FirstChild.Data)
	}
}

func sameTotal(t *testing.T, h http.Handler, path, want string) {
	t.Helper()
	page, err := html.Parse(get(h, path).Body)
	if err != nil {
		t.Fatal(err)
	}
	head := cascadia.Query(page, compile(t, "h1")).FirstChild.Data
	if got, _, _ := strings.Cut(head, " "); got != want {
		t.Errorf("%s: %q, want %s claims", path, head, want)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestEmptyRecord(t *testing.T) {
	h := New(options(new(store.Memory)))
	for _, path := range []string{"/", "/search", "/map", "/network", "/outlets", "/pair/RUS-UKR", "/actor/RUS"} {
		if res := get(h, path); res.StatusCode != http.StatusOK || !strings.Contains(body(t, res), `class="empty"`) {
			t.Errorf("%s: status %d, or nothing that says what to do", path, res.StatusCode)
		}
	}
}

func TestSplitForm(t *testing.T) {
	s := filled(t)
	h := New(options(s))
	id := names(t, s).Replace("{event}")
	before, _, _ := s.Event(context.Background(), id)
	if !strings.Contains(body(t, get(h, "/event/"+id)), before.Claims[1]) {
		t.Fatal("the page lacks a claim of its event")
	}
	form := url.Values{"claim": {before.Claims[1]}}
	r := httptest.NewRequest(http.MethodPost, "/event/"+id+"/split", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") == "/event/"+id {
		t.Errorf("split: status %d to %q, want 303 to another event", w.Code, w.Header().Get("Location"))
	}
	// At once, although the page lay on the shelf.
	if strings.Contains(body(t, get(h, "/event/"+id)), `id="claim-`+before.Claims[1]) {
		t.Error("the page still shows the claim that was split off")
	}
}

func TestFirstPageIsSmall(t *testing.T) {
	h := New(options(filled(t)))
	total := 0
	for _, path := range []string{"/", "/static/style.css", "/static/keys.js", "/static/icon.svg", "/ui/annals.js", "/ui/world.json"} {
		if res := get(h, path, "Accept-Encoding", "gzip"); res.StatusCode == http.StatusOK {
			total += len(body(t, res))
		}
	}
	if total > 300<<10 {
		t.Errorf("the first page is %d bytes, want at most 300 KiB", total)
	}
	start := time.Now()
	get(New(options(filled(t))), "/")
	if took := time.Since(start); took > 2*time.Second { // 200 ms on an idle machine; see TestLoad
		t.Errorf("the first page took %v", took)
	}
}
