package sqlite

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"annals/internal/sys/store"

	"github.com/klauspost/compress/zstd"
)

// dictionary is claims and events that packed ones are written as differences
// from. A byte of it that changes makes every file unreadable: another one is
// another file with another number.
//
//go:embed dictionary/1.txt
var dictionary []byte

const (
	dictionaryID = 1
	maxUnpacked  = 64 << 20 // bytes of one claim or event
)

// A packer makes claims and events small: a third of their JSON. It is safe for
// concurrent use.
type packer struct {
	out *zstd.Encoder
	in  *zstd.Decoder
}

func newPacker() (*packer, error) {
	out, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderDictRaw(dictionaryID, dictionary),
		zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<16))
	if err != nil {
		return nil, err
	}
	in, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(dictionaryID, dictionary), zstd.WithDecoderConcurrency(readers),
		zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		return nil, err
	}
	return &packer{out, in}, nil
}

// pack is v as packed JSON.
func (p *packer) pack(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return p.out.EncodeAll(b, make([]byte, 0, len(b)/2)), nil
}

// unpack reads packed or, from older programs, plain JSON.
func (p *packer) unpack(b []byte, v any) error {
	if len(b) == 0 || b[0] != '{' {
		var err error
		if b, err = p.in.DecodeAll(b, make([]byte, 0, 4*len(b))); err != nil {
			return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
		}
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	}
	return nil
}
