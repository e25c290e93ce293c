package eval

import (
	"strings"
	"testing"
)

// TestReadLGL: offsets count characters, and both layouts are read.
func TestReadLGL(t *testing.T) {
	const file = `<articles>
<article><domain>a.example</domain><title>T</title><text>In Ålesund and Oslo.</text><toponyms><toponym><start>15</start><end>19</end><phrase>Oslo</phrase><gaztag geonameid="7"><lat>59.9</lat><lon>10.7</lon></gaztag></toponym></toponyms></article>
<article><url>http://b.example/x</url><text>In Lima.</text><locations><location><name>Lima</name><start>3</start><end>7</end><lat>-12</lat><lon>-77</lon></location></locations></article>
<article><text>Nowhere.</text><toponyms><toponym><start>0</start><end>7</end><phrase>Nowhere</phrase></toponym></toponyms></article>
</articles>`
	got, err := ReadLGL(strings.NewReader(file), "t.xml")
	if err != nil || len(got) != 3 {
		t.Fatalf("%d articles, %v", len(got), err)
	}
	if a := got[0]; a.Outlet != "a.example" || a.Title != "T" || len(a.Toponyms) != 1 || a.Toponyms[0].Of(a.Text) != "Oslo" || a.Toponyms[0].GeoNames != 7 {
		t.Errorf("first article %+v", a)
	}
	if a := got[1]; a.Outlet != "b.example" || len(a.Toponyms) != 1 || a.Toponyms[0].Of(a.Text) != "Lima" || a.Toponyms[0].Lat != -12 {
		t.Errorf("second article %+v", a)
	}
	if a := got[2]; len(a.Toponyms) != 0 {
		t.Errorf("a toponym without a position is kept: %+v", a)
	}
}

// FuzzReadLGL: any file of toponyms gives spans of its texts, or an error.
func FuzzReadLGL(f *testing.F) {
	f.Add("<articles><article><text>In Ålesund.</text><toponyms><toponym><start>3</start><end>10</end><phrase>Ålesund</phrase><gaztag geonameid='1'><lat>62.5</lat><lon>6.2</lon></gaztag></toponym></toponyms></article></articles>")
	f.Add("<a><article><url>::</url><text></text><toponyms><toponym><start>-1</start><end>9</end><lat>0</lat><lon>0</lon></toponym></toponyms></article></a>")
	f.Fuzz(func(t *testing.T, file string) {
		articles, err := ReadLGL(strings.NewReader(file), "fuzz.xml")
		for _, a := range articles {
			for _, p := range a.Toponyms {
				if err == nil && p.Of(a.Text) == "" {
					t.Errorf("toponym %v is no words of %q", p.Span, a.Text)
				}
			}
		}
	})
}

// FuzzReadTimeML: any TimeML file gives spans of its text, or an error.
func FuzzReadTimeML(f *testing.F) {
	f.Add("<TimeML><DCT><TIMEX3 value='2024-01-02'/></DCT><TEXT>On <TIMEX3 value='2024-01-01'>Monday</TIMEX3>.</TEXT></TimeML>")
	f.Fuzz(func(t *testing.T, file string) {
		m, err := ReadTimeML(strings.NewReader(file), "fuzz.tml")
		for _, x := range m.Times {
			if err == nil && (x.Start < 0 || x.End > len(m.Text)) {
				t.Errorf("time %v lies outside %q", x.Span, m.Text)
			}
		}
	})
}

// FuzzReadRecognizers: any file of cases can be passed judgement on, or is an
// error.
func FuzzReadRecognizers(f *testing.F) {
	f.Add(`[{"Input":"on 3 May","Context":{"ReferenceDateTime":"2016-11-07T00:00:00"},"Results":[{"Text":"3 May","TypeName":"datetimeV2.date","Resolution":{"values":[{"timex":"XXXX-05-03","value":"2017-05-03"}]}}]}]`)
	f.Fuzz(func(t *testing.T, file string) {
		cases, _, err := ReadRecognizers(strings.NewReader(file), "fuzz.json")
		for i := range cases {
			if err == nil {
				cases[i].Passes(nil, nil)
			}
		}
	})
}
