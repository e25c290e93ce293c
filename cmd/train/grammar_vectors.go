package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// readVectors reads the first words of the file with their vectors. The file is one JSON object with "vectors": {word: [numbers]}, in
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
