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
		inside, err := folder(name)
		if err != nil {
			return nil, fmt.Errorf("read %w", err)
		}
		if len(inside) == 0 {
			return nil, fmt.Errorf("read %s: no file to read in this folder", name)
		}
		out = append(out, inside...)
	}
	return out, nil
}

// folder are the files in a folder and below: archives, and all pages as one. Links
// in it are not followed; what cannot be looked into is a page that cannot be read.
func folder(name string) (out []importFile, err error) {
	pages, root := importFile{name: name}, name+string(filepath.Separator) // a link to a folder is that folder
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == root:
			return err
		case err != nil:
			pages.pages = append(pages.pages, importFile{name: path})
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
		case d.Type().IsRegular() && !beside[strings.ToLower(filepath.Ext(path))] && !strings.HasSuffix(path, ".rejects"):
			one := importFile{name: path}
			if info, err := d.Info(); err == nil {
				one.size, one.changed = info.Size(), info.ModTime()
			}
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
	if len(pages.pages) > 0 {
		out = append(out, pages)
	}
	return out, err
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
