package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	"go.yaml.in/yaml/v3"

	"annals"
	"annals/internal/sys/rights"
)

func (r *reader) port(n *yaml.Node) int {
	p, err := strconv.Atoi(n.Value)
	if err != nil || p < 1 || p > 65535 {
		r.fail(n, "bad port %q", n.Value)
	}
	return p
}

func (r *reader) mailbox(n *yaml.Node) string {
	if _, err := mail.ParseAddress(n.Value); err != nil {
		r.fail(n, "%q is no mail address", n.Value)
		return ""
	}
	return n.Value
}

func (r *reader) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || strings.TrimSpace(n.Value) == "" {
		r.fail(n, "want a text")
		return ""
	}
	if len(n.Value) > longestName {
		r.fail(n, "longer than %d bytes", longestName)
	}
	return strings.TrimSpace(n.Value)
}

func (r *reader) country(n *yaml.Node) annals.Code {
	if !regexp.MustCompile(`^[A-Z]{3}$`).MatchString(n.Value) {
		r.fail(n, "bad country %q: want three letters, like FJI (ISO 3166-1)", n.Value)
		return ""
	}
	return annals.Code(n.Value)
}

func (r *reader) basis(n *yaml.Node) rights.Basis {
	switch b := rights.Basis(n.Value); b {
	case rights.Own, rights.Licence, rights.Research:
		return b
	}
	r.fail(n, "unknown basis %q: want own, licence or research", n.Value)
	return ""
}

func (r *reader) address(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || !webAddress(n.Value) {
		r.fail(n, "%q is no http or https address", n.Value)
		return ""
	}
	return n.Value
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (r *reader) selector(n *yaml.Node) string {
	if _, err := cascadia.ParseGroup(n.Value); err != nil {
		r.fail(n, "selector %q: %v", n.Value, err)
	}
	return n.Value
}

var days = regexp.MustCompile(`^(\d{1,5})d$`)

// duration reads 90s, 15m, 2h or 30d.
func (r *reader) duration(n *yaml.Node, least, most time.Duration) time.Duration {
	d, err := time.ParseDuration(n.Value)
	if m := days.FindStringSubmatch(n.Value); m != nil {
		var count int
		fmt.Sscan(m[1], &count)
		d, err = time.Duration(count)*24*time.Hour, nil
	}
	switch {
	case err != nil:
		r.fail(n, "bad duration %q: want 90s, 15m, 2h or 30d", n.Value)
		return 0
	case d < least || d > most:
		r.fail(n, "%s is not between %v and %v", n.Value, least, most)
	}
	return d
}
