package eval

import (
	"slices"

	"annals"
)

// A ClassScore is how well labels agree with gold, over all classes of the gold.
type ClassScore struct {
	MacroF1  float64            `json:"macro_f1"`
	Accuracy float64            `json:"accuracy"`
	F1       map[string]float64 `json:"f1"`    // by class
	Count    map[string]int     `json:"count"` // gold rows by class
}

// Classes scores predicted labels against gold ones, row by row. A class that
// only the prediction knows costs accuracy and precision elsewhere, but has no
// F1 of its own.
func Classes(gold, got []string) ClassScore {
	s := ClassScore{F1: map[string]float64{}, Count: map[string]int{}}
	hit, pred := map[string]int{}, map[string]int{}
	right := 0
	for i, g := range gold {
		s.Count[g]++
		pred[got[i]]++
		if got[i] == g {
			hit[g]++
			right++
		}
	}
	classes := make([]string, 0, len(s.Count))
	for c := range s.Count {
		classes = append(classes, c)
	}
	slices.Sort(classes)
	for _, c := range classes {
		s.F1[c] = ratio(2*hit[c], s.Count[c]+pred[c])
		s.MacroF1 += s.F1[c] / float64(len(classes))
	}
	s.Accuracy = ratio(right, len(gold))
	return s
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// RelationClass is the class of a type where CONCEDE and RETREAT are one,
// YIELD, and its quad class there.
func RelationClass(t annals.Type) (class string, quad int) {
	if t == annals.Concede || t == annals.Retreat {
		return "YIELD", annals.Retreat.Quad()
	}
	return string(t), t.Quad()
}
