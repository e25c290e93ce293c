package link

import (
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // where the system has no zones of its own

	"annals"
)

// A zone is a time zone of a country, by its name in the tz database.
type zone struct {
	name      string
	provinces []string // where it holds; none: where no other zone of the country does
}

// zone reads a row of zones.txt.
func (l *Linker) zone(cells []string) error {
	if len(cells) != 3 || len(cells[0]) != 3 {
		return fmt.Errorf("want COUNTRY | zone | provinces")
	}
	c := annals.Code(cells[0])
	l.zones[c] = append(l.zones[c], zone{cells[1], alternatives(cells[2])})
	return nil
}

// zoneOf is the time zone of a place; ok is false where it is not known: of a
// country with several.
func (l *Linker) zoneOf(w *annals.Where) (*time.Location, bool) {
	p, ok := l.places.record(w)
	if !ok {
		return nil, false
	}
	zs := l.zones[p.country]
	province, ok := l.places.province(&p)
	if !ok && len(zs) != 1 {
		return nil, false
	}
	for _, z := range zs {
		if z.provinces == nil || slices.Contains(z.provinces, province) {
			at, err := time.LoadLocation(z.name)
			return at, err == nil
		}
	}
	return nil, false
}

// record is the place that w was made of.
func (g *gazetteer) record(w *annals.Where) (place, bool) {
	for _, id := range g.lookup(PlaceKey(w.Name)) {
		if p, ok := g.place(id); ok && p.lat == w.Lat && p.lon == w.Lon {
			return p, true
		}
	}
	return place{}, false
}

// filedOn is the day on which the report was filed: that of the clock in the
// place of its dateline, where the moment of publication and the zone are known,
// else the day of publication. It is noted at the place.
func (r *reader) filedOn(places []annals.Mention) annals.Date {
	day := r.article.Published
	if r.article.PublishedAt.IsZero() || r.filedEnd == 0 {
		return day
	}
	for k := range places {
		m := &places[k]
		if m.In != annals.InText || m.Sentence != r.filed || m.First >= r.filedEnd {
			continue
		}
		if at, ok := r.zoneOf(m.Where); ok {
			day = annals.DateOf(r.article.PublishedAt.In(at))
			m.When = &annals.When{Start: day, End: day, Text: m.Text, Basis: annals.Published}
		}
		return day
	}
	return day
}
