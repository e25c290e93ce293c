package feed

import (
	"bytes"
	"mime"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
)

var declared = regexp.MustCompile(`^(\s*<\?xml[^>]*?encoding\s*=\s*["'])([A-Za-z0-9._-]+)(["'])`)

// utf8Of is the text of a file: by its byte order mark, else as it is when it
// is UTF-8, else by its declaration, by what the server said, or as Windows-1252.
func utf8Of(body []byte, contentType string) []byte {
	if m := marked(body); m != nil {
		return undeclared(m)
	}
	if utf8.Valid(body) {
		return undeclared(body)
	}
	for _, name := range []string{declaredIn(body), charsetOf(contentType), "windows-1252"} {
		e, _ := charset.Lookup(name)
		if e == nil {
			continue
		}
		if out, err := e.NewDecoder().Bytes(body); err == nil && !bytes.Contains(out, []byte("\uFFFD")) {
			return undeclared(out)
		}
	}
	return undeclared(bytes.ToValidUTF8(body, []byte("\uFFFD")))
}

// marked decodes a text with a byte order mark, nil for one without.
func marked(body []byte) []byte {
	switch {
	case bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")):
		return bytes.ToValidUTF8(body[3:], []byte("\uFFFD"))
	case bytes.HasPrefix(body, []byte("\xFF\xFE")), bytes.HasPrefix(body, []byte("\xFE\xFF")):
		out, err := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(body)
		if err == nil {
			return out
		}
	}
	return nil
}

func declaredIn(body []byte) string {
	if m := declared.FindSubmatch(body[:min(len(body), 200)]); m != nil {
		return string(m[2])
	}
	return ""
}

func charsetOf(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

// undeclared is a text whose declaration says what it now is.
func undeclared(text []byte) []byte {
	if declaredIn(text) == "" {
		return text
	}
	return declared.ReplaceAll(text, []byte("${1}utf-8${3}"))
}
