package record

import (
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// Options tunes [Rules.Merge]. The zero value counts every outlet by its name
// and knows no countries of outlets.
type Options struct {
	// Agency is the agency that an article says its words are from, or "".
	Agency func(h *store.Head) string
	// Country is where an outlet sits, or "".
	Country func(outlet string) annals.Code
}

func (o Options) agency(h *store.Head) string {
	if o.Agency == nil {
		return ""
	}
	return o.Agency(h)
}

func (o Options) country(outlet string) annals.Code {
	if o.Country == nil {
		return ""
	}
	return o.Country(outlet)
}

// independent are the outlets that report on their own, in order of their
// first report, and how many articles are copies of another. Articles are one
// voice when they are of one outlet, of one agency, or copies of each other;
// the voice is the agency's if there is one, else that of the outlet that was
// first.
func independent(items []*item, o Options) (outlets []string, copies int) {
	heads := articlesOf(items)
	voice := make([]int, len(heads)) // the first article of its voice
	for i := range heads {
		voice[i] = i
	}
	for i := range heads {
		for j := range i {
			if voice[i] == voice[j] {
				continue
			}
			copied := Copies(heads[i].Sketch, heads[j].Sketch)
			if copied || oneName(heads[i].Outlet, heads[j].Outlet) || oneName(o.agency(heads[i]), o.agency(heads[j])) {
				joinVoices(voice, voice[i], voice[j])
			}
			if copied && heads[i].Outlet != heads[j].Outlet {
				copies++
				break
			}
		}
	}
	for i := range heads {
		if voice[i] == i {
			outlets = append(outlets, nameOfVoice(heads, voice, i, o))
		}
	}
	return slices.Compact(outlets), copies
}

func oneName(a, b string) bool { return a != "" && store.Fold(a) == store.Fold(b) }

// joinVoices makes two voices one, under the one that was first.
func joinVoices(voice []int, a, b int) {
	first, other := min(a, b), max(a, b)
	for i := range voice {
		if voice[i] == other {
			voice[i] = first
		}
	}
}

func nameOfVoice(heads []*store.Head, voice []int, v int, o Options) string {
	for i, h := range heads {
		if a := o.agency(h); voice[i] == v && a != "" {
			return a
		}
	}
	if heads[v].Outlet == "" {
		return "an outlet without a name"
	}
	return heads[v].Outlet
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
