package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"sort"
	"strconv"

	"github.com/paulmach/orb"
)

// wells are the rows of a register: places by chance, as dense in one area as in
// another.
type wells struct {
	seed  uint64
	n     int
	areas []orb.Bound
}

// writeTo writes the wells as CSV. A place has seven decimals: a centimetre.
func (s wells) writeTo(w io.Writer) error {
	var row []byte
	total := make([]float64, len(s.areas)) // of the areas up to and with this one
	sum := 0.0
	for i, a := range s.areas {
		sum += (a.Max[0] - a.Min[0]) * (a.Max[1] - a.Min[1])
		total[i] = sum
	}
	if _, err := io.WriteString(w, "id,name,lon,lat,depth_m,use\n"); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(s.seed, 3))
	for i := range s.n {
		area := s.areas[sort.SearchFloat64s(total, sum*r.Float64())]
		row = strconv.AppendInt(row[:0], int64(i+1), 10)
		row = append(row, ",机井"...)
		row = strconv.AppendInt(row, int64(i+1), 10)
		row = append(row, ',')
		row = strconv.AppendFloat(row, area.Min[0]+r.Float64()*(area.Max[0]-area.Min[0]), 'f', 7, 64)
		row = append(row, ',')
		row = strconv.AppendFloat(row, area.Min[1]+r.Float64()*(area.Max[1]-area.Min[1]), 'f', 7, 64)
		row = append(row, ',')
		row = strconv.AppendInt(row, int64(20+r.IntN(400)), 10)
		row = append(row, ",灌溉\n"...)
		if _, err := w.Write(row); err != nil {
			return fmt.Errorf("well %d: %w", i+1, err)
		}
	}
	return nil
}
