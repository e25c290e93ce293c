package record

import (
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// Options tunes [Rules.Merge]. The zero value knows no countries of outlets, and
// names countries by their codes.
type Options struct {
	// CountryName is the short name of a country, or "".
	CountryName func(annals.Code) string
	// Country is where the outlet of an article sits, or "".
	Country func(h *store.Head) annals.Code
	// Prepared is told how many claims have been made ready so far that a program
	// merged which kept less of them; nil is fine.
	Prepared func(claims int)
}

// A voice is one who reports on his own: an agency with all who print it, or an
// outlet.
type voice struct {
	name     string
	articles []*store.Head // in order
}

// voices are who report on their own, in order of their first report, and how
// many articles are copies of another outlet's. Articles are one voice when
// they credit one agency, are of one outlet and credit none, or are copies of
// each other; the voice is the agency's if there is one, else that of the
// outlet that was first.
func voices(items []*item) (vs []voice, copies int) {
	heads := articlesOf(items)
	of := make([]int, len(heads)) // the first article of its voice
	for i := range heads {
		of[i] = i
		copied := false
		for j := range i {
			same, elsewhere := sameVoice(heads[i], heads[j]), heads[i].Outlet != heads[j].Outlet
			copy := (!same || elsewhere && !copied) && Copies(heads[i].Sketch, heads[j].Sketch)
			if copy || same {
				joinVoices(of, of[i], of[j])
			}
			copied = copied || copy && elsewhere
		}
		if copied {
			copies++
		}
	}
	for first := range heads {
		var v voice
		for i, h := range heads {
			if of[i] == first {
				v.articles = append(v.articles, h)
			}
		}
		if len(v.articles) > 0 {
			v.name = v.called()
			vs = append(vs, v)
		}
	}
	return vs, copies
}

// sameVoice reports whether two articles are of one agency, or of one outlet.
func sameVoice(a, b *store.Head) bool {
	name := voiceOf(a)
	return name != "" && store.Fold(name) == store.Fold(voiceOf(b))
}

// voiceOf is whose words an article says it has.
func voiceOf(h *store.Head) string {
	if h.Agency != "" {
		return h.Agency
	}
	return h.Outlet
}

// joinVoices makes two voices one, under the one that was first.
func joinVoices(of []int, a, b int) {
	first, other := min(a, b), max(a, b)
	for i := range of {
		if of[i] == other {
			of[i] = first
		}
	}
}

// called is the name of a voice: the agency's if one is credited.
func (v *voice) called() string {
	for _, h := range v.articles {
		if h.Agency != "" {
			return h.Agency
		}
	}
	if v.articles[0].Outlet == "" {
		return "an outlet without a name"
	}
	return v.articles[0].Outlet
}

// country is where the outlet sits that a voice is called after, or "" if none
// of its articles is of that outlet.
func (v *voice) country(o Options) annals.Code {
	if o.Country == nil {
		return ""
	}
	for _, h := range v.articles {
		if store.Fold(h.Outlet) == store.Fold(v.name) {
			return o.Country(h)
		}
	}
	return o.Country(&store.Head{Outlet: v.name})
}

// articlesOf are the articles of items, each once, in order.
func articlesOf(items []*item) []*store.Head {
	var out []*store.Head
	for _, x := range items {
		if !slices.ContainsFunc(out, func(h *store.Head) bool { return h.ID == x.Article.ID }) {
			out = append(out, &x.Article)
		}
	}
	return out
}
