package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Verification is what came of computing a report again.
type Verification struct {
	Differences []layers.Text // none: the report is what this engine answers on the data that it names
	Stated      []layers.Text // what whoever asked told, of which this proves nothing
}

// Verify computes a report again from the site in it, the release and the rules,
// and says what differs: nothing, if the report is what this engine answers on
// the data that it names. A hash that fits proves nothing alone, since whoever
// changes a report can hash it again.
//
// Where the release or the rules are not those that the report names, it says
// which layer differs and computes nothing. An error means that the text is no
// report, or that it could not be computed.
func Verify(ctx context.Context, text []byte, release *layers.Release, set *rules.Set) (*Verification, error) {
	var r Report
	if err := unambiguous(text); err != nil {
		return nil, fmt.Errorf("不是一份报告 / this is no report: %w", err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("不是一份报告 / this is no report: %w", err)
	}
	if r.Engine == "" {
		return nil, errors.New("不是一份报告；screen 的 ndjson 每行的报告在 report 成员中 / this is no report; of a row of screen's ndjson it is the member report")
	}
	v := &Verification{Differences: sources(&r, release, set), Stated: stated(&r)}
	if len(v.Differences) > 0 {
		return v, nil
	}
	parcels, err := asked(&r, set)
	if err != nil {
		return nil, err
	}
	said, err := tree(text)
	if err != nil {
		return nil, err
	}
	// Pictures may be left out of a report, all of them.
	r.Options.Overlap = slices.ContainsFunc(r.Zones, func(m Met) bool { return m.Overlap != nil })
	again, err := Make(ctx, release.On(r.AsOf), set, parcels, r.Options)
	if err != nil {
		return nil, fmt.Errorf("重新计算 / computing again: %w", err)
	}
	if r.Officer != nil { // what a person said is taken as said, of findings that are computed again
		again.Hash = r.Supersedes
		if wrong := again.Answer(r.Officer); len(wrong) > 0 {
			return nil, fmt.Errorf("经办人的认定 / the officer's words: %w", wrong[0])
		}
	}
	v.Differences, err = compare(said, again)
	v.Differences = append(v.Differences, misplaced(&r)...)
	return v, err
}

// sources compares the data and rules that the report names with those at hand.
func sources(r *Report, release *layers.Release, set *rules.Set) (other []layers.Text) {
	differs := func(zh, en, said, here string) {
		other = append(other, layers.Text{
			ZH: fmt.Sprintf("%s：报告为 %q，此处为 %q", zh, said, here), EN: fmt.Sprintf("%s: %q in the report, %q here", en, said, here),
		})
	}
	if r.Engine != screening.Engine {
		differs("计算程序版本", "engine version", r.Engine, screening.Engine)
	}
	if set == nil || r.Rules != set.Version {
		here := ""
		if set != nil {
			here = set.Version
		}
		differs("规则版本", "rules version", r.Rules, here)
	}
	if r.Release == release.ID {
		return other
	}
	differs("数据版本", "release", r.Release, release.ID)
	for i := range r.Layers {
		c := &r.Layers[i]
		l := release.Layer(c.ID)
		switch {
		case c.Content == "": // it was not loaded then
		case l == nil:
			differs("图层 "+c.ID+" "+c.Title.ZH, "layer "+c.ID, c.Version+" "+c.Content, "")
		case l.ContentHash() != c.Content:
			differs("图层 "+c.ID+" "+c.Title.ZH, "layer "+c.ID, c.Version+" "+c.Content, l.Version+" "+l.ContentHash())
		}
	}
	return other
}

// asked is what the report says was asked about.
func asked(r *Report, set *rules.Set) ([]screening.Parcel, error) {
	said := rules.Said{Name: r.Site.Name, Kind: r.Site.Kind, Attributes: map[string]string{}}
	if r.Site.StageGiven {
		said.Stage = string(r.Site.Stage)
	}
	for id, value := range r.Site.Attributes {
		if !slices.Contains(r.Site.Derived, id) {
			said.Attributes[id] = value.String()
		}
	}
	site, wrong := set.Site(said)
	if len(wrong) > 0 {
		return nil, fmt.Errorf("报告中的项目说明不能采用 / the report's description of the site cannot be taken: %w", wrong[0])
	}
	site.CRS, site.CRSGiven, site.Said, site.AccuracyM = r.Site.CRS, r.Site.CRSDeclared, r.Site.Said, r.Site.AccuracyM
	site.Partial, site.Unused = r.Site.Partial, r.Site.Unused
	if r.Site.Application != nil {
		site.Application = *r.Site.Application
	}
	site.Shape = r.Site.Geometry.Geometry
	if r.Site.Given != nil {
		site.Given = r.Site.Given.Geometry
	}
	if len(r.Parcels) == 0 {
		if site.Shape == nil {
			return nil, errors.New("报告中没有图形 / the report has no shape")
		}
		return []screening.Parcel{{Name: r.Site.Name, Site: site}}, nil
	}
	parcels := make([]screening.Parcel, len(r.Parcels))
	for i := range r.Parcels {
		p, own := &r.Parcels[i], *site
		own.Attributes = maps.Clone(site.Attributes)
		own.CRS, own.AccuracyM, own.Shape, own.Given = p.CRS, p.AccuracyM, p.Geometry.Geometry, nil
		if p.Given != nil {
			own.Given = p.Given.Geometry
		}
		if own.Shape == nil {
			return nil, fmt.Errorf("第 %d 个地块没有图形 / parcel %d has no shape", i+1, i+1)
		}
		parcels[i] = screening.Parcel{Name: p.Name, Site: &own}
	}
	return parcels, nil
}

// tree is JSON as a tree of maps, lists and scalars.
func tree(text []byte) (any, error) {
	var t any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err := d.Decode(&t)
	return t, err
}

// compare names the first places in which the report is not what was computed
// again.
func compare(said any, again *Report) ([]layers.Text, error) {
	text, err := again.AppendSigned(nil)
	if err != nil {
		return nil, err
	}
	computed, err := tree(text)
	if err != nil {
		return nil, err
	}
	var found []layers.Text
	differ("", said, computed, &found)
	if len(found) == 1 && strings.HasPrefix(found[0].EN, "hash:") {
		found = append(found, layers.Text{
			ZH: "结论与重新计算的相同，但校验码不符：所问的内容（图形、名称、坐标说明）或校验码本身被改动过",
			EN: "the finding is what is computed again, but the hash is not that of this text: what was asked (shape, name, how the coordinates were taken) or the hash itself was changed",
		})
	}
	return found, nil
}

// unambiguous refuses an object that has a member twice: readers differ in which
// of the two they take.
func unambiguous(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	type level struct {
		names map[string]bool // nil: a list
		value bool            // the next token of an object is a value
	}
	var levels []level
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if delim, ok := token.(json.Delim); ok && (delim == '}' || delim == ']') {
			levels = levels[:len(levels)-1]
			continue
		}
		if n := len(levels); n > 0 && levels[n-1].names != nil {
			top := &levels[n-1]
			if !top.value {
				name, _ := token.(string) // a name is always a string
				if top.names[name] {
					return fmt.Errorf("成员 %q 出现两次 / member %q is given twice", name, name)
				}
				top.names[name], top.value = true, true
				continue
			}
			top.value = false
		}
		switch token {
		case json.Delim('{'):
			levels = append(levels, level{names: map[string]bool{}})
		case json.Delim('['):
			levels = append(levels, level{})
		}
	}
}

// mostDifferences are enough to see what happened.
const mostDifferences = 5

// differ walks both trees in order and notes where they part.
func differ(path string, said, computed any, found *[]layers.Text) {
	if len(*found) == mostDifferences || reflect.DeepEqual(said, computed) {
		return
	}
	switch a := said.(type) {
	case map[string]any:
		if b, ok := computed.(map[string]any); ok {
			for _, key := range keysOf(a, b) {
				differ(path+"."+key, a[key], b[key], found)
			}
			return
		}
	case json.Number:
		if b, ok := computed.(json.Number); ok && strings.Contains(path, ".overlap.") && pictured(a, b) {
			return
		}
	case []any:
		if b, ok := computed.([]any); ok && len(a) == len(b) {
			for i := range a {
				differ(fmt.Sprintf("%s[%d]", path, i), a[i], b[i], found)
			}
			return
		}
	}
	*found = append(*found, layers.Text{
		ZH: fmt.Sprintf("%s：报告为 %s，重新计算为 %s", path[1:], shown(said), shown(computed)),
		EN: fmt.Sprintf("%s: %s in the report, %s when computed again", path[1:], shown(said), shown(computed)),
	})
}

// pictured reports whether two coordinates of a picture, whose corners are rounded,
// are the same: a hundred-thousandth of a degree is a metre.
func pictured(a, b json.Number) bool {
	const near = 1e-6
	x, err := a.Float64()
	y, err2 := b.Float64()
	return err == nil && err2 == nil && math.Abs(x-y) <= near
}

// keysOf are the keys of both, sorted, but for the hash, which differs whenever
// anything does: it comes last.
func keysOf(a, b map[string]any) []string {
	keys := slices.Sorted(maps.Keys(a))
	for _, key := range slices.Sorted(maps.Keys(b)) {
		if _, both := a[key]; !both {
			keys = append(keys, key)
		}
	}
	if i := slices.Index(keys, "hash"); i >= 0 {
		keys = append(slices.Delete(keys, i, i+1), "hash")
	}
	return keys
}

// shown is a value as a message has room for it.
func shown(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	const longest = 120
	if runes := []rune(string(text)); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return string(text)
}
