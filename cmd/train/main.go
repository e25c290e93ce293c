// Command train builds what the program embeds: models from treebanks and
// corpora, and tables from open facts. It is not shipped.
//
// Each subcommand has a file of its own. Data is read from the folder that
// ANNALS_SHARED names (../shared when it is not set) and never copied.
package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

// commands is every subcommand, one field each.
type commands struct {
	Grammar grammarCmd `cmd:"" help:"Train tagger, parser and names."`
	Names   namesCmd   `cmd:"" help:"Train the finder of names."`
	Split   splitCmd   `cmd:"" help:"Train the judge of the ends of sentences."`
	Judge   judgeCmd   `cmd:"" help:"Train the classifier of relations on the corpus."`
	Roles   rolesCmd   `cmd:"" help:"Train the classifier of roles on the corpus."`
	Link    linkCmd    `cmd:"" help:"Train the weights by which the linker chooses on the corpus."`
	Facts   factsCmd   `cmd:"" help:"Derive the tables of leaders and bodies from open facts."`
	Places  placesCmd  `cmd:"" help:"Build the gazetteer of places."`
	Shared  string     `help:"Folder with the open data." env:"ANNALS_SHARED" default:"../shared"`
}

func main() {
	var cmd commands
	ctx := kong.Parse(&cmd, kong.Name("train"), kong.UsageOnError())
	if err := ctx.Run(&cmd); err != nil {
		fmt.Fprintf(os.Stderr, "train: %v\n", err)
		os.Exit(1)
	}
}
