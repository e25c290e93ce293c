package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
)

// members reads the records of gzip members.
func (s *stream) members(yield func(Record) bool) {
	var z *gzip.Reader
	for {
		begun, err := s.member(&z)
		if err == io.EOF {
			return
		}
		lost, going := Record{Offset: s.at}, true
		if err == nil {
			in := bufio.NewReader(&counter{r: z, n: &s.at})
			if lost, going = s.warcRecords(in, yield); !going {
				return
			}
			_, err = io.Copy(io.Discard, in)
		}
		there := true
		if err != nil {
			lost.Err = fmt.Errorf("unpack the gzip member at byte %d of the file: %w", begun, err)
			there = s.nextMember()
			s.at++ // for what nobody can unpack: no two records begin at one place
		} else if lost.Err != nil {
			_, err = s.in.Peek(1)
			there = err == nil
		}
		if !there {
			lost.Err = fmt.Errorf("reading stops here: %w", lost.Err)
		}
		if lost.Err != nil && !yield(lost) || !there {
			return
		}
	}
}

// member begins with the next gzip member; what fills up a file behind the last is
// passed over.
func (s *stream) member(z **gzip.Reader) (begun int64, err error) {
	for {
		b, err := s.in.Peek(1)
		if err != nil {
			return 0, io.EOF
		}
		if b[0] != 0 {
			break
		}
		s.in.Discard(1)
	}
	begun = s.raw - int64(s.in.Buffered())
	if b, _ := s.in.Peek(2); string(b) != "\x1f\x8b" {
		return begun, gzip.ErrHeader // nothing of it is read yet
	}
	if *z == nil {
		*z, err = gzip.NewReader(s.in)
	} else {
		err = (*z).Reset(s.in)
	}
	if err == nil {
		(*z).Multistream(false)
	} else if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return begun, err
}

// nextMember goes on to the next gzip member that holds a record, and reports
// whether there is one.
func (s *stream) nextMember() bool {
	for {
		b, err := s.in.Peek(maxProbe)
		k := bytes.Index(b, []byte("\x1f\x8b\x08"))
		switch {
		case k < 0 && err != nil:
			return false
		case k < 0:
			s.in.Discard(len(b) - 2)
		case k > 0 && err == nil:
			s.in.Discard(k)
		default:
			if s.in.Discard(k); isRecord(b[k:]) {
				return true
			}
			s.in.Discard(1)
		}
	}
}

// maxProbe is how many bytes of a gzip member are looked at to tell whether it
// holds a record.
const maxProbe = 4 << 10

func isRecord(b []byte) bool {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return false
	}
	head := make([]byte, len("WARC/"))
	_, err = io.ReadFull(z, head)
	return err == nil && string(head) == "WARC/"
}
