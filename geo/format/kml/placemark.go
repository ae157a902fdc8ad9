package kml

import (
	"cmp"
	"encoding/xml"
	"errors"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/markup"
)

// placemark is a Placemark under way.
type placemark struct {
	feature.Feature
	parts    []orb.Geometry
	vertices int
	fault    *feature.FeatureError // the first
	rings    int                   // LinearRings that stand alone
}

// placemark reads a feature and gives it out.
func (k *kmlReader) placemark(start xml.StartElement) error {
	line, _ := k.d.InputPos()
	p := &placemark{Feature: feature.Feature{ID: markup.Attribute(start, "id"), Layer: k.path(), Line: line, Properties: map[string]any{}}}
	if err := k.children(func(e xml.StartElement) error { return k.member(p, e) }); err != nil {
		return err
	}
	if !k.wanted() {
		return nil
	}
	if k.count++; k.count > k.limits.Features {
		return feature.TooManyFeatures(k.limits.Features)
	}
	if len(p.parts) == 0 {
		p.wrong("没有图形", "it has no shape")
	}
	k.rings += p.rings
	var err error
	if p.fault != nil {
		err = p.fault
	} else {
		p.Geometry = assembled(p.parts)
	}
	if !k.yield(p.Feature, err) {
		return errEnoughMarks
	}
	return nil
}

func (p *placemark) wrong(zh, en string, values ...any) {
	p.fault = cmp.Or(p.fault, feature.PlaceErrorf(p.Where(), zh, en, values...))
}

// fail keeps an error that concerns this feature alone; others are returned.
func (p *placemark) fail(err error) error {
	fault, ok := errors.AsType[*feature.FeatureError](feature.AtFeature(p.Where(), err))
	if !ok {
		return err
	}
	p.fault = cmp.Or(p.fault, fault)
	return nil
}

// member takes a child of a Placemark.
func (k *kmlReader) member(p *placemark, e xml.StartElement) error {
	switch name := e.Name.Local; name {
	case "name", "description":
		text, err := k.elementText()
		p.set(name, strings.TrimSpace(text))
		return err
	case "ExtendedData", "SchemaData":
		return k.children(func(e xml.StartElement) error { return k.member(p, e) })
	case "Data":
		return k.children(func(v xml.StartElement) error {
			if v.Name.Local != "value" {
				return k.skip(v)
			}
			text, err := k.elementText()
			p.set(markup.Attribute(e, "name"), strings.TrimSpace(text))
			return err
		})
	case "SimpleData":
		text, err := k.elementText()
		p.set(markup.Attribute(e, "name"), strings.TrimSpace(text))
		return err
	}
	return k.geometry(p, e)
}

// set keeps a property. An attribute called name beside the name of the
// Placemark keeps its own.
func (p *placemark) set(name, value string) {
	if old, has := p.Properties[name]; has && old != value {
		name = "ExtendedData." + name
	}
	p.Properties[name] = value
}

// geometry takes an element that may be a shape.
func (k *kmlReader) geometry(p *placemark, e xml.StartElement) error {
	switch name := e.Name.Local; name {
	case "MultiGeometry":
		return k.children(func(e xml.StartElement) error { return k.geometry(p, e) })
	case "Point", "LineString", "LinearRing":
		positions, err := k.positions(p)
		if err != nil || positions == nil {
			return p.fail(err)
		}
		return p.fail(p.line(name, positions))
	case "Polygon":
		polygon, err := k.polygon(p)
		p.parts = append(p.parts, polygon)
		return p.fail(err)
	case "Model", "Track", "MultiTrack":
		k.skipped[name]++
		p.wrong("%s 不是可核查的图形", "%s is no shape that can be screened", name)
	}
	return k.skip(e)
}

func (p *placemark) line(element string, positions []orb.Point) error {
	switch {
	case element == "Point" && len(positions) != 1:
		return feature.Errorf("Point 有 %d 个坐标", "a Point of %d positions", len(positions))
	case element == "Point":
		p.parts = append(p.parts, positions[0])
		return nil
	case element == "LinearRing":
		p.rings++
	}
	line := orb.LineString(positions)
	p.parts = append(p.parts, line)
	return feature.CheckLine(line)
}

// polygon reads a Polygon. The error may concern this feature alone.
func (k *kmlReader) polygon(p *placemark) (orb.Polygon, error) {
	var outer, inner []orb.Ring
	var fault error
	boundary := func(rings *[]orb.Ring) func(xml.StartElement) error {
		return func(e xml.StartElement) error {
			if e.Name.Local != "LinearRing" {
				return k.skip(e)
			}
			positions, err := k.positions(p)
			if err == nil && len(positions) > 0 {
				*rings = append(*rings, orb.Ring(positions))
				fault = errors.Join(fault, feature.CheckRing(orb.Ring(positions)))
			}
			return err
		}
	}
	err := k.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "outerBoundaryIs":
			return k.children(boundary(&outer))
		case "innerBoundaryIs":
			return k.children(boundary(&inner))
		}
		return k.skip(e)
	})
	switch {
	case err != nil:
		return nil, err
	case len(outer) != 1:
		return nil, feature.Errorf("Polygon 有 %d 个外环，应为 1 个", "a Polygon of %d outer rings; it has one", len(outer))
	}
	return append(orb.Polygon(outer), inner...), fault
}
