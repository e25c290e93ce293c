package feed

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"annals/internal/sys/guard"
)

// A Kind is the format of a feed.
type Kind string

// The formats.
const (
	RSS          Kind = "rss" // 0.9 to 2.0, RDF among them
	Atom         Kind = "atom"
	JSON         Kind = "json"
	Sitemap      Kind = "sitemap"
	SitemapIndex Kind = "sitemapindex"
	Listing      Kind = "listing" // a page with links
)

// Bounds on what is read.
const (
	MaxBytes = 10 << 20
	MaxItems = 500 // unless [Options] say otherwise
	maxTitle = 500 // bytes
)

// Errors of what is no feed.
var (
	ErrLarge   = errors.New("feed is too large")
	ErrHTML    = errors.New("a web page, not a feed")
	ErrUnknown = errors.New("not a feed that is known")
)

// An Item is one article that a feed announces.
type Item struct {
	URL       string // absolute, http or https
	Title     string // plain text; "" when the feed gives none
	GUID      string // as the feed has it
	Published time.Time
	Updated   time.Time // both zero when unknown or beyond belief
	Language  string    // BCP 47, "" when unknown
	Warnings  []string
}

// A Feed is what was read.
type Feed struct {
	Kind     Kind
	Title    string
	Home     string        // the site's page
	Self     string        // its own address, as it says
	Hub      string        // where WebSub subscriptions are made
	Licence  string        // addresses of machine-readable licences (RSL), apart by blanks
	Every    time.Duration // how often it asks to be read; 0: it does not say
	Items    []Item        // in the feed's order
	Parts    []Item        // the sitemaps of an index
	Warnings []string
}

// Options say how to read. The zero value is right for feeds and sitemaps.
type Options struct {
	Now      time.Time // dates a day and more later are not believed; zero: all are
	Select   string    // CSS selector of the links of a listing page; "" is no listing
	MaxItems int       // 0: MaxItems
}

// Parse reads a feed. contentType is what the server said and base the address
// that relative addresses count from. The error wraps [ErrLarge], [ErrHTML],
// [ErrUnknown] or tells what is wrong.
func Parse(body []byte, contentType, base string, o Options) (Feed, error) {
	if len(body) > MaxBytes {
		return Feed{}, fmt.Errorf("%w: %d bytes, at most %d are read", ErrLarge, len(body), MaxBytes)
	}
	if o.MaxItems <= 0 {
		o.MaxItems = MaxItems
	}
	from, err := url.Parse(base)
	if err != nil {
		return Feed{}, fmt.Errorf("address of the feed: %w", err)
	}
	r := reader{Options: o, base: from, known: map[string]bool{}}
	text := utf8Of(body, contentType)
	switch kind := sniff(text); {
	case o.Select != "":
		err = r.listing(text)
	case kind == Sitemap || kind == SitemapIndex:
		err = r.sitemap(text, kind)
	case kind == Listing:
		err = ErrHTML
	case kind == "":
		err = ErrUnknown
	default:
		err = r.feed(text, kind)
	}
	return r.out, err
}

// reader collects items.
type reader struct {
	Options
	base  *url.URL
	known map[string]bool // addresses
	out   Feed
	over  bool // there were more items than are read
}

var rootElement = regexp.MustCompile(`(?s)<([A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)[\s/>]`)

// sniff tells the format by the first element, "" for none that is known.
func sniff(text []byte) Kind {
	head := bytes.TrimSpace(text[:min(len(text), 64<<10)])
	if bytes.HasPrefix(head, []byte("{")) {
		return JSON
	}
	head = comments.ReplaceAll(head, nil)
	m := rootElement.FindSubmatch(head)
	if m == nil {
		return ""
	}
	switch strings.ToLower(string(m[2])) {
	case "rss", "rdf", "channel":
		return RSS
	case "feed", "entry":
		return Atom
	case "urlset":
		return Sitemap
	case "sitemapindex":
		return SitemapIndex
	case "html", "head", "body", "script", "div", "meta", "title":
		return Listing
	}
	return ""
}

var comments = regexp.MustCompile(`(?s)<!--.*?-->|<\?.*?\?>|<!DOCTYPE\s+(?:[^\[>]|\[.*?\])*>`)

// feed reads RSS, Atom and JSON Feed. A file that was cut off is read up to its
// last whole item.
func (r *reader) feed(text []byte, kind Kind) error {
	text = r.shortened(text, kind)
	if bytes.Count(text, []byte("<")) > maxTags || kind == JSON && bytes.Count(text, []byte("{")) > maxObjects {
		return fmt.Errorf("%w: it has too many elements", ErrLarge)
	}
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	f, err := p.Parse(bytes.NewReader(text))
	if err != nil && kind != JSON {
		if cut := mended(text); cut != nil {
			if f, _ = p.Parse(bytes.NewReader(cut)); f != nil {
				r.warn("not well formed, read up to the last whole item: %v", err)
				err = nil
			}
		}
	}
	if err != nil {
		return fmt.Errorf("read %s feed: %w", kind, err)
	}
	if kind == JSON && !strings.Contains(f.FeedVersion, "jsonfeed.org") && len(f.Items) == 0 {
		return ErrUnknown
	}
	r.out.Kind, r.out.Title = kind, plain(f.Title)
	r.out.Home, r.out.Self = r.absolute(f.Link), r.absolute(f.FeedLink)
	r.hints(f)
	for _, it := range f.Items {
		r.item(it, f.Language)
	}
	r.close()
	return nil
}

// Bounds on what a feed is made of: reading all of some takes a minute.
const (
	maxTags    = 400_000
	maxObjects = 20_000 // of JSON
	maxParsed  = 4      // times as many items as are kept
	maxWarned  = 50
)

var firstItem = regexp.MustCompile(`(?i)<(?:[A-Za-z][\w.-]*:)?(?:item|entry)[\s/>]`)

// shortened is a feed without items that are not read.
func (r *reader) shortened(text []byte, kind Kind) []byte {
	if kind == JSON {
		return text
	}
	starts := firstItem.FindAllIndex(text, maxParsed*r.MaxItems+1)
	if len(starts) <= maxParsed*r.MaxItems {
		return text
	}
	r.over = true
	return closed(text, starts[len(starts)-1][0])
}

func (r *reader) warn(format string, args ...any) {
	if len(r.out.Warnings) >= maxWarned {
		return
	}
	r.out.Warnings = append(r.out.Warnings, fmt.Sprintf(format, args...))
}

// close warns of what was left out.
func (r *reader) close() {
	if r.over {
		r.warn("more than %d items, the rest is not read", r.MaxItems)
	}
}

var lastItem = regexp.MustCompile(`(?i)</(?:[A-Za-z][\w.-]*:)?(?:item|entry)\s*>`)

// mended is a broken file up to its last whole item with its open elements
// closed, or nil when there is no whole item.
func mended(text []byte) []byte {
	ends := lastItem.FindAllIndex(text, -1)
	if len(ends) == 0 {
		return nil
	}
	return closed(text, ends[len(ends)-1][1])
}

// closed is a file up to an offset, where no item is open.
func closed(text []byte, end int) []byte {
	out := bytes.Clone(text[:end])
	root := rootElement.FindSubmatch(comments.ReplaceAll(text[:min(len(text), 64<<10)], nil))
	if strings.EqualFold(string(root[2]), "rss") {
		out = append(out, "</channel>"...)
	}
	return fmt.Appendf(out, "</%s%s>", root[1], root[2])
}

// hints reads the hub, the licence and how often a feed wants to be read.
func (r *reader) hints(f *gofeed.Feed) {
	for _, e := range f.Extensions["atom"]["link"] {
		r.link(e.Attrs["rel"], e.Attrs["href"], e.Attrs["type"])
	}
	for _, name := range []string{"atom10", "websub"} {
		for _, e := range f.Extensions[name]["link"] {
			r.link(e.Attrs["rel"], e.Attrs["href"], e.Attrs["type"])
		}
	}
	r.licence(f)
	r.original(f)
	if sy := f.Extensions["sy"]; sy != nil && r.out.Every == 0 {
		r.out.Every = period(first(sy["updatePeriod"]), first(sy["updateFrequency"]))
	}
}

// licence finds elements of RSL in the feed and its items: the addresses of
// licences, or the feed's own, in which a licence stands. Each counts for all
// pages.
func (r *reader) licence(f *gofeed.Feed) {
	r.licences(f.Extensions["rsl"])
	for _, it := range f.Items {
		r.licences(it.Extensions["rsl"])
	}
}

func (r *reader) licences(rsl map[string][]ext.Extension) {
	for _, name := range slices.Sorted(maps.Keys(rsl)) {
		for _, e := range rsl[name] {
			if a := r.absolute(e.Attrs["href"]); name == "license" && a != "" {
				r.licensed(a)
			} else {
				r.licensed(r.base.String())
			}
		}
	}
}

// maxLicences is how many licences of a feed are read. Where there are more, the
// feed's own address stands for them, which is none that can be read.
const maxLicences = 5

// licensed adds a licence.
func (r *reader) licensed(address string) {
	all := strings.Fields(r.out.Licence)
	if len(all) == maxLicences {
		address = r.base.String()
	}
	if len(all) > maxLicences || slices.Contains(all, address) {
		return
	}
	all = append(all, address)
	slices.Sort(all[:min(len(all), maxLicences)])
	r.out.Licence = strings.Join(all, " ")
}

func (r *reader) link(rel, href, kind string) {
	switch rel {
	case "hub":
		r.out.Hub = r.absolute(href)
	case "self":
		r.out.Self = r.absolute(href)
	case "license":
		if strings.Contains(kind, "rsl") { // others are for people
			r.licensed(cmp.Or(r.absolute(href), r.base.String()))
		}
	}
}

// period is the interval of updatePeriod and updateFrequency (RSS syndication
// module).
func period(unit, times string) time.Duration {
	d := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
		"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour}[strings.TrimSpace(unit)]
	if n, err := strconv.Atoi(strings.TrimSpace(times)); err == nil && n > 0 {
		d /= time.Duration(n)
	}
	return d
}

// item takes an item of a feed in.
func (r *reader) item(it *gofeed.Item, language string) {
	out := Item{Title: plain(it.Title), GUID: strings.TrimSpace(it.GUID), Language: language}
	if it.DublinCoreExt != nil {
		if l := it.DublinCoreExt.Language; len(l) > 0 {
			out.Language = strings.TrimSpace(l[0])
		}
	}
	for _, a := range append([]string{it.Link}, it.Links...) {
		if out.URL = r.absolute(a); out.URL != "" {
			break
		}
	}
	if out.URL == "" && strings.HasPrefix(out.GUID, "http") {
		out.URL = r.absolute(out.GUID) // a permalink
	}
	out.Published = r.believed(it.PublishedParsed, &out)
	out.Updated = r.believed(it.UpdatedParsed, &out)
	r.take(out)
}

// take keeps an item that has an address and is new.
func (r *reader) take(it Item) {
	if it.URL == "" {
		r.warn("an item without an address: %q", clip(it.Title, 60))
		return
	}
	key := Canonical(it.URL)
	if r.known[key] {
		return
	}
	if len(r.out.Items) >= r.MaxItems {
		r.over = true
		return
	}
	r.known[key] = true
	it.Title = clip(it.Title, maxTitle)
	r.out.Items = append(r.out.Items, it)
}

// absolute resolves an address; "" for what is no web address.
func (r *reader) absolute(a string) string {
	a = strings.TrimSpace(a)
	if a == "" {
		return ""
	}
	u, err := r.base.Parse(a)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if u.Host = guard.Host(u); u.Host == "" {
		return ""
	}
	u.User = nil // a name and password that others give are not sent
	return u.String()
}
