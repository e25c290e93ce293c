package plover

import (
	"errors"
	"math"
	"testing"

	"annals"
	"annals/internal/sys/model"
)

func TestCasterRefusesOtherBytes(t *testing.T) {
	for _, data := range [][]byte{[]byte("no model"), castData[:len(castData)/2], append([]byte("x"), castData...)} {
		if _, err := loadCaster(data); !errors.Is(err, model.ErrCorrupt) {
			t.Errorf("loadCaster of %d bytes: %v, want %v", len(data), err, model.ErrCorrupt)
		}
	}
}

// Two casts of the same countries count together against a third.
func TestChooseCountsCountries(t *testing.T) {
	at := func(tok int, c annals.Code) option {
		p := party{tok: tok}
		p.Country = c
		return option{tok: tok, ps: []party{p}, how: []string{"said"}}
	}
	options := []option{{tok: -1}, at(0, "KEN"), at(2, "KEN"), at(4, "UGA")}
	var scores []float64
	casts(options, func(c cast) {
		v := math.Inf(-1)
		switch c {
		case cast{actor: 1}, cast{actor: 2}:
			v = math.Log(0.3)
		case cast{actor: 3}:
			v = math.Log(0.4)
		}
		scores = append(scores, v)
	})
	if c := choose(options, scores); c.actor != 1 || c.recip != 0 || math.Abs(c.sure-0.6) > 1e-9 {
		t.Errorf("choose: %+v, want actor 1 with 0.6", c)
	}
}

// The same words are never both sides.
func TestCastsKeepWordsApart(t *testing.T) {
	options := []option{{tok: -1}, {tok: 3, ps: make([]party, 1)}, {tok: 3, ps: make([]party, 1)}}
	casts(options, func(c cast) {
		if c.actor != 0 && c.recip != 0 {
			t.Errorf("cast %+v gives the same words twice", c)
		}
	})
}

func FuzzLoadCaster(f *testing.F) {
	f.Add(castData)
	f.Add([]byte("ANNALSM\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := loadCaster(data); err == nil && c != nil {
			c.total([]trait{traitOf("a")}, actorHead)
		}
	})
}
