// Package model reads and writes files of trained weights: named sections of
// bytes, a checksum for each, and a manifest that says what they were trained
// on, under which licences, and how well they do.
//
// A file is parsed in place: sections are slices of the bytes given, so that
// an embedded model costs no copy. The package knows nothing of what the
// sections mean, and bytes from outside give an error, never a panic.
package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"strings"
)

// magic starts every file; its last byte is the version of the format.
const magic = "ANNALSM\x01"

// Bounds on what a file may claim.
const (
	maxSections = 1024
	maxName     = 64
)

// ErrCorrupt reports bytes that are no model file, or not the ones written.
var ErrCorrupt = errors.New("corrupt model file")

// A Manifest says where a model comes from.
type Manifest struct {
	Name    string             `json:"name"`
	Command string             `json:"command"` // how to train it again
	Seed    uint64             `json:"seed"`
	Licence string             `json:"licence"` // of the weights
	Data    []Data             `json:"data"`
	Scores  map[string]float64 `json:"scores"` // measure on a file: 0–1
	Notes   string             `json:"notes,omitempty"`
}

// Data is one file or folder that a model was trained or measured on.
type Data struct {
	Name    string `json:"name"`
	Licence string `json:"licence"`
	Use     string `json:"use"`    // train, dev, vectors
	Digest  string `json:"digest"` // SHA-256 of its bytes
}

// A File is a parsed model file, immutable.
type File struct {
	Manifest Manifest
	Digest   string // of all sections but the manifest: of names, sizes and checksums
	sections map[string][]byte
}

// Parse reads a model file and checks every section. The bytes must not change
// afterwards.
func Parse(data []byte) (*File, error) {
	r := reader{data: data}
	if string(r.take(len(magic))) != magic {
		return nil, fmt.Errorf("%w: no model header", ErrCorrupt)
	}
	f := &File{sections: map[string][]byte{}}
	digest := sha256.New()
	n := int(r.uint32())
	if n > maxSections {
		return nil, fmt.Errorf("%w: %d sections", ErrCorrupt, n)
	}
	for range n {
		name := string(r.take(min(int(r.uint32()), maxName+1)))
		size, sum := int(r.uint32()), r.uint32()
		body := r.take(size)
		if r.short || len(name) > maxName {
			return nil, fmt.Errorf("%w: cut off in section %q", ErrCorrupt, name)
		}
		if crc32.Checksum(body, table) != sum {
			return nil, fmt.Errorf("%w: checksum of section %q", ErrCorrupt, name)
		}
		f.sections[name] = body
		if name != "manifest" {
			fmt.Fprintf(digest, "%s %d %08x\n", name, size, sum)
		}
	}
	f.Digest = hex.EncodeToString(digest.Sum(nil)[:8])
	if r.short || len(r.data) != 0 {
		return nil, fmt.Errorf("%w: %d bytes after the end", ErrCorrupt, len(r.data))
	}
	if err := json.Unmarshal(f.sections["manifest"], &f.Manifest); err != nil {
		return nil, fmt.Errorf("%w: read manifest: %w", ErrCorrupt, err)
	}
	return f, nil
}

// Section is the bytes of a section; an absent one is an error.
func (f *File) Section(name string) ([]byte, error) {
	b, ok := f.sections[name]
	if !ok {
		return nil, fmt.Errorf("%w: no section %q", ErrCorrupt, name)
	}
	return b, nil
}

// Under is the sections whose names begin with prefix, by name.
func (f *File) Under(prefix string) (out []Section) {
	for _, name := range slices.Sorted(maps.Keys(f.sections)) {
		if strings.HasPrefix(name, prefix) {
			out = append(out, Section{Name: name, Data: f.sections[name]})
		}
	}
	return out
}

var table = crc32.MakeTable(crc32.Castagnoli)

// A Section is one part of a file to write.
type Section struct {
	Name string
	Data []byte
}

// Write writes a model file.
func Write(w io.Writer, m Manifest, sections []Section) error {
	head, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	var b bytes.Buffer
	b.WriteString(magic)
	u32 := func(n uint32) { b.Write(binary.LittleEndian.AppendUint32(nil, n)) }
	u32(uint32(len(sections) + 1))
	for _, s := range append([]Section{{"manifest", head}}, sections...) {
		if len(s.Name) > maxName {
			return fmt.Errorf("write section %q: name longer than %d bytes", s.Name, maxName)
		}
		u32(uint32(len(s.Name)))
		b.WriteString(s.Name)
		u32(uint32(len(s.Data)))
		u32(crc32.Checksum(s.Data, table))
		b.Write(s.Data)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// reader takes bytes off the front and remembers when there were too few.
type reader struct {
	data  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.data) {
		r.short, r.data = true, nil
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *reader) uint32() uint32 {
	b := r.take(4)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b)
}
