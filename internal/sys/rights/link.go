package rights

import (
	"slices"
	"strings"

	"annals"
)

// A link is one of a Link header (RFC 8288).
type link struct {
	target, rel, kind string // kind is the media type
}

// LicenceUnread says that there is a licence in RSL, at the address, which was
// not read.
const LicenceUnread = "rsl-licence"

// maxLinks bounds the links of one header.
const maxLinks = 50

// linksOf reads a Link header. What breaks the format ends it.
func linksOf(v string) (out []link) {
	for len(out) < maxLinks {
		v = strings.TrimLeft(v, " \t,")
		target, rest, ok := strings.Cut(strings.TrimPrefix(v, "<"), ">")
		if !ok || !strings.HasPrefix(v, "<") {
			return out
		}
		l := link{target: strings.TrimSpace(target)}
		v = l.params(rest)
		out = append(out, l)
	}
	return out
}

// params reads the parameters of a link and gives what stands behind them. Of
// several of one name the first counts.
func (l *link) params(v string) string {
	for {
		v = strings.TrimLeft(v, " \t")
		if !strings.HasPrefix(v, ";") {
			return v
		}
		v = strings.TrimLeft(v[1:], " \t")
		end := strings.IndexAny(v, "=;,")
		if end < 0 || v[end] != '=' {
			v = v[max(end, 0):]
			if end < 0 {
				return ""
			}
			continue
		}
		name, value := strings.ToLower(strings.TrimSpace(v[:end])), ""
		value, v = paramValue(strings.TrimLeft(v[end+1:], " \t"))
		switch {
		case name == "rel" && l.rel == "":
			l.rel = strings.ToLower(value)
		case name == "type" && l.kind == "":
			l.kind = strings.ToLower(value)
		}
	}
}

// paramValue is a value, quoted or not, and what stands behind it.
func paramValue(v string) (value, rest string) {
	if !strings.HasPrefix(v, `"`) {
		end := strings.IndexAny(v, ";,")
		if end < 0 {
			return strings.TrimSpace(v), ""
		}
		return strings.TrimSpace(v[:end]), v[end:]
	}
	var b strings.Builder
	for i := 1; i < len(v); i++ {
		switch c := v[i]; {
		case c == '"':
			return b.String(), v[i+1:]
		case c == '\\' && i+1 < len(v):
			i++
			b.WriteByte(v[i])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}

// linkSignals are the licences that a Link header names: those in RSL, by their
// media type or address, and others.
func linkSignals(v string) (out []annals.Signal) {
	for _, l := range linksOf(v) {
		if s, ok := LinkSignal(l.rel, l.kind, l.target, "header"); ok {
			out = append(out, s)
		}
	}
	return out
}

// LicenceRead says that a licence in RSL which a header or a link element of the
// page names was read, under the address as it stands there: what it says stands
// beside it.
const LicenceRead = "rsl-read"

// OfCapture are the signals of a capture: those seen when it was fetched, and
// those of its headers, of which licences that were read then count no more.
func OfCapture(c *annals.Capture) []annals.Signal {
	return append(slices.Clone(c.Signals), Unread(HeaderSignals(c.Header), c.Signals)...)
}

// Unread leaves out licences that others say were read.
func Unread(ss, others []annals.Signal) (out []annals.Signal) {
	for _, s := range ss {
		read := func(o annals.Signal) bool { return o.Kind == LicenceRead && o.Value == s.Value && o.Where == s.Where }
		if s.Kind != LicenceUnread || !slices.ContainsFunc(others, read) {
			out = append(out, s)
		}
	}
	return out
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}
