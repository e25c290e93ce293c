package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"annals/internal/collect/archive"
)

// an importFile is one to read.
type importFile struct {
	name    string
	size    int64
	changed time.Time
	pages   []importFile // of a folder: pages, each a record, and no archive
}

// files are all that the command line names, folders in the order of names.
func (cmd *importCmd) files() (out []importFile, err error) {
	for _, name := range cmd.Files {
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("read %w", err)
		}
		if !info.IsDir() {
			out = append(out, importFile{name: name, size: info.Size(), changed: info.ModTime()})
			continue
		}
		before, pages := len(out), importFile{name: name}
		err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case path != name && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return filepath.SkipDir
				}
			case d.Type().IsRegular() && !beside[strings.ToLower(filepath.Ext(path))] && !strings.HasSuffix(path, ".rejects"):
				info, err := d.Info()
				if err != nil {
					return err
				}
				one := importFile{name: path, size: info.Size(), changed: info.ModTime()}
				if archive.Known(path, nil) != "" {
					out = append(out, one)
					return nil
				}
				pages.pages, pages.size = append(pages.pages, one), pages.size+one.size
				if one.changed.After(pages.changed) {
					pages.changed = one.changed
				}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read %w", err)
		}
		if len(pages.pages) > 0 {
			out = append(out, pages)
		}
		if len(out) == before {
			return nil, fmt.Errorf("read %s: no file to read in this folder", name)
		}
	}
	return out, nil
}

// plainPage reports a file that is a page or an article of its own, as `annals
// add` takes it.
func plainPage(name string, in io.ReadSeeker) bool {
	head := make([]byte, 512)
	n, _ := io.ReadFull(in, head)
	in.Seek(0, io.SeekStart)
	if archive.Known(name, head[:n]) != "" {
		return false
	}
	switch strings.ToLower(filepath.Ext(strings.TrimSuffix(name, ".gz"))) {
	case ".html", ".htm", ".xhtml", ".txt", ".json":
		return true
	}
	return false
}

func rewind(in io.Seeker) error {
	_, err := in.Seek(0, io.SeekStart)
	return err
}

// countedReader counts what is read.
type countedReader struct {
	io.Reader
	n *atomic.Int64
}

func (c *countedReader) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n.Add(int64(n))
	return n, err
}
