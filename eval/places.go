package eval

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"annals"
)

// maxLGL bounds the bytes read of one file of toponyms.
const maxLGL = 256 << 20

// A Toponym is the name of a place in a text and where it is.
type Toponym struct {
	annals.Span
	Lat, Lon float64
	GeoNames int
}

// A Mapped is a text with its toponyms, and who published it where the file
// says so (an address, a host or a number of a feed).
type Mapped struct {
	Title    string
	Outlet   string
	Text     string
	Toponyms []Toponym
}

// lglFile is the layout of the Local-Global Lexicon (Lieberman, Samet and
// Sankaranarayanan 2010), which later sets share.
type lglFile struct {
	Articles []struct {
		Title     string       `xml:"title"`
		Domain    string       `xml:"domain"`
		URL       string       `xml:"url"`
		Feed      string       `xml:"feedid"`
		Text      string       `xml:"text"`
		Toponyms  []lglToponym `xml:"toponyms>toponym"`
		Locations []lglToponym `xml:"locations>location"` // as GeoVirus calls them
	} `xml:"article"`
}

// An lglToponym has its position in a tag of the gazetteer or beside it.
type lglToponym struct {
	Start  string `xml:"start"`
	End    string `xml:"end"`
	Phrase string `xml:"phrase"`
	Name   string `xml:"name"`
	Lat    string `xml:"lat"`
	Lon    string `xml:"lon"`
	Tag    struct {
		ID  string `xml:"geonameid,attr"`
		Lat string `xml:"lat"`
		Lon string `xml:"lon"`
	} `xml:"gaztag"`
}

// ReadLGL reads articles whose toponyms are tied to coordinates. Toponyms
// without a position are left out. Offsets are characters or bytes, whichever
// give the phrase.
func ReadLGL(r io.Reader, name string) ([]Mapped, error) {
	var f lglFile
	d := xml.NewDecoder(io.LimitReader(r, maxLGL))
	d.Strict, d.Entity = false, xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // whatever they declare, they are ASCII or UTF-8
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("read toponyms %q: %w", name, err)
	}
	var out []Mapped
	for _, a := range f.Articles {
		m := Mapped{Title: strings.TrimSpace(a.Title), Outlet: outletOf(a.Domain, a.URL, a.Feed), Text: a.Text}
		for _, t := range append(a.Toponyms, a.Locations...) {
			lat, lon := t.Tag.Lat, t.Tag.Lon
			if strings.TrimSpace(lat) == "" {
				lat, lon = t.Lat, t.Lon
			}
			la, err1 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
			lo, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
			start, err3 := strconv.Atoi(strings.TrimSpace(t.Start))
			end, err4 := strconv.Atoi(strings.TrimSpace(t.End))
			if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
				continue
			}
			span, ok := spanOf(a.Text, start, end, strings.TrimSpace(cmp.Or(t.Phrase, t.Name)))
			if !ok {
				continue
			}
			id, _ := strconv.Atoi(strings.TrimSpace(t.Tag.ID))
			m.Toponyms = append(m.Toponyms, Toponym{span, la, lo, id})
		}
		out = append(out, m)
	}
	return out, nil
}

// outletOf is the first of the host, that of the address and the feed that a
// file has.
func outletOf(domain, address, feed string) string {
	if d := strings.TrimSpace(domain); d != "" {
		return d
	}
	if u, err := url.Parse(strings.TrimSpace(address)); err == nil && u.Host != "" {
		return u.Host
	}
	return strings.TrimSpace(feed)
}

// spanOf turns the offsets of a file into bytes: of characters, else of bytes,
// else of the phrase next to where it should be.
func spanOf(text string, start, end int, phrase string) (annals.Span, bool) {
	if s, ok := runes(text, start, end); ok && (phrase == "" || s.Of(text) == phrase) {
		return s, true
	}
	if s := (annals.Span{Start: start, End: end}); s.Of(text) != "" && (phrase == "" || s.Of(text) == phrase) {
		return s, true
	}
	if phrase == "" {
		return annals.Span{}, false
	}
	from := max(0, min(start-nearby, len(text)))
	if i := strings.Index(text[from:], phrase); i >= 0 && i < 4*nearby {
		return annals.Span{Start: from + i, End: from + i + len(phrase)}, true
	}
	return annals.Span{}, false
}

// nearby is how many bytes a phrase may be off.
const nearby = 200

func runes(text string, start, end int) (annals.Span, bool) {
	if start < 0 || end < start {
		return annals.Span{}, false
	}
	s, n := annals.Span{Start: -1}, 0
	for i := 0; ; {
		if n == start {
			s.Start = i
		}
		if n == end {
			s.End = i
			return s, s.Start >= 0
		}
		if i >= len(text) {
			return s, false
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i, n = i+size, n+1
	}
}

// A PlaceScore is how near toponyms were put.
type PlaceScore struct {
	Gold, Found int
	Within      int     // found within 161 km (100 miles)
	Km          float64 // sum of the distances of those found
	Same        int     // with the same GeoNames id
}

// nearKm is the radius of "accuracy at 161 km".
const nearKm = 161

// Add scores one toponym; found is false when no place was given for it.
func (s *PlaceScore) Add(gold Toponym, w annals.Where, found bool) {
	s.Gold++
	if !found {
		return
	}
	d := Km(gold.Lat, gold.Lon, w.Lat, w.Lon)
	s.Found++
	s.Km += d
	if d <= nearKm {
		s.Within++
	}
	if gold.GeoNames != 0 && gold.GeoNames == w.GeoNames {
		s.Same++
	}
}

// Acc161 is the share of all toponyms that were put within 161 km.
func (s *PlaceScore) Acc161() float64 { return float64(s.Within) / math.Max(1, float64(s.Gold)) }

// MeanKm is the mean distance of those found.
func (s *PlaceScore) MeanKm() float64 { return s.Km / math.Max(1, float64(s.Found)) }

// Km is the distance between two points of the globe (haversine).
func Km(lat1, lon1, lat2, lon2 float64) float64 {
	const earth, rad = 6371.0, math.Pi / 180
	a, b := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := a*a + math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b
	return 2 * earth * math.Asin(math.Min(1, math.Sqrt(h)))
}
