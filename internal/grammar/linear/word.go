package linear

import (
	"unicode"
	"unicode/utf8"
)

// A Word is a form with what features need of it: hashes of itself and its
// parts, its shape and its clusters.
type Word struct {
	Form, Lower    uint64 // Lower has digits as 0 and straight quotes
	Pre            [3]uint64
	Suf            [4]uint64
	Shape          uint64
	Big, Mid, Wide uint64 // clusters: 1024, 128 and 16 classes; 0 unknown
	Tags           uint64 // class of the lexicon: which tags it has been seen with
}

// Kinds of letters in a shape.
const (
	shapeUpper = 1 << iota // starts with a capital
	shapeCaps              // a capital later
	shapeLower
	shapeDigit
	shapeHyphen
	shapePeriod
	shapeQuote
	shapeOther
)

// A Reader makes Words of forms; it is immutable and shared.
type Reader struct {
	Clusters *Clusters
	Lexicon  *Lexicon
}

// Read fills w from form; buf is scratch that is given back.
func (r *Reader) Read(w *Word, form string, buf []byte) []byte {
	*w = Word{}
	form, buf = plain(form, buf)
	low, shape := lowered(form, buf[:0])
	w.Form = hashBytes([]byte(form))
	w.Lower = hashBytes(low)
	for i := range w.Pre {
		if len(low) > i+1 {
			w.Pre[i] = hashBytes(low[:i+1])
		}
	}
	for i := range w.Suf {
		if len(low) > i+1 {
			w.Suf[i] = hashBytes(low[len(low)-i-1:])
		}
	}
	w.Shape = shape
	if r.Clusters != nil {
		w.Big, w.Mid, w.Wide = r.Clusters.Find(w.Lower)
	}
	if r.Lexicon != nil {
		w.Tags = r.Lexicon.Find(w.Lower)
	}
	return low
}

// plain gives the form itself: it is cut when very long.
func plain(form string, buf []byte) (string, []byte) {
	if len(form) > maxForm {
		form = form[:maxForm]
	}
	return form, buf
}

// maxForm is how many bytes of a word are looked at.
const maxForm = 128

// lowered is the form in lower case, digits as 0, quotes straight; and its
// shape: the kinds of letters, with its length up to 7.
func lowered(form string, low []byte) ([]byte, uint64) {
	shape, n := uint64(0), uint64(0)
	for i := 0; i < len(form); n++ {
		c := form[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'A' && c <= 'Z':
				shape |= caseBit(n)
				c += 'a' - 'A'
			case c >= 'a' && c <= 'z':
				shape |= shapeLower
			case c >= '0' && c <= '9':
				shape |= shapeDigit
				c = '0'
			case c == '-':
				shape |= shapeHyphen
			case c == '.':
				shape |= shapePeriod
			case c == '\'':
				shape |= shapeQuote
			case c == '`':
				shape |= shapeQuote
				c = '\''
			default:
				shape |= shapeOther
			}
			low = append(low, c)
			continue
		}
		r, size := utf8.DecodeRuneInString(form[i:])
		i += size
		switch {
		case unicode.IsUpper(r):
			shape |= caseBit(n)
			r = unicode.ToLower(r)
		case unicode.IsLetter(r):
			shape |= shapeLower
		default:
			r = straight(r)
			shape |= shapeOther
		}
		low = utf8.AppendRune(low, r)
	}
	return low, shape | min(n, 7)<<8 | 1<<12
}

func caseBit(n uint64) uint64 {
	if n == 0 {
		return shapeUpper
	}
	return shapeCaps
}

// straight maps typographic quotes and dashes to plain ones.
func straight(r rune) rune {
	switch r {
	case '‘', '’', 'ʼ', '′':
		return '\''
	case '“', '”', '„', '«', '»':
		return '"'
	case '‐', '‑':
		return '-'
	case '–', '—', '―':
		return '—'
	case '…':
		return '.'
	}
	return r
}
