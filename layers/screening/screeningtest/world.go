package screeningtest

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/layers"
	"waterzones/layers/rules"
)

//go:embed *.yaml
var ruleFiles embed.FS

// Rules are those of NAME.yaml beside this file.
func Rules(name string) (*rules.Set, error) {
	text, err := ruleFiles.ReadFile(name + ".yaml")
	if err != nil {
		return nil, err
	}
	return rules.Load(text)
}

// Question is one that a script asks.
type Question struct {
	Rules    *rules.Set
	Snapshot layers.Snapshot
	Parcels  []*rules.Site     // one: a site like any other
	Options  map[string]string // as they are written
}

// Shows reports whether the question asks for parts or grades to be shown.
func (q *Question) Shows(what string) bool { return slices.Contains(split(q.Options["show"]), what) }

// world is a small world of layers, and the rules that hold in it.
type world struct {
	set     *rules.Set
	layers  []*layers.Layer
	missing []string
}

// build adds to the world.
func (w *world) build(verb, rest string) (err error) {
	p, err := parse(rest)
	if err != nil {
		return err
	}
	switch {
	case verb == "world":
		w.layers, w.missing = nil, nil
	case verb == "missing":
		w.missing = append(w.missing, p.words...)
	case len(p.words) == 0 && !slices.Contains([]string{"cover", "applies", "within"}, verb):
		err = fmt.Errorf("%s: what?", verb)
	case verb == "rules":
		w.set, err = Rules(p.words[0])
	case verb == "layer":
		w.layers = append(w.layers, &layers.Layer{
			ID: p.words[0], Role: layers.RoleZones, Title: layers.Text{ZH: p.words[0], EN: p.words[0]},
			RequiredFor: split(p.options["required"]), Grades: split(p.options["grades"]),
			AccuracyM: number(p.options["accuracy"]), Span: span(p.options),
		})
	case len(w.layers) == 0:
		err = fmt.Errorf("%s: no layer yet", verb)
	default:
		err = fill(w.layers[len(w.layers)-1], verb, p)
	}
	return err
}

// fill adds to a layer.
func fill(l *layers.Layer, verb string, p phrase) error {
	zone := layers.Zone{Shape: multi(p.shape)}
	if len(p.words) > 0 {
		zone.Attributes = layers.Attributes{
			Code: p.words[0], Name: p.words[0], Grade: p.options["grade"], SourceCode: p.options["source"], Part: p.options["part"],
			Aquifer: p.options["aquifer"], Status: p.options["status"], AccuracyM: number(p.options["accuracy"]), Span: span(p.options),
		}
	}
	switch verb {
	case "cover":
		l.Coverage = zone.Shape
	case "applies":
		l.Applies = zone.Shape
	case "within":
		l.Within = zone.Shape
	case "zone":
		l.Zones = append(l.Zones, zone)
	case "broken":
		l.Quarantined = append(l.Quarantined, layers.Quarantine{Zone: zone})
	default:
		return fmt.Errorf("no such verb: %s", verb)
	}
	return nil
}

// question reads what is asked: a kind, options and a shape, or several between
// semicolons.
func (w *world) question(line string) (*Question, error) {
	_, ask, _ := strings.Cut(line, " ")
	first, others, _ := strings.Cut(ask, ";")
	p, err := parse(first)
	if err != nil {
		return nil, err
	}
	if len(p.words) == 0 || p.shape == nil {
		return nil, fmt.Errorf("a question has a kind and a shape: %s", line)
	}
	q := &Question{Rules: w.set, Options: p.options}
	if q.Snapshot, err = w.snapshot(p.words[0], p.options["on"]); err != nil {
		return nil, err
	}
	site, err := w.site(p.words[0], p.options)
	if err != nil {
		return nil, err
	}
	site.Shape = p.shape
	q.Parcels = []*rules.Site{site}
	for more := range strings.SplitSeq(others, ";") {
		if more = strings.TrimSpace(more); more == "" {
			continue
		}
		if p, err = parse(more); err != nil {
			return nil, err
		}
		other := *site
		other.Shape = p.shape
		q.Parcels = append(q.Parcels, &other)
	}
	return q, nil
}

func (w *world) snapshot(kind, on string) (layers.Snapshot, error) {
	own := make([]*layers.Layer, len(w.layers)) // a release takes them as they are, and the world goes on
	for i, l := range w.layers {
		copied := *l
		own[i] = &copied
	}
	release, err := layers.NewRelease(layers.Release{NotHeld: w.notHeld(kind)}, own, nil)
	if err != nil {
		return layers.Snapshot{}, err
	}
	day := layers.Date("2026-11-23")
	if on != "" {
		day = layers.Date(on)
	}
	return release.On(day), nil
}

func (w *world) site(kind string, options map[string]string) (*rules.Site, error) {
	said := rules.Said{Kind: kind, Stage: options["stage"], AccuracyM: options["accuracy"], Attributes: map[string]string{}}
	for key, value := range options {
		if w.set.Attribute(key) != nil {
			said.Attributes[key] = value
		}
	}
	site, wrong := w.set.Site(said)
	if len(wrong) > 0 {
		return nil, wrong[0]
	}
	site.CRS, site.CRSGiven = options["crs"], options["crs"] != ""
	return site, nil
}

// notHeld says of every layer that the rules speak of and that is not in the
// world that it is not held, but for those said to be missing.
func (w *world) notHeld(kind string) []layers.Held {
	var held []layers.Held
	for _, id := range w.set.LayersFor(kind) {
		if !slices.Contains(w.missing, id) {
			held = append(held, layers.Held{ID: id})
		}
	}
	return held
}

// phrase is what stands after a verb: words, key=value options and a shape in WKT
// at the end.
type phrase struct {
	words   []string
	options map[string]string
	shape   orb.Geometry
}

func parse(text string) (phrase, error) {
	p := phrase{options: map[string]string{}}
	for text != "" {
		word, rest, _ := strings.Cut(text, " ")
		key, value, isOption := strings.Cut(word, "=")
		switch {
		case strings.Contains(word, "(") || (word == strings.ToUpper(word) && strings.HasPrefix(rest, "(")):
			var err error
			p.shape, err = wkt.Unmarshal(strings.TrimSpace(text))
			return p, err
		case isOption:
			p.options[key] = value
		default:
			p.words = append(p.words, word)
		}
		text = strings.TrimSpace(rest)
	}
	return p, nil
}

func multi(shape orb.Geometry) orb.MultiPolygon {
	if p, ok := shape.(orb.Polygon); ok {
		return orb.MultiPolygon{p}
	}
	m, _ := shape.(orb.MultiPolygon)
	return m
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func span(options map[string]string) layers.Span {
	return layers.Span{From: layers.Date(options["from"]), To: layers.Date(options["to"])}
}

func number(text string) float64 {
	v, _ := strconv.ParseFloat(text, 64)
	return v
}
