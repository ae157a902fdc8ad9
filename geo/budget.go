package geo

import (
	"context"
	"errors"
)

// ErrTooIntricate says that two shapes come so near to one another in so many
// places that to relate them would take more than a second or two, or that the
// work allowed by a [Budget] is done.
var ErrTooIntricate = errors.New("图形过于复杂，请简化或拆分后重试 / the shapes are too intricate: simplify or split them")

// What a question costs. The unit is a look at one pair of edges, a few
// nanoseconds; what costs more is charged as so many looks.
const (
	maxWork    = 200_000_000 // of one question without a budget
	lookEvery  = 20_000      // after so much work the context is looked at
	pairCost   = 10          // an exact test of two edges whose boxes meet
	meetCost   = 150         // keeping and sorting a place where two edges meet
	middleCost = 500         // making a rational point; each of its exact tests costs 30
	exactCost  = 30
	visitCost  = 50  // a look at two parts of shapes, for a distance
	wayCost    = 500 // the shortest way between two edges
)

// Budget bounds the work of one question or of many, by counting it and never by
// a clock, and ends when its context does: work of at most a millisecond or so
// later. Once it has ended it stays so. It is for one goroutine; nil is the fixed
// limit of every question for itself.
type Budget struct {
	ctx  context.Context
	left int
	look int // the context is looked at when less than that is left
	err  error
}

// NewBudget allows so much work, in looks at a pair of edges: some 5 ns each.
func NewBudget(ctx context.Context, work int) *Budget {
	return &Budget{ctx: ctx, left: work, look: work}
}

// Err is nil while there is something left, then [ErrTooIntricate] or the error of
// the context. Answers that have no error of their own are doubtful then.
func (b *Budget) Err() error {
	if b == nil {
		return nil
	}
	return b.err
}

func (b *Budget) spend(n int) bool {
	if b == nil {
		return true
	}
	if b.left -= n; b.left < b.look {
		b.again()
	}
	return b.err == nil
}

func (b *Budget) again() {
	b.look = max(0, b.left-lookEvery)
	if b.err == nil {
		b.err = b.ctx.Err()
	}
	if b.err == nil && b.left < 0 {
		b.err = ErrTooIntricate
	}
}

func (b *Budget) orFixed() *Budget {
	if b == nil {
		return NewBudget(context.Background(), maxWork)
	}
	return b
}
