package batch

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// found is what a row's result says but for metres. It is the same for all rows
// of which the same was found.
type found struct {
	verdict              rules.Verdict
	complete, borderline bool
	met                  bool   // a zone
	zones                string // layer/code of every zone met
	rules                string // ids
	basis                string // the articles of the strictest
	disposal             string
	unchecked, release   string
	strictest            *layers.Zone // met; nil: none is
	before, after        []byte       // as the output writes what stands before and after the metres
}

// words is a text in the language of the results.
func (j *Job) words(t layers.Text) string {
	if j.Lang == "en" {
		return t.EN
	}
	return t.ZH
}

// zonesOf lists every zone met as layer/code, sorted.
func zonesOf(c *screening.Conclusion) string {
	var codes []string
	for i := range c.Layers {
		l := &c.Layers[i]
		for k := range l.Hits {
			if h := &l.Hits[k]; h.Met() {
				codes = append(codes, l.Layer.ID+"/"+h.Zone.Code)
			}
		}
	}
	return list(codes)
}

func rulesOf(c *screening.Conclusion) string {
	ids := make([]string, len(c.Outcomes))
	for i := range c.Outcomes {
		ids[i] = c.Outcomes[i].Rule.ID
	}
	return list(ids)
}

// basisOf lists the articles on which the strictest outcomes rest, in their order.
func basisOf(c *screening.Conclusion) string {
	var articles []string
	strictest := rules.NoneFound
	for i := range c.Outcomes {
		strictest = rules.Stricter(strictest, c.Outcomes[i].Verdict)
	}
	for i := range c.Outcomes {
		if o := &c.Outcomes[i]; o.Verdict == strictest {
			for _, b := range o.Basis() {
				if !slices.Contains(articles, b.Text) {
					articles = append(articles, b.Text)
				}
			}
		}
	}
	return strings.Join(articles, "、")
}

// disposalOf is the strictest that any outcome suggests.
func disposalOf(c *screening.Conclusion) rules.Disposal {
	for _, d := range rules.Disposals() {
		if slices.ContainsFunc(c.Outcomes, func(o rules.Outcome) bool { return o.Disposal == d }) {
			return d
		}
	}
	return ""
}

func list(items []string) string {
	slices.Sort(items)
	return strings.Join(slices.Compact(items), ";")
}

// knownFound remembers what was concluded of points, by their facts and all that
// was found of them and matters.
type knownFound struct {
	job          *Job
	result       func(*found) // see Output
	young, older map[string]*found
	key          []byte
}

// mostKnown bounds each of the two generations of what is remembered: what is
// found again lives on, what never comes again is forgotten.
const mostKnown = 1 << 13

func newKnownFound(job *Job, result func(*found)) *knownFound {
	return &knownFound{job: job, result: result, young: map[string]*found{}}
}

func (k *knownFound) keep(f *found) *found {
	most := cmp.Or(k.job.Memory, mostKnown)
	if len(k.young) == most {
		k.older, k.young = k.young, make(map[string]*found, most)
	}
	k.young[string(k.key)] = f
	return f
}

// conclude is what a row's result says of a conclusion.
func (k *knownFound) conclude(c *screening.Conclusion) *found {
	f := &found{
		verdict: c.Verdict, complete: c.Complete, borderline: c.Borderline,
		zones: zonesOf(c), rules: rulesOf(c), basis: basisOf(c), disposal: k.job.words(disposalOf(c).Title()),
		unchecked: list(c.Unchecked()), release: c.Snapshot.ID,
	}
	f.met = f.zones != ""
	if h := c.Strictest(); h != nil {
		f.strictest = h.Zone
	}
	if k.result != nil {
		k.result(f)
	}
	return f
}

// of is what follows for a point from what was found of it.
func (k *knownFound) of(a *facts, look []byte) (*found, error) {
	if a.concluder == nil {
		a.concluder = k.job.Points.Concluder(k.job.Rules, a.site)
	}
	k.key = a.concluder.AppendKey(binary.LittleEndian.AppendUint32(k.key[:0], a.number), look)
	if f, known := k.young[string(k.key)]; known {
		return f, nil
	}
	if f, known := k.older[string(k.key)]; known {
		return k.keep(f), nil
	}
	c, err := a.concluder.Conclude(k.key[4:])
	if err != nil {
		return nil, err
	}
	return k.keep(k.conclude(c)), nil
}
