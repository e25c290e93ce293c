package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"annals"
)

// Years outside of these are a template's mistake.
const (
	firstYear = 1990
	lastYear  = 2100
)

// ahead is how far ahead of the time of reading a day may begin: clocks differ, and
// so do days around the world.
const ahead = 24 * time.Hour

// dates sets when the article was published and modified, by the surest of
// what the page says: JSON-LD, meta elements, time elements, the address, a
// line of text. A wrong date is worse than none: what is ambiguous is left out.
func (p *page) dates(a *annals.Article) {
	set := func(from string, values ...string) {
		for _, v := range values {
			if d := p.day(v); a.Published == "" && d != "" {
				a.Published, a.PublishedFrom, a.PublishedAt = d, from, parseMoment(v, d)
			}
		}
	}
	set("json-ld", p.art.published, p.ld.published)
	meta := p.metaDate(publishedMeta)
	set("meta", meta)
	if a.PublishedFrom == "json-ld" {
		p.doubt(a, p.day(meta))
	}
	p.disbelieve(a)
	set("time", p.timeElements()...)
	if p.url != nil {
		set("url", urlDate(p.url.Path))
	}
	set("text", p.textDate())
	for _, v := range []string{p.art.modified, p.ld.modified, p.metaDate(modifiedMeta)} {
		if d := p.day(v); a.Modified == "" && d >= a.Published {
			a.Modified = d
		}
	}
}

// doubt warns when the meta elements give another day than the JSON-LD does.
func (p *page) doubt(a *annals.Article, meta annals.Date) {
	t, ok := a.Published.Time()
	u, ok2 := meta.Time()
	if ok && ok2 && (t.Sub(u) > 36*time.Hour || u.Sub(t) > 36*time.Hour) {
		warn(a, "the page gives two publication dates: "+string(a.Published)+" and "+string(meta))
	}
}

// disbelieve warns of the first day of publication that the page's head gives and
// that cannot be true.
func (p *page) disbelieve(a *annals.Article) {
	values := []string{p.art.published, p.ld.published}
	for _, name := range publishedMeta {
		values = append(values, p.meta[name]...)
	}
	for _, v := range values {
		if d := unbelieved(v, p.american(), p.capture.Time); d != "" {
			warn(a, notBelieved(d))
			return
		}
	}
}

func notBelieved(d annals.Date) string { return "date " + string(d) + " is not believed" }

var publishedMeta = []string{"article:published_time", "og:article:published_time", "og:published_time", "datepublished",
	"article:published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
	"pubdate", "pub_date", "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate", "published_time",
	"published", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created",
	"article.published", "article_date_original", "originalpublicationdate", "displaydate", "ptime", "citation_publication_date",
	"article:post_date", "og:pubdate", "rnews:datepublished", "iso-8601-publish-date", "analyticsattributes.articledate", "date"}

var modifiedMeta = []string{"article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "article:modified",
	"dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "revised", "article:updated_time", "updated_time"}

func (p *page) metaDate(names []string) string {
	for _, name := range names {
		for _, v := range p.meta[name] {
			if p.day(v) != "" {
				return v
			}
		}
	}
	return ""
}

// timeElements are the dates of <time> and of itemprop=datePublished, those
// that say they are of publication first. Times within lists of other articles
// and in comments do not count; a bare one only if it is the page's only one
// before the second headline.
func (p *page) timeElements() []string {
	var sure, bare []string
	for _, n := range elements(p.doc, func(n *html.Node) bool { return n.DataAtom == atom.Time || attr(n, "itemprop") == "datePublished" }) {
		v := firstOf(attr(n, "datetime"), attr(n, "content"), innerText(n))
		if p.day(v) == "" || within(n, atom.Aside, atom.Nav, atom.Footer, atom.Li, atom.A) != nil || inJunkClass(n) {
			continue
		}
		mark := strings.ToLower(attr(n, "itemprop") + " " + attr(n, "class") + " " + attr(n.Parent, "class"))
		switch {
		case strings.Contains(mark, "modif") || strings.Contains(mark, "updated"):
		case attr(n, "itemprop") == "datePublished", hasAttr(n, "pubdate"), strings.Contains(mark, "publi"), strings.Contains(mark, "entry-date"), strings.Contains(mark, "post-date"):
			sure = append(sure, v)
		default:
			bare = append(bare, v)
		}
	}
	if len(sure) > 0 {
		return sure[:1]
	}
	if len(bare) > 0 && p.same(bare) {
		return bare[:1]
	}
	return nil
}

// inJunkClass reports whether an element above n is classed as a list of other
// articles or as comments.
func inJunkClass(n *html.Node) bool {
	for q := n.Parent; q != nil && !isElement(q, atom.Body, atom.Article, atom.Main, atom.Header); q = q.Parent {
		if classed(q, "drop", "others") {
			return true
		}
	}
	return false
}

// same reports whether the dates lie within two days: published and updated.
func (p *page) same(values []string) bool {
	first, ok := p.day(values[0]).Time()
	for _, v := range values[1:] {
		t, ok2 := p.day(v).Time()
		if d := t.Sub(first); !ok || !ok2 || d > 48*time.Hour || d < -48*time.Hour {
			return false
		}
	}
	return true
}

var urlDay = regexp.MustCompile(`(?:^|[/_.-])((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-]?(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)`)

// urlDate is the day in an address such as /2024/06/19/ or /2024/jun/19/.
func urlDate(path string) string {
	m := urlDay.FindStringSubmatch(strings.ToLower(path))
	if m == nil {
		return ""
	}
	month := m[2]
	if n := strings.Index(monthNames, month); n >= 0 {
		month = pad(strconv.Itoa(n/3 + 1))
	}
	return m[1] + "-" + month + "-" + m[3]
}

const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

// textDate is the date of a short line above the body that is a date, or says
// "Published" before one.
func (p *page) textDate() string {
	for i, b := range blocksOf(p.doc) {
		if i > 80 || b.kind == annals.Caption || len(b.text) > 120 {
			continue
		}
		if b.linked() < 0.5 && dateLine(b.text) && !strings.Contains(strings.ToLower(b.text), "update") && p.day(b.text) != "" && !p.today(b) {
			return b.text
		}
	}
	return ""
}

// today reports whether a date stands in the head of the site, where today's
// is printed.
func (p *page) today(b block) bool {
	return within(b.node, atom.Nav, atom.Footer, atom.Aside) != nil || headOfSite(b.node)
}

func headOfSite(n *html.Node) bool {
	h := within(n, atom.Header)
	return h != nil && within(h, atom.Article, atom.Main) == nil && len(elements(h, func(e *html.Node) bool { return e.DataAtom == atom.H1 })) == 0
}

var (
	isoDay   = regexp.MustCompile(`\b((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?:\D|$)`)
	compact  = regexp.MustCompile(`^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?\d{4,6}Z?)?$`)
	dayMonth = regexp.MustCompile(`(?i)\b(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[ .-]+(?:of )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .,-]+((?:19|20)\d\d)\b`)
	monthDay = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .]+(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?[ ]+(?:at [^,]{1,12}, )?((?:19|20)\d\d)\b`)
	numeric  = regexp.MustCompile(`\b(\d{1,2})([./-])(\d{1,2})[./-]((?:19|20)\d\d)\b`)
	stamp    = regexp.MustCompile(`^(\d{10})(\d{3})?$`)
)

// day reads a date, in whatever form, as the day in its own time zone, and
// gives "" if it is none, ambiguous, or not possible.
func (p *page) day(s string) annals.Date {
	return parseDay(s, p.american(), p.capture.Time)
}

// american reports whether the page writes the month before the day.
func (p *page) american() int {
	tag := ""
	for _, n := range []*html.Node{p.doc.FirstChild, p.doc.LastChild} {
		if n != nil && isElement(n, atom.Html) {
			tag = strings.ToLower(attr(n, "lang"))
		}
	}
	locale := strings.ToLower(p.get("og:locale"))
	switch {
	case tag == "en-us" || locale == "en_us" && strings.HasSuffix(p.domain, ".com") && tag == "en-us":
		return +1
	case len(tag) > 3 || tag != "" && tag != "en" || locale == "en_gb":
		return -1
	}
	return 0
}

// parseDay reads a date. order is +1 when 6/5/2024 is June 5, −1 when it is
// 6 May, 0 when nobody knows.
func parseDay(s string, order int, now time.Time) annals.Date {
	if d, ok := readDay(s, order); ok && possible(d, now) {
		return annals.DateOf(d)
	}
	return ""
}

// unbelieved is a day that is one of the calendar and cannot be that of
// publication; "" for any other, and for what is no date.
func unbelieved(s string, order int, now time.Time) annals.Date {
	if d, ok := readDay(s, order); ok && !possible(d, now) {
		return annals.DateOf(d)
	}
	return ""
}

// readDay reads a day of the calendar.
func readDay(s string, order int) (day time.Time, ok bool) {
	s = squeeze(s)
	if len(s) > 200 {
		return day, false
	}
	y, m, d := 0, 0, 0
	switch {
	case match3(isoDay, s, &y, &m, &d), match3(compact, s, &y, &m, &d):
	case match3(dayMonth, s, &d, &m, &y), match3(monthDay, s, &m, &d, &y):
	case stamp.MatchString(s):
		sec, _ := strconv.ParseInt(s[:10], 10, 64)
		t := time.Unix(sec, 0).UTC()
		y, m, d = t.Year(), int(t.Month()), t.Day()
	default:
		y, m, d = numericDay(s, order)
	}
	day = time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return day, y != 0 && day.Day() == d && int(day.Month()) == m
}

// moments are how pages write a day with a time and its zone.
var moments = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z0700",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04 Z0700",
	"20060102T150405Z0700", "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700"}

// parseMoment reads the moment that a page gives for day d. It is zero where
// there is no time of day, no zone, or midnight, which stands for no time.
func parseMoment(s string, d annals.Date) time.Time {
	s = squeeze(s)
	for _, name := range []string{" GMT", " UTC"} {
		if t, ok := strings.CutSuffix(s, name); ok {
			s = t + " +0000"
		}
	}
	var t time.Time
	if stamp.MatchString(s) {
		sec, _ := strconv.ParseInt(s[:10], 10, 64)
		t = time.Unix(sec, 0).UTC()
	}
	for _, layout := range moments {
		if u, err := time.Parse(layout, s); err == nil {
			t = u
			break
		}
	}
	if annals.DateOf(t) != d || t.Equal(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())) {
		return time.Time{}
	}
	return t
}

func match3(re *regexp.Regexp, s string, a, b, c *int) bool {
	m := re.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	for i, v := range []*int{a, b, c} {
		n, err := strconv.Atoi(m[i+1])
		if err != nil {
			n = strings.Index(monthNames, strings.ToLower(m[i+1]))/3 + 1
		}
		*v = n
	}
	return true
}

// numericDay reads 19/06/2024 and 6/19/2024; with dots the day is first.
func numericDay(s string, order int) (y, m, d int) {
	g := numeric.FindStringSubmatch(s)
	if g == nil {
		return 0, 0, 0
	}
	a, _ := strconv.Atoi(g[1])
	b, _ := strconv.Atoi(g[3])
	y, _ = strconv.Atoi(g[4])
	switch {
	case g[2] == "." || a > 12 || order < 0 || a == b:
		return y, b, a
	case b > 12 || order > 0:
		return y, a, b
	}
	return 0, 0, 0
}

// possible reports whether a page may be of a day: one of the time of the web,
// and not after the page was read.
func possible(day, now time.Time) bool {
	return day.Year() >= firstYear && day.Year() <= lastYear && (now.IsZero() || !day.After(now.Add(ahead)))
}

var (
	dateWords = regexp.MustCompile(`(?i)\b(published|updated|last updated|last modified|modified|posted|created|added|first published|publication date|date|issued|on|at|by|am|pm|gmt|utc|est|edt|cet|cest|bst|ist|eat|wat|jst|kst|pt|et|local time|hrs?|mon|tue|tues|wed|thu|thurs|fri|sat|sun)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d+ (?:minutes?|hours?|days?|mins?) (?:read|ago)|[+-]\d{1,2}(?::?\d\d)?`)
)

// dateLine reports whether a line is a date and nothing else.
func dateLine(s string) bool {
	if len(s) > 120 || len(s) < 6 {
		return false
	}
	found := false
	for _, re := range []*regexp.Regexp{isoDay, dayMonth, monthDay, numeric} {
		if re.MatchString(s) {
			s, found = re.ReplaceAllString(s, " "), true
		}
	}
	return found && len(words(dateWords.ReplaceAllString(s, " "))) == 0
}

func pad(s string) string {
	if len(s) < 2 {
		return "0" + s
	}
	return s
}
