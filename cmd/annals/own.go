package main

import (
	"errors"
	"fmt"
	"os"
)

// ownTables are the user's own tables, of every command that codes.
type ownTables struct {
	Entities string `help:"CSV table or YAML list of your own entities; they win over those built in (doc/entities.md)." placeholder:"FILE"`
	Codebook string `help:"Table of your own types and words; its rows win over those built in (doc/codebook.md)." placeholder:"FILE"`
}

// load loads the stages, and what the tables add to them.
func (o *ownTables) load() (*path, error) {
	p, err := loadPath()
	if err != nil {
		return nil, err
	}
	if err := errors.Join(p.addEntities(o.Entities), p.addCodebook(o.Codebook)); err != nil {
		return nil, err
	}
	return p, nil
}

// addEntities lets the path know the entities of a file; "" is none.
func (p *path) addEntities(file string) error {
	if file == "" {
		return nil
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("read entities: %w", err)
	}
	defer f.Close()
	p.link, err = p.link.With(f, file)
	return err
}

// addCodebook lets the path know the types and words of a file; "" is none.
func (p *path) addCodebook(file string) error {
	if file == "" {
		return nil
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("read codebook: %w", err)
	}
	defer f.Close()
	p.plover, err = p.plover.With(f, file)
	return err
}
