package geojson

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// role is where a JSON object stands, which decides what it may be.
type role int

const (
	atRoot role = iota
	inFeatures
	inGeometry
)

// object is a GeoJSON object of any type: its members may come in any order, so
// what they mean is known only at its end.
type object struct {
	typ         string
	seen        uint // one bit for each of memberNames
	id          string
	properties  map[string]any
	coordinates coordinates
	children    orb.Collection // of a GeometryCollection
	geometry    orb.Geometry   // of a Feature; nil for null
	esri        bool           // it has attributes beside its properties, as Esri's JSON has
	foreign     []string       // of the root: members that RFC 7946 does not know (6.1)
}

// memberNames are the members with a meaning in RFC 7946 or, crs, in its
// predecessor of 2008; no other decides anything.
func memberNames() [8]string {
	return [8]string{"type", "coordinates", "geometries", "geometry", "features", "properties", "id", "crs"}
}

func (o *object) has(name string) bool {
	names := memberNames()
	i := slices.Index(names[:], name)
	return i >= 0 && o.seen&(1<<i) != 0
}

// markSeen marks a member as seen and reports whether it was already.
func (o *object) markSeen(name string) (again bool) {
	names := memberNames()
	i := slices.Index(names[:], name)
	if i < 0 {
		return false
	}
	again = o.seen&(1<<i) != 0
	o.seen |= 1 << i
	return again
}

func (d *document) object(in role) (*object, error) {
	o := &object{}
	err := d.members(func(name string) error {
		if o.markSeen(name) {
			return d.errorAt("", "成员重复", "member given twice")
		}
		return d.member(o, in, name)
	})
	if err != nil {
		return nil, err
	}
	return o, d.checkMembers(o, in)
}

func (d *document) member(o *object, in role, name string) (err error) {
	switch name {
	case "type":
		o.typ, err = d.string()
		return err
	case "coordinates":
		return d.readCoordinates(&o.coordinates)
	case "geometries":
		return d.elements(func(int) error {
			child, err := d.readGeometry()
			o.children = append(o.children, child)
			return err
		})
	case "geometry":
		if in == inGeometry {
			return d.errorAt("", "几何对象中不应有 geometry", "a geometry must not have a geometry")
		}
		if d.next() == 'n' {
			return d.literal("null")
		}
		o.geometry, err = d.readGeometry()
		return err
	case "features":
		return d.readFeatures(o, in)
	case "properties", "id", "crs":
		return d.readRaw(o, name)
	}
	o.esri = o.esri || name == "attributes"
	if in == atRoot && len(o.foreign) < mostForeign && name != "bbox" {
		o.foreign = append(o.foreign, name)
	}
	return d.skip()
}

// mostForeign bounds what is told of.
const mostForeign = 100

func (d *document) readFeatures(o *object, in role) error {
	if in != atRoot || o.typ != "" && o.typ != "FeatureCollection" {
		return d.errorAt("", "features 只能在 FeatureCollection 中", "features belong in a FeatureCollection only")
	}
	if d.yield == nil {
		return d.errorAt("", "此处只接受一个 Feature，不接受 FeatureCollection", "one Feature is expected here, not a FeatureCollection")
	}
	return d.elements(func(i int) error {
		if i >= d.limits.Features {
			return feature.TooManyFeatures(d.limits.Features)
		}
		d.vertices = 0
		child, err := d.object(inFeatures)
		if err != nil {
			return err
		}
		f, err := d.feature(child)
		if d.file != nil {
			return d.file.giveOut(i+1, child, f, err)
		}
		if err != nil {
			return err
		}
		if !d.yield(f) {
			return errStopped
		}
		return nil
	})
}

func (d *document) readRaw(o *object, name string) error {
	raw, err := d.raw()
	if err != nil {
		return err
	}
	switch {
	case name == "crs" && d.file != nil:
		return d.file.again(raw)
	case name == "crs":
		return d.checkCRS(raw)
	case raw == nil:
		return nil
	case name == "id" && raw[0] == '"':
		return value(raw, &o.id)
	case name == "id":
		if raw[0] == '{' || raw[0] == '[' || raw[0] == 't' || raw[0] == 'f' {
			return d.errorAt("", "id 应为文字或数字", "id must be a string or a number")
		}
		o.id = string(raw)
		return nil
	case raw[0] != '{':
		return d.errorAt("", "properties 应为对象或 null", "properties must be an object or null")
	}
	return value(raw, &o.properties)
}

// checkCRS refuses every reference system but the two that this package's
// coordinates are in; RFC 7946 section 4 leaves no other.
func (d *document) checkCRS(raw []byte) error {
	given := nameOfCRS(raw)
	name := strings.ToUpper(given)
	last := name[strings.LastIndexAny(name, ":/#")+1:]
	switch {
	case (last == "4326" || last == "4490") && strings.Contains(name, "EPSG"):
		return nil
	case last == "CRS84" && (name == last || strings.Contains(name, "OGC")):
		return nil
	case name == "WGS84" || name == "WGS 84" || name == "CGCS2000":
		return nil
	}
	return d.errorAt("", fmt.Sprintf("坐标系 %q 不受支持；请先转换为 CGCS2000 或 WGS84 经纬度", feature.Clip(given)),
		fmt.Sprintf("coordinate reference system %q is not supported; convert to CGCS2000 or WGS 84 longitude, latitude", feature.Clip(given)))
}

// nameOfCRS is the name in a crs member (GJ 2008, 3.1); "" if it has another form.
func nameOfCRS(raw []byte) string {
	var crs struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if raw == nil || value(raw, &crs) != nil {
		return ""
	}
	return crs.Properties.Name
}

// checkMembers refuses members that would change what an object means (RFC 7946
// section 7.1), and types that do not belong where the object stands.
func (d *document) checkMembers(o *object, in role) error {
	var no []string
	switch {
	case !o.has("type"):
		return d.errorAt("type", "缺少 type 成员", "member type is missing")
	case in == inFeatures && o.typ != "Feature":
		return d.errorAt("type", fmt.Sprintf("%q 应为 Feature", feature.Clip(o.typ)), fmt.Sprintf("%q should be Feature", feature.Clip(o.typ)))
	case o.typ == "FeatureCollection" && in == atRoot:
		no = []string{"coordinates", "geometries", "geometry"}
	case o.typ == "Feature" && in != inGeometry:
		no = []string{"coordinates", "geometries", "features"}
	case !isGeometry(o.typ):
		return d.errorAt("type", fmt.Sprintf("未知的类型 %q", feature.Clip(o.typ)), fmt.Sprintf("unknown type %q", feature.Clip(o.typ)))
	default:
		no = []string{"geometry", "features"}
	}
	for _, name := range no {
		if o.has(name) {
			return d.errorAt(name, "不应出现在 "+o.typ+" 中", "must not be in a "+o.typ)
		}
	}
	return nil
}

// feature turns an object into a Feature that has a geometry.
func (d *document) feature(o *object) (feature.Feature, error) {
	switch {
	case o.typ == "Feature" && o.esri && d.file != nil: // left out it would look as if it had been heeded
		return feature.Feature{}, d.errorAt("attributes", "应写在 properties 中", "belongs in properties")
	case o.typ == "Feature" && !o.has("geometry"):
		return feature.Feature{}, d.errorAt("geometry", "缺少 geometry 成员", "member geometry is missing")
	case o.typ == "Feature" && o.geometry == nil:
		return feature.Feature{}, d.errorAt("geometry", "几何为 null，无法核查", "the geometry is null, there is no place to look at")
	case o.typ == "Feature":
		return feature.Feature{ID: o.id, Geometry: o.geometry, Properties: o.properties, Foreign: o.foreign}, nil
	case o.typ == "FeatureCollection":
		return feature.Feature{}, d.errorAt("type", "此处只接受一个 Feature", "one Feature is expected here")
	}
	g, err := d.shapeOf(o)
	return feature.Feature{Geometry: g}, err
}
