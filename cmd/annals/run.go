package main

import (
	"context"
	"runtime"
	"sync"

	"annals"
	"annals/internal/grammar"
	"annals/internal/link"
	"annals/internal/plover"
	"annals/internal/sys/store"
)

// A path is the way of an article through the stages, with everything that
// they have loaded. It is immutable and safe for concurrent use.
type path struct {
	grammar   *grammar.Model
	link      *link.Linker
	plover    *plover.Codebook
	outlets   *link.Outlets // who an article credits, and where outlets sit
	countries *link.Countries
}

// loadPath loads the stages side by side.
func loadPath() (*path, error) {
	var p path
	var errs [5]error
	var wg sync.WaitGroup
	wg.Go(func() { p.grammar, errs[0] = grammar.Load() })
	wg.Go(func() { p.link, errs[1] = link.Load() })
	wg.Go(func() { p.plover, errs[2] = plover.Load() })
	wg.Go(func() { p.outlets, errs[3] = link.LoadOutlets() })
	wg.Go(func() { p.countries, errs[4] = link.LoadCountries() })
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	if err := p.plover.Match(p.grammar.Digest); err != nil {
		return nil, err
	}
	p.plover.CountryName = p.countries.Name
	return &p, nil
}

// read takes an article down the path. The order of the stages is spelled
// here and nowhere else.
func (p *path) read(a *annals.Article) annals.Reading {
	r := annals.Reading{Article: *a, Warnings: a.Warnings}
	if a.Language != "" && a.Language != "en" {
		r.Warnings = append(r.Warnings, annals.Warning{Stage: "grammar",
			Message: "not coded: only English is, and the text is in another language (" + a.Language + ")"})
		return r
	}
	var doubts []annals.Warning
	r.Sentences, doubts = p.grammar.Read(a)
	r.Warnings = append(r.Warnings, doubts...)
	mentions, doubts := p.link.Link(a, r.Sentences)
	r.Warnings = append(r.Warnings, doubts...)
	r.Claims, r.Quotes, doubts = p.plover.Code(a, r.Sentences, mentions)
	r.Warnings = append(r.Warnings, doubts...)
	if a.Rights.Reserved {
		for i := range r.Claims {
			r.Claims[i].Rights = "reserved"
		}
	}
	return r
}

// A job is one article on its way, or what went wrong before it became one.
type job struct {
	name    string // file or URL that it came from
	article annals.Article
	capture *annals.Capture // that the article was read from, or could not be; nil where nothing was read
	alone   bool            // the capture holds no other article
	origin  string          // what versions of the article share; "" where nothing is kept
	err     error           // names the file and says why
	lazy    func(*job)      // makes the article, where that is left to the one who reads it; nil where it is there
	offset  int64           // of an archive's record
	keep    bool            // make entry where the article is read, and leave its tokens out
	entry   *store.Entry    // what is kept of it
}

// The bounds on articles that are read while emit is busy.
const (
	fewAhead  = 4   // for each core
	manyAhead = 600 // where tokens are left out: while one core merges (mergeAt), the other reads on
)

// readJob reads the article of a job, and makes its entry if it is to be kept.
func (p *path) readJob(j *job) annals.Reading {
	r := p.read(&j.article)
	if j.keep {
		e := p.entryOf(r, j)
		e.Reading.Sentences = untokenised(r.Sentences)
		j.entry, r = &e, e.Reading
	}
	return r
}

// untokenised are sentences with nothing but their places.
func untokenised(ss []annals.Sentence) []annals.Sentence {
	out := make([]annals.Sentence, len(ss))
	for i, s := range ss {
		out[i] = annals.Sentence{In: s.In, Span: s.Span, Block: s.Block}
	}
	return out
}

// inOrder reads the articles of jobs on all cores and hands the readings to
// emit in the order in which the articles came; up to ahead of them wait for it
// (0: fewAhead for each core). It stops when ctx does.
func (p *path) inOrder(ctx context.Context, jobs <-chan job, ahead int, emit func(r annals.Reading, j *job)) {
	defer collectLess()()
	type slot struct {
		job  *job
		done chan annals.Reading
	}
	workers := runtime.GOMAXPROCS(0)
	work, order := make(chan slot), make(chan slot, max(ahead, fewAhead*workers))
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for s := range work {
				if s.job.lazy != nil {
					s.job.lazy(s.job)
				}
				if s.job.err != nil {
					s.done <- annals.Reading{}
					continue
				}
				s.done <- p.readJob(s.job)
			}
		})
	}
	wg.Go(func() {
		defer close(order)
		defer close(work)
		for j := range jobs {
			s := slot{&j, make(chan annals.Reading, 1)}
			select {
			case order <- s:
			case <-ctx.Done():
				return
			}
			if j.err != nil {
				s.done <- annals.Reading{}
				continue
			}
			select {
			case work <- s:
			case <-ctx.Done():
				s.done <- annals.Reading{}
			}
		}
	})
	for s := range order {
		r := <-s.done
		if ctx.Err() == nil {
			emit(r, s.job)
		}
	}
	wg.Wait()
}
