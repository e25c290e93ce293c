package link

import (
	"strings"

	"annals"
)

// lend adds what the names of the article are about, as shares, to an outlet's.
func (f *placeFinder) lend(local map[area]float64, sign float64) {
	total := 0.0
	for a, n := range f.areas {
		if a.province > 0 {
			total += n
		}
	}
	for a, n := range f.areas {
		if a.province > 0 {
			local[a] += sign * n / max(total, 1)
		}
	}
}

// masthead adds the place that an outlet is called after, if its name or the
// host of its address begins with one: parisnews.example, Lebanon Daily News.
func (f *placeFinder) masthead(outlet string) {
	label := strings.ToLower(outlet)
	if host := strings.FieldsFunc(label, func(r rune) bool { return r == '.' || r == '/' }); !strings.Contains(label, " ") && len(host) > 1 {
		label = host[0]
		if label == "www" {
			label = host[1]
		}
	}
	label = strings.TrimPrefix(strings.TrimPrefix(label, "the "), "the")
	for end := len(label); end >= shortestMasthead; end-- {
		if rest := strings.TrimLeft(label[end:], " -"); rest != "" && !f.paper(rest) {
			continue
		}
		key := PlaceKey(label[:end])
		if ids := f.g.lookup(key); len(ids) > 0 {
			f.spots = append(f.spots, spot{ids: ids, key: key, in: annals.InTitle, next: -1, best: -1, block: -1, sentence: -1})
			return
		}
	}
}

// shortestMasthead is the least number of letters of a place in a host.
const shortestMasthead = 4

// paper reports the rest of the name of an outlet: dailynews.
func (f *placeFinder) paper(rest string) bool {
	for w := range f.words["paper"] {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}
