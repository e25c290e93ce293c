package nearest

import (
	"slices"
	"testing"
)

func TestWord(t *testing.T) {
	words := []string{"actor", "acter", "place", "type", "from", "port"}
	for word, want := range map[string]string{
		"actor": "actor", "actr": "actor", "akter": "acter", "plaace": "place", "tpye": "type", "tyep": "type", "prot": "port", "form": "from", "rpot": "port",
		"": "", "recipient": "", "pla": "place", "ACTOR": "", "é": "",
	} {
		if got := Word(word, slices.Values(words)); got != want {
			t.Errorf("Word(%q) = %q, want %q", word, got, want)
		}
	}
	if got := Word("type", slices.Values([]string(nil))); got != "" {
		t.Errorf("of no words: %q", got)
	}
}
