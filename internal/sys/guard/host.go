package guard

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// Host is the one name of the host of an address: in ASCII and lower case,
// without the full stop at its end and without the port that goes without saying;
// "" for none. Else one host would be several, each with its own pauses and its
// own robots.txt.
func Host(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if a, err := idna.Lookup.ToASCII(host); err == nil && !strings.Contains(host, ":") {
		host = a
	}
	host = strings.TrimRight(host, ".")
	if strings.Contains(host, ":") {
		host = "[" + strings.ReplaceAll(host, "%", "%25") + "]"
	}
	usual := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	if p := u.Port(); p != "" && p != usual && host != "" {
		host += ":" + p
	}
	return host
}
