package fetch

import (
	"context"
	"net/url"
	"strings"
	"time"

	"annals"
	"annals/internal/sys/rights"
)

// maxLinked is how many licences that one page names, in headers and links, are
// read.
const maxLinked = 5

// Licence is what licences in RSL that a feed names say of a page; their
// addresses are apart by blanks. One that cannot be read is a signal itself.
func (c *Client) Licence(ctx context.Context, licences, page string) (out []annals.Signal, err error) {
	u, err := parse(page)
	if err != nil {
		return nil, err
	}
	for licence := range strings.FieldsSeq(licences) {
		f := File{Time: c.o.Now()}
		if l, bad := parse(licence); bad == nil {
			if f, err = c.licence(ctx, l, new(time.Duration)); err != nil {
				return append(out, licensed(&File{Time: c.o.Now()}, licence, "feed", u)...), err
			}
		}
		out = append(out, licensed(&f, licence, "feed", u)...)
	}
	return out, nil
}

// linked reads the licences in RSL that the headers of a page and its link
// elements name: those that can be had are replaced by what they say, and by that
// they were read.
func (c *Client) linked(ctx context.Context, u *url.URL, r *Response, spent *time.Duration) (out []annals.Signal, err error) {
	ss := rights.HeaderSignals(r.Header)
	var base *url.URL
	if strings.Contains(r.Header.Get("Content-Type"), "html") || r.Header.Get("Content-Type") == "" {
		named, href := rights.PageLicences(r.Body)
		ss = append(ss, named...)
		base, _ = u.Parse(href)
	}
	asked := 0
	for _, s := range ss {
		from := u
		if s.Where == "link" && base != nil {
			from = base
		}
		l := licenceAt(from, s.Value)
		if s.Kind != rights.LicenceUnread || l == nil || asked == maxLinked {
			out = append(out, s)
			continue
		}
		asked++
		f, err := c.licence(ctx, l, spent)
		if err != nil {
			return append(out, s), err
		}
		found, read := f.says(u)
		if !read {
			found = []annals.Signal{s}
		} else {
			found = append(found, annals.Signal{Kind: rights.LicenceRead, Value: s.Value, Where: s.Where})
		}
		out = append(out, stamped(found, f.Time)...)
	}
	return out, nil
}

// licenceAt is the address that a link gives; nil for none that may be asked.
func licenceAt(from *url.URL, link string) *url.URL {
	u, err := from.Parse(link)
	if err != nil {
		return nil
	}
	if u, err = parse(u.String()); err != nil {
		return nil
	}
	return u
}

// licence is a licence in RSL, as it is known or fetched.
func (c *Client) licence(ctx context.Context, l *url.URL, spent *time.Duration) (File, error) {
	h := c.host(l)
	select {
	case <-h.files:
		defer func() { h.files <- struct{}{} }()
	case <-ctx.Done():
		return File{}, ctx.Err()
	}
	key := "licence " + l.String()
	s, _ := c.sites.Load(key)
	changed, err := c.renew(ctx, &s.Licence, &url.URL{}, l.String(), Request{MaxBytes: maxSiteFile, spent: spent}, c.o.Delay)
	if changed {
		c.sites.Save(key, s)
	}
	return s.Licence, err
}

// licensed is what a licence says of a page, or that there is one that cannot
// be read.
func licensed(f *File, address, where string, u *url.URL) []annals.Signal {
	found, read := f.says(u)
	if !read {
		found = []annals.Signal{{Kind: rights.LicenceUnread, Value: address, Where: where}}
	}
	return stamped(found, f.Time)
}

// says is what a licence says of a page; not read: it cannot be.
func (f *File) says(u *url.URL) (found []annals.Signal, read bool) {
	found, err := rights.ParseRSL(f.Body, u)
	return found, err == nil && len(f.Body) > 0
}
