package plover

import (
	"errors"
	"testing"

	"annals"
	"annals/internal/sys/model"
)

func TestJudgeRefusesOtherBytes(t *testing.T) {
	for _, data := range [][]byte{[]byte("no model"), judgeData[:len(judgeData)/2], append([]byte("x"), judgeData...)} {
		if _, err := loadJudge(data); !errors.Is(err, model.ErrCorrupt) {
			t.Errorf("loadJudge of %d bytes: %v, want %v", len(data), err, model.ErrCorrupt)
		}
	}
}

// The judge overrules the tables only when it is sure.
func TestJudgeDoubts(t *testing.T) {
	types := annals.Types()
	j := &judge{weights: make([]int8, JudgeRows*len(types)), scale: 0.1}
	row := JudgeRow("word") * len(types)
	for k, typ := range types {
		if typ == annals.Assault {
			j.weights[row+k] = 9
		}
	}
	if got := j.decide([]string{"word"}, annals.Accuse); got != annals.Accuse {
		t.Errorf("0.9 more for ASSAULT: %s, want ACCUSE", got)
	}
	if got := j.decide([]string{"word", "word"}, annals.Accuse); got != annals.Assault {
		t.Errorf("1.8 more for ASSAULT: %s, want ASSAULT", got)
	}
}

func FuzzLoadJudge(f *testing.F) {
	f.Add(judgeData)
	f.Add([]byte("ANNALSM\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if j, err := loadJudge(data); err == nil && j != nil {
			j.decide([]string{"a"}, annals.Accuse)
		}
	})
}
