package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"

	"annals"
	"annals/internal/plover"
	"annals/internal/sys/model"
)

// A roleModel is the weights of the classifier of roles, in training.
type roleModel struct {
	weights []float32
	steps   []float32 // squares of all gradients, for AdaGrad
	grad    []float64
	touched []uint32 // rows with a gradient
}

func newRoleModel() *roleModel {
	n := plover.CastRows
	return &roleModel{weights: make([]float32, n), steps: make([]float32, n), grad: make([]float64, n)}
}

func (m *roleModel) sums(rows [][]uint32) []float64 {
	out := make([]float64, len(rows))
	for i := range rows {
		for _, r := range rows[i] {
			out[i] += float64(m.weights[r])
		}
	}
	return out
}

// scores are those of the casts of a claim.
func (m *roleModel) scores(e *roleExample) []float64 {
	var roles [3][]float64
	var pairs [2][]float64
	for h := range roles {
		roles[h] = m.sums(e.Roles[h])
	}
	for h := range pairs {
		pairs[h] = m.sums(e.Pairs[h])
	}
	out := make([]float64, len(e.Casts))
	for i, c := range e.Casts {
		if c.Both {
			out[i] = roles[2][c.Actor] + roles[2][c.Recipient] + pairs[1][c.Pair]
		} else {
			out[i] = roles[0][c.Actor] + roles[1][c.Recipient] + pairs[0][c.Pair]
		}
	}
	return out
}

func (m *roleModel) played(e *roleExample) (actors, recipients []annals.Participant) {
	actors, recipients, _ = e.Choose(m.scores(e))
	return actors, recipients
}

// fit maximises the probability of the casts that the gold allows, taken
// together, by stochastic gradient descent with AdaGrad's steps, and averages
// the weights of the last half of the passes.
func (cmd *rolesCmd) fit(es []roleExample) *roleModel {
	m := newRoleModel()
	sum := make([]float32, len(m.weights))
	rng := rand.New(rand.NewPCG(cmd.Seed, 0))
	order := rng.Perm(len(es))
	for epoch := range cmd.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, n := range order {
			cmd.learn(m, &es[n])
		}
		if epoch >= cmd.Epochs/2 {
			for i := range sum {
				sum[i] += m.weights[i]
			}
		}
	}
	for i := range sum {
		m.weights[i] = sum[i] / float32(cmd.Epochs-cmd.Epochs/2)
	}
	return m
}

// learn takes one step along the gradient of a claim.
func (cmd *rolesCmd) learn(m *roleModel, e *roleExample) {
	v := m.scores(e)
	if len(v) == 0 {
		return
	}
	top := slices.Max(v)
	var all, good float64
	for i := range v {
		v[i] = math.Exp(v[i] - top)
		all += v[i]
		if e.Casts[i].Good {
			good += v[i]
		}
	}
	if good == 0 {
		return // no cast fits the gold
	}
	var roles [3][]float64
	var pairs [2][]float64
	for h := range roles {
		roles[h] = make([]float64, len(e.Roles[h]))
	}
	for h := range pairs {
		pairs[h] = make([]float64, len(e.Pairs[h]))
	}
	for i, c := range e.Casts {
		g := v[i] / all
		if c.Good {
			g -= v[i] / good
		}
		if c.Both {
			roles[2][c.Actor] += g
			roles[2][c.Recipient] += g
			pairs[1][c.Pair] += g
		} else {
			roles[0][c.Actor] += g
			roles[1][c.Recipient] += g
			pairs[0][c.Pair] += g
		}
	}
	for h := range roles {
		m.spread(roles[h], e.Roles[h])
	}
	for h := range pairs {
		m.spread(pairs[h], e.Pairs[h])
	}
	m.step(cmd.Rate, cmd.Decay)
}

// spread adds gradients to the rows that they stand for.
func (m *roleModel) spread(gs []float64, rows [][]uint32) {
	const least = 1e-5
	for i, g := range gs {
		if math.Abs(g) < least {
			continue
		}
		for _, r := range rows[i] {
			if m.grad[r] == 0 {
				m.touched = append(m.touched, r)
			}
			m.grad[r] += g
		}
	}
}

func (m *roleModel) step(rate, decay float64) {
	const floor = 1e-2 // keeps first steps small
	for _, r := range m.touched {
		if m.grad[r] == 0 {
			continue
		}
		x := m.grad[r] + decay*float64(m.weights[r])
		m.grad[r] = 0
		m.steps[r] += float32(x * x)
		m.weights[r] -= float32(rate * x / math.Sqrt(float64(m.steps[r])+floor))
	}
	m.touched = m.touched[:0]
}

// write rounds the weights to eight bits and writes the model.
func (m *roleModel) write(cmd *rolesCmd, claims int, share float64) error {
	top := 1e-9
	for _, x := range m.weights {
		top = max(top, math.Abs(float64(x)))
	}
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, float32(top/127))
	for _, x := range m.weights {
		b.WriteByte(byte(int8(math.Round(float64(x) / top * 127))))
	}
	f, err := os.Create(cmd.Out)
	if err != nil {
		return err
	}
	defer f.Close()
	manifest := model.Manifest{Name: "roles of claims", Command: "go run ./cmd/train roles", Seed: cmd.Seed, Licence: "CC BY-SA 4.0",
		Data:   []model.Data{{Name: "Annals corpus, train part", Licence: "CC BY-SA 4.0", Use: "train"}},
		Scores: map[string]float64{"both parties right, triggers given, cross-validated": math.Round(share*1e4) / 1e4},
		Notes:  fmt.Sprintf("%d claims", claims)}
	if err := model.Write(f, manifest, []model.Section{{Name: "weights", Data: b.Bytes()}}); err != nil {
		return fmt.Errorf("write %s: %w", cmd.Out, err)
	}
	return f.Close()
}
