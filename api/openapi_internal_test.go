package api

import (
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/seeds"
)

// described is a server of the seeds, to which a test may add.
func described(t *testing.T) *Server {
	t.Helper()
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	release, err := layers.NewRelease(layers.Release{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{Release: release, Rules: set, Map: fs.FS(fstest.MapFS{}), Log: slog.New(slog.DiscardHandler), Now: time.Now, Version: "test"})
}

// routesOf lists what the router answers and what the document says, in one
// form: GET /collections/{}. What answers GET must answer HEAD, of which the
// document says so once.
func routesOf(t *testing.T, s *Server) (routed, documented []string) {
	t.Helper()
	parameter := regexp.MustCompile(`:\w+|\*|\{\w+\}`)
	plain := func(method, path string) string { return method + " " + parameter.ReplaceAllString(path, "{}") }
	heads := map[string]bool{}
	for _, r := range s.router().Routes() {
		if r.Method == http.MethodHead {
			heads[plain(http.MethodGet, r.Path)] = true
			continue
		}
		routed = append(routed, plain(r.Method, r.Path))
	}
	for path, item := range s.paths() {
		for method := range item.(object) {
			documented = append(documented, plain(strings.ToUpper(method), path))
		}
	}
	slices.Sort(routed)
	slices.Sort(documented)
	for _, r := range routed {
		if strings.HasPrefix(r, http.MethodGet) && !heads[r] {
			t.Errorf("%s does not answer HEAD", r)
		}
	}
	return routed, documented
}

// TestEveryRouteIsDocumented and nothing else is.
func TestEveryRouteIsDocumented(t *testing.T) {
	routed, documented := routesOf(t, described(t))
	if len(routed) < 15 || !slices.Equal(routed, documented) {
		t.Errorf("routed:     %q\ndocumented: %q", routed, documented)
	}
}

// TestOneMoreAttribute of the rule file is one more parameter, field and property.
func TestOneMoreAttribute(t *testing.T) {
	s := described(t)
	before := len(s.pointParameters())
	s.config.Rules.Attributes = append(s.config.Rules.Attributes, rules.Attribute{ID: "a/new~one", Title: layers.Text{ZH: "新", EN: "new"}, Kinds: []string{"well"}})
	parameters := s.pointParameters()
	if len(parameters) != before+1 || !slices.ContainsFunc(parameters, func(p object) bool { return p["name"] == "a/new~one" }) {
		t.Errorf("%d parameters, before %d", len(parameters), before)
	}
	for name, schema := range map[string]object{
		"form":    s.screeningForm(),
		"feature": s.screeningFeature()["properties"].(object)["properties"].(object),
	} {
		got := schema["properties"].(object)["a/new~one"]
		want := object{"$ref": "#/components/schemas/site/properties/attributes/properties/a~1new~0one", "title": "新 / new"}
		if field, _ := got.(object); !maps.Equal(field, want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
