package survey

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/rings"
)

// dikuaiParcel is a parcel under way.
type dikuaiParcel struct {
	line   int // of its header line
	wrong  *feature.FeatureError
	fields []string // after the count of points
	count  string   // of points, as stated; "" if left out

	points int
	ring   string // 圈号 of the last ring
	rings  []orb.Ring
	opened int // rings without the repeat of their first point
}

// reject keeps the first thing found wrong.
func (p *dikuaiParcel) reject(line int, zh, en string, values ...any) {
	if p.wrong == nil {
		p.wrong = feature.PlaceErrorf(feature.LinePlace(line), zh, en, values...)
	}
}

func (p *dikuaiParcel) rejected() bool { return p.wrong != nil }

// dikuaiShapeAt is the position of 记录图形属性; -1 if the line has none.
func dikuaiShapeAt(fields []string) int {
	for i := 3; i < len(fields); i++ {
		if slices.Contains([]string{"面", "线", "点"}, fields[i]) {
			return i
		}
	}
	return -1
}

// newDikuaiParcel takes the fields 界址点数, 地块面积, 地块编号, 地块名称,
// 记录图形属性, …, @. The count may be left out, and a name may hold commas.
func newDikuaiParcel(fields []string, line int) *dikuaiParcel {
	p := &dikuaiParcel{line: line}
	if !utf8.ValidString(strings.Join(fields, "")) {
		p.reject(line, "地块行不是文字，请核对编码", "the parcel line is not text; check the encoding")
		return p
	}
	for len(fields) > 0 && strings.Trim(fields[len(fields)-1], "@＠ \t") == "" {
		marked := fields[len(fields)-1] != ""
		if fields = fields[:len(fields)-1]; marked {
			break
		}
	}
	shape := dikuaiShapeAt(fields)
	if shape == 3 && !slices.Contains([]string{"面", "线", "点"}, dikuaiField(fields, 4)) || strings.HasSuffix(dikuaiField(fields, 0), "公顷") {
		fields = slices.Insert(slices.Clone(fields), 0, "")
		shape++
	}
	if shape > 4 {
		name := strings.Join(fields[3:shape], ",")
		fields = slices.Replace(slices.Clone(fields), 3, shape, name)
	}
	p.count, p.fields = dikuaiField(fields, 0), fields[min(1, len(fields)):]
	return p
}

func dikuaiField(fields []string, i int) string {
	if i < len(fields) {
		return fields[i]
	}
	return ""
}

// add takes a line 点号,圈号,X,Y.
func (p *dikuaiParcel) add(r *dikuaiReader, line string) {
	at := r.lines.number
	fields := surveyFields(line)
	if len(fields) < 4 || strings.Trim(strings.Join(fields[4:], ""), "@") != "" {
		p.reject(at, "坐标行应为 点号,圈号,X（北）,Y（东），此行为 %q", "a line of coordinates is number, ring, X (north), Y (east), not %q", feature.Clip(line))
		return
	}
	a, okA := surveyNumber(fields[2])
	b, okB := surveyNumber(fields[3])
	if !okA || !okB {
		p.reject(at, "坐标 %q 不是数", "the coordinates %q are not numbers", feature.Clip(fields[2]+","+fields[3]))
		return
	}
	ring := fields[1]
	if !charset.ASCII([]byte(ring)) {
		ring = charset.Narrow(ring)
	}
	if _, err := strconv.Atoi(ring); err != nil {
		p.reject(at, "圈号 %q 不是整数", "the ring number %q is not an integer", feature.Clip(ring))
		return
	}
	o, ok := p.orderIn(r, a, b)
	if !ok {
		return
	}
	p.place(ring, o.point(a, b))
}

// orderIn tells which of two coordinates is north; the parcels before have a say
// in it only as a check.
func (p *dikuaiParcel) orderIn(r *dikuaiReader, a, b float64) (planeOrder, bool) {
	at, pair := r.lines.number, strconv.FormatFloat(a, 'f', -1, 64)+", "+strconv.FormatFloat(b, 'f', -1, 64)
	o, ok := orderOf(a, b)
	switch {
	case !ok && a == b:
		p.reject(at, "两个坐标相同（%s），有的软件会把 X 写两遍", "both coordinates are the same (%s); some programs write X twice", pair)
	case !ok:
		p.reject(at, "从数值 %s 无法判断哪个是北坐标、哪个是东坐标", "the values %s do not tell which is north and which is east", pair)
	case r.order == nil:
		r.order = &o
	case o.degrees != r.order.degrees || o.northFirst != r.order.northFirst:
		p.reject(at, "坐标 %s 的次序或单位与前面的坐标不同", "the order or unit of %s is not that of the coordinates before", pair)
		return o, false
	case o.prefix != r.order.prefix:
		p.reject(at, "东坐标的带号为 %[1]s，前面为 %[2]s；请按带分成两个文件", "the easting has the zone prefix %[3]s, those before %[4]s; make a file of each zone",
			prefixName(o.prefix, "无"), prefixName(r.order.prefix, "无"), prefixName(o.prefix, "none"), prefixName(r.order.prefix, "none"))
		return o, false
	}
	return o, ok
}

func prefixName(prefix int, none string) string {
	if prefix == 0 {
		return none
	}
	return strconv.Itoa(prefix)
}

// place adds a point to the ring of its number. A ring that has come back to its
// start is done: what follows under the same number is another.
func (p *dikuaiParcel) place(ring string, at orb.Point) {
	last := len(p.rings) - 1
	if last < 0 || ring != p.ring || len(p.rings[last]) >= 4 && p.rings[last].Closed() {
		p.ring = ring
		p.rings = append(p.rings, orb.Ring{at})
		return
	}
	p.rings[last] = append(p.rings[last], at)
}

// geometry makes what 记录图形属性 says of the points.
func (p *dikuaiParcel) geometry(shape string) (orb.Geometry, error) {
	switch {
	case len(p.rings) == 0:
		p.reject(p.line, "地块没有坐标", "the parcel has no coordinates")
	case shape == "点":
		return simplest(orb.MultiPoint(slices.Concat(p.rings...))), nil
	case shape == "线":
		var lines orb.MultiLineString
		for _, ring := range p.rings {
			if len(ring) < 2 {
				p.reject(p.line, "一条线不足两点", "a line has fewer than two points")
			}
			lines = append(lines, orb.LineString(ring))
		}
		if len(lines) == 1 {
			return lines[0], nil
		}
		return lines, nil
	default:
		for i, ring := range p.rings {
			if !ring.Closed() || len(ring) == 1 {
				p.opened++
				p.rings[i] = append(ring, ring[0])
			}
			if len(p.rings[i]) < 4 {
				p.reject(p.line, "第 %d 圈不足三点", "ring %d has fewer than three points", i+1)
			}
		}
		if !p.rejected() {
			return rings.Group(p.rings)
		}
	}
	return nil, nil
}

func simplest(points orb.MultiPoint) orb.Geometry {
	if len(points) == 1 {
		return points[0]
	}
	return points
}

// feature ends a parcel.
func (r *dikuaiReader) feature(p *dikuaiParcel) (feature.Feature, error) {
	shape := dikuaiField(p.fields, 3)
	g, err := p.geometry(shape)
	if err != nil {
		return feature.Feature{}, err
	}
	if p.rejected() {
		return feature.Feature{}, p.wrong
	}
	r.check(p, g)
	properties := map[string]any{}
	if n, ok := surveyNumber(p.count); ok {
		properties["界址点数"] = n
	}
	for i, value := range p.fields {
		if hectares, _, ok := parseHectares(value); i == 0 && ok {
			properties["地块面积_公顷"] = hectares
		} else if value != "" {
			properties[dikuaiName(i)] = value
		}
	}
	return feature.Feature{Geometry: g, Properties: properties, Line: p.line}, nil
}

// dikuaiName names a field after the count, in the file's own words; the longer
// form has initials for what follows 地类编码.
func dikuaiName(i int) string {
	names := []string{"地块面积", "地块编号", "地块名称", "图形属性", "图幅号", "地块用途", "地类编码", "TBLX", "DL", "GZQ", "GZH", "备注"}
	if i < len(names) {
		return names[i]
	}
	return "第" + strconv.Itoa(i+2) + "项"
}
