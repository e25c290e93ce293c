package web

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"annals/internal/sys/store"
	"annals/internal/tell"
)

// What was told stands on the page and in the Atom feed, the latest first, by
// alert; words from outside stay words.
func TestInbox(t *testing.T) {
	at := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	h := New(Options{Store: new(store.Memory), Letters: func(context.Context) ([]tell.Letter, error) {
		return []tell.Letter{
			{Notice: tell.Notice{ID: "1", Alert: "Raids", Time: at, Event: "e1", Line: "reportedly X → Y: raid", Why: "told by A, B"}},
			{Notice: tell.Notice{ID: "2", Alert: "Talks & more", Time: at.Add(time.Hour), Event: "e2", Line: "planned: <b>talks</b>", Why: "new"}, Hook: tell.Post{Error: "refused", Tries: 10}},
		}, nil
	}})
	get := func(path string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
		return w.Body.String()
	}
	page := get("/inbox")
	for _, want := range []string{"reportedly X → Y: raid", "told by A, B", "planned: &lt;b&gt;talks", "webhook not delivered: refused", `href="/event/e1"`, `/inbox?alert=Talks%20%26%20more`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if strings.Index(page, "e2") > strings.Index(page, "e1") {
		t.Error("the latest is not first")
	}
	if one := get("/inbox?alert=Raids"); strings.Contains(one, "talks") || !strings.Contains(one, "raid") {
		t.Errorf("one alert:\n%s", one)
	}
	var f atomFeed
	if err := xml.Unmarshal([]byte(get("/inbox.atom?alert=Raids")), &f); err != nil || len(f.Entries) != 1 || f.Entries[0].ID != "urn:annals:notice:1" ||
		f.Entries[0].Links[0].Href != "http://example.com/event/e1" || f.Updated != "2026-03-05T12:00:00Z" {
		t.Errorf("%+v, %v", f, err)
	}
}
