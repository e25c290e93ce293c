package tell

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// A Mailer sends mail through a server (SMTP).
type Mailer struct {
	Host           string
	Port           int // 0: 587 with STARTTLS, 465 with TLS, 25 with none
	User, Password string
	From           string
	// Security is how the way to the server is kept secret: starttls (if ""), tls,
	// or none, for a server of this machine.
	Security string
	Pages    string // address of the record's pages, for links; "" for none
	Dial     mail.DialContextFunc
}

// mailTimeout bounds a delivery.
const mailTimeout = 30 * time.Second

// send sends the notices of one alert.
func (m *Mailer) send(ctx context.Context, to string, ns []Notice) error {
	msg, err := m.message(to, ns)
	if err != nil {
		return err
	}
	c, err := m.client()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	return c.DialAndSendWithContext(ctx, msg)
}

func (m *Mailer) client() (*mail.Client, error) {
	opts := []mail.Option{mail.WithTimeout(mailTimeout)}
	switch m.Security {
	case "tls":
		opts = append(opts, mail.WithSSLPort(false))
	case "none":
		opts = append(opts, mail.WithTLSPortPolicy(mail.NoTLS))
	default:
		opts = append(opts, mail.WithTLSPortPolicy(mail.TLSMandatory))
	}
	if m.Port > 0 {
		opts = append(opts, mail.WithPort(m.Port))
	}
	if m.User != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	if m.Dial != nil {
		opts = append(opts, mail.WithDialContextFunc(m.Dial))
	}
	return mail.NewClient(m.Host, opts...)
}

// message is the mail for notices of one alert: words, and the same as HTML with
// links into the record.
func (m *Mailer) message(to string, ns []Notice) (*mail.Msg, error) {
	msg := mail.NewMsg()
	if err := msg.From(m.From); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := msg.To(to); err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	subject := ns[0].Alert + ": " + ns[0].Line
	if len(ns) > 1 {
		subject = fmt.Sprintf("%s: %d notices", ns[0].Alert, len(ns))
	}
	msg.Subject(oneLine(subject))
	msg.SetGenHeader("X-Annals-Notice", ns[0].ID)
	var text, page strings.Builder
	page.WriteString("<ul>")
	for _, n := range ns {
		line := fmt.Sprintf("%s  %s\n    %s", n.Day, n.Line, n.Why)
		link := ""
		if m.Pages != "" && n.Event != "" {
			link = strings.TrimSuffix(m.Pages, "/") + "/event/" + url.PathEscape(n.Event)
			line += "\n    " + link
		}
		text.WriteString(line + "\n\n")
		head := html.EscapeString(n.Line)
		if link != "" {
			head = fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(link), head)
		}
		fmt.Fprintf(&page, "<li>%s %s<br><small>%s</small></li>", n.Day, head, html.EscapeString(n.Why))
	}
	const foot = "A claim says what an article reports, never what happened."
	msg.SetBodyString(mail.TypeTextPlain, text.String()+foot+"\n")
	msg.AddAlternativeString(mail.TypeTextHTML, page.String()+"</ul><p><small>"+foot+"</small></p>")
	return msg, nil
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// A Digest is when notices of an alert are mailed together: hourly, daily 08:00,
// weekly Mon 08:00, the last two with a time zone if it is not UTC. "" is at once.
type Digest string

// next is the first time after now at which a digest is sent.
func (d Digest) next(now time.Time) (time.Time, error) {
	words := strings.Fields(string(d))
	if len(words) == 0 {
		return now, nil
	}
	zone := time.UTC
	want := map[string]int{"hourly": 1, "daily": 2, "weekly": 3}[words[0]]
	if want == 0 || len(words) < want || len(words) > want+1 || want == 1 && len(words) > 1 {
		return now, fmt.Errorf("digest %q: want hourly, daily 08:00 or weekly Mon 08:00, with a time zone if it is not UTC", d)
	}
	if want == 1 {
		return now.UTC().Truncate(time.Hour).Add(time.Hour), nil
	}
	if len(words) > want {
		z, err := time.LoadLocation(words[want])
		if err != nil {
			return now, fmt.Errorf("digest %q: unknown time zone %q", d, words[want])
		}
		zone = z
	}
	at, err := time.Parse("15:04", words[want-1])
	if err != nil {
		return now, fmt.Errorf("digest %q: want a time like 08:00", d)
	}
	local := now.In(zone)
	next := time.Date(local.Year(), local.Month(), local.Day(), at.Hour(), at.Minute(), 0, 0, zone)
	for range 8 {
		if next.After(now) && (want == 2 || strings.HasPrefix(next.Weekday().String(), words[1])) {
			return next.UTC(), nil
		}
		next = next.AddDate(0, 0, 1)
	}
	return now, fmt.Errorf("digest %q: unknown day %q, want Mon, Tue, …", d, words[1])
}

// Check reports a digest that cannot be read.
func (d Digest) Check() error {
	_, err := d.next(time.Unix(0, 0))
	return err
}
