package extract

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

const (
	prescanBytes = 8192     // how far into a page a charset declaration is looked for
	trialBytes   = 64 << 10 // how much is decoded to try an encoding
)

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*["']([a-z0-9_:.-]{2,40})`)

// decode gives the bytes as UTF-8, and the name of the charset they were in.
// Bytes that are valid UTF-8 are UTF-8 whatever they declare; a declaration is
// believed when the bytes fit it; otherwise the letters decide.
func decode(b []byte, contentType string) (text, name string) {
	if s, name, ok := decodeBOM(b); ok {
		return s, name
	}
	declared := declaredCharset(b, contentType)
	if strings.HasPrefix(declared, "utf-16") && bytes.IndexByte(b, 0) < 0 {
		declared = "utf-8" // whoever could read the word there
	}
	high := bytes.IndexFunc(b, func(r rune) bool { return r >= 0x80 }) >= 0
	if !strings.HasPrefix(declared, "iso-2022") && !strings.HasPrefix(declared, "utf-16") && (!high || utf8.Valid(cutRune(b))) {
		return tidy(string(b)), "utf-8"
	}
	if e, n := charset.Lookup(declared); e != nil && fits(b, e, n) {
		return decodeWith(b, e), n
	}
	n := guessCharset(b)
	e, _ := charset.Lookup(n)
	return decodeWith(b, e), n
}

func decodeBOM(b []byte) (text, name string, ok bool) {
	for _, m := range []struct{ bom, name string }{
		{"\xef\xbb\xbf", "utf-8"}, {"\xff\xfe", "utf-16le"}, {"\xfe\xff", "utf-16be"},
	} {
		if rest, found := bytes.CutPrefix(b, []byte(m.bom)); found {
			e, _ := charset.Lookup(m.name)
			return decodeWith(rest, e), m.name, true
		}
	}
	return "", "", false
}

// cutRune drops a rune that the end of the bytes cuts in half.
func cutRune(b []byte) []byte {
	for i := len(b) - 1; i >= 0 && i > len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if b[i] >= 0x80 && !utf8.FullRune(b[i:]) {
				return b[:i]
			}
			break
		}
	}
	return b
}

func declaredCharset(b []byte, contentType string) string {
	if _, p, err := mime.ParseMediaType(contentType); err == nil && p["charset"] != "" {
		return strings.ToLower(p["charset"])
	}
	m := metaCharset.FindSubmatch(b[:min(len(b), prescanBytes)])
	if m == nil {
		return ""
	}
	return strings.ToLower(string(m[1]) + string(m[2]))
}

func decodeWith(b []byte, e encoding.Encoding) string {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil { // decoders replace what they cannot read; this is their own fault
		out = bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return tidy(string(out))
}

// tidy makes the text valid UTF-8 with plain line ends and without NULs.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.Contains(s, "\x00") {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return strings.TrimPrefix(s, "\uFEFF")
}

// fits reports whether a declared encoding can be what the bytes are in: next
// to nothing is unreadable, and no control characters of the C1 block appear.
func fits(b []byte, e encoding.Encoding, name string) bool {
	b = b[:min(len(b), trialBytes)]
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return false
	}
	bad, high := 0, 0
	for _, r := range string(out) {
		if r >= 0x80 {
			high++
		}
		if r == utf8.RuneError || r >= 0x80 && r < 0xa0 {
			bad++
		}
	}
	if name == "utf-8" { // a few bytes of junk in a UTF-8 page stay junk
		return bad*10 < high
	}
	return bad*50 <= high
}

// multibyte are the East Asian encodings that can be told by their byte
// patterns, with the scripts that show a right guess.
var multibyte = []struct {
	name    string
	scripts []*unicode.RangeTable
}{
	{"shift_jis", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}},
	{"euc-jp", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}},
	{"euc-kr", []*unicode.RangeTable{unicode.Hangul}},
	{"gb18030", []*unicode.RangeTable{unicode.Han}},
	{"big5", []*unicode.RangeTable{unicode.Han}},
}

// single are the one-byte encodings told apart by which letters their high
// bytes become. Letters listed are usual in the languages that use them.
var single = []struct {
	name    string
	enc     *charmap.Charmap
	letters string
}{
	{"windows-1252", charmap.Windows1252, "àâäáãåæçèéêëìíîïñòóôöõøùúûüÿßœÀÁÂÄÅÆÇÈÉÊÖØÜÑÓ"},
	{"windows-1250", charmap.Windows1250, "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžČĎĚŇŘŠŤŮŽőűöüŐŰäôľĺŕđăâîșțşţ"},
	{"windows-1251", charmap.Windows1251, "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєёґАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"},
	{"koi8-r", charmap.KOI8R, "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"},
	{"windows-1253", charmap.Windows1253, "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"},
	{"windows-1254", charmap.Windows1254, "çğıöşüÇĞİÖŞÜâ"},
}

// guessCharset names the encoding of bytes that do not say it.
func guessCharset(b []byte) string {
	b = b[:min(len(b), trialBytes)]
	best, name := 0.55, ""
	for _, m := range multibyte {
		e, _ := charset.Lookup(m.name)
		if share := eastAsian(b, e, m.scripts); share > best {
			best, name = share, m.name
		}
	}
	if name != "" {
		return name
	}
	best, name = -1e9, "windows-1252"
	for _, s := range single {
		if score := lettersScore(b, s.enc, s.letters); score > best {
			best, name = score, s.name
		}
	}
	return name
}

// eastAsian is how far the bytes, read in e, look like text of the scripts:
// the share of wide characters that are Han or of the scripts, 0 when the
// bytes break the encoding or none is of the scripts.
func eastAsian(b []byte, e encoding.Encoding, scripts []*unicode.RangeTable) float64 {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return 0
	}
	wide, fit, own, bad, inRow := 0, 0, 0, 0, 0
	before := ' '
	for _, r := range string(out) {
		if before >= 0x80 && r >= 0x80 {
			inRow++
		}
		before = r
		switch {
		case r == utf8.RuneError, r >= 0x80 && r < 0xa0:
			bad++
		case r >= 0xff61 && r <= 0xff9f: // half-width kana: what Western bytes become in Shift-JIS
			wide++
		case r >= 0x80:
			wide++
			if unicode.In(r, scripts...) {
				own++
			}
			if unicode.In(r, scripts...) || commonHan(r) || r >= 0x3000 && r < 0x3020 || r >= 0xff00 && r < 0xff61 {
				fit++
			}
		}
	}
	if wide < 4 || bad*50 > wide || own*10 < wide*2 || inRow*2 < wide { // such text is written without blanks
		return 0
	}
	return float64(fit) / float64(wide)
}

// commonHan leaves out the rare ideographs, which wrong guesses are full of:
// extension blocks and compatibility forms.
func commonHan(r rune) bool { return r >= 0x4e00 && r <= 0x9fa5 }

// lettersScore is high when the high bytes, read in e, become letters of the
// list that stand in words of one case, and low when they become symbols there.
func lettersScore(b []byte, e *charmap.Charmap, letters string) float64 {
	score, n := 0.0, 0
	var before rune
	for i, c := range b {
		r := e.DecodeByte(c)
		if c >= 0x80 {
			n++
			after := rune(' ')
			if i+1 < len(b) {
				after = e.DecodeByte(b[i+1])
			}
			score += letterFit(before, r, after, letters)
		}
		before = r
	}
	if n == 0 {
		return 0
	}
	return score / float64(n)
}

func letterFit(before, r, after rune, letters string) float64 {
	inWord := unicode.IsLetter(before) || unicode.IsLetter(after)
	switch {
	case r == utf8.RuneError || r >= 0x80 && r < 0xa0:
		return -3
	case unicode.IsUpper(r) && unicode.IsLower(before): // aB: a wrong guess of the case bit
		return -1
	case strings.ContainsRune(letters, r):
		return 1
	case unicode.IsLetter(r):
		return -0.3
	case unicode.IsLetter(before) && unicode.IsLetter(after) && r != '’' && r != '–' && r != '—':
		return -1
	case inWord:
		return 0.2
	}
	return 0.3
}
