// Package config reads the file that says what to watch: outlets with their
// feeds, how politely to fetch, what to keep.
//
// In goes YAML (or OPML, as other programs write it); out comes a [Config]. All
// that is wrong is told at once, each with file and line; an unknown key is
// wrong, too. Nothing here reads files, the network or the clock.
package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"go.yaml.in/yaml/v3"

	"annals"
	"annals/internal/collect/feed"
	"annals/internal/sys/rights"
)

// A Config is what a file says. Zero durations mean what production uses.
type Config struct {
	Contact string         // who to turn to: an address that the User-Agent names
	Delay   time.Duration  // between two requests to a host
	Every   time.Duration  // the shortest interval of a feed
	Keep    time.Duration  // how long the bytes of captures are kept; 0: for ever
	Private []netip.Prefix // private networks that may be reached
	Outlets []Outlet
	Alerts  []Alert
	Mail    *Mail  // nil: no mail is sent
	WebSub  string // address under which hubs reach /websub/ of the pages; "" asks no hub
	Pages   string // address of the record's pages, for links in mails; "" for none
}

// An Alert is a saved query and when what it finds is told.
type Alert struct {
	Name    string
	Query   string
	When    string // new, sources N, status, numbers, spike
	Webhook string // "" for the inbox alone
	Secret  string // signs what is sent
	Mail    string // who is sent a mail; "" is nobody
	Digest  string // when mails are sent; "" is at once
	Line    int
}

// Mail is the server that mails are sent through.
type Mail struct {
	Host           string
	Port           int // 0: as Security has it
	User, Password string
	From           string
	Security       string // starttls ("" too), tls, none
}

// An Outlet is who publishes.
type Outlet struct {
	Name    string
	Country annals.Code  // where it sits; "" when not told
	Site    string       // its home page, whose feeds are found; "" when feeds are given
	Basis   rights.Basis // why its pages may be coded although it reserves mining
	Feeds   []Feed
	Line    int
}

// A Feed is what is polled.
type Feed struct {
	URL    string
	Select string        // of the links of a page; "" for a feed or sitemap
	Every  time.Duration // 0: as often as it brings news
	Line   int
}

// Bounds on intervals and sizes.
const (
	MaxFile     = 4 << 20
	MaxFeeds    = 20_000
	minEvery    = time.Minute
	maxEvery    = 31 * 24 * time.Hour
	minKeep     = 24 * time.Hour
	minDelay    = 100 * time.Millisecond
	maxDelay    = time.Hour
	longestName = 200
)

// Parse reads a file; name stands in errors. A file that begins with "<" is
// read as OPML, one outlet a feed.
func Parse(name string, body []byte) (Config, error) {
	if len(body) > MaxFile {
		return Config{}, fmt.Errorf("%s: %d bytes, at most %d are read", name, len(body), MaxFile)
	}
	if bytes.HasPrefix(bytes.TrimLeft(body, "\xEF\xBB\xBF \t\r\n"), []byte("<")) {
		return fromOPML(name, body)
	}
	r := reader{name: name}
	var doc yaml.Node
	if err := yaml.Unmarshal(body, &doc); err != nil {
		return Config{}, fmt.Errorf("%s:%s", name, yamlError(body, err))
	}
	if len(doc.Content) == 0 {
		return Config{}, fmt.Errorf("%s: nothing in it: name outlets to watch", name)
	}
	r.config(doc.Content[0])
	return r.out, errors.Join(r.errs...)
}

func fromOPML(name string, body []byte) (Config, error) {
	subs, err := feed.ReadOPML(body)
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", name, err)
	}
	var c Config
	for k, s := range subs {
		if !webAddress(s.URL) {
			return Config{}, fmt.Errorf("%s: feed %d: %q is no http or https address", name, k+1, s.URL)
		}
		c.Outlets = append(c.Outlets, Outlet{Name: cmp.Or(s.Title, s.URL), Feeds: []Feed{{URL: s.URL}}})
	}
	if len(c.Outlets) == 0 {
		return Config{}, fmt.Errorf("%s: no feed in it", name)
	}
	return c, nil
}

func (r *reader) config(n *yaml.Node) {
	r.feeds = map[string]int{}
	r.keys(n, "the file", map[string]func(*yaml.Node){
		"contact": func(n *yaml.Node) { r.out.Contact = r.text(n) },
		"delay":   func(n *yaml.Node) { r.out.Delay = r.duration(n, minDelay, maxDelay) },
		"every":   func(n *yaml.Node) { r.out.Every = r.duration(n, minEvery, maxEvery) },
		"keep":    func(n *yaml.Node) { r.out.Keep = r.duration(n, minKeep, 100*365*24*time.Hour) },
		"private": func(n *yaml.Node) { r.list(n, r.private) },
		"outlets": func(n *yaml.Node) { r.list(n, r.outlet) },
		"alerts":  func(n *yaml.Node) { r.list(n, r.alert) },
		"mail":    r.mail,
		"websub":  func(n *yaml.Node) { r.out.WebSub = r.address(n) },
		"pages":   func(n *yaml.Node) { r.out.Pages = r.address(n) },
	})
	if len(r.out.Outlets) == 0 && len(r.errs) == 0 {
		r.fail(n, "no outlets: name one to watch")
	}
}

func (r *reader) private(n *yaml.Node) {
	p, err := netip.ParsePrefix(n.Value)
	if err != nil {
		r.fail(n, "%q is no network: want an address and a length, like 10.1.0.0/16", n.Value)
		return
	}
	r.out.Private = append(r.out.Private, p)
}

func (r *reader) outlet(n *yaml.Node) {
	o, wrong := Outlet{Line: n.Line}, false
	r.keys(n, "an outlet", map[string]func(*yaml.Node){
		"name":    func(n *yaml.Node) { o.Name = r.text(n) },
		"country": func(n *yaml.Node) { o.Country = r.country(n) },
		"site":    func(n *yaml.Node) { o.Site = r.address(n) },
		"basis":   func(n *yaml.Node) { o.Basis = r.basis(n) },
		"feeds": func(n *yaml.Node) {
			before := len(r.errs)
			r.list(n, func(n *yaml.Node) { r.feed(n, &o) })
			wrong = len(r.errs) > before // and told
		},
	})
	if n.Kind != yaml.MappingNode {
		return
	}
	if o.Name == "" {
		r.fail(n, "an outlet without a name")
	}
	if len(o.Feeds) == 0 && o.Site == "" && !wrong {
		r.fail(n, "outlet %q has neither feeds nor a site", o.Name)
	}
	r.out.Outlets = append(r.out.Outlets, o)
}

func (r *reader) mail(n *yaml.Node) {
	m := &Mail{}
	r.keys(n, "mail", map[string]func(*yaml.Node){
		"host":     func(n *yaml.Node) { m.Host = r.text(n) },
		"port":     func(n *yaml.Node) { m.Port = r.port(n) },
		"user":     func(n *yaml.Node) { m.User = n.Value },
		"password": func(n *yaml.Node) { m.Password = n.Value },
		"from":     func(n *yaml.Node) { m.From = r.mailbox(n) },
		"security": func(n *yaml.Node) {
			if m.Security = n.Value; m.Security != "starttls" && m.Security != "tls" && m.Security != "none" {
				r.fail(n, "unknown security %q: want starttls, tls or none", n.Value)
			}
		},
	})
	if n.Kind == yaml.MappingNode && (m.Host == "" || m.From == "") {
		r.fail(n, "mail needs a host and a from")
	}
	r.out.Mail = m
}

func (r *reader) alert(n *yaml.Node) {
	a := Alert{Line: n.Line, When: "new"}
	r.keys(n, "an alert", map[string]func(*yaml.Node){
		"name":    func(n *yaml.Node) { a.Name = r.text(n) },
		"query":   func(n *yaml.Node) { a.Query = n.Value },
		"when":    func(n *yaml.Node) { a.When = n.Value },
		"webhook": func(n *yaml.Node) { a.Webhook = r.address(n) },
		"secret":  func(n *yaml.Node) { a.Secret = n.Value },
		"mail":    func(n *yaml.Node) { a.Mail = r.mailbox(n) },
		"digest":  func(n *yaml.Node) { a.Digest = n.Value },
	})
	if n.Kind != yaml.MappingNode {
		return
	}
	if a.Name == "" {
		r.fail(n, "an alert without a name")
	}
	for _, x := range r.out.Alerts {
		if x.Name == a.Name {
			r.fail(n, "alert %q stands in line %d already", a.Name, x.Line)
		}
	}
	r.out.Alerts = append(r.out.Alerts, a)
}

// feed reads an address alone, or with more about it.
func (r *reader) feed(n *yaml.Node, o *Outlet) {
	f := Feed{Line: n.Line}
	if n.Kind == yaml.ScalarNode {
		f.URL = r.address(n)
	} else {
		r.keys(n, "a feed", map[string]func(*yaml.Node){
			"url":    func(n *yaml.Node) { f.URL = r.address(n) },
			"select": func(n *yaml.Node) { f.Select = r.selector(n) },
			"every":  func(n *yaml.Node) { f.Every = r.duration(n, minEvery, maxEvery) },
		})
		if f.URL == "" && n.Kind == yaml.MappingNode && len(r.errs) == 0 {
			r.fail(n, "a feed without a url")
		}
	}
	if f.URL == "" {
		return
	}
	if line, twice := r.feeds[f.URL]; twice {
		r.fail(n, "feed %s stands in line %d already", f.URL, line)
		return
	}
	if len(r.feeds) == MaxFeeds {
		r.fail(n, "more than %d feeds", MaxFeeds)
	}
	r.feeds[f.URL] = n.Line
	o.Feeds = append(o.Feeds, f)
}
