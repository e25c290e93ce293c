package rights

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"annals"
)

// PageLicences are the licences in RSL that link elements of a page name, by
// their addresses as they stand there; base is what these are relative to, ""
// for the page's own address. Of links that are no RSL nothing is said.
func PageLicences(page []byte) (out []annals.Signal, base string) {
	if !bytes.Contains(bytes.ToLower(page), []byte("rsl")) {
		return nil, "" // as of nearly all pages
	}
	for z := html.NewTokenizer(bytes.NewReader(page)); len(out) < maxLinks; {
		switch z.Next() {
		case html.ErrorToken:
			return out, base
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		switch t := z.Token(); t.DataAtom {
		case atom.Base:
			if base == "" {
				base = strings.TrimSpace(attribute(t, "href"))
			}
		case atom.Link:
			s, ok := LinkSignal(attribute(t, "rel"), attribute(t, "type"), attribute(t, "href"), "link")
			if ok && s.Kind == LicenceUnread {
				out = append(out, s)
			}
		}
	}
	return out, base
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// LinkSignal is what a link of a page or a header says: that there is a licence.
// One in RSL is told by its media type or, without one, by its address.
func LinkSignal(rel, kind, target, where string) (annals.Signal, bool) {
	kind, target = strings.ToLower(kind), strings.TrimSpace(target)
	if target == "" || !hasWord(strings.ToLower(rel), "license") {
		return annals.Signal{}, false
	}
	s := annals.Signal{Kind: "license", Value: clip(target), Where: where}
	if strings.Contains(kind, "rsl") || kind == "" && strings.Contains(strings.ToLower(target), "rsl") {
		s.Kind = LicenceUnread
	}
	return s, true
}
