package plover

// datelined reports whether token i belongs to the dateline.
func (x *coder) datelined(t *tree, i int) bool { return i < t.dateline }

// undated is i, or, where the parser made a dateline the head of the subject,
// the noun phrases that hang on it.
func (t *tree) undated(i, depth int) []int {
	if i >= t.dateline || depth > 3 {
		return []int{i}
	}
	var out []int
	for _, k := range t.kids[i] {
		switch t.base(k) {
		case "punct", "case", "det", "cc":
			continue
		}
		if u := t.tok(k).UPOS; k < t.dateline || u == "NOUN" || u == "PROPN" || u == "PRON" {
			out = append(out, t.undated(k, depth+1)...)
		}
	}
	return out
}
