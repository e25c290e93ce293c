package neural

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const checkpointMagic = 0x414e4e31

// save writes the weights and the state of Adam; an earlier checkpoint is
// replaced at once or not at all.
func (n *Net) save(folder string, epoch, step int) error {
	if folder == "" {
		return nil
	}
	path := filepath.Join(folder, "last.ckpt")
	f, err := os.Create(path + ".new")
	if err != nil {
		return fmt.Errorf("save checkpoint: %w", err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	put := func(v any) {
		if err == nil {
			err = binary.Write(w, binary.LittleEndian, v)
		}
	}
	put([]int64{checkpointMagic, int64(epoch), int64(step)})
	for _, p := range n.Params {
		put(int64(len(p.W)))
		put(p.W)
		put(p.M)
		put(p.V)
	}
	err = errors.Join(err, w.Flush(), f.Close())
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("save checkpoint: %w", err)
	}
	return nil
}

// resume reads the last checkpoint; without one training starts anew.
func (n *Net) resume(folder string) (epoch, step int, err error) {
	if folder == "" {
		return 0, 0, nil
	}
	f, err := os.Open(filepath.Join(folder, "last.ckpt"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, 0, os.MkdirAll(folder, 0o777)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("read checkpoint: %w", err)
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	get := func(v any) {
		if err == nil {
			err = binary.Read(r, binary.LittleEndian, v)
		}
	}
	head := make([]int64, 3)
	get(head)
	if err == nil && head[0] != checkpointMagic {
		err = errors.New("not a checkpoint")
	}
	for _, p := range n.Params {
		var size int64
		get(&size)
		if err == nil && size != int64(len(p.W)) {
			err = fmt.Errorf("%s has %d weights, want %d: the options are others", p.Name, size, len(p.W))
		}
		get(p.W)
		get(p.M)
		get(p.V)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("read checkpoint: %w", err)
	}
	n.Pack()
	return int(head[1]), int(head[2]), nil
}
