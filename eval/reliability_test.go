package eval

import (
	"fmt"
	"testing"

	"annals"
)

func claim(typ annals.Type, actor annals.Code, confidence float64) annals.Claim {
	return annals.Claim{In: annals.InText, Span: annals.Span{Start: 0, End: 9}, Type: typ, Confidence: confidence,
		Actor: []annals.Participant{{Entity: annals.Entity{Country: actor}}}}
}

// A predicted claim stands in its tenth; one that answers an optional gold
// claim is neither right nor wrong; one gold claim answers one predicted claim.
func TestReliability(t *testing.T) {
	gold := []GoldClaim{
		{Claim: claim(annals.Aid, "FRA", 0)},
		{Claim: claim(annals.Reject, "FRA", 0)},
		{Claim: claim(annals.Protest, "FRA", 0), Kind: "optional"},
	}
	var r Reliability
	r.Add(gold, []annals.Claim{
		claim(annals.Aid, "FRA", 1),
		claim(annals.Reject, "DEU", 0.8),
		claim(annals.Protest, "FRA", 0.85),
		claim(annals.Aid, "FRA", 0.3),
		claim(annals.Accuse, "FRA", 0.79),
	})
	s := r.Score()
	var got []string
	for _, b := range append(s.Tenths, s.Sure) {
		got = append(got, fmt.Sprintf("%.1f-%.1f %d: %d/%d %d/%d", b.From, b.To, b.Claims, b.Type.Right, b.Type.Of, b.Parties.Right, b.Parties.Of))
	}
	want := []string{"0.3-0.4 1: 0/1 0/1", "0.7-0.8 1: 0/1 0/1", "0.8-0.9 2: 1/1 0/1", "0.9-1.0 1: 1/1 1/1", "0.8-1.0 3: 2/2 1/2"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if s.Sure.Parties.Share != 0.5 {
		t.Errorf("share %v, want 0.5", s.Sure.Parties.Share)
	}
}

// Every confidence of two decimals falls into the tenth that its digits say,
// and what is out of range into the nearest.
func TestTenth(t *testing.T) {
	for i := range 100 {
		if got := tenth(float64(i) / 100); got != i/10 {
			t.Errorf("tenth(%v) = %d", float64(i)/100, got)
		}
	}
	for c, want := range map[float64]int{-1: 0, 1: 9, 1.5: 9} {
		if got := tenth(c); got != want {
			t.Errorf("tenth(%v) = %d, want %d", c, got, want)
		}
	}
}

// Sentences are counted, not claims.
func TestFalseClaims(t *testing.T) {
	var f FalseClaims
	f.Add(nil)
	f.Add([]annals.Claim{claim(annals.Aid, "FRA", 0.9), claim(annals.Aid, "FRA", 0.9)})
	f.Add([]annals.Claim{claim(annals.Aid, "FRA", 0.2)})
	f.Add(nil)
	if want := (FalseClaims{Sentences: 4, Coded: 2, Sure: 1, Rate: 0.5, Quiet: 0.5}); f != want {
		t.Errorf("%+v, want %+v", f, want)
	}
}
