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
	words, options, shape, err := parse(rest)
	if err != nil {
		return err
	}
	switch {
	case verb == "world":
		w.layers, w.missing = nil, nil
	case verb == "missing":
		w.missing = append(w.missing, words...)
	case len(words) == 0 && verb != "cover":
		err = fmt.Errorf("%s: what?", verb)
	case verb == "rules":
		w.set, err = Rules(words[0])
	case verb == "layer":
		w.layers = append(w.layers, &layers.Layer{
			ID: words[0], Role: layers.RoleZones, Title: layers.Text{ZH: words[0], EN: words[0]},
			RequiredFor: split(options["required"]), Grades: split(options["grades"]),
			AccuracyM: number(options["accuracy"]), Span: span(options),
		})
	case len(w.layers) == 0:
		err = fmt.Errorf("%s: no layer yet", verb)
	default:
		err = w.fill(w.layers[len(w.layers)-1], verb, words, options, shape)
	}
	return err
}

// fill adds to the last layer.
func (w *world) fill(l *layers.Layer, verb string, words []string, options map[string]string, shape orb.Geometry) error {
	zone := layers.Zone{Shape: multi(shape)}
	if len(words) > 0 {
		zone.Attributes = layers.Attributes{
			Code: words[0], Name: words[0], Grade: options["grade"], SourceCode: options["source"],
			Part: options["part"], Aquifer: options["aquifer"], Status: options["status"], AccuracyM: number(options["accuracy"]), Span: span(options),
		}
	}
	switch verb {
	case "cover":
		l.Coverage = multi(shape)
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
	shapes := strings.Split(ask, ";")
	words, options, shape, err := parse(shapes[0])
	if err != nil {
		return nil, err
	}
	if len(words) == 0 || shape == nil {
		return nil, fmt.Errorf("a question has a kind and a shape: %s", line)
	}
	q := &Question{Rules: w.set, Options: options}
	if q.Snapshot, err = w.snapshot(words[0], options["on"]); err != nil {
		return nil, err
	}
	site, err := w.site(words[0], options)
	if err != nil {
		return nil, err
	}
	site.Shape = shape
	q.Parcels = []*rules.Site{site}
	for _, more := range shapes[1:] {
		other := *site
		if _, _, other.Shape, err = parse(strings.TrimSpace(more)); err != nil {
			return nil, err
		}
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

// parse splits words, key=value options and the WKT shape at the end.
func parse(text string) (words []string, options map[string]string, shape orb.Geometry, err error) {
	options = map[string]string{}
	for text != "" {
		word, rest, _ := strings.Cut(text, " ")
		key, value, isOption := strings.Cut(word, "=")
		switch {
		case strings.Contains(word, "(") || (word == strings.ToUpper(word) && strings.HasPrefix(rest, "(")):
			shape, err = wkt.Unmarshal(strings.TrimSpace(text))
			return words, options, shape, err
		case isOption:
			options[key] = value
		default:
			words = append(words, word)
		}
		text = strings.TrimSpace(rest)
	}
	return words, options, nil, nil
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
