package tell

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"annals/internal/sys/store"
)

// postOffice is a mail server that takes mails, or refuses them.
type postOffice struct {
	mu     sync.Mutex
	mails  []string
	refuse bool
}

func (p *postOffice) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go p.serve(theirs)
	return ours, nil
}

func (p *postOffice) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewScanner(c)
	say := func(s string) { fmt.Fprint(c, s+"\r\n") }
	say("220 post.example ESMTP")
	var body strings.Builder
	data := false
	for in.Scan() {
		line := in.Text()
		switch {
		case data && line == ".":
			p.mu.Lock()
			p.mails = append(p.mails, body.String())
			p.mu.Unlock()
			body.Reset()
			data = false
			say("250 taken")
		case data:
			body.WriteString(line + "\n")
		case strings.HasPrefix(line, "EHLO"):
			say("250-post.example\r\n250 8BITMIME")
		case strings.HasPrefix(line, "RCPT") && p.refuse:
			say("550 no such user")
		case strings.HasPrefix(line, "DATA"):
			data = true
			say("354 go on")
		case strings.HasPrefix(line, "QUIT"):
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// Notices of one alert go in one mail when the digest is due, with links; what is
// refused waits with the reason.
func TestMail(t *testing.T) {
	office := &postOffice{}
	hook := Hook{Mail: "desk@me.example", Digest: "daily 08:00 Europe/Warsaw"}
	x := Senders{Hooks: map[string]Hook{"Raids": hook}, Mailer: &Mailer{Host: "post.example", From: "annals@me.example", Security: "none", Pages: "https://annals.example/", Dial: office.dial}}
	s := new(store.Memory)
	ns := []Notice{{ID: "1", Alert: "Raids", Event: "e1", Day: "2026-03-04", Line: "reportedly X → Y: <raid>", Why: "told by A"}, {ID: "2", Alert: "Raids", Event: "e2", Day: "2026-03-05", Line: "planned: talks", Why: "new"}}
	if err := File(t.Context(), s, ns, nil, hook, now); err != nil {
		t.Fatal(err)
	}
	for at := now; at.Before(now.Add(30 * time.Hour)); at = at.Add(time.Hour) {
		if err := x.Send(t.Context(), s, at, 0); err != nil {
			t.Fatal(err)
		}
	}
	if len(office.mails) != 1 {
		t.Fatalf("%d mails", len(office.mails))
	}
	for _, want := range []string{"Subject: Raids: 2 notices", "To: <desk@me.example>", "planned: talks", "https://annals.example/event/e1", "&lt;raid&gt;", "text/html"} {
		if !strings.Contains(office.mails[0], want) {
			t.Errorf("no %q in\n%s", want, office.mails[0])
		}
	}
	letters, err := Inbox(t.Context(), s)
	if err != nil || len(letters) != 2 || !letters[0].Mail.Sent.Equal(time.Date(2026, 3, 6, 7, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v, %v", letters, err)
	}
	office.refuse = true
	if err := File(t.Context(), s, []Notice{{ID: "3", Alert: "Raids", Line: "x"}}, nil, Hook{Mail: hook.Mail}, now); err != nil {
		t.Fatal(err)
	}
	if err := x.Send(t.Context(), s, now, 0); err != nil {
		t.Fatal(err)
	}
	letters, err = Inbox(t.Context(), s)
	if l := letters[2]; err != nil || l.Mail.Tries != 1 || !strings.Contains(l.Trouble(), "mail waits: ") || !strings.Contains(l.Trouble(), "no such user") {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestDigest(t *testing.T) {
	for d, want := range map[Digest]string{
		"": "2026-03-05T12:00:00Z", "hourly": "2026-03-05T13:00:00Z", "daily 08:00": "2026-03-06T08:00:00Z", "daily 18:30": "2026-03-05T18:30:00Z",
		"daily 08:00 America/New_York": "2026-03-05T13:00:00Z", "weekly Mon 08:00": "2026-03-09T08:00:00Z", "weekly Thu 12:00": "2026-03-12T12:00:00Z",
	} {
		if got, err := d.next(now); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%q: %v, %v, want %s", d, got, err, want)
		}
	}
	for _, bad := range []Digest{"daily", "daily 25:00", "weekly 08:00", "weekly Foo 08:00", "daily 08:00 Mars/Base", "monthly", "hourly 5"} {
		if bad.Check() == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
