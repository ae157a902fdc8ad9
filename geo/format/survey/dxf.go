package survey

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// IsDXF reports whether a text begins as a drawing.
func IsDXF(head []byte) bool {
	codes := dxfCodes{lines: newSurveyLines(strings.NewReader(string(head)), int64(len(head)))}
	g, err := codes.next()
	return err == nil && g.is("SECTION")
}

// ReadDXF reads a drawing in text form (DXF Reference). Of its model space it
// takes LWPOLYLINE, POLYLINE, LINE, ARC, CIRCLE and POINT, and what INSERT
// brings of them from blocks; what else there is, is counted in the notes. A
// polyline that is marked as closed, or ends exactly where it begins (a note
// counts these), and a CIRCLE are a Polygon each, even where they lie in one
// another, as a drawing does not say which of them are holes; the rest are lines
// and points. Arcs become chords no more than a centimetre off.
// ID is the handle, after those of the INSERTs that brought it.
//
// A drawing declares no system. One in millimetres or another unit than metres
// has those features rejected that are no place in metres of a zone or degrees
// in China: programs write a wrong unit often, and the values tell. An entity
// that cannot be taken is a *feature.FeatureError.
func ReadDXF(text io.Reader, how feature.Reading) (*feature.Source, error) {
	r := newDXFReader(text, how)
	if err := r.prologue(); err != nil {
		return nil, err
	}
	r.src.Features = func(yield func(feature.Feature, error) bool) {
		r.yield = yield
		switch err := r.entities(); {
		case r.stopped:
		case err != nil:
			yield(feature.Feature{}, err)
		default:
			r.noteSkipped()
		}
	}
	return r.src, nil
}

// dxfReader reads one drawing.
type dxfReader struct {
	codes  *dxfCodes
	limits feature.Limits
	wanted string // layer; "": all
	src    *feature.Source
	header dxfHeader
	blocks map[string]*dxfBlock // by name in lower case
	hidden map[string]bool      // layers that are off or frozen

	kept     int // vertices in blocks
	drawn    int // entities drawn in blocks
	features int
	yield    func(feature.Feature, error) bool
	stopped  bool // the caller wants no more
	tally    dxfTally
}

func newDXFReader(text io.Reader, how feature.Reading) *dxfReader {
	limits := how.Limits.OrLayer()
	return &dxfReader{
		codes: &dxfCodes{lines: newSurveyLines(text, limits.Bytes)}, limits: limits, wanted: how.Layer,
		src: &feature.Source{Kind: feature.DXF}, blocks: map[string]*dxfBlock{}, hidden: map[string]bool{},
		tally: dxfTally{skipped: map[string]int{}},
	}
}

// prologue reads up to the entities.
func (r *dxfReader) prologue() error {
	for {
		name, err := r.section()
		if err == io.EOF {
			return &feature.Error{ZH: "没有 ENTITIES 段，图中没有图形或文件不完整", EN: "no ENTITIES section: the drawing is empty or the file is cut off"}
		}
		if err != nil {
			return err
		}
		switch name {
		case "ENTITIES":
			return nil
		case "HEADER":
			err = r.readHeader()
		case "TABLES":
			err = r.readTables()
		case "BLOCKS":
			err = r.readBlocks()
		default:
			err = r.skipSection()
		}
		if err == io.EOF {
			err = feature.LineErrorf(r.codes.lines.number, "文件在 %s 段中断", "the file is cut off in the section %s", name)
		}
		if err != nil {
			return err
		}
	}
}

// section reads the name of the next section; io.EOF after the last.
func (r *dxfReader) section() (string, error) {
	g, err := r.codes.next()
	switch {
	case err != nil:
		return "", err
	case g.is("EOF"):
		return "", io.EOF
	case !g.is("SECTION"):
		return "", feature.LineErrorf(g.line, "应为 SECTION", "SECTION must stand here")
	}
	g, err = r.codes.next()
	if err == nil && g.code != 2 {
		err = feature.LineErrorf(g.line, "段没有名称", "a section has no name")
	}
	return strings.ToUpper(feature.Clip(dxfText(g.value))), err
}

func (r *dxfReader) skipSection() error {
	for {
		g, err := r.codes.next()
		if err != nil || g.is("ENDSEC") {
			return err
		}
	}
}

// readTables keeps the names of the layers and which of them are not shown.
func (r *dxfReader) readTables() error {
	for {
		e, err := r.entity()
		if err != nil || e.kind == "ENDSEC" {
			return err
		}
		if e.kind != "LAYER" || e.name == "" {
			continue
		}
		if len(r.src.Layers) >= 100_000 {
			return feature.TooLarge("图层过多", "too many layers")
		}
		r.src.Layers = append(r.src.Layers, e.name)
		if e.color < 0 || e.flags&1 != 0 {
			r.hidden[e.name] = true
		}
	}
}

// entities reads the entities and yields their features.
func (r *dxfReader) entities() error {
	for {
		e, err := r.entity()
		if err == io.EOF {
			return feature.LineErrorf(r.codes.lines.number, "文件在 ENTITIES 段中断", "the file is cut off in the section ENTITIES")
		}
		if err != nil {
			return err
		}
		if e.kind == "ENDSEC" {
			if r.wanted != "" && r.features == 0 && !slices.Contains(r.src.Layers, r.wanted) {
				return feature.Errorf("没有图层 %s；有：%s", "no layer %s among %s", strconv.Quote(r.wanted), feature.QuoteAll(r.src.Layers))
			}
			return nil
		}
		if err := r.complete(e); err != nil {
			return err
		}
		place := dxfPlace{t: dxfIdentity()}
		if err := r.draw(e, &place); err != nil {
			return err
		}
		if r.stopped {
			return nil
		}
	}
}

// send yields what was made of one entity.
func (r *dxfReader) send(f feature.Feature, err error) error {
	if r.features++; r.features > r.limits.Features {
		return feature.TooLarge("图形多于 %d 个", "more than %d features", r.limits.Features)
	}
	if !r.yield(f, err) {
		r.stopped = true
	}
	return nil
}

// shapeOf makes the geometry of an entity at its place.
func (r *dxfReader) shapeOf(e *dxfEntity, t dxfAffine) (orb.Geometry, error) {
	points := dxfPath(e.path, e.closed(), t, r.limits.Vertices)
	if points == nil {
		return nil, r.tooManyVertices(e)
	}
	for _, p := range points {
		if !feature.Finite(p) {
			return nil, e.refusal(e.line, "的坐标过大", "has coordinates that are too large")
		}
	}
	switch {
	case e.kind == "POINT":
		return points[0], nil
	case e.returns(points):
		return orb.Polygon{points}, nil
	case e.closed() && len(points) < 4:
		return nil, e.refusal(e.line, "标为闭合而不足三点", "is marked as closed and has fewer than three points")
	case e.closed():
		return orb.Polygon{points}, nil
	case len(points) < 2:
		return nil, e.refusal(e.line, "不足两点", "has fewer than two points")
	}
	return orb.LineString(points), nil
}
