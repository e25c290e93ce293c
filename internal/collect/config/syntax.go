package config

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

var lineOf = regexp.MustCompile(`line (\d+): `)

// Where the library names a line, the fault may stand in a later one: it names the
// beginning of what it could not end.
const (
	maxLater = 200      // lines
	maxTried = 64 << 10 // bytes of a file in which it is looked for
)

// hints say what is probably wrong.
var hints = []struct{ said, hint string }{
	{"mapping values are not allowed", `a value with ": " in it, or ":" at its end, stands in quotes`},
	{"cannot start any token", "lines are indented by spaces, not tabs; a value that begins with @, % or a back quote stands in quotes"},
	{"did not find expected", "is the line indented as those beside it?"},
	{"unexpected end of stream", "a quote or bracket is not closed"},
}

// yamlError is what the library says, with the line first.
func yamlError(body []byte, err error) string {
	text, line := strings.TrimPrefix(err.Error(), "yaml: "), 1
	if m := lineOf.FindStringSubmatchIndex(text); m != nil {
		line, _ = strconv.Atoi(text[m[2]:m[3]])
		text = text[:m[0]] + text[m[1]:]
	}
	for _, h := range hints {
		if strings.Contains(text, h.said) {
			text += " (" + h.hint + ")"
			break
		}
	}
	return fmt.Sprintf("%d: %s", faultLine(body, line), text)
}

// faultLine is the line behind the last one up to which a file can be read.
func faultLine(body []byte, named int) int {
	if len(body) > maxTried {
		return named
	}
	line, end := named, 0
	for n := 1; n < named+maxLater; n++ {
		k := bytes.IndexByte(body[end:], '\n')
		if k < 0 {
			break
		}
		end += k + 1
		if n >= named && yaml.Unmarshal(body[:end], new(yaml.Node)) == nil {
			line = n + 1
		}
	}
	return line
}
