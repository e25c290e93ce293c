package eval

import (
	"math"
	"strings"
	"testing"
)

func TestCluster(t *testing.T) {
	for _, c := range []struct {
		name, gold, got string
		p, r            float64
	}{
		{"the same", "a a b", "x x y", 1, 1},
		{"all in one", "a a b", "x x x", 5.0 / 9, 1},
		{"each alone", "a a b", "x y z", 1, 2.0 / 3},
		{"nothing", "", "", 0, 0},
	} {
		s := Cluster(strings.Fields(c.gold), strings.Fields(c.got))
		if math.Abs(s.Precision-c.p) > 1e-9 || math.Abs(s.Recall-c.r) > 1e-9 {
			t.Errorf("%s: precision %v, recall %v, want %v, %v", c.name, s.Precision, s.Recall, c.p, c.r)
		}
	}
}
