package eval

// B3 is how well a clustering agrees with gold clusters, item by item
// (Bagga and Baldwin 1998): precision is the mean share of an item's cluster
// that belongs to its gold cluster, recall the mean share of its gold cluster
// that it was put together with.
type B3 struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Items     int     `json:"items"`
	Gold      int     `json:"gold"` // clusters
	Got       int     `json:"got"`
}

// Cluster scores a clustering: gold and got give each item's cluster by name.
func Cluster(gold, got []string) B3 {
	s := B3{Items: len(gold)}
	golds, gots := map[string]int{}, map[string]int{}
	both := map[[2]string]int{}
	for i := range gold {
		golds[gold[i]]++
		gots[got[i]]++
		both[[2]string{gold[i], got[i]}]++
	}
	s.Gold, s.Got = len(golds), len(gots)
	for i := range gold {
		n := float64(both[[2]string{gold[i], got[i]}])
		s.Precision += n / float64(gots[got[i]]) / float64(s.Items)
		s.Recall += n / float64(golds[gold[i]]) / float64(s.Items)
	}
	if s.Precision+s.Recall > 0 {
		s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
	}
	return s
}
