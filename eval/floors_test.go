package eval_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "raise the floors in floors.txt to what is reached")

// A floor is one line of floors.txt.
type floor struct {
	line    int
	least   float64
	field   string // path into the JSON, parts joined by "."
	command string // after "annals eval", $SHARED standing for ../shared/data
}

// TestFloors runs the real program on the development data and holds what it
// prints against floors.txt.
func TestFloors(t *testing.T) {
	data := sharedData(t)
	floors, lines := readFloors(t)
	annals := build(t)
	seen := map[string]map[string]any{}
	for _, f := range floors {
		got, ok := seen[f.command]
		if !ok {
			got = measure(t, annals, strings.ReplaceAll(f.command, "$SHARED", data))
			seen[f.command] = got
		}
		value, ok := lookup(got, f.field)
		if !ok {
			t.Errorf("floors.txt:%d: annals eval %s --json has no number %q", f.line, f.command, f.field)
			continue
		}
		t.Logf("%-14s %.4f (floor %.4f)  %s", f.field, value, f.least, f.command)
		if value < f.least {
			t.Errorf("floors.txt:%d: %s of %s is %.4f, below its floor %.4f", f.line, f.field, f.command, value, f.least)
		}
		if *update && value > f.least {
			raised := max(f.least, math.Floor(value*100)/100) // whole hundredths, so that one claim more or less is no fall
			lines[f.line-1] = fmt.Sprintf("%.4f", raised) + lines[f.line-1][6:]
		}
	}
	if *update && !t.Failed() {
		if err := os.WriteFile("floors.txt", []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// sharedData is the folder with the open data sets; without it there is
// nothing to measure on, and the test is skipped.
func sharedData(t *testing.T) string {
	dir := os.Getenv("ANNALS_SHARED")
	if dir == "" {
		dir = "../../shared"
	}
	dir, err := filepath.Abs(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no development data: %v (set ANNALS_SHARED)", err)
	}
	return dir
}

func readFloors(t *testing.T) (floors []floor, lines []string) {
	f, err := os.Open("floors.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		lines = append(lines, s.Text())
		if s.Text() == "" || s.Text()[0] == '#' {
			continue
		}
		part := strings.Fields(s.Text())
		least, err := strconv.ParseFloat(part[0], 64)
		if err != nil || len(part) < 4 || len(part[0]) != 6 {
			t.Fatalf("floors.txt:%d: want a floor like 0.8000, a field and a command", len(lines))
		}
		floors = append(floors, floor{len(lines), least, part[1], strings.Join(part[2:], " ")})
	}
	return floors, lines
}

// build makes the program that is measured.
func build(t *testing.T) string {
	exe := filepath.Join(t.TempDir(), "annals")
	if out, err := exec.Command("go", "build", "-o", exe, "annals/cmd/annals").CombinedOutput(); err != nil {
		t.Fatalf("build annals: %v\n%s", err, out)
	}
	return exe
}

func measure(t *testing.T, annals, command string) map[string]any {
	cmd := exec.Command(annals, append([]string{"eval"}, append(strings.Fields(command), "--json")...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("annals eval %s: %v", command, err)
	}
	var v map[string]any
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatalf("annals eval %s --json: %v", command, err)
	}
	return v
}

func lookup(v any, path string) (float64, bool) {
	for part := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return 0, false
		}
		v = m[part]
	}
	f, ok := v.(float64)
	return f, ok
}
