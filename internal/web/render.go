package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"annals"
	"annals/internal/search"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
	"annals/internal/tell"
)

// A page makes the data of a page from a request.
type page func(r *http.Request) (map[string]any, error)

// pages adds all pages to mux.
func (d *desk) pages(mux *http.ServeMux) {
	for _, p := range []struct {
		path, file string
		make       page
	}{
		{"GET /{$}", "today.html", d.today},
		{"GET /search", "search.html", d.search},
		{"GET /pair/{pair}", "pair.html", d.pair},
		{"GET /actor/{code}", "actor.html", d.actor},
		{"GET /event/{id}", "event.html", d.eventPage},
		{"GET /article/{id}", "article.html", d.article},
		{"GET /map", "map.html", d.mapPage},
		{"GET /network", "network.html", d.network},
		{"GET /outlets", "outlets.html", d.outlets},
		{"GET /failures", "failures.html", d.failuresPage},
		{"GET /inbox", "inbox.html", d.inbox},
		{"GET /alerts", "alerts.html", d.alerts},
		{"GET /alerts/new", "alert.html", d.newAlert},
		{"GET /alerts/{id}", "alert.html", d.editAlert},
		{"GET /codebook", "codebook.html", d.codebook},
		{"GET /docs", "docs.html", d.docs},
	} {
		mux.HandleFunc(p.path, func(w http.ResponseWriter, r *http.Request) { d.show(w, r, p.file, p.make) })
	}
	mux.HandleFunc("GET /inbox.atom", d.inboxAtom)
	mux.HandleFunc("POST /event/{id}/split", d.splitForm)
	d.alertForms(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		d.failed(w, r, fmt.Errorf("page %q: %w", r.URL.Path, errNotFound))
	})
}

// show makes a page, or the page that says what went wrong.
func (d *desk) show(w http.ResponseWriter, r *http.Request, file string, make page) {
	data, err := make(r)
	if err != nil {
		d.failed(w, r, err)
		return
	}
	d.render(w, r, http.StatusOK, file, data)
}

// failed answers with the page for an error.
func (d *desk) failed(w http.ResponseWriter, r *http.Request, err error) {
	status, message := statusOf(err)
	if status == http.StatusInternalServerError {
		d.Log.Error("page failed", "path", r.URL.Path, "err", err)
	}
	d.render(w, r, status, "error.html", map[string]any{"Title": message, "Status": status, "Message": message, "Q": r.URL.Query().Get("q")})
}

// statusOf is the one table of what errors mean to a reader.
func statusOf(err error) (int, string) {
	var s *search.SyntaxError
	var f tell.Faults
	switch {
	case errors.As(err, &f):
		return http.StatusUnprocessableEntity, "The alert cannot be kept so: " + f.Error() + "."
	case errors.As(err, &s):
		return http.StatusBadRequest, "The query cannot be read: column " + strconv.Itoa(s.Column) + ": " + s.Message
	case errors.Is(err, errNotFound):
		return http.StatusNotFound, "There is no such thing in this record."
	case errors.Is(err, store.ErrCursor):
		return http.StatusBadRequest, "The list has no such page."
	case errors.Is(err, store.ErrReadOnly):
		return http.StatusForbidden, "This record is read-only."
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "The answer took too long."
	}
	return http.StatusInternalServerError, "Something went wrong here. It has been noted."
}

// render fills a template and sends it whole.
func (d *desk) render(w http.ResponseWriter, r *http.Request, status int, file string, data map[string]any) {
	data["Path"] = ""
	if r != nil {
		data["Path"] = r.URL.Path
		data["Unread"] = d.unread(r.Context())
	}
	if data["Q"] == nil {
		data["Q"] = ""
	}
	var b bytes.Buffer
	if err := d.sheets[file].ExecuteTemplate(&b, "base", data); err != nil {
		d.Log.Error("template failed", "file", file, "err", err)
		http.Error(w, "The page could not be made.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// funcs are what templates may call.
func (d *desk) funcs() template.FuncMap {
	return template.FuncMap{
		"at":      d.at,
		"country": func(c annals.Code) string { return d.name(string(c)) },
		"name":    d.name,
		"date":    dateWords,
		"clock":   clock,
		"when":    whenWords,
		"day":     func(r store.Row) string { return dateWords(r.Day()) },
		"eday":    func(e annals.Event) string { return dateWords(e.Day()) },
		"clean":   clean,
		"search":  searchURL,
		"quote":   quoteValue,
		"lower":   func(s any) string { return strings.ToLower(fmt.Sprint(s)) },
		"join":    func(ss []string) string { return strings.Join(ss, ", ") },
		"number":  number,
		"bounds":  boundsWords,
		"parts":   func(r store.Row) []part { return partsOf([]store.Row{r}) },
		"clip":    clip,
		"title":   func(s string) string { return clip(s, maxTitle) },
		"size":    sizeWords,
		"add":     func(a, b float64) float64 { return round(a + b) },
		"status":  statusWords,
		"side":    side,
		"count":   countWords,
		"who":     d.who,
		"leads":   d.leads,
		"number2": func(n int) string { return number(float64(n)) },
		"classes": func() []string {
			return []string{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}
		},
		"pages":   menu,
		"effect":  func(e rights.Effect) string { return effects[e] },
		"signed":  func(x float64) string { return strings.Replace(fmt.Sprintf("%+.1f", x), "-", "−", 1) },
		"percent": func(x float64) string { return strconv.Itoa(int(100*x+0.5)) + " %" },
		"link":    safeLink,
	}
}

// effects is what signals of rights do, in words.
var effects = map[rights.Effect]string{rights.NoFetch: "not fetched", rights.NoIndex: "not listed", rights.NoCode: "reserved",
	rights.Allow: "allowed", rights.Note: "noted"}

// A menuItem is a page that every page links to.
type menuItem struct{ URL, Name string }

func menu() []menuItem {
	return []menuItem{{"/", "Today"}, {"/map", "Map"}, {"/network", "Network"}, {"/outlets", "Outlets"}, {"/inbox", "Inbox"}, {"/alerts", "Alerts"}, {"/codebook", "Codebook"}}
}

// side is the class of colours of a quad class.
func side(quad int) string {
	if quad <= 2 {
		return "coop"
	}
	return "conf"
}

func countWords(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(float64(n)) + " " + noun + "s"
}

// clean is text that cannot move, hide or reorder what stands around it:
// control and bidi characters become spaces. Escaping is the template's.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
	}), " ")
}

// How many characters of words a page shows at most.
const (
	maxName  = 80
	maxTitle = 200
	maxPart  = 700
)

// clip is clean text of at most n characters.
func clip(s string, n int) string {
	if s = clean(s); utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// middle is text of at most n characters that keeps both ends.
func middle(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	return string(rs[:n/2]) + " … " + string(rs[len(rs)-n/2:])
}

// safeLink is an address that a page may link to: http and https only.
func safeLink(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || clean(s) != s {
		return ""
	}
	return s
}

// dateWords is "19 Jun 2024".
func dateWords(d annals.Date) string {
	t, ok := d.Time()
	if !ok {
		return "no date"
	}
	return t.Format("2 Jan 2006")
}

// number writes n with thin spaces between thousands.
func number(n float64) string {
	s := strconv.FormatFloat(n, 'f', -1, 64)
	whole, rest, dot := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "\u202f" + whole[i:]
	}
	if dot {
		return whole + "." + rest
	}
	return whole
}

// sizeWords is a number with what it counts.
func sizeWords(low, high *float64, currency, what string) string {
	if what == "money" {
		what = ""
	}
	return strings.TrimSpace(boundsWords(low, high) + unit(currency) + " " + clip(what, maxName))
}

func unit(currency string) string {
	if currency == "" {
		return ""
	}
	return " " + clip(currency, maxName)
}

func boundsWords(low, high *float64) string {
	switch {
	case low != nil && high != nil && *low == *high:
		return number(*low)
	case low != nil && high != nil:
		return number(*low) + "–" + number(*high)
	case low != nil:
		return "at least " + number(*low)
	case high != nil:
		return "at most " + number(*high)
	}
	return "a number"
}

// statusWords says a status to people.
func statusWords(s annals.Status) string {
	return map[annals.Status]string{annals.Actual: "happened", annals.Ongoing: "going on", annals.Historical: "long past", annals.Future: "planned",
		annals.Hypothetical: "may happen", annals.Negated: "said not to have happened"}[s]
}

// spaced is clean text that keeps a blank at its ends.
func spaced(s string) string {
	out := clean(s)
	if s != "" && unicode.IsSpace(rune(s[0])) {
		out = " " + out
	}
	if s != "" && unicode.IsSpace(rune(s[len(s)-1])) {
		out += " "
	}
	return out
}

// A party is a participant as it is shown.
type party struct {
	Name, Code, URL, Hint string
}

// who are the parties of a role.
func (d *desk) who(ps []annals.Participant) []party {
	var out []party
	for _, p := range ps {
		x := party{Name: clip(p.Name, maxName), Code: clip(string(p.Country)+" "+p.Sector, maxName)}
		if x.Name == "" {
			x.Name = clip(p.Text, maxName)
		}
		if x.Name == "" {
			x.Name = "unnamed"
		}
		if p.Country != "" {
			x.URL, x.Hint = "/actor/"+string(p.Country), d.name(string(p.Country))
		}
		out = append(out, x)
	}
	return out
}

// leads are at most three parties of a role that stand for all: of each
// country the first.
func (d *desk) leads(ps []annals.Participant) []party {
	var seen []annals.Code
	var out []annals.Participant
	for _, p := range ps {
		if p.Country == "" || !slices.Contains(seen, p.Country) {
			seen, out = append(seen, p.Country), append(out, p)
		}
	}
	return d.who(out[:min(len(out), 3)])
}

// ago is the day so many days before d.
func ago(d annals.Date, days int) annals.Date {
	t, ok := d.Time()
	if !ok {
		return ""
	}
	return annals.DateOf(t.Add(-time.Duration(days) * 24 * time.Hour))
}
