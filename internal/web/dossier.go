package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"annals"
	"annals/internal/record"
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
	if data["Standing"], err = d.rules.Standing(ctx, d.Store, f, facetRows); err != nil {
		return nil, err
	}
	if data["Disputes"], err = d.disputes(ctx, es, facetRows); err != nil {
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

// A dispute is an event and what each side says of it.
type dispute struct {
	annals.Event
	Stances []stance
}

// A stance is something that some say of an event.
type stance struct {
	Says string
	By   []teller
}

// A teller is a speaker inside a text or an outlet, with its first claim.
type teller struct{ Name, URL string }

// disputes are the first n events that their tellers disagree about.
func (d *desk) disputes(ctx context.Context, es []annals.Event, n int) ([]dispute, error) {
	var out []dispute
	for _, e := range es {
		if !mayDispute(e) {
			continue
		}
		rows, err := d.reports(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		if x := record.Disagreements(&e, rows); x.Disputed() {
			out = append(out, dispute{e, stancesOf(x, "/event/"+e.ID)})
		}
		if len(out) == n {
			break
		}
	}
	return out, nil
}

// mayDispute reports whether reports of an event could disagree: some deny it,
// or there are several numbers.
func mayDispute(e annals.Event) bool {
	return len(e.Denied) > 0 && len(e.Denied) < len(e.Claims) || slices.ContainsFunc(e.Sizes, func(s annals.Spread) bool { return len(s.Said) > 1 })
}

// stancesOf are the sides of an event; page is where its claims stand.
func stancesOf(x record.Dispute, page string) []stance {
	var out []stance
	add := func(says, by, claim string) {
		i := slices.IndexFunc(out, func(s stance) bool { return s.Says == says })
		if i < 0 {
			out = append(out, stance{Says: says})
			i = len(out) - 1
		}
		out[i].By = append(out[i].By, teller{clip(by, maxName), page + "#claim-" + claim})
	}
	for _, g := range []struct {
		says    string
		tellers []record.Teller
	}{{"it happened", x.Happened}, {"it did not", x.Denied}, {"it will, may or should", x.Announced}} {
		for _, t := range g.tellers {
			if t.Hedged {
				add(g.says+", reportedly", t.Name, t.Claims[0])
			} else {
				add(g.says, t.Name, t.Claims[0])
			}
		}
	}
	for _, n := range x.Numbers {
		for _, t := range n.Said {
			add(sizeWords(t.Min, t.Max, n.Unit, n.What), t.By, t.Claim)
		}
	}
	return out
}
