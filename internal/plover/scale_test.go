package plover

import (
	"testing"

	"annals"
)

func TestScaleTakesTheClosestRow(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		claim annals.Claim
		want  annals.Scale
	}{
		{annals.Claim{Type: annals.Assault}, annals.Scale{Quad: 4, Intensity: -9, CAMEO: "18", Goldstein: -9}},
		{annals.Claim{Type: annals.Assault, Mode: []string{"drone"}, Contexts: []string{"military"}}, annals.Scale{Quad: 4, Intensity: -9.5, CAMEO: "195", Goldstein: -10}},
		{annals.Claim{Type: annals.Agree, Underlying: annals.Consult, Mode: []string{"visit"}}, annals.Scale{Quad: 1, Intensity: 2.5, CAMEO: "036", Goldstein: 4}},
		{annals.Claim{Type: annals.Aid, Contexts: []string{"military"}}, annals.Scale{Quad: 2, Intensity: 10, CAMEO: "072", Goldstein: 8.3}},
		// SANCTION is material conflict: PLOVER 2.0, section 3.13.
		{annals.Claim{Type: annals.Sanction, Mode: []string{"expel"}}, annals.Scale{Quad: 4, Intensity: -5.5, CAMEO: "166", Goldstein: -7}},
	} {
		if got := b.scaleOf(&c.claim); got != c.want {
			t.Errorf("%s %v: got %+v, want %+v", c.claim.Type, c.claim.Mode, got, c.want)
		}
	}
}

// Every type has a row of its own, and the sign of intensity is that of the
// quad class, but for REQUEST, which PLOVER puts at zero.
func TestScaleCoversEveryType(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range annals.Types() {
		s := b.scaleOf(&annals.Claim{Type: typ})
		if s.CAMEO == "" || typ != annals.Request && (s.Intensity > 0) != (typ.Quad() <= 2) {
			t.Errorf("%s: %+v", typ, s)
		}
	}
}
