package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"annals"
	"annals/internal/collect/archive"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
)

// exportCmd is `annals export`: the captures of the record as a WARC file.
type exportCmd struct {
	keeper
	File   string         `arg:"" name:"FILE" help:"File to write, x.warc.gz; - is standard output."`
	Format archive.Format `help:"Format of the file: warc." enum:"warc" default:"warc"`
	Outlet string         `help:"Only captures of this outlet or domain." placeholder:"OUTLET"`
	Since  string         `help:"Only captures read on this day (2024-06-19) or later." placeholder:"DATE"`
	Force  bool           `help:"Write over a file that is there."`
}

// Run writes the file beside its place, and puts it there when it is whole.
func (cmd *exportCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	since, ok := annals.Date(cmd.Since).Time()
	if cmd.Since != "" && !ok {
		return fmt.Errorf("read --since %q: want a day like 2026-06-19", cmd.Since)
	}
	s, err := cmd.readStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	x := exporter{outlet: cmd.Outlet, since: since, now: time.Now()}
	if cmd.File == "-" {
		if err := x.write(ctx, s, c.out, "annals.warc.gz"); err != nil {
			return err
		}
		_, err := fmt.Fprintln(c.err, x.summary())
		return err
	}
	if err := cmd.whole(func(w io.Writer) error { return x.write(ctx, s, w, filepath.Base(cmd.File)) }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%s, in %s\n", x.summary(), cmd.File)
	return err
}

// whole writes the file, or leaves none.
func (cmd *exportCmd) whole(write func(io.Writer) error) error {
	if _, err := os.Stat(cmd.File); !errors.Is(err, fs.ErrNotExist) && !cmd.Force {
		return fmt.Errorf("write %s: it is there; --force writes over it", cmd.File)
	}
	f, err := os.CreateTemp(filepath.Dir(cmd.File), filepath.Base(cmd.File)+".part*")
	if err != nil {
		return fmt.Errorf("write %s: %w", cmd.File, err)
	}
	defer os.Remove(f.Name()) // that is left where something failed
	f.Chmod(0o644)            // a file as others are; where it cannot be, it is the owner's
	b := bufio.NewWriterSize(f, 1<<20)
	if err = write(b); err == nil {
		err = b.Flush()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), cmd.File)
	}
	return err
}

// An exporter writes captures, each once.
type exporter struct {
	outlet string
	since  time.Time
	now    time.Time

	written, withheld int
}

// write writes the captures of a record.
func (x *exporter) write(ctx context.Context, s store.Archive, w io.Writer, name string) error {
	info := store.RecordOf(fmt.Sprint("warcinfo ", name, " ", x.now.UnixMicro()))
	out, err := archive.NewWriter(w, name, info, x.now)
	if err != nil {
		return err
	}
	var last archive.Kept
	for e, err := range s.Entries(ctx) {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return errors.New("interrupted: nothing is written")
		case !x.wants(&e):
			continue
		}
		k := keptOf(&e)
		if k.Record == last.Record { // another article of one capture
			last.Withheld = max(last.Withheld, k.Withheld)
			continue
		}
		if err := x.put(out, last); err != nil {
			return err
		}
		last = k
	}
	return x.put(out, last)
}

// wants reports an entry that is to be exported.
func (x *exporter) wants(e *store.Entry) bool {
	c := &e.Capture
	return !c.Time.Before(x.since) && (x.outlet == "" || store.Belongs(e.Reading.Article.Outlet, c.URL, x.outlet))
}

func (x *exporter) put(out *archive.Writer, k archive.Kept) error {
	if k.Record == "" {
		return nil
	}
	if x.written++; k.Withheld != "" || len(k.Capture.Body) == 0 {
		x.withheld++
	}
	return out.Write(k)
}

func (x *exporter) summary() string {
	s := count(x.written, "capture")
	if x.withheld > 0 {
		s += fmt.Sprintf(", %d without their bytes (reserved, or not kept)", x.withheld)
	}
	return s
}

// keptOf is an entry as it is exported. Bytes of a page whose publisher reserves
// rights stay here, whatever basis lets it be coded.
func keptOf(e *store.Entry) archive.Kept {
	a := &e.Reading.Article
	k := archive.Kept{Record: e.Record, Capture: e.Capture, Outlet: a.Outlet, Title: a.Title, Published: a.Published}
	d := rights.Decide(append(rights.OfCapture(&e.Capture), a.Rights.Signals...), rights.None)
	switch {
	case a.Rights.Reserved:
		k.Withheld = "rights are reserved: " + a.Rights.Basis
	case !d.Code:
		k.Withheld = "rights are reserved: " + d.Rights.Basis
	case len(e.Capture.Body) == 0 && e.Err != "":
		k.Withheld = "it could not be had: " + e.Err
	}
	return k
}
