package grammar

import "strings"

// maxAddress is the length of a chunk above which it is looked at no further
// for an address without a scheme: what is that long is none, and each of its
// words would look again.
const maxAddress = 1024

// address is the length of a web or mail address at the start of chunk, or 0.
// Marks that end a sentence are left to it.
func address(chunk string) int {
	if len(chunk) < 4 || len(chunk) <= maxAddress && !strings.ContainsAny(chunk, ".:@") {
		return 0
	}
	low := strings.ToLower(chunk[:min(len(chunk), 12)])
	switch {
	case strings.HasPrefix(low, "http://"), strings.HasPrefix(low, "https://"), strings.HasPrefix(low, "www."),
		strings.HasPrefix(low, "ftp://"):
		return trimAddress(chunk)
	case len(chunk) > maxAddress:
		return 0
	case mail(chunk), domain(chunk):
		return trimAddress(chunk)
	}
	return 0
}

// trimAddress cuts closing marks off the end.
func trimAddress(s string) int {
	if i := strings.IndexAny(s, "<>\"“”"); i > 0 {
		s = s[:i]
	}
	for {
		t := strings.TrimRight(s, ".,;:!?'\"*]")
		t = strings.TrimSuffix(t, "’")
		if strings.HasSuffix(t, ")") && !strings.Contains(t, "(") {
			t = t[:len(t)-1]
		}
		if t == s {
			return len(s)
		}
		s = t
	}
}

// mail reports name@host.tld.
func mail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at <= 0 || !wordRune(rune(s[at-1])) && s[at-1] != '.' {
		return false
	}
	for _, r := range s[:at] {
		if !wordRune(r) && !strings.ContainsRune("._-+%", r) {
			return false
		}
	}
	dot := strings.IndexByte(s[at:], '.')
	return dot > 1 && at+dot+1 < len(s) && wordRune(rune(s[at+dot+1]))
}

// domain reports a bare host with a well-known ending: example.com/path.
func domain(s string) bool {
	host, _, _ := strings.Cut(s, "/")
	host = strings.TrimRight(host, ".,;:!?)'\"")
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 {
		return false
	}
	for _, r := range host {
		if !wordRune(r) && r != '.' && r != '-' {
			return false
		}
	}
	switch host[dot+1:] {
	case "com", "org", "net", "gov", "edu", "info", "co.uk", "io", "de", "fr", "ru", "ua", "pl", "int", "tv":
		return host[dot-1] != '.'
	}
	return false
}

// smileys, longest first.
var smileys = []string{":-)", ":-(", ";-)", ":-D", ":-P", ":)", ":(", ";)", ":D", ":P", "=)", "<3", "^_^", ":/"}

// smiley is the length of a smiley that is the whole chunk, or 0.
func smiley(chunk string) int {
	if len(chunk) > 4 {
		return 0
	}
	for _, s := range smileys {
		if chunk == s {
			return len(s)
		}
	}
	return 0
}
