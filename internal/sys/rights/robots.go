package rights

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"annals"
)

// Token is the product token of this program in robots.txt.
const Token = "annals"

// MaxRobots is how much of a robots.txt is read (RFC 9309, section 2.5).
const MaxRobots = 500 << 10

// maxDelay bounds a Crawl-delay, which RFC 9309 does not know.
const maxDelay = 2 * time.Minute

// maxUsage bounds the lines on usage that count for one address.
const maxUsage = 20

// maxLicences bounds the licences that one robots.txt names.
const maxLicences = 5

// Robots is a robots.txt as it speaks to this program. The zero value allows
// everything.
type Robots struct {
	Delay    time.Duration // Crawl-delay; 0 when none is given
	Sitemaps []string
	Licences []string // addresses of licences in RSL, at most maxLicences; each counts
	rules    []rule
	usage    []usage
}

// A rule allows or disallows the paths that fit a pattern.
type rule struct {
	pattern string
	allow   bool
	line    int
	text    string
}

// A usage is a Content-Usage or Content-Signal line: for a path, or all.
type usage struct {
	kind, path, value string
}

// group is the lines of one group of the file.
type group struct {
	agents []string // of this program: its token, "*"
	rules  []rule
	usage  []usage
	delay  map[string]time.Duration // by agent: Crawl-delay is for those named before it
	open   bool                     // agents may still be added
}

// ParseRobots reads a robots.txt (RFC 9309): the group of this program's token,
// groups of one token taken together, else that of "*". What cannot be read is
// passed over.
func ParseRobots(body []byte) *Robots {
	body = bytes.TrimPrefix(body[:min(len(body), MaxRobots)], []byte("\xEF\xBB\xBF"))
	r := &Robots{}
	var groups []*group
	var g *group
	n := 0
	for line := range strings.Lines(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(body))) {
		n++
		line, _, _ = strings.Cut(line, "#")
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		switch name {
		case "user-agent":
			if g == nil || !g.open {
				g = &group{open: true, delay: map[string]time.Duration{}}
				groups = append(groups, g)
			}
			if a := agentToken(value); (a == Token || a == "*") && !slices.Contains(g.agents, a) {
				g.agents = append(g.agents, a) // others are not asked for
			}
		case "sitemap":
			r.Sitemaps = append(r.Sitemaps, value)
		case "license", "licence":
			if value != "" && len(r.Licences) < maxLicences && !slices.Contains(r.Licences, value) {
				r.Licences = append(r.Licences, value)
			}
		default:
			if g != nil {
				g.line(name, value, n)
			} else if u, ok := usageOf(name, value); ok {
				r.usage = append(r.usage, u) // before any group: for everybody
			}
		}
	}
	r.choose(groups)
	return r
}

// agentToken is the product token of a user-agent line.
func agentToken(s string) string {
	s = strings.ToLower(s)
	if s == "*" {
		return s
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && c != '_' && c != '-' {
			return s[:i]
		}
	}
	return s
}

// line takes a line of a group in.
func (g *group) line(name, value string, n int) {
	switch name {
	case "allow", "disallow":
		g.open = false
		if value != "" {
			g.rules = append(g.rules, rule{normal(value), name == "allow", n, name + ": " + value})
		}
	case "crawl-delay": // no record of RFC 9309: the group stays open
		if f, err := strconv.ParseFloat(value, 64); err == nil && f > 0 {
			for _, a := range g.agents {
				g.delay[a] = time.Duration(min(f, maxDelay.Seconds()) * float64(time.Second))
			}
		}
	default:
		if u, ok := usageOf(name, value); ok {
			g.open = false
			g.usage = append(g.usage, u)
		}
	}
}

// usageOf reads a Content-Usage or Content-Signal line.
func usageOf(name, value string) (usage, bool) {
	if name != "content-usage" && name != "content-signal" {
		return usage{}, false
	}
	u := usage{kind: name, value: value}
	if strings.HasPrefix(value, "/") { // for a path alone
		u.path, u.value, _ = strings.Cut(value, " ")
		u.path = normal(u.path)
	}
	u.value = clipTerms(strings.TrimSpace(u.value))
	return u, true
}

// choose takes the groups that speak to this program.
func (r *Robots) choose(groups []*group) {
	for _, token := range []string{Token, "*"} {
		found := false
		for _, g := range groups {
			if slices.Contains(g.agents, token) {
				found = true
				r.rules, r.usage = append(r.rules, g.rules...), append(r.usage, g.usage...)
				r.Delay = max(r.Delay, g.delay[token])
			}
		}
		if found {
			return
		}
	}
}

// Allows reports whether an address may be fetched, and the line that says so,
// "" when none does. robots.txt itself may always be.
func (r *Robots) Allows(u *url.URL) (ok bool, line string) {
	path := pathOf(u)
	if path == "/robots.txt" {
		return true, ""
	}
	ok, longest := true, -1
	for _, x := range r.rules {
		if n := len(x.pattern); fits(x.pattern, path) && (n > longest || n == longest && x.allow) {
			ok, longest, line = x.allow, n, "line "+strconv.Itoa(x.line)+": "+x.text
		}
	}
	return ok, line
}

// Signals are what the file says of the use of an address, besides fetching
// it; of lines for a path those with the longest path count.
func (r *Robots) Signals(u *url.URL) (out []annals.Signal) {
	path := pathOf(u)
	for _, kind := range []string{"content-usage", "content-signal"} {
		longest := -1
		var values []string
		for _, x := range r.usage {
			if x.kind != kind || len(x.path) < longest || !fits(x.path, path) {
				continue
			}
			if len(x.path) > longest {
				longest, values = len(x.path), nil
			}
			if len(values) < maxUsage && !slices.Contains(values, x.value) {
				values = append(values, x.value)
			}
		}
		for _, v := range values {
			out = append(out, annals.Signal{Kind: kind, Value: v, Where: "robots.txt"})
		}
	}
	return out
}

// pathOf is the path and query of an address as patterns are held against it:
// "*" and "$" are escaped, since they mean something there.
func pathOf(u *url.URL) string {
	p := u.EscapedPath()
	if p == "" {
		p = "/"
	}
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	return literal.Replace(normal(p))
}

var literal = strings.NewReplacer("*", "%2A", "$", "%24")

// normal is a path with letters beyond ASCII percent-encoded, escapes in
// capitals, and escapes of letters and digits resolved (RFC 9309, section 2.2.2).
func normal(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		c := p[i]
		if c == '%' && i+2 < len(p) {
			if v, err := strconv.ParseUint(p[i+1:i+3], 16, 8); err == nil {
				c, i = byte(v), i+2
				if plainByte(c) {
					b.WriteByte(c)
				} else {
					b.WriteString("%" + strings.ToUpper(p[i-1:i+1]))
				}
				continue
			}
		}
		if c >= 0x80 || c <= ' ' {
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func plainByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// fits holds a pattern with "*" and a final "$" against a path, in time linear
// in their product.
func fits(pattern, path string) bool {
	pattern, end := strings.CutSuffix(pattern, "$")
	pattern = strings.ReplaceAll(pattern, "$", "%24") // elsewhere it means itself
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	at := len(parts[0])
	for k, p := range parts[1:] {
		if k == len(parts)-2 && end {
			return len(path)-at >= len(p) && strings.HasSuffix(path, p)
		}
		i := strings.Index(path[at:], p)
		if i < 0 {
			return false
		}
		at += i + len(p)
	}
	return !end || at == len(path)
}
