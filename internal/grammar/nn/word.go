package nn

import (
	"unicode"
	"unicode/utf8"
)

// The sizes of the tables that are reached by hash, in rows.
const (
	AffixRows = 1 << 13
	GramRows  = 1 << 15
)

// Bounds on what is looked at in a word.
const (
	affixes    = 8 // three beginnings, four endings, the shape
	shapeAffix = 7
	maxForm    = 64 // bytes of a form
	maxGrams   = 32 // pieces of 3 to 5 bytes
)

// A Word is a form as the network sees it: rows of its tables.
type Word struct {
	Low   uint64 // hash of the form in lower case, quotes straight
	Plain uint64 // the same with every digit as 0
	Affix [affixes]uint16
	Grams []uint16
	Upper bool // it has a capital letter
}

// A Reader makes Words of forms. It is scratch of one goroutine.
type Reader struct {
	low, plain []byte
	grams      []uint16
}

// Reset forgets the pieces of all words read so far.
func (r *Reader) Reset() { r.grams = r.grams[:0] }

// Read gives the word of a form. Its pieces are valid until [Reader.Reset].
func (r *Reader) Read(form string) Word {
	if len(form) > maxForm {
		form = form[:maxForm]
	}
	shape := r.lower(form)
	w := Word{Low: hash(r.low, 1), Upper: shape&(startsUpper|hasUpper) != 0}
	r.plain = append(r.plain[:0], '<')
	for _, c := range r.low {
		if c >= '0' && c <= '9' {
			c = '0'
		}
		r.plain = append(r.plain, c)
	}
	r.plain = append(r.plain, '>')
	p := r.plain[1 : len(r.plain)-1]
	w.Plain = hash(p, 1)
	for i := range 3 {
		w.Affix[i] = row(p[:min(i+1, len(p))], uint64(i+2), AffixRows)
	}
	for i := range 4 {
		w.Affix[3+i] = row(p[len(p)-min(i+1, len(p)):], uint64(i+5), AffixRows)
	}
	w.Affix[shapeAffix] = uint16(mix(shape+9<<32) % AffixRows)
	at := len(r.grams)
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(r.plain) && len(r.grams)-at < maxGrams; i++ {
			r.grams = append(r.grams, row(r.plain[i:i+n], 10, GramRows))
		}
	}
	w.Grams = r.grams[at:len(r.grams):len(r.grams)]
	return w
}

// The kinds of letters in a shape.
const (
	startsUpper = 1 << iota
	hasUpper    // after the start
	hasLower
	hasDigit
	hasHyphen
	hasPeriod
	hasOther
)

// lower fills r.low and gives the shape: kinds of letters and the length up to 7.
func (r *Reader) lower(form string) (shape uint64) {
	r.low = r.low[:0]
	n := uint64(0)
	for i, c := range form {
		if c == utf8.RuneError {
			r.low = append(r.low, form[i])
			shape |= hasOther
			n++
			continue
		}
		switch {
		case unicode.IsUpper(c):
			shape |= startsUpper
			if n > 0 {
				shape |= hasUpper
			}
			c = unicode.ToLower(c)
		case unicode.IsLetter(c):
			shape |= hasLower
		case c >= '0' && c <= '9':
			shape |= hasDigit
		case c == '-':
			shape |= hasHyphen
		case c == '.':
			shape |= hasPeriod
		default:
			c = straight(c)
			shape |= hasOther
		}
		if n == 0 && shape&startsUpper == 0 {
			shape |= 1 << 7
		}
		r.low = utf8.AppendRune(r.low, c)
		n++
	}
	return shape | min(n, 7)<<8
}

// straight maps typographic quotes and dashes to plain ones.
func straight(c rune) rune {
	switch c {
	case '‘', '’', 'ʼ', '′', '`':
		return '\''
	case '“', '”', '„', '«', '»':
		return '"'
	case '‐', '‑', '–', '—', '―', '−':
		return '-'
	}
	return c
}

func row(b []byte, seed uint64, rows uint64) uint16 { return uint16(hash(b, seed) % rows) }

// hash is FNV-1a, mixed at the end.
func hash(b []byte, seed uint64) uint64 {
	h := 14695981039346656037 ^ seed*0x9E3779B97F4A7C15
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Lists is how many lists of names a word may be on. From HomeList on they
// say from which corpus a sentence is; text to be read is taken for the first.
const (
	Lists    = 16
	HomeList = 12
)
