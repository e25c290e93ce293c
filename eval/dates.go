package eval

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"annals"
)

// maxTimeML bounds the bytes read of one TimeML file.
const maxTimeML = 16 << 20

// A TimeX is a TIMEX3 element or what is held against it: a span of the text
// and its value.
type TimeX struct {
	annals.Span
	Value string
}

// A TimeML is a text with its date expressions marked.
type TimeML struct {
	Name      string
	Published annals.Date // from the DCT element; "" if there is none
	Text      string      // the TEXT element without its tags
	Times     []TimeX     // in order
}

// ReadTimeML reads a TimeML document. Only DCT, TEXT and TIMEX3 are looked at.
func ReadTimeML(r io.Reader, name string) (TimeML, error) {
	d := xml.NewDecoder(io.LimitReader(r, maxTimeML))
	t := TimeML{Name: name}
	var text strings.Builder
	inText, inDCT := false, false
	var open []int // indices of TIMEX3 elements not yet closed; −1 outside TEXT
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, fmt.Errorf("read TimeML %q: %w", name, err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "TEXT":
				inText = true
			case "DCT":
				inDCT = true
			case "TIMEX3":
				v := attr(e, "value")
				if inDCT && len(v) >= 10 {
					t.Published = annals.Date(v[:10])
				}
				if !inText {
					open = append(open, -1)
					continue
				}
				open = append(open, len(t.Times))
				t.Times = append(t.Times, TimeX{annals.Span{Start: text.Len()}, v})
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "TEXT":
				inText = false
			case "DCT":
				inDCT = false
			case "TIMEX3":
				if n := len(open); n > 0 {
					if k := open[n-1]; k >= 0 {
						t.Times[k].End = text.Len()
					}
					open = open[:n-1]
				}
			}
		case xml.CharData:
			if inText {
				text.Write(e)
			}
		}
	}
	t.Text = text.String()
	return t, nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// A DateScore is how well date expressions were found: with the same span,
// with a span that overlaps, and with a span that overlaps and the same value.
type DateScore struct {
	Gold, Found            int
	Strict, Relaxed, Value int // matches
}

// Add sums two scores.
func (s DateScore) Add(o DateScore) DateScore {
	return DateScore{s.Gold + o.Gold, s.Found + o.Found, s.Strict + o.Strict, s.Relaxed + o.Relaxed, s.Value + o.Value}
}

// F1 of the strict, the relaxed and the value matches.
func (s DateScore) F1() (strict, relaxed, value float64) {
	return f1(s.Strict, s.Gold, s.Found), f1(s.Relaxed, s.Gold, s.Found), f1(s.Value, s.Gold, s.Found)
}

// f1 is 2PR/(P+R) of hits among gold and found; 1 when there was nothing to
// find and nothing was found.
func f1(hits, gold, found int) float64 {
	if gold+found == 0 {
		return 1
	}
	return 2 * float64(hits) / float64(gold+found)
}

// A DateMiss is a difference, for people to read.
type DateMiss struct {
	Kind       string // missing, extra, value
	Text       string
	Want, Have string
}

// ScoreDates holds found expressions against gold ones. Each is used once;
// both lists are in order of text.
func ScoreDates(text string, gold, found []TimeX) (DateScore, []DateMiss) {
	s := DateScore{Gold: len(gold), Found: len(found)}
	var misses []DateMiss
	j := 0
	for _, g := range gold {
		for j < len(found) && found[j].End <= g.Start {
			misses = append(misses, DateMiss{"extra", found[j].Of(text), "", found[j].Value})
			j++
		}
		if j == len(found) || !found[j].Overlaps(g.Span) {
			misses = append(misses, DateMiss{"missing", g.Of(text), g.Value, ""})
			continue
		}
		f := found[j]
		j++
		s.Relaxed++
		if f.Span == g.Span {
			s.Strict++
		} else {
			misses = append(misses, DateMiss{"span", g.Of(text), g.Of(text), f.Of(text)})
		}
		if f.Value == g.Value {
			s.Value++
		} else {
			misses = append(misses, DateMiss{"value", f.Of(text), g.Value, f.Value})
		}
	}
	for ; j < len(found); j++ {
		misses = append(misses, DateMiss{"extra", found[j].Of(text), "", found[j].Value})
	}
	return s, misses
}
