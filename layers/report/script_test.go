package report_test

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/seeds"
)

//go:embed testdata/*.screen testdata/*.yaml
var scripts embed.FS

// TestScripts runs testdata/*.screen; testdata/README.md tells the language.
// One more case is one `screen` line and the lines that it must answer.
func TestScripts(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(scripts, "testdata/*.screen")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			text, err := scripts.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := &script{set: set}
			if failures, err := s.run(string(text)); err != nil {
				t.Fatal(err)
			} else if len(failures) > 0 {
				t.Errorf("%s", strings.Join(failures, "\n"))
			}
			if s.cases == 0 {
				t.Error("the script screens nothing")
			}
		})
	}
}

// TestScriptsCanFail plants a wrong expectation of each sort.
func TestScriptsCanFail(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	const world = `
layer drinking_water_zone required=outfall grades=一级,二级
cover POLYGON((0 0,1 0,1 1,0 1,0 0))
zone A grade=一级 source=S POLYGON((0.2 0.2,0.4 0.2,0.4 0.4,0.2 0.4,0.2 0.2))
`
	for _, wrong := range []string{
		"screen outfall POINT(0.3 0.3)\n\tnone_found complete",
		"screen outfall POINT(0.3 0.3)\n\tprohibited incomplete\n\tDW02 prohibited A",
		"screen outfall POINT(0.3 0.3)\n\tprohibited complete\n\tDW02 prohibited B",
		"screen outfall POINT(0.3 0.3)\n\tprohibited complete",
		"rules small\nworld\nlayer water required=project grades=一级\ncover POLYGON((0 0,1 0,1 1,0 1,0 0))\n" +
			"zone A grade=一级 POLYGON((0.2 0.2,0.4 0.2,0.4 0.4,0.2 0.4,0.2 0.2))\n" +
			"screen project show=grades clears=yes nearest=grades POINT(0.201 0.3)\n\tprohibited complete\n\tR1 prohibited A\n\tclears A by 142 m bearing 270 then none_found complete",
	} {
		s := &script{set: set}
		failures, err := s.run(world + wrong)
		if err != nil || len(failures) != 1 {
			t.Errorf("%q: failures %q, error %v; want one failure", wrong, failures, err)
		}
	}
}

// script is a small world of layers and what has been asked of it.
type script struct {
	set     *rules.Set
	layers  []*layers.Layer
	missing []string
	cases   int
}

func (s *script) run(text string) (failures []string, err error) {
	var ask string
	var want []string
	asked := 0
	finish := func() error {
		if ask == "" {
			return nil
		}
		got, err := s.answer(ask)
		if err != nil {
			return fmt.Errorf("line %d: %w", asked, err)
		}
		s.cases++
		if !slices.Equal(got, want) {
			failures = append(failures, fmt.Sprintf("line %d: %s\n got:\n\t%s\nwant:\n\t%s",
				asked, ask, strings.Join(got, "\n\t"), strings.Join(want, "\n\t")))
		}
		ask, want = "", nil
		return nil
	}
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		indented := strings.HasPrefix(line, "\t")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case indented:
			want = append(want, line)
		default:
			if err := finish(); err != nil {
				return nil, err
			}
			verb, rest, _ := strings.Cut(line, " ")
			if verb == "screen" || verb == "parcels" {
				ask, asked = line, n
			} else if err := s.build(verb, rest); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
		}
	}
	return failures, finish()
}

// build adds to the world.
func (s *script) build(verb, rest string) error {
	words, options, shape, err := parse(rest)
	if err != nil {
		return err
	}
	if verb == "world" {
		s.layers, s.missing = nil, nil
		return nil
	}
	if verb == "rules" {
		text, err := scripts.ReadFile("testdata/" + words[0] + ".yaml")
		if err == nil {
			s.set, err = rules.Load(text)
		}
		return err
	}
	if verb == "missing" {
		s.missing = append(s.missing, words...)
		return nil
	}
	if verb == "layer" {
		s.layers = append(s.layers, &layers.Layer{
			ID: words[0], Role: layers.RoleZones, Title: layers.Text{ZH: words[0], EN: words[0]},
			RequiredFor: split(options["required"]), Grades: split(options["grades"]),
			AccuracyM: number(options["accuracy"]), Span: span(options),
		})
		return nil
	}
	l := s.layers[len(s.layers)-1]
	switch verb {
	case "cover":
		l.Coverage = multi(shape)
	case "zone":
		l.Zones = append(l.Zones, layers.Zone{Shape: multi(shape), Attributes: layers.Attributes{
			Code: words[0], Name: words[0], Grade: options["grade"], SourceCode: options["source"],
			Part: options["part"], Aquifer: options["aquifer"], Status: options["status"], AccuracyM: number(options["accuracy"]), Span: span(options),
		}})
	case "broken":
		l.Quarantined = append(l.Quarantined, layers.Quarantine{Zone: layers.Zone{Shape: multi(shape), Attributes: layers.Attributes{
			Code: words[0], AccuracyM: number(options["accuracy"]), Span: span(options),
		}}})
	default:
		return fmt.Errorf("no such verb: %s", verb)
	}
	return nil
}

// parse splits words, key=value options and the WKT shape at the end.
func parse(text string) (words []string, options map[string]string, shape orb.Geometry, err error) {
	options = map[string]string{}
	for text != "" {
		word, rest, _ := strings.Cut(text, " ")
		key, value, isOption := strings.Cut(word, "=")
		switch {
		case strings.Contains(word, "(") || (word == strings.ToUpper(word) && strings.HasPrefix(rest, "(")):
			shape, err = wkt.Unmarshal(text)
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
