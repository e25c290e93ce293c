package main

import (
	"encoding/json"
	"testing"

	"annals"
)

// The same text gives the same bytes, also where people share a surname.
func TestSameTextSameBytes(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	const text = "South Korean President Kim Minjun met North Korean Premier Kim Taesong in Hanoi on Tuesday. " +
		"Chinese Premier Li Wei and Taiwanese Vice President Li Hsiao criticised the talks. Kim promised aid to Japan. Li condemned Japan."
	var first string
	for range 100 {
		b, err := json.Marshal(p.read(&annals.Article{ID: "kim", Published: "2024-05-05", Text: text}))
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(b)
		}
		if string(b) != first {
			t.Fatalf("read again it is\n%s\nnot\n%s", b, first)
		}
	}
}
