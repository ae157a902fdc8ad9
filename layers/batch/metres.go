package batch

import (
	"math"
	"strconv"

	"waterzones/geo/index"
	"waterzones/layers/screening"
)

// metres is what a row's result says of its own place alone.
type metres struct {
	near       string  // layer/code of the nearest zone not met; "": none was looked for, or there is none
	nearM      float64 // to it
	boundaryM  float64 // to the boundary of the strictest zone met; negative: none is met, or none was looked for
	undeclared bool    // in degrees, and nothing says of which system
}

// take is the metres of a row that was screened on its own.
func (m *metres) take(c *screening.Conclusion) {
	m.boundaryM = -1
	if len(c.Nearest) > 0 {
		n := &c.Nearest[0]
		m.near, m.nearM = n.Layer.ID+"/"+n.Zone.Code, n.DistanceM
	}
	if b := c.BoundaryM(); b != nil {
		m.boundaryM = *b
	}
}

// measure is the metres of the points of the last look, of which the rest is
// known: neighbours one after the other, which look at the same edges.
func (w *worker) measure(g *group) error {
	for _, key := range index.Order(g.points) {
		k := int(uint32(key))
		e := &w.rows[g.rows[k]]
		m := &e.metres
		m.boundaryM = -1
		n, there, err := w.job.Points.Near(w.job.Rules, e.facts.site.Kind, e.point, &w.looks, k)
		if err != nil {
			return err
		}
		if there {
			m.near, m.nearM = n.Layer.ID+"/"+n.Zone.Code, n.DistanceM
		}
		if z := e.found.strictest; z != nil {
			m.boundaryM = roundedM(z.Area().DistanceToBoundary(e.point).M)
		}
	}
	return nil
}

func roundedM(m float64) float64 { return math.Round(m*100) / 100 }

// appendTo adds the cells nearest, distance_m and boundary_m.
func (m *metres) appendTo(dst []byte) []byte {
	dst = append(dst, ',')
	if m.near == "" {
		dst = append(dst, ',')
	} else {
		dst = append(appendCell(dst, m.near), ',')
		dst = appendMetres(dst, m.nearM)
	}
	if dst = append(dst, ','); m.boundaryM >= 0 {
		dst = appendMetres(dst, m.boundaryM)
	}
	return dst
}

// texts are the same cells.
func (m *metres) texts() []string {
	cells := []string{m.near, "", ""}
	if m.near != "" {
		cells[1] = string(appendMetres(nil, m.nearM))
	}
	if m.boundaryM >= 0 {
		cells[2] = string(appendMetres(nil, m.boundaryM))
	}
	return cells
}

func appendMetres(dst []byte, m float64) []byte { return strconv.AppendFloat(dst, m, 'f', 2, 64) }
