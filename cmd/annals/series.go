package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strconv"

	"annals/internal/search"
	"annals/internal/sys/store"
)

// seriesCmd is `annals series`: how many claims match a query, in time.
type seriesCmd struct {
	keeper
	By     string   `help:"day, month or year." enum:"day,month,year" default:"month"`
	Format string   `help:"table for people, json (one object a line) or csv for programs." enum:"table,json,csv" default:"table"`
	Query  []string `arg:"" optional:"" name:"QUERY" help:"As for search."`
}

// Run prints the series.
func (cmd *seriesCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	q, s, err := cmd.ask(ctx, c, cmd.Query)
	if err != nil {
		return err
	}
	defer s.Close()
	bs, err := search.Series(ctx, s, q, store.By(cmd.By))
	if err != nil {
		return err
	}
	return printBuckets(c, bs, cmd.By, cmd.Format)
}

// countsCmd is `annals counts`: how many claims match a query, by a field.
type countsCmd struct {
	keeper
	By     string   `help:"type, quad, status, actor, recipient, pair, place, outlet or said-by." enum:"type,quad,status,actor,recipient,pair,place,outlet,said-by" default:"type"`
	Format string   `help:"table for people, json (one object a line) or csv for programs." enum:"table,json,csv" default:"table"`
	Query  []string `arg:"" optional:"" name:"QUERY" help:"As for search."`
}

// Run prints the counts.
func (cmd *countsCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	q, s, err := cmd.ask(ctx, c, cmd.Query)
	if err != nil {
		return err
	}
	defer s.Close()
	bs, err := s.Count(ctx, q.Filter, store.By(cmd.By))
	if err != nil {
		return err
	}
	return printBuckets(c, bs, cmd.By, cmd.Format)
}

func printBuckets(c *console, bs []store.Bucket, by, format string) error {
	switch format {
	case "json":
		e := json.NewEncoder(c.out)
		for _, b := range bs {
			if err := e.Encode(b); err != nil {
				return fmt.Errorf("write counts: %w", err)
			}
		}
		return nil
	case "csv":
		w := csv.NewWriter(c.out)
		w.Write([]string{by, "claims", "cooperation", "conflict", "intensity"})
		for _, b := range bs {
			w.Write([]string{unformula(b.Value), strconv.Itoa(b.Claims), strconv.Itoa(b.Cooperation), strconv.Itoa(b.Conflict), strconv.FormatFloat(b.Intensity, 'f', 2, 64)})
		}
		w.Flush()
		return w.Error()
	}
	return bucketTable(c, bs, by)
}

// bucketTable draws a row for each bucket: claims, of these cooperation and
// conflict, mean intensity; for times, a line of bars above says how they run.
func bucketTable(c *console, bs []store.Bucket, by string) error {
	width, colour := terminal(c)
	k := ink{colour}
	if timed := by == "day" || by == "month" || by == "year"; timed {
		var ns []int
		for _, b := range bs {
			ns = append(ns, b.Claims)
		}
		fmt.Fprintf(c.out, "%s\n\n", search.Spark(ns[max(0, len(ns)-width):]))
	}
	fmt.Fprintf(c.out, "%-24s %7s %7s %7s %9s\n", by, "claims", "coop.", "confl.", "intensity")
	empty := 0
	for _, b := range bs {
		if b.Claims == 0 {
			empty++
			continue
		}
		if empty > 0 {
			fmt.Fprintln(c.out, k.put(faint, fmt.Sprintf("%-24s %7s", "  "+count(empty, by), "–")))
			empty = 0
		}
		style := cooperat
		if b.Intensity < 0 {
			style = conflict
		}
		fmt.Fprintf(c.out, "%-24s %7d %7d %7d %s\n", clip(oneLine(b.Value, "–"), 24), b.Claims, b.Cooperation, b.Conflict,
			k.put(style, fmt.Sprintf("%+9.1f", b.Intensity)))
	}
	return nil
}
