package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"annals"
	"annals/internal/collect/fetch"
	"annals/internal/extract"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
)

// rightsCmd is `annals rights`: what may be done with a page, and what says so.
type rightsCmd struct {
	keeper
	Basis  string `help:"Decide as if the outlet's entry in the configuration named this basis: own, licence or research." enum:",own,licence,research" default:""`
	Stored bool   `help:"Ask the record and not the web, for an address too."`
	JSON   bool   `name:"json" help:"As one JSON object."`
	Target string `arg:"" name:"URL|OUTLET|ID" help:"Address of a page, which is fetched; or name or domain of an outlet, or id of an article, as the record has it."`
}

// A verdict is what may be done with a page, or with an outlet's pages, and why.
type verdict struct {
	Target   string         `json:"target"`
	Fetch    bool           `json:"fetch"`
	List     bool           `json:"list"`
	Code     bool           `json:"code"`
	Reserved bool           `json:"reserved"`
	Reason   string         `json:"reason,omitempty"` // the words that reserve
	Basis    string         `json:"basis,omitempty"`  // that lifts the reservation
	Signals  []signalLine   `json:"signals"`
	Asked    []askedFile    `json:"asked,omitempty"`    // of a page that is fetched
	Articles *verdictTotals `json:"articles,omitempty"` // of an outlet
	Notes    []string       `json:"notes,omitempty"`
}

// A signalLine is a signal and what it does.
type signalLine struct {
	annals.Signal
	Effect   rights.Effect `json:"effect"`
	Decides  bool          `json:"decides"`
	Defined  string        `json:"defined,omitempty"`  // where the effect is
	Articles int           `json:"articles,omitempty"` // of an outlet, that have it
}

// An askedFile is a file of a site that was asked for.
type askedFile struct {
	Path   string    `json:"path"`
	Status int       `json:"status,omitempty"`
	Bytes  int       `json:"bytes"`
	Why    string    `json:"why,omitempty"` // there is no answer
	Time   time.Time `json:"time,omitzero"`
}

type verdictTotals struct {
	Read     int `json:"read"`
	Reserved int `json:"reserved"`
}

// Run explains the decision line by line.
func (cmd *rightsCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var v *verdict
	var err error
	if web := strings.HasPrefix(cmd.Target, "http://") || strings.HasPrefix(cmd.Target, "https://"); web && !cmd.Stored {
		v, err = cmd.ask(ctx)
	} else {
		v, err = cmd.look(ctx, c)
	}
	switch {
	case ctx.Err() != nil:
		return errors.New("interrupted")
	case err != nil:
		return err
	}
	if cmd.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	}
	width, colour := terminal(c)
	(&verdictWriter{sheet{c.out, width, ink{colour}}}).write(v)
	return nil
}

// ask fetches what a site says of an address, and the page unless the site
// forbids that.
func (cmd *rightsCmd) ask(ctx context.Context) (*verdict, error) {
	client := fetch.New(fetch.Options{Agent: userAgent, Timeout: fetchTimeout, Delay: fetchDelay, Private: inside(ctx, cmd.Target)})
	defer client.Close()
	site, err := client.Site(ctx, cmd.Target)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shown(cmd.Target), why(err, fetchTimeout))
	}
	signals, address := site.Signals(cmd.Target), cmd.Target
	var notes []string
	if d := rights.Decide(signals, rights.None); !d.Fetch {
		notes = append(notes, "the page was not fetched: what it says itself is not known")
	} else if c, err := askPage(ctx, client, cmd.Target); errors.Is(err, fetch.ErrRobots) { // of the page that it leads to
		signals = append(signals, annals.Signal{Kind: "robots-disallow", Value: err.Error(), Where: "robots.txt"})
	} else if errors.Is(err, fetch.ErrNoRobots) {
		signals = append(signals, annals.Signal{Kind: "robots-unreachable", Value: err.Error(), Where: "robots.txt"})
	} else if err != nil {
		notes = append(notes, "the page could not be read: "+err.Error())
	} else {
		address, signals = c.URL, seenAt(c.Signals, c.Time)
		found, err := pageSignals(c)
		if err != nil {
			notes = append(notes, "the page says nothing that can be read: "+err.Error())
		}
		signals = append(rights.Unread(found, c.Signals), signals...)
	}
	v := cmd.verdict(address, signals)
	v.Notes, v.Asked = notes, asked(&site)
	return v, nil
}

// askPage gets a page as bytes; an answer that is no page is an error.
func askPage(ctx context.Context, client *fetch.Client, address string) (*annals.Capture, error) {
	r, err := client.Get(ctx, fetch.Request{URL: address, Page: true})
	switch {
	case err != nil:
		return nil, why(err, fetchTimeout)
	case r.Status >= 400:
		return nil, fmt.Errorf("the server answers %d %s", r.Status, http.StatusText(r.Status))
	}
	return &annals.Capture{URL: r.URL, ContentType: r.Header.Get("Content-Type"), Body: r.Body, Signals: r.Signals, Time: r.Time}, nil
}

// pageSignals are those that a page itself holds.
func pageSignals(c *annals.Capture) ([]annals.Signal, error) {
	bare := *c
	bare.Signals = nil
	as, err := extract.Extract(&bare, extract.Options{})
	var out []annals.Signal
	for _, a := range as {
		out = append(out, seenAt(a.Rights.Signals, c.Time)...)
	}
	return out, err
}

// asked are the files of a site that were asked for, in the order of asking.
func asked(s *fetch.Site) (out []askedFile) {
	add := func(path string, f fetch.File) {
		if !f.Time.IsZero() {
			out = append(out, askedFile{Path: path, Status: f.Status, Bytes: len(f.Body), Why: strings.TrimPrefix(f.Why, fmt.Sprint(f.Status, " ")), Time: f.Time.UTC()})
		}
	}
	add(rights.RobotsPath, s.Robots)
	add(rights.TDMRepPath, s.TDMRep)
	add(rights.TrustPath, s.Trust)
	add(rights.TrustKnown, s.TrustKnown)
	for _, l := range slices.Sorted(maps.Keys(s.Licences)) {
		add(l, s.Licences[l])
	}
	return out
}

// verdict decides by signals.
func (cmd *rightsCmd) verdict(target string, signals []annals.Signal) *verdict {
	d := rights.Decide(signals, rights.Basis(cmd.Basis))
	v := &verdict{Target: target, Fetch: d.Fetch, List: d.Index, Code: d.Code, Reserved: d.Reserved, Reason: d.Rights.Basis, Signals: []signalLine{}}
	if d.Reserved {
		v.Basis = cmd.Basis
	}
	for _, l := range d.Lines {
		v.Signals = append(v.Signals, signalLine{Signal: l.Signal, Effect: l.Effect, Decides: l.Decides, Defined: l.Source})
	}
	return v
}

// look finds the target in the record.
func (cmd *rightsCmd) look(ctx context.Context, c *console) (*verdict, error) {
	s, err := cmd.readStore(ctx, c)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	e, ok, err := s.Get(ctx, annals.ArticleID(cmd.Target))
	if err != nil {
		return nil, err
	}
	if ok {
		v := cmd.verdict(nameOf(&e), entrySignals(&e))
		if !v.Code && len(e.Reading.Claims) > 0 {
			v.Notes = append(v.Notes, "claims were made of it all the same: a copy that you gave is coded, and they are marked reserved")
		}
		return v, nil
	}
	t := tally{target: cmd.Target, host: siteOf(cmd.Target)}
	if err := t.find(ctx, s); err != nil {
		return nil, err
	}
	if err := t.findFailures(ctx, s); err != nil {
		return nil, err
	}
	if t.read == 0 && len(t.failures) == 0 {
		return nil, fmt.Errorf("find %q: neither an outlet, nor a domain, nor an article of the record; `annals counts outlet` lists the outlets", cmd.Target)
	}
	return t.verdict(cmd), nil
}

// maxTally is how many articles of an outlet are looked into: the latest.
const maxTally = 500

// A tally counts the signals of an outlet's articles.
type tally struct {
	target, host   string
	read, reserved int
	last           []annals.ArticleID // at most twice maxTally
	failures       []store.Failure    // the latest; at most maxFailures
	signals        []annals.Signal
	articles       map[annals.Signal]int // by signal without its time
}

// find counts the articles of the outlet, and the signals of the latest.
func (t *tally) find(ctx context.Context, s store.Store) error {
	for h, err := range s.Heads(ctx) {
		if err != nil {
			return err
		}
		if !t.fits(&h) {
			continue
		}
		t.read++
		if h.Reserved {
			t.reserved++
		}
		if t.last = append(t.last, h.ID); len(t.last) == 2*maxTally {
			t.last = slices.Clone(t.last[maxTally:])
		}
	}
	t.last = t.last[max(0, len(t.last)-maxTally):]
	for _, id := range t.last {
		e, ok, err := s.Get(ctx, id)
		if err != nil {
			return err
		}
		if ok {
			t.take(&e)
		}
	}
	return nil
}

// maxFailures is how many failures of an outlet are looked for.
const maxFailures = 100

// findFailures finds what could not be read of the outlet, or at the address.
func (t *tally) findFailures(ctx context.Context, s store.Store) (err error) {
	fits := func(f *store.Failure) bool { return f.Of(t.target) || t.host != "" && f.Of(t.host) }
	t.failures, _, err = store.FailuresOf(ctx, s, fits, "", maxFailures)
	return err
}

// failureNotes say what could not be read, and so says nothing of its rights.
func failureNotes(target string, fs []store.Failure) []string {
	if len(fs) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s could not be read (the latest, %s: %s): `annals status %q` lists them", count(len(fs), "page"), fs[0].Name(), fs[0].Reason, target)}
}

// fits reports an article of the outlet, or at the address.
func (t *tally) fits(h *store.Head) bool {
	return strings.EqualFold(h.Outlet, t.target) || h.URL != "" && (h.URL == t.target || h.Origin == t.target || t.host != "" && within(hostOf(h.URL), t.host))
}

// take counts the signals of an article.
func (t *tally) take(e *store.Entry) {
	seen := rights.Add(annals.Rights{}, entrySignals(e)...)
	if t.articles == nil {
		t.articles = map[annals.Signal]int{}
	}
	for _, s := range seen.Signals {
		key := s
		key.Time = time.Time{}
		if t.articles[key]++; t.articles[key] == 1 {
			t.signals = append(t.signals, s)
		} else if k := slices.IndexFunc(t.signals, func(x annals.Signal) bool { x.Time = time.Time{}; return x == key }); s.Time.After(t.signals[k].Time) {
			t.signals[k].Time = s.Time // when it was seen last
		}
	}
}

func (t *tally) verdict(cmd *rightsCmd) *verdict {
	v := cmd.verdict(t.target, t.signals)
	v.Articles = &verdictTotals{Read: t.read, Reserved: t.reserved}
	for k := range v.Signals {
		key := v.Signals[k].Signal
		key.Time = time.Time{}
		v.Signals[k].Articles = t.articles[key]
	}
	v.Notes = append(v.Notes, failureNotes(t.target, t.failures)...)
	if n := len(t.last); n < t.read {
		v.Notes = append(v.Notes, fmt.Sprintf("the signals are those of the latest %d articles", n))
	}
	if t.reserved > 0 && t.reserved < t.read {
		v.Notes = append(v.Notes, fmt.Sprintf("%d of %d articles are reserved: each is decided by its own signals", t.reserved, t.read))
	} else if s := rarest(v.Signals); s != nil && s.Articles < len(t.last) {
		v.Notes = append(v.Notes, fmt.Sprintf("%s stands with %d of %d articles: each is decided by its own signals", s.Kind, s.Articles, len(t.last)))
	}
	return v
}

// rarest is, of the signals that decide, the one that the fewest articles have; nil
// if none decides.
func rarest(ss []signalLine) (out *signalLine) {
	for k := range ss {
		if s := &ss[k]; s.Decides && (out == nil || s.Articles < out.Articles) {
			out = s
		}
	}
	return out
}

// entrySignals are all signals of an entry, with the time they were seen.
func entrySignals(e *store.Entry) []annals.Signal {
	return seenAt(slices.Concat(rights.OfCapture(&e.Capture), e.Reading.Article.Rights.Signals), e.Capture.Time)
}

// seenAt gives signals without a time the time at which their page was read.
func seenAt(ss []annals.Signal, t time.Time) []annals.Signal {
	out := slices.Clone(ss)
	for k := range out {
		if out[k].Time.IsZero() && !t.IsZero() {
			out[k].Time = t.UTC()
		}
	}
	return out
}

func nameOf(e *store.Entry) string {
	a := &e.Reading.Article
	for _, s := range []string{e.Capture.URL, a.URL, a.Title, e.Capture.File} {
		if s != "" {
			return s
		}
	}
	return string(a.ID)
}

// hostOf is the host of an address or a domain without "www.", "" for what is
// neither.
func hostOf(s string) string {
	if !strings.Contains(s, "://") {
		if strings.ContainsAny(s, " \t") || !strings.Contains(s, ".") {
			return ""
		}
		s = "http://" + s
	}
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// siteOf is the host of what names a whole site: a domain, or the address of a
// home page.
func siteOf(s string) string {
	host := hostOf(s)
	if _, rest, _ := strings.Cut(strings.ToLower(s), host); strings.Trim(rest, "/") != "" {
		return ""
	}
	return host
}

// within reports a host that is a domain, or lies below it.
func within(host, domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) }
