package rules

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"waterzones/layers"
)

// Set is a rule file, checked. It is not changed once loaded and may be read
// by any number of goroutines.
type Set struct {
	From       layers.Date // the day from which the file has rules; of days before it knows nothing
	Version    string      // SHA-256 in 64 hex digits, of the content alone: comments and layout do not change it
	Activities []Activity
	Kinds      []Kind
	Attributes []Attribute
	Derive     []Derivation // in the order of the file, in which they are made
	Rules      []Rule       // in the order of the file
	NotHeld    []Unheld     // law of which the file has no rules

	ready *index
}

// file is the rule file as written.
type file struct {
	From       layers.Date  `json:"from,omitempty" yaml:"from"`
	Activities []Activity   `json:"activities,omitempty" yaml:"activities"`
	Kinds      []Kind       `json:"kinds" yaml:"kinds"`
	Attributes []Attribute  `json:"attributes" yaml:"attributes"`
	Derive     []Derivation `json:"derive,omitempty" yaml:"derive"`
	Rules      []Rule       `json:"rules" yaml:"rules"`
	NotHeld    []Unheld     `json:"not_held,omitempty" yaml:"not_held"`
}

// Load reads a rule file (YAML, UTF-8). A file with any mistake is refused as a
// whole, for a rule that is silently missing would look like good news; the
// error joins all mistakes, each with the line, or the rule's id and the key.
func Load(data []byte) (*Set, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var f file
	err := decoder.Decode(&f)
	if errors.Is(err, io.EOF) {
		err = nil // nothing in the file: check says that there are no rules
	}
	var shape *yaml.TypeError
	if err != nil && !errors.As(err, &shape) {
		return nil, fmt.Errorf("规则文件不是有效的 YAML / the rule file is not valid YAML: %w", err)
	}
	if err == nil && decoder.Decode(new(yaml.Node)) != io.EOF {
		err = errors.New("规则文件只能有一个 YAML 文档 / a rule file is one YAML document")
	}
	if err := errors.Join(err, f.check()); err != nil {
		return nil, err
	}
	version, err := f.version()
	if err != nil {
		return nil, err
	}
	set := &Set{
		From: f.From, Version: version, Activities: f.Activities, Kinds: f.Kinds, Attributes: f.Attributes,
		Derive: f.Derive, Rules: f.Rules, NotHeld: f.NotHeld,
	}
	set.ready = set.index()
	return set, nil
}

func (f *file) version() (string, error) {
	canonical, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("rules: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}

// UnmarshalYAML reads a citation. It is written out because a date that is not
// one would otherwise end the reading of the whole file, without a line number.
func (c *Citation) UnmarshalYAML(n *yaml.Node) error {
	var mistakes []string
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch key.Value {
		case "law", "article", "unverified":
		case "from", "to":
			if value.Alias != nil {
				value = value.Alias
			}
			if err := new(layers.Date).UnmarshalText([]byte(value.Value)); err != nil {
				mistakes = append(mistakes, fmt.Sprintf("line %d: %s: %v", value.Line, key.Value, err))
			}
		default:
			mistakes = append(mistakes, fmt.Sprintf("line %d: field %s not found in a citation", key.Line, key.Value))
		}
	}
	if len(mistakes) > 0 {
		return &yaml.TypeError{Errors: mistakes} // of this type, it joins the other mistakes of the file
	}
	type plain Citation // without this method
	return n.Decode((*plain)(c))
}

// Kind returns the kind of site with this id, nil if there is none.
func (s *Set) Kind(id string) *Kind {
	for i := range s.Kinds {
		if s.Kinds[i].ID == id {
			return &s.Kinds[i]
		}
	}
	return nil
}

// Attribute returns the attribute with this id or title (Chinese or English), however
// that is written (see Normal), nil if there is none. Every attribute that a loaded rule turns on is there.
func (s *Set) Attribute(name string) *Attribute {
	for i := range s.Attributes {
		if s.Attributes[i].ID == name {
			return &s.Attributes[i]
		}
	}
	written := Normal(name)
	for i := range s.Attributes {
		a := &s.Attributes[i]
		for _, known := range []string{a.ID, a.Title.ZH, a.Title.EN} {
			if Normal(known) == written {
				return a
			}
		}
	}
	return nil
}
