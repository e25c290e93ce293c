package plover

import (
	"errors"
	"testing"

	"annals/internal/sys/classify"
	"annals/internal/sys/model"
)

func TestJudgeRefusesOtherBytes(t *testing.T) {
	for _, data := range [][]byte{[]byte("no model"), judgeData[:len(judgeData)/2], append([]byte("x"), judgeData...)} {
		if _, err := loadJudge(data); !errors.Is(err, model.ErrCorrupt) {
			t.Errorf("loadJudge of %d bytes: %v, want %v", len(data), err, model.ErrCorrupt)
		}
	}
}

// A coder that was trained on other vectors is refused.
func TestMatch(t *testing.T) {
	b := &Codebook{judge: &judge{grammar: "a"}}
	if err := b.Match("a"); err != nil {
		t.Error(err)
	}
	if b.Match("b") == nil {
		t.Error("vectors of another model are taken")
	}
}

func FuzzLoadJudge(f *testing.F) {
	f.Add(judgeData)
	f.Add([]byte("ANNALSM\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		j, err := loadJudge(data)
		if err != nil || j == nil {
			return
		}
		in := &classify.Input{}
		in.Add("a")
		j.decide(in, "ACCUSE")
	})
}
