package feed

import (
	"net/url"
	"strings"

	"annals/internal/sys/guard"
)

// Canonical is the same for addresses of one article: without fragment, marks
// of campaigns, default port, "www." and the trailing slash, its parameters in
// order, http as https. It is for comparing, not for fetching.
func Canonical(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return address
	}
	if p := u.Port(); p == "80" || p == "443" {
		u.Host = strings.TrimSuffix(u.Host, ":"+p)
	}
	host := strings.TrimPrefix(guard.Host(u), "www.")
	q := u.Query()
	for name := range q {
		if campaign(strings.ToLower(name)) {
			q.Del(name)
		}
	}
	out := "https://" + host + strings.TrimRight(u.EscapedPath(), "/")
	if len(q) > 0 {
		out += "?" + q.Encode()
	}
	return out
}

// campaign reports parameters that tell where a reader came from, and nothing
// about the article.
func campaign(name string) bool {
	for _, p := range []string{"utm_", "at_", "ns_", "mc_", "pk_", "piwik_", "hsa_", "mtm_", "matomo_", "__"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return campaigns[name]
}

var campaigns = map[string]bool{"fbclid": true, "gclid": true, "dclid": true, "msclkid": true, "yclid": true, "igshid": true, "twclid": true,
	"cmp": true, "cmpid": true, "ito": true, "ref": true, "referrer": true, "smid": true, "partner": true, "ftag": true, "ocid": true,
	"guccounter": true, "feedname": true, "feedtype": true, "source": true, "traffic_source": true, "xtor": true, "wt_mc": true,
	"icid": true, "intcmp": true, "ncid": true, "sr_share": true, "_ga": true, "output": true, "rss": true}
