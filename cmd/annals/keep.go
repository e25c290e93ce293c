package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
)

// A keeper is the flag of commands that read or write the record.
type keeper struct {
	index bool   // keep columns of all claims in memory: for who answers many questions
	Store string `help:"File of the record; annals/record.annals in the user's data folder if not given." env:"ANNALS_STORE" placeholder:"FILE"`
}

// openStore opens the record, and makes it if there is none.
func (k *keeper) openStore(ctx context.Context, c *console) (store.Store, error) {
	path, err := k.path(c)
	if err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, path, sqlite.Options{Index: k.index})
}

// readStore opens the record for reading only; one that is not there is an
// error that says how to make it.
func (k *keeper) readStore(ctx context.Context, c *console) (store.Store, error) {
	path, err := k.path(c)
	if err != nil {
		return nil, err
	}
	s, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("no record at " + path + " yet: `annals add FILE…` makes it")
	}
	if errors.Is(err, store.ErrOlder) {
		return k.openStore(ctx, c) // which brings it up to date
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// path is the file of the record: as given, or in the user's data folder (XDG
// Base Directory Specification).
func (k *keeper) path(c *console) (string, error) {
	if k.Store != "" {
		return k.Store, nil
	}
	data := c.env("XDG_DATA_HOME")
	if !filepath.IsAbs(data) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", errors.New("no home folder is known: give --store FILE")
		}
		data = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(data, "annals", "record.annals"), nil
}
