package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"annals"
	"annals/internal/sys/store"
	"annals/internal/sys/store/storetest"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// description is openapi.json as maps.
func description(t *testing.T, h http.Handler) map[string]any {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(get(h, "/v1/openapi.json").Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc.(map[string]any)
}

// A listener hears which patterns are registered.
type listener struct {
	http.ServeMux
	patterns []string
}

func (l *listener) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	l.patterns = append(l.patterns, pattern)
	l.ServeMux.HandleFunc(pattern, h)
}

// TestDescriptionNamesEveryRoute holds openapi.json, the page and doc/api.md
// against what is really served.
func TestDescriptionNamesEveryRoute(t *testing.T) {
	d := &desk{Options: options(new(store.Memory))}
	var l listener
	d.register(&l)
	var described []string
	for path, ops := range description(t, New(d.Options))["paths"].(map[string]any) {
		for method := range ops.(map[string]any) {
			described = append(described, strings.ToUpper(method)+" "+path)
		}
	}
	var told []string
	for _, e := range d.endpoints() {
		told = append(told, e.Method+" "+e.Path)
	}
	served := slices.DeleteFunc(slices.Clone(l.patterns), func(p string) bool { return p == "GET /v1/openapi.json" })
	page, err := os.ReadFile("../../doc/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range told {
		if !strings.Contains(string(page), "`"+r) {
			t.Errorf("doc/api.md lacks %s", r)
		}
	}
	slices.Sort(described)
	slices.Sort(told)
	slices.Sort(served)
	if !slices.Equal(served, described) || !slices.Equal(served, told) {
		t.Errorf("served    %q\ndescribed %q\ntold      %q", served, described, told)
	}
}

// TestDescriptionIsValid looks at what OpenAPI 3.1 asks for: the version, names
// of operations that differ, parameters of paths, and references that lead
// somewhere.
func TestDescriptionIsValid(t *testing.T) {
	doc := description(t, New(options(new(store.Memory))))
	if v := doc["openapi"].(string); !strings.HasPrefix(v, "3.1.") {
		t.Errorf("openapi: %q", v)
	}
	info := doc["info"].(map[string]any)
	if info["title"] == "" || info["version"] == "" {
		t.Errorf("info: %v", info)
	}
	names := map[string]bool{}
	for path, ops := range doc["paths"].(map[string]any) {
		for method, o := range ops.(map[string]any) {
			op := o.(map[string]any)
			name, _ := op["operationId"].(string)
			if name == "" || names[name] || len(op["responses"].(map[string]any)) == 0 || op["summary"] == "" {
				t.Errorf("%s %s: operation %q", method, path, name)
			}
			names[name] = true
			ps, _ := op["parameters"].([]any)
			inPath := slices.ContainsFunc(ps, func(p any) bool { return p.(map[string]any)["in"] == "path" })
			if strings.Contains(path, "{") != inPath {
				t.Errorf("%s %s: parameters %v", method, path, ps)
			}
		}
	}
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	walk(doc, func(m map[string]any) {
		if ref, ok := m["$ref"].(string); ok && schemas[strings.TrimPrefix(ref, "#/components/schemas/")] == nil {
			t.Errorf("reference %q leads nowhere", ref)
		}
	})
}

func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, x := range v {
			walk(x, visit)
		}
	case []any:
		for _, x := range v {
			walk(x, visit)
		}
	}
}

// answers are requests to every endpoint, with the status that they get.
func answers(t *testing.T, s store.Store) [][3]string {
	fill := names(t, s)
	ok := [][3]string{
		{"/v1/claims", "200", "/v1/claims"}, {"/v1/claims?q=party:RUS&limit=3", "200", "/v1/claims"}, {"/v1/claims?q=nothingofthekind", "200", "/v1/claims"},
		{"/v1/claims?limit=1000", "200", "/v1/claims"}, {"/v1/events", "200", "/v1/events"}, {"/v1/events?q=nothingofthekind", "200", "/v1/events"},
		{"/v1/events/" + fill.Replace("{event}"), "200", "/v1/events/{id}"}, {"/v1/articles/" + fill.Replace("{article}"), "200", "/v1/articles/{id}"},
		{"/v1/articles/" + fill.Replace("{reserved}"), "200", "/v1/articles/{id}"},
		{"/v1/series", "200", "/v1/series"}, {"/v1/series?by=day", "200", "/v1/series"}, {"/v1/counts?by=pair", "200", "/v1/counts"}, {"/v1/counts?q=nothingofthekind", "200", "/v1/counts"},
	}
	bad := [][3]string{
		{"/v1/none", "404", ""}, {"/v1/events/none", "404", ""}, {"/v1/articles/none", "404", ""}, {"/v1/claims?q=wrong:field", "400", ""},
		{"/v1/claims?after=x", "400", ""}, {"/v1/events?after=x", "400", ""}, {"/v1/claims?limit=0", "422", ""}, {"/v1/counts?by=wrong", "422", ""},
		{"/v1/series?by=week", "422", ""}, {"/v1/series?q=(", "400", ""}, {"/v1/claims?q=since:2024-13-45", "400", ""}, {"/v1/", "404", ""},
	}
	return append(ok, bad...)
}

// TestAnswersAreAsDescribed validates every answer against the schema that the
// description gives for it, and every error against problem+json.
func TestAnswersAreAsDescribed(t *testing.T) {
	s := filled(t)
	h := New(options(s))
	doc := description(t, h)
	c := jsonschema.NewCompiler()
	if err := c.AddResource("file:///openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	for _, a := range answers(t, s) {
		path, status, route := a[0], a[1], a[2]
		res := get(h, path)
		if fmt.Sprint(res.StatusCode) != status {
			t.Errorf("%s: status %d, want %s", path, res.StatusCode, status)
		}
		got, err := jsonschema.UnmarshalJSON(res.Body)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		kind := res.Header.Get("Content-Type")
		if route == "" {
			p, _ := got.(map[string]any)
			if kind != "application/problem+json" || fmt.Sprint(p["status"]) != status || p["title"] == "" || p["detail"] == "" {
				t.Errorf("%s: %s %v, want a problem", path, kind, got)
			}
			continue
		}
		if kind != "application/json" {
			t.Errorf("%s: %s", path, kind)
		}
		at := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(route)
		schema, err := c.Compile("file:///openapi.json#/paths/" + at + "/get/responses/200/content/application~1json/schema")
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(got); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestCursors(t *testing.T) {
	h := New(options(filled(t)))
	for _, kind := range []string{"claims", "events"} {
		whole, pages := listOf(t, h, "/v1/"+kind+"?limit=1000", kind), []string{}
		for after := ""; ; {
			path := "/v1/" + kind + "?limit=7&after=" + after
			pages = append(pages, listOf(t, h, path, kind)...)
			var p struct{ Next string }
			if err := json.Unmarshal([]byte(body(t, get(h, path))), &p); err != nil {
				t.Fatal(err)
			}
			if after = p.Next; after == "" {
				break
			}
		}
		if len(whole) < 50 || !slices.Equal(whole, pages) {
			t.Errorf("%s: %d in pages of 7, %d at once", kind, len(pages), len(whole))
		}
	}
}

func listOf(t *testing.T, h http.Handler, path, kind string) (ids []string) {
	t.Helper()
	var all map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body(t, get(h, path))), &all); err != nil {
		t.Fatal(err)
	}
	var items []struct{ ID string }
	if err := json.Unmarshal(all[kind], &items); err != nil {
		t.Fatal(err)
	}
	for _, i := range items {
		ids = append(ids, i.ID)
	}
	return ids
}

// TestReservedWordsStayHere stores an article whose publisher reserves rights:
// no answer of the API may hold its sentences, those of others it holds.
func TestReservedWordsStayHere(t *testing.T) {
	for _, reserved := range []bool{true, false} {
		s := new(store.Memory)
		e := storetest.Entry(3, 4)
		e.Reading.Article.Rights.Reserved = reserved
		e.Reading.Article.Text = "zebra zebra"
		e.Capture.Body = []byte("zebra")
		for i := range e.Reading.Claims {
			c := &e.Reading.Claims[i]
			e.Evidence[c.ID] = "zebra"
			name := c.Actor
			poison(c, "zebra")
			c.Mode, c.Contexts, c.Where.Name, c.Actor, c.Recipient = nil, nil, "Kursk", name, nil
			c.Size, c.Attribution[0].Speaker, c.Why[0].Rule = c.Size[:1], "Agency", "table:1"
			c.Actor[0].Text = "zebra"
		}
		if _, err := s.Put(context.Background(), e); err != nil {
			t.Fatal(err)
		}
		if _, err := merged(s)(context.Background()); err != nil {
			t.Fatal(err)
		}
		h := New(options(s))
		es, _, _ := s.Events(context.Background(), nil, store.Page{})
		paths := []string{"/v1/claims", "/v1/claims?q=zebra", "/v1/events", "/v1/events/" + es[0].ID, "/v1/articles/" + string(e.Reading.Article.ID), "/v1/counts?by=said-by", "/v1/series"}
		found := false
		for _, path := range paths {
			res := get(h, path)
			text := body(t, res)
			found = found || strings.Contains(text, "zebra")
			if res.StatusCode != 200 || reserved && strings.Contains(text, "zebra") {
				t.Errorf("%s: status %d: %.300s", path, res.StatusCode, text)
			}
			if strings.Contains(text, "zebra zebra") {
				t.Errorf("%s: the body is given away", path)
			}
		}
		if !found && !reserved {
			t.Error("no evidence of a free article is given")
		}
	}
}

func TestAPISplit(t *testing.T) {
	s := filled(t)
	h := New(options(s))
	id := names(t, s).Replace("{event}")
	e, _, _ := s.Event(context.Background(), id)
	post := func(event, claim string) int {
		r := httptest.NewRequest("POST", "/v1/events/"+event+"/split", strings.NewReader(fmt.Sprintf(`{"claim":%q}`, claim)))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	if got := post(id, "none"); got != 404 {
		t.Errorf("no such claim: status %d", got)
	}
	if got := post("none", e.Claims[0]); got != 404 {
		t.Errorf("no such event: status %d", got)
	}
	if got := post(id, e.Claims[1]); got != 204 {
		t.Errorf("split: status %d", got)
	}
	after, _, _ := s.Event(context.Background(), id)
	if slices.Contains(after.Claims, e.Claims[1]) {
		t.Error("the claim still belongs to its event")
	}
	if got := get(h, "/v1/events/"+id+"/split"); got.StatusCode != 405 || got.Header.Get("Allow") != "POST" || got.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("GET: status %d, %v", got.StatusCode, got.Header)
	}
}

// TestIDsLast holds that an event keeps its id when more reports come in.
func TestIDsLast(t *testing.T) {
	s := filled(t)
	h := New(options(s))
	before := listOf(t, h, "/v1/events?limit=1000", "events")
	e := storetest.Entry(99, 1)
	e.Reading.Article.Published = annals.Date("2025-12-31")
	if _, err := s.Put(context.Background(), e); err != nil {
		t.Fatal(err)
	}
	if _, err := merged(s)(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, id := range before {
		if _, ok, err := s.Event(context.Background(), id); err != nil || !ok {
			t.Errorf("event %s is gone", id)
		}
	}
}
