package link

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxOwnBytes is the most bytes of a user's entities in YAML.
const maxOwnBytes = 64 << 20

// addYAML adds the entities of a YAML list: maps with the columns of the CSV table
// as keys. aliases may be a list.
func (l *Linker) addYAML(r io.Reader, name string) error {
	b, err := io.ReadAll(io.LimitReader(r, maxOwnBytes+1))
	if err != nil {
		return rowError(name, 1, err)
	}
	if len(b) > maxOwnBytes {
		return rowError(name, 1, fmt.Errorf("more than %d bytes", maxOwnBytes))
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		line, err := yamlLine(err)
		return rowError(name, line, err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.SequenceNode {
		return rowError(name, max(1, doc.Line), errors.New("want a list of entities, each a line \"- name: …\""))
	}
	rows := doc.Content[0].Content
	if len(rows) > maxOwn {
		return rowError(name, rows[maxOwn].Line, fmt.Errorf("more than %d rows", maxOwn))
	}
	for _, row := range rows {
		cells, line, err := yamlCells(row)
		if err == nil {
			err = l.addOwn(func(column string) string { return cells[column] })
		}
		if err != nil {
			return rowError(name, line, err)
		}
	}
	return nil
}

// yamlCells are the values of one entity by column; line is where it stands, or
// where the key is wrong.
func yamlCells(row *yaml.Node) (cells map[string]string, line int, err error) {
	if row.Kind != yaml.MappingNode {
		return nil, row.Line, errors.New("want name, kind, country and the like, each as \"key: value\"")
	}
	cells = map[string]string{}
	for k := 0; k+1 < len(row.Content); k += 2 {
		key, value := row.Content[k], row.Content[k+1]
		column := strings.ToLower(strings.TrimSpace(key.Value))
		if !slices.Contains(ownColumns, column) {
			return nil, key.Line, fmt.Errorf("unknown key %q, want %s", key.Value, strings.Join(ownColumns, ", "))
		}
		if _, twice := cells[column]; twice {
			return nil, key.Line, fmt.Errorf("key %q stands twice", key.Value)
		}
		words, err := yamlWords(value, column)
		if err != nil {
			return nil, value.Line, err
		}
		cells[column] = words
	}
	for _, want := range ownColumns[:3] {
		if _, ok := cells[want]; !ok {
			return nil, row.Line, fmt.Errorf("no key %q", want)
		}
	}
	return cells, row.Line, nil
}

// yamlWords is a value as a cell of the table has it; null is "".
func yamlWords(value *yaml.Node, column string) (string, error) {
	switch {
	case value.Kind == yaml.ScalarNode && value.Tag == "!!null":
		return "", nil
	case value.Kind == yaml.ScalarNode:
		return strings.TrimSpace(value.Value), nil
	case value.Kind == yaml.SequenceNode && column == "aliases":
		var out []string
		for _, v := range value.Content {
			if v.Kind != yaml.ScalarNode {
				return "", errors.New("want a name in the list of aliases")
			}
			out = append(out, v.Value)
		}
		return strings.Join(out, ";"), nil
	}
	return "", fmt.Errorf("want words for %q", column)
}

var yamlAt = regexp.MustCompile(`^yaml: line (\d+): `)

// yamlLine takes the line out of an error of the YAML reader; 1 when it names
// none.
func yamlLine(err error) (int, error) {
	words := strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlAt.FindStringSubmatch(err.Error()); m != nil {
		if line, bad := strconv.Atoi(m[1]); bad == nil {
			return line, errors.New(strings.TrimPrefix(err.Error(), m[0]))
		}
	}
	return 1, errors.New(words)
}
