package survey

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/rings"
)

// dikuaiWriter writes a 勘测定界 TXT.
type dikuaiWriter struct {
	w       io.Writer
	encoder io.WriteCloser // w, where it encodes
	fields  []feature.Field
	err     error // of w, or closed
	written int
}

// NewDikuaiWriter writes features of a Gauss-Krüger zone (schema.CRS, in metres,
// easting first as everywhere) as parcels: lines 点号,圈号,X 北,Y 东 with J numbers
// that go on over the rings of a parcel, rings closed with the number of their
// first point, to 0.001 m; the area in hectares is the plane one of the points as
// written. Eastings carry the zone's prefix where the zone has one. The text is
// GB18030 with CRLF, as offices expect, or UTF-8 where the schema says so.
//
// Properties of the reader's names are written back, 编号, code, 名称 and name
// too; commas, @ and line ends in them become full-width or blanks. Collections,
// and rings that collapse when rounded, are a *feature.FeatureError that leaves
// the file as it was.
func NewDikuaiWriter(w io.Writer, schema feature.Schema) (feature.Writer, error) {
	zone, ok := schema.CRS.Zone()
	if !ok {
		return nil, &feature.Error{
			ZH: "勘测定界 TXT 需要高斯投影坐标（EPSG:4491 至 4554），不能写 " + schema.CRS.Title().ZH,
			EN: "勘测定界 TXT takes coordinates of a Gauss-Krüger zone (EPSG:4491 to 4554), not " + schema.CRS.Title().EN,
		}
	}
	d := &dikuaiWriter{w: w, fields: schema.Fields}
	switch schema.Encoding {
	case feature.Auto, feature.GB18030:
		d.encoder = charset.NewGB18030Writer(w)
		d.w = d.encoder
	case feature.UTF8:
	case feature.UTF8BOM:
		d.writeText("\ufeff")
	default:
		return nil, feature.Errorf("勘测定界 TXT 可写为 GB18030 或 UTF-8，不能写 %s", "勘测定界 TXT is written in GB18030 or UTF-8, not %s", string(schema.Encoding))
	}
	d.writeText(dikuaiHead(zone))
	return d, d.err
}

// dikuaiHead has no date and no author: they are for the office to fill in.
func dikuaiHead(zone crs.Zone) string {
	return strings.Join([]string{
		"[属性描述]", "格式版本号=1.01", "数据产生单位=", "数据产生日期=", "坐标系=2000国家大地坐标系",
		"几度分带=" + strconv.Itoa(zone.WidthDeg), "投影类型=高斯克吕格", "计量单位=米", "带号=" + strconv.Itoa(zone.Number),
		"精度=0.001", "转换参数=,,,,,,", "[地块坐标]", "",
	}, "\r\n")
}

func (d *dikuaiWriter) writeText(text string) {
	if d.err == nil {
		_, d.err = io.WriteString(d.w, text)
	}
}

// Write implements Writer.
func (d *dikuaiWriter) Write(f feature.Feature) error {
	if d.err != nil {
		return d.err
	}
	all, shape := dikuaiRings(f.Geometry)
	if len(all) == 0 {
		return d.wrong("没有坐标，或图形类型不能写成地块", "no coordinates, or a type of geometry that is no parcel")
	}
	var lines strings.Builder
	points := 0
	for i := range all {
		for j, p := range all[i] {
			all[i][j] = orb.Point{millimetres(p[0]), millimetres(p[1])}
		}
		if !d.writable(all[i], shape) {
			return d.wrong("坐标不是米制的带内坐标，或取到毫米后不成环", "the coordinates are not metres of a zone, or a ring collapses when rounded to a millimetre")
		}
		first := points + 1
		for j, p := range all[i] {
			number := first
			if !(shape == "面" && j == len(all[i])-1) {
				points++
				number = points
			}
			fmt.Fprintf(&lines, "J%d,%d,%.3f,%.3f\r\n", number, i+1, p[1], p[0])
		}
	}
	d.written++
	d.writeText(d.parcel(f, all, shape) + lines.String())
	return d.err
}

func (d *dikuaiWriter) wrong(zh, en string) error {
	n := strconv.Itoa(d.written + 1)
	return &feature.FeatureError{Place: "第 " + n + " 个地块 / parcel " + n, ZH: zh, EN: en}
}

// millimetres rounds as the text does, so that the area is that of the text.
func millimetres(v float64) float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'f', 3, 64), 64) // what is not finite stays so
	return v
}

func (d *dikuaiWriter) writable(ring orb.Ring, shape string) bool {
	for _, p := range ring {
		if !(math.Abs(p[0]) < 1e8 && math.Abs(p[1]) < 1e8) {
			return false
		}
	}
	return shape != "面" || len(ring) >= 4 && ring.Closed() && feature.DoubleArea(ring) != 0
}

// dikuaiRings returns copies of the runs of points of g and its 图形属性.
func dikuaiRings(g orb.Geometry) (all []orb.Ring, shape string) {
	switch g := orb.Clone(g).(type) {
	case orb.Point:
		return []orb.Ring{{g}}, "点"
	case orb.MultiPoint:
		if len(g) == 0 {
			return nil, ""
		}
		return []orb.Ring{orb.Ring(g)}, "点"
	case orb.LineString:
		return []orb.Ring{orb.Ring(g)}, "线"
	case orb.MultiLineString:
		for _, line := range g {
			all = append(all, orb.Ring(line))
		}
		return all, "线"
	case orb.Polygon:
		return g, "面"
	case orb.MultiPolygon:
		return slices.Concat(g...), "面"
	}
	return nil, ""
}

// parcel is the line that begins a parcel.
func (d *dikuaiWriter) parcel(f feature.Feature, all []orb.Ring, shape string) string {
	points := 0
	for _, ring := range all {
		points += len(ring)
	}
	area := ""
	if shape == "面" {
		// Rounding keeps holes in their shells, so the rings of f are still told apart.
		g, err := rings.Group(all)
		if err == nil {
			m2, _ := planeAreaM2(g)
			area = strconv.FormatFloat(m2/1e4, 'f', 4, 64)
		}
	}
	number := d.propertyText(f, "地块编号", "编号", "code")
	if number == "" {
		number = strconv.Itoa(d.written)
	}
	fields := []string{
		strconv.Itoa(points), area, number, d.propertyText(f, "地块名称", "名称", "name"), shape,
		d.propertyText(f, "图幅号"), d.propertyText(f, "地块用途"), d.propertyText(f, "地类编码"), "@",
	}
	return strings.Join(fields, ",") + "\r\n"
}

// propertyText is the first of the properties that is given, fit for a field.
func (d *dikuaiWriter) propertyText(f feature.Feature, names ...string) string {
	for _, name := range names {
		var text string
		switch value := f.Properties[name].(type) {
		case string:
			text = value
		case float64:
			text = strconv.FormatFloat(value, 'f', -1, 64)
		case nil:
			if i := slices.IndexFunc(d.fields, func(c feature.Field) bool { return c.Name == name }); i >= 0 && i < len(f.Values) {
				text = f.Values[i]
			}
		}
		if text = strings.TrimSpace(text); text != "" {
			return strings.NewReplacer(",", "，", "@", "＠", "\r\n", " ", "\n", " ", "\r", " ").Replace(strings.ToValidUTF8(text, "\ufffd"))
		}
	}
	return ""
}

// Close implements Writer.
func (d *dikuaiWriter) Close() error {
	if d.encoder != nil && d.err == nil {
		d.err = d.encoder.Close()
	}
	err := d.err
	if err == nil {
		d.err = io.ErrClosedPipe // nothing more is taken
	}
	return err
}
