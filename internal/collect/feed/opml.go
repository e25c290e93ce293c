package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// A Subscription is a feed of an OPML file.
type Subscription struct {
	URL    string
	Title  string
	Home   string
	Folder string // names of the outlines around it, apart by "/"
}

// maxOutlines bounds an OPML file; folders below maxDepth are read as one.
const (
	maxOutlines = 20_000
	maxDepth    = 20
)

type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr,omitempty"`
	Type     string    `xml:"type,attr,omitempty"`
	XMLURL   string    `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string    `xml:"htmlUrl,attr,omitempty"`
	Outlines []outline `xml:"outline"`
}

type opml struct {
	XMLName xml.Name `xml:"opml"`
	Version string   `xml:"version,attr"`
	Title   string   `xml:"head>title"`
	Body    struct {
		Outlines []outline `xml:"outline"`
	} `xml:"body"`
}

// ReadOPML reads the subscriptions of an OPML file (1.0 or 2.0) of at most
// [MaxBytes].
func ReadOPML(body []byte) ([]Subscription, error) {
	if len(body) > MaxBytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d are read", ErrLarge, len(body), MaxBytes)
	}
	d := xml.NewDecoder(bytes.NewReader(utf8Of(body, "")))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var f opml
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("read OPML: %w", err)
	}
	var out []Subscription
	err := subscriptions(f.Body.Outlines, "", 0, &out)
	return out, err
}

func subscriptions(os []outline, folder string, depth int, out *[]Subscription) error {
	for _, o := range os {
		name := strings.TrimSpace(o.Title)
		if name == "" {
			name = strings.TrimSpace(o.Text)
		}
		if u := strings.TrimSpace(o.XMLURL); u != "" {
			if len(*out) >= maxOutlines {
				return fmt.Errorf("read OPML: %w: more than %d feeds", ErrLarge, maxOutlines)
			}
			*out = append(*out, Subscription{URL: u, Title: name, Home: strings.TrimSpace(o.HTMLURL), Folder: folder})
		}
		in := folder
		if depth < maxDepth && len(o.Outlines) > 0 && name != "" {
			in = strings.TrimPrefix(folder+"/"+name, "/")
		}
		if err := subscriptions(o.Outlines, in, depth+1, out); err != nil {
			return err
		}
	}
	return nil
}

// WriteOPML writes subscriptions as OPML 2.0, those of a folder together, in the
// order given.
func WriteOPML(w io.Writer, title string, subs []Subscription) error {
	f := opml{Version: "2.0", Title: title}
	at := map[string]int{}
	for _, s := range subs {
		o := outline{Text: s.Title, Title: s.Title, Type: "rss", XMLURL: s.URL, HTMLURL: s.Home}
		if o.Text == "" {
			o.Text, o.Title = s.URL, s.URL
		}
		if s.Folder == "" {
			f.Body.Outlines = append(f.Body.Outlines, o)
			continue
		}
		k, ok := at[s.Folder]
		if !ok {
			k = len(f.Body.Outlines)
			at[s.Folder] = k
			f.Body.Outlines = append(f.Body.Outlines, outline{Text: s.Folder})
		}
		f.Body.Outlines[k].Outlines = append(f.Body.Outlines[k].Outlines, o)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(f); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}
