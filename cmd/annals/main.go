// Command annals reads news and writes down who did what to whom, when, where,
// how certain, and who says so.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
)

// commands is every command of the program, one field each; each command is a
// struct in a file of its own with a Run method.
type commands struct {
	Code    codeCmd     `cmd:"" help:"Read news and write down who did what to whom, and who says so."`
	Extract extractCmd  `cmd:"" help:"Print articles alone: headline, byline, date, body."`
	Parse   parseCmd    `cmd:"" help:"Print sentences, tags and trees."`
	Explain explainCmd  `cmd:"" help:"Show how a sentence is read and coded, and why."`
	Add     addCmd      `cmd:"" help:"Read news and keep what it says in the record."`
	Import  importCmd   `cmd:"" help:"Keep what archives hold: JSONL, CSV, WARC, mail, folders."`
	Export  exportCmd   `cmd:"" help:"Write the captures of the record as a WARC file."`
	Alerts  alertsCmd   `cmd:"" help:"Be told what is new in the record: preview, run, inbox."`
	Watch   watchCmd    `cmd:"" help:"Read feeds as they bring news, and keep the record up to date."`
	Status  statusCmd   `cmd:"" help:"Tell how it stands with feeds that are watched, and what could not be read."`
	Search  searchCmd   `cmd:"" help:"Find claims in the record."`
	Events  eventsCmd   `cmd:"" help:"Find events in the record: the same happening told by one outlet or many."`
	Event   eventCmd    `cmd:"" help:"Show one event: who reports it, what they agree and disagree on."`
	Split   splitCmd    `cmd:"" help:"Take a claim out of its event for good."`
	Series  seriesCmd   `cmd:"" help:"Count claims in the record by day, month or year."`
	Counts  countsCmd   `cmd:"" help:"Count claims in the record by type, country, pair, place, outlet or speaker."`
	Rights  rightsCmd   `cmd:"" help:"Explain what may be done with a page or an outlet, line by line."`
	Recode  recodeCmd   `cmd:"" help:"Read everything in the record again with today's program."`
	Doctor  doctorCmd   `cmd:"" help:"Look for damage in the record."`
	Serve   serveCmd    `cmd:"" help:"Show the record as pages, and answer programs."`
	Passwd  passwordCmd `cmd:"" name:"password" help:"Make the line that serve's password file holds."`
	Eval    evalCmd     `cmd:"" help:"Score a stage on gold files."`
}

// evalCmd groups the scorers; each has its own file, eval_*.go.
type evalCmd struct {
	Parse     evalParseCmd     `cmd:"" help:"Score tags and trees on CoNLL-U files."`
	Names     evalNamesCmd     `cmd:"" help:"Score names on IOB2 or CoNLL files."`
	Dates     evalDatesCmd     `cmd:"" help:"Score date expressions on TimeML files."`
	Places    evalPlacesCmd    `cmd:"" help:"Score the resolution of given toponyms."`
	Link      evalLinkCmd      `cmd:"" help:"Score countries, dates, places and sizes on articles with gold claims."`
	Relations evalRelationsCmd `cmd:"" help:"Score the type of act between two given parties."`
	Claims    evalClaimsCmd    `cmd:"" help:"Score claims coded from raw text."`
	Events    evalEventsCmd    `cmd:"" help:"Score how claims of several outlets are merged into events."`
	Corpus    evalCorpusCmd    `cmd:"" help:"Score the coder on the corpus of invented sentences."`
	Agreement evalAgreementCmd `cmd:"" help:"Compare a second annotation of the corpus with the first."`
}

// A console is where a command reads and writes; tests give buffers.
type console struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

// errReported says that what went wrong has already been told on stderr: the
// exit status is 1 and nothing more is printed.
var errReported = errors.New("some input failed")

func main() {
	os.Exit(run(os.Args[1:], &console{os.Stdin, os.Stdout, os.Stderr, os.Getenv}))
}

// run is the program with its arguments and console given in; it returns the
// exit status: 0, 1 when an input failed, 2 for a wrong call.
func run(args []string, c *console) int {
	var cmd commands
	p, err := kong.New(&cmd, kong.Name("annals"),
		kong.Description("Who did what to whom, when, where, how certain, and who says so."),
		kong.UsageOnError(), kong.Writers(c.out, c.err))
	if err != nil {
		panic("annals: " + err.Error())
	}
	ctx, err := p.Parse(args)
	if err != nil {
		fmt.Fprintf(c.err, "annals: %v\n", err)
		return 2
	}
	if err := ctx.Run(c); err != nil {
		if !errors.Is(err, errReported) {
			fmt.Fprintf(c.err, "annals: %v\n", err)
		}
		return 1
	}
	return 0
}
