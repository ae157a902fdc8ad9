package report

import (
	"waterzones/geo"
	"waterzones/layers/screening"
)

// countyLayer is the reference layer of 县区.
const countyLayer = "county"

// locate names the counties in which the site lies, by the reference layer.
func (r *Report) locate(c *screening.Conclusion) error {
	l := c.Snapshot.Layer(countyLayer)
	if l == nil {
		return nil
	}
	for z := range c.Snapshot.Candidates(l, c.Site.Shape.Bound()) {
		m, err := z.Area().Meet(c.Site.Shape)
		if err != nil {
			return err
		}
		if m.Relation != geo.Disjoint {
			r.Site.Counties = append(r.Site.Counties, z.Name)
		}
	}
	return nil
}
