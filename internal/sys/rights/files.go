package rights

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"annals"
)

// Addresses of files of a site that speak of all its pages.
const (
	RobotsPath = "/robots.txt"
	TDMRepPath = "/.well-known/tdmrep.json"
	TrustPath  = "/trust.txt"
	TrustKnown = "/.well-known/trust.txt" // asked for where there is no /trust.txt
)

const (
	maxRules = 1000
	maxTrust = 10   // lines of trust.txt
	maxFound = 50   // values of one header, and numbers in one
	maxValue = 300  // bytes of a signal that are kept
	maxTerms = 2000 // bytes of one that is a list of terms, of which each counts
)

// A TDMRule is an entry of tdmrep.json: for locations that fit, a reservation.
type TDMRule struct {
	Location    string
	Reservation string // "0" or "1"
	Policy      string // address of the terms
}

// ParseTDMRep reads a tdmrep.json (TDMRep, section 5): an array of rules, or one
// alone. A rule that cannot be read is passed over, and the others count.
func ParseTDMRep(body []byte) ([]TDMRule, error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF")))
	if bytes.HasPrefix(body, []byte("{")) {
		body = slices.Concat([]byte("["), body, []byte("]"))
	}
	var entries []json.RawMessage
	if err := json.Unmarshal(body, &entries); err != nil {
		return nil, fmt.Errorf("read tdmrep.json: %w", err)
	}
	var out []TDMRule
	for _, raw := range entries[:min(len(entries), maxRules)] {
		var e struct {
			Location    *string         `json:"location"`
			Reservation json.RawMessage `json:"tdm-reservation"`
			Policy      json.RawMessage `json:"tdm-policy"`
		}
		if json.Unmarshal(raw, &e) == nil && e.Location != nil && e.Reservation != nil {
			out = append(out, TDMRule{Location: normal(*e.Location), Reservation: scalar(e.Reservation), Policy: scalar(e.Policy)})
		}
	}
	return out, nil
}

// scalar is a string, number or word of JSON without quotation marks; what is
// more than that stays as it is written.
func scalar(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return clip(s)
	}
	return clip(string(raw))
}

// TDMSignals are what the rules say of an address: the first that fits counts.
func TDMSignals(rules []TDMRule, u *url.URL) []annals.Signal {
	for _, x := range rules {
		if !fits(x.Location, pathOf(u)) {
			continue
		}
		out := []annals.Signal{{Kind: "tdm-reservation", Value: x.Reservation, Where: "tdmrep.json"}}
		if x.Policy != "" {
			out = append(out, annals.Signal{Kind: "tdm-policy", Value: x.Policy, Where: "tdmrep.json"})
		}
		return out
	}
	return nil
}

// ParseTrust reads what trust.txt (JournalList) says of training; lines that
// contradict each other are all signals.
func ParseTrust(body []byte) []annals.Signal {
	var out []annals.Signal
	for line := range strings.Lines(string(body[:min(len(body), MaxRobots)])) {
		line, _, _ = strings.Cut(line, "#")
		name, value, ok := strings.Cut(line, "=")
		if !ok || !strings.EqualFold(strings.TrimSpace(name), "datatrainingallowed") {
			continue
		}
		s := annals.Signal{Kind: "data-training", Value: clip(strings.ToLower(strings.TrimSpace(value))), Where: "trust.txt"}
		if !slices.Contains(out, s) && len(out) < maxTrust {
			out = append(out, s)
		}
	}
	return out
}

// rslFile is a licence document of RSL 1.0 as far as it is read here.
type rslFile struct {
	XMLName  xml.Name `xml:"rsl"`
	Contents []struct {
		URL      string `xml:"url,attr"`
		Licences []struct {
			Permits   []rslTerm `xml:"permits"`
			Prohibits []rslTerm `xml:"prohibits"`
			Payment   []struct {
				Type string `xml:"type,attr"`
			} `xml:"payment"`
		} `xml:"license"`
	} `xml:"content"`
}

type rslTerm struct {
	Type  string `xml:"type,attr"`
	Value string `xml:",chardata"`
}

// ParseRSL reads a licence document of RSL 1.0 for an address: one signal for
// each licence of the content that fits it best.
func ParseRSL(body []byte, u *url.URL) ([]annals.Signal, error) {
	var f rslFile
	if err := xml.Unmarshal(body, &f); err != nil {
		return nil, fmt.Errorf("read RSL: %w", err)
	}
	var out []annals.Signal
	longest := -1
	for _, c := range f.Contents {
		pattern, ok := rslPattern(c.URL, u)
		if !ok || len(pattern) < longest {
			continue
		}
		if len(pattern) > longest {
			longest, out = len(pattern), nil
		}
		for _, l := range c.Licences {
			var terms []string
			terms = append(terms, rslTerms("prohibits", l.Prohibits)...)
			terms = append(terms, rslTerms("permits", l.Permits)...)
			for _, p := range l.Payment {
				terms = append(terms, "payment="+p.Type)
			}
			out = append(out, annals.Signal{Kind: "rsl", Value: clipTerms(strings.Join(terms, "; ")), Where: "rsl"})
		}
	}
	return out, nil
}

// rslTerms are terms of one kind: uses as "permits=search,ai-all", users and
// countries as "permits-user=education".
func rslTerms(what string, ts []rslTerm) (out []string) {
	for _, t := range ts {
		name := what
		if t.Type != "usage" && t.Type != "" {
			name += "-" + strings.ToLower(strings.TrimSpace(t.Type))
		}
		out = append(out, name+"="+strings.Join(strings.FieldsFunc(t.Value, blankOrComma), ","))
	}
	return out
}

func blankOrComma(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' || r == '\r' }

// rslPattern is the pattern of paths of a content element, and whether the
// address fits it.
func rslPattern(content string, u *url.URL) (string, bool) {
	if c, err := url.Parse(content); err == nil && c.Host != "" {
		if !strings.EqualFold(c.Hostname(), u.Hostname()) {
			return "", false
		}
		content = c.EscapedPath()
	}
	p := normal(content)
	return p, fits(p, pathOf(u))
}

// headers are those that say what may be done with a page.
var headers = []struct{ name, kind string }{
	{"Tdm-Reservation", "tdm-reservation"}, {"Tdm-Policy", "tdm-policy"},
	{"Content-Usage", "content-usage"}, {"Content-Signal", "content-signal"},
}

// HeaderSignals are the signals in the headers of an answer.
func HeaderSignals(h http.Header) []annals.Signal {
	var out []annals.Signal
	for _, s := range headers {
		for _, v := range first(h.Values(s.name)) {
			out = append(out, annals.Signal{Kind: s.kind, Value: clipTerms(v), Where: "header"})
		}
	}
	for _, v := range first(h.Values("X-Robots-Tag")) {
		agent, rest, ok := strings.Cut(v, ":")
		if ok && !strings.ContainsAny(agent, ", ") && !directive(agent) {
			if a := agentToken(strings.TrimSpace(agent)); a != Token && a != "*" {
				continue // for somebody else
			}
			v = rest
		}
		out = append(out, RobotsValue(v, "header")...)
	}
	for _, v := range first(h.Values("Link")) {
		out = append(out, linkSignals(v)...)
	}
	return out
}

// first are as many values of a header as are read.
func first(vs []string) []string { return vs[:min(len(vs), maxFound)] }

// directive reports a robots directive that takes a value after a colon.
func directive(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "max-snippet", "max-image-preview", "max-video-preview", "unavailable_after":
		return true
	}
	return false
}

// RobotsValue is the parts of a robots meta element or X-Robots-Tag that say
// what may be done with a page's words.
func RobotsValue(v, where string) []annals.Signal {
	var out []annals.Signal
	v = afterColon.ReplaceAllString(v, ":")
	for _, f := range strings.FieldsFunc(strings.ToLower(v), func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		kind, _, _ := strings.Cut(f, ":")
		s := annals.Signal{Kind: kind, Value: kind, Where: where}
		switch kind {
		case "noai", "noimageai", "noml", "noarchive", "nosnippet", "noindex", "none":
		case "max-snippet":
			s.Value = f
		default:
			continue
		}
		if (kind != "max-snippet" || len(out) < maxFound) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

var afterColon = regexp.MustCompile(`\s*:\s*`)

// clip cuts a value to what is kept of it.
func clip(s string) string { return cut(s, maxValue) }

func clipTerms(s string) string { return cut(s, maxTerms) }

func cut(s string, n int) string {
	s = strings.TrimSpace(s)
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
