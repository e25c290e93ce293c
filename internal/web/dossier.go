package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"annals"
	"annals/internal/search"
	"annals/internal/sys/store"
)

// pair is everything between two countries.
func (d *desk) pair(r *http.Request) (map[string]any, error) {
	a, b, ok := pairOf(r.PathValue("pair"))
	if !ok {
		return nil, fmt.Errorf("pair %q: %w", r.PathValue("pair"), errNotFound)
	}
	text := fmt.Sprintf("pair:%s-%s", a, b)
	data, err := d.dossier(r.Context(), store.Pair{A: a, B: b}, text)
	if err != nil {
		return nil, err
	}
	data["Title"] = d.name(string(a) + "-" + string(b))
	data["A"], data["B"] = a, b
	data["Crumbs"] = []menuItem{{"/", "Today"}, {"/network", "Network"}}
	return data, nil
}

// actor is everything that one country does or that is done to it.
func (d *desk) actor(r *http.Request) (map[string]any, error) {
	code := r.PathValue("code")
	if !isCode(code) {
		return nil, fmt.Errorf("actor %q: %w", code, errNotFound)
	}
	f := store.Party{Country: annals.Code(code)}
	data, err := d.dossier(r.Context(), f, "party:"+code)
	if err != nil {
		return nil, err
	}
	pairs, err := d.top(r.Context(), f, store.ByPair, 3*facetRows)
	if err != nil {
		return nil, err
	}
	pairs = slices.DeleteFunc(pairs, func(b store.Bucket) bool { return b.Value[:3] != code && b.Value[4:] != code })
	data["Title"], data["Code"] = d.name(code), code
	data["Pairs"] = d.partners(pairs[:min(len(pairs), facetRows)], code)
	data["Crumbs"] = []menuItem{{"/", "Today"}, {"/network", "Network"}}
	for _, x := range []struct {
		key  string
		role store.Role
	}{{"Does", store.Actor}, {"Undergoes", store.Recipient}} {
		bs, err := d.top(r.Context(), store.Party{Role: x.role, Country: f.Country}, store.ByType, facetRows)
		if err != nil {
			return nil, err
		}
		data[x.key] = d.sharesOf(bs, string(x.role)+":"+code, "type")
	}
	return data, nil
}

// partners are rows for the other side of each pair, leading to the pair.
func (d *desk) partners(bs []store.Bucket, code string) []share {
	out := d.sharesOf(bs, "", "pair")
	for i, b := range bs {
		other := b.Value[:3]
		if other == code {
			other = b.Value[4:]
		}
		out[i].Label, out[i].URL = d.name(other), "/pair/"+b.Value
	}
	return out
}

// dossier is what pages about somebody share: a timeline, events, what lasts,
// who reports, and what is in dispute.
func (d *desk) dossier(ctx context.Context, f store.Filter, text string) (map[string]any, error) {
	total, err := d.total(ctx, f)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"Query": text, "Total": total}
	if total.Claims == 0 {
		return data, nil
	}
	if data["Chart"], err = d.timeline(ctx, search.Query{Filter: f}, text); err != nil {
		return nil, err
	}
	es, _, err := d.Store.Events(ctx, f, store.Page{Limit: 500})
	if err != nil {
		return nil, err
	}
	data["Events"] = es[:min(len(es), listed)]
	data["Standing"] = filtered(es, func(e annals.Event) bool { return e.Standing != nil }, facetRows)
	if data["Disputes"], err = d.disputes(ctx, filtered(es, disputed, facetRows)); err != nil {
		return nil, err
	}
	for _, x := range []struct {
		key, field string
		by         store.By
	}{{"Outlets", "outlet", store.ByOutlet}, {"Speakers", "said-by", store.BySpeaker}, {"Types", "type", store.ByType}} {
		bs, err := d.top(ctx, f, x.by, facetRows)
		if err != nil {
			return nil, err
		}
		data[x.key] = d.sharesOf(bs, text, x.field)
	}
	return data, nil
}

// filtered are the first n events that are to be kept.
func filtered(es []annals.Event, keep func(annals.Event) bool, n int) []annals.Event {
	var out []annals.Event
	for _, e := range es {
		if keep(e) && len(out) < n {
			out = append(out, e)
		}
	}
	return out
}

// disputed reports whether reports of an event disagree: some deny it, or give
// other numbers.
func disputed(e annals.Event) bool {
	return len(e.Denied) > 0 && len(e.Denied) < len(e.Claims) || slices.ContainsFunc(e.Sizes, func(s annals.Spread) bool {
		return slices.ContainsFunc(s.Said, func(t annals.Told) bool { return !sameBounds(t, s.Said[0]) })
	})
}

func sameBounds(a, b annals.Told) bool {
	same := func(x, y *float64) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }
	return same(a.Min, b.Min) && same(a.Max, b.Max)
}

// A dispute is an event and what each voice says of it.
type dispute struct {
	annals.Event
	Voices []voice
}

// A voice is what somebody says of an event: a speaker inside a text, or the
// outlet itself.
type voice struct {
	By, URL string
	Says    string
	Claim   string
}

func (d *desk) disputes(ctx context.Context, es []annals.Event) ([]dispute, error) {
	var out []dispute
	for _, e := range es {
		rows, err := d.reports(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, dispute{e, voicesOf(rows)})
	}
	return out, nil
}

// voicesOf are the voices of rows, each with what it says once.
func voicesOf(rows []store.Row) []voice {
	var out []voice
	for _, r := range rows {
		v := voice{By: r.Article.Outlet, Says: saysOf(r), Claim: r.ID}
		v.URL = searchURL("outlet:" + quoteValue(v.By))
		if len(r.Attribution) > 0 && r.Attribution[0].Speaker != "" {
			v.By = r.Attribution[0].Speaker
			v.URL = searchURL("said-by:" + quoteValue(v.By))
		}
		if v.By = clip(v.By, maxName); v.By == "" {
			v.By, v.URL = "an unnamed outlet", "#claim-"+r.ID
		}
		// What says more takes the place of what says less.
		if i := slices.IndexFunc(out, func(x voice) bool {
			return x.By == v.By && (strings.HasPrefix(x.Says, v.Says) || strings.HasPrefix(v.Says, x.Says))
		}); i < 0 {
			out = append(out, v)
		} else if len(v.Says) > len(out[i].Says) {
			out[i] = v
		}
	}
	return out
}

// saysOf is what a claim commits itself to, with its numbers.
func saysOf(r store.Row) string {
	s := statusWords(r.Status)
	if r.Hedged {
		s += ", reportedly"
	}
	for _, z := range r.Size {
		s += "; " + sizeWords(z.Min, z.Max, z.Unit, z.What)
	}
	return s
}
