package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"waterzones/layers/rules"
	"waterzones/seeds"
)

// TestOpenAPIParametersAreTheServices: an address, asked with a parameter that
// does not exist, names those that do: these are the documented ones.
func TestOpenAPIParametersAreTheServices(t *testing.T) {
	server := start(t)
	location, _ := kept(t, server, square)
	o := documentOf(t, server)
	fill := strings.NewReplacer("/reports/{id}", location, "{collectionId}", "county", "{featureId}", "140502")
	asked := 0
	for path, item := range o.doc["paths"].(map[string]any) {
		operation, is := item.(map[string]any)["get"].(map[string]any)
		if !is {
			continue
		}
		response, body := send(t, "GET", server.URL+fill.Replace(path)+"?nonsense=1", "")
		if response.StatusCode != http.StatusBadRequest {
			if operation["responses"].(map[string]any)["400"] != nil {
				t.Errorf("%s answers nonsense with %d", path, response.StatusCode)
			}
			continue
		}
		asked++
		if operation["responses"].(map[string]any)["400"] == nil {
			t.Errorf("%s refuses nonsense, and has no 400", path)
		}
		var p struct{ Errors []struct{ Field, EN string } }
		if err := json.Unmarshal(body, &p); err != nil {
			t.Fatal(err)
		}
		got := queryNames(operation["parameters"])
		var want []string
		for _, e := range p.Errors {
			if _, list, found := strings.Cut(e.EN, "there are: "); found && e.Field == "nonsense" && list != "—" {
				want = strings.Split(list, ", ")
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: documented %q, taken %q", path, got, want)
		}
	}
	if asked < 10 {
		t.Errorf("%d addresses named their parameters", asked)
	}
}

// TestOpenAPIFieldsAreTheServices: a form with every documented field and one
// more is refused for that one alone.
func TestOpenAPIFieldsAreTheServices(t *testing.T) {
	server := start(t)
	o := documentOf(t, server)
	fields := map[string]string{"colour": "red"}
	for name := range o.at("#/components/schemas/screeningForm/properties").(map[string]any) {
		if name != "file" {
			fields[name] = ""
		}
	}
	body, contentType := form(t, fields, nil)
	_, text := send(t, "POST", server.URL+"/screenings", body, "Content-Type", contentType)
	var p struct{ Errors []struct{ Field, EN string } }
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	var unknown []string
	for _, e := range p.Errors {
		if e.EN == "there is no such field" {
			unknown = append(unknown, e.Field)
		}
	}
	if !slices.Equal(unknown, []string{"colour"}) {
		t.Errorf("%q are unknown of %d fields", unknown, len(fields))
	}
}

// TestLandingLinksLead: what a link says it leads to is what is there.
func TestLandingLinksLead(t *testing.T) {
	server := start(t)
	_, body := send(t, "GET", server.URL+"/", "")
	var landing struct {
		Links []struct{ Href, Rel, Type string }
	}
	if err := json.Unmarshal(body, &landing); err != nil {
		t.Fatal(err)
	}
	described := 0
	for _, l := range landing.Links {
		if strings.HasSuffix(l.Href, "/screenings") || strings.HasSuffix(l.Href, "/reports") {
			continue // asks for parameters
		}
		response, _ := send(t, "GET", l.Href, "")
		if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || !strings.HasPrefix(got, l.Type) {
			t.Errorf("%s %s: %d %s, want %s", l.Rel, l.Href, response.StatusCode, got, l.Type)
		}
		if l.Rel == "service-desc" {
			described++
		}
	}
	if described != 1 {
		t.Errorf("%d descriptions of the service", described)
	}
}

// TestRulesShowWhatFollows: the activities that rules name and how attributes
// follow from others.
func TestRulesShowWhatFollows(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	_, body := send(t, "GET", start(t).URL+"/rules", "")
	var got struct {
		Activities []rules.Activity
		Derive     []struct {
			Attribute string
			When      map[string]any
		}
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	if len(set.Derive) == 0 || len(got.Derive) != len(set.Derive) || !slices.Equal(got.Activities, set.Activities) {
		t.Fatalf("%d activities of %d, %d derivations of %d", len(got.Activities), len(set.Activities), len(got.Derive), len(set.Derive))
	}
	for i, d := range got.Derive {
		if d.Attribute != set.Derive[i].Attribute || len(d.When) != len(set.Derive[i].When) {
			t.Errorf("derivation %d: %v, want %v", i, d, set.Derive[i])
		}
	}
}
