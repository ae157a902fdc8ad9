package table

import (
	"fmt"
	"slices"
	"strings"

	"waterzones/geo/crs"
	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// notation is what the columns hold that say where a row is.
type notation byte

const (
	degreeColumns notation = iota // longitude and latitude
	planeColumns                  // easting and northing, as their names say
	bareColumns                   // X and Y, of which either may be the northing
	pairColumn                    // both values in one cell
	shapeColumn                   // WKT, WKB in hexadecimal digits, or a GeoJSON geometry
)

// axes are the columns of a table that say where its rows are.
type axes struct {
	notation   notation
	first      int  // longitude, easting, X, the pair or the shape
	second     int  // latitude, northing or Y; -1 where one column has all
	named      bool // first and second were named by the caller
	crs        int  // names the system of each row; -1: none
	declared   crs.CRS
	declaredAs string
	notes      []feature.Note
}

// shapeNames are columns of shapes; none is a word that could head a description.
func shapeNames() []string {
	return []string{"wkt", "wktgeom", "geomwkt", "geometry", "geom", "thegeom", "wkbgeometry", "geojson", "图形", "几何", "几何图形"}
}

func pairNames() []string {
	return []string{
		"坐标", "经纬度", "经纬度坐标", "坐标经纬度", "地理坐标", "坐标位置", "位置坐标", "井位坐标", "coordinate", "coordinates", "coord", "coords",
		"location", "latlon", "latlng", "lonlat", "lnglat", "latitudelongitude", "longitudelatitude",
	}
}

func systemNames() []string {
	return []string{"坐标系", "坐标系统", "坐标参考系", "坐标参照系", "空间参考", "crs", "srs", "srid", "epsg", "epsgcode"}
}

// findAxes finds where the rows are: the columns that the caller names, else a
// column of shapes, else longitude and latitude, easting and northing, X and Y,
// or one column of pairs, by their usual names. A shape goes before a point: the
// point of a parcel could lie outside a zone that the parcel meets.
func findAxes(header []string, how feature.Reading) (axes, error) {
	a := axes{crs: -1}
	if at := named(header, systemNames()); len(at) == 1 {
		a.crs = at[0]
		a.noteColumns("坐标系取自列 %s", "system from column %s", header[at[0]])
	}
	for _, find := range []func(*axes, []string, feature.Reading) (bool, error){
		(*axes).findNamed, (*axes).findShape, (*axes).findDegrees, (*axes).findPlane, (*axes).findPair,
	} {
		if found, err := find(&a, header, how); found || err != nil {
			return a, err
		}
	}
	_, _, err := FindColumns(header)
	return a, err
}

func (a *axes) noteColumns(zh, en string, columns ...any) {
	for i := range columns {
		columns[i] = feature.Quote(fmt.Sprint(columns[i]))
	}
	a.notes = append(a.notes, feature.NoteOf(zh, en, columns...))
}

// findNamed takes the columns that the caller names.
func (a *axes) findNamed(header []string, how feature.Reading) (found bool, err error) {
	switch {
	case how.WKT != "":
		a.notation, a.second = shapeColumn, -1
		if a.first, err = FindColumn(header, how.WKT); err != nil {
			return false, err
		}
		a.noteColumns("图形取自指定的列 %s", "shape from column %s as named", header[a.first])
		return true, nil
	case how.Lon == "" && how.Lat == "":
		return false, nil
	case how.Lon == "" || how.Lat == "":
		return false, feature.LineErrorf(1, "--lon 和 --lat 须一起给出", "--lon and --lat are given together or not at all")
	}
	a.notation, a.named = degreeColumns, true
	if a.first, err = FindColumn(header, how.Lon); err != nil {
		return false, err
	}
	if a.second, err = FindColumn(header, how.Lat); err != nil {
		return false, err
	}
	if a.first == a.second {
		return false, feature.LineErrorf(1, "经度和纬度不能是同一列 %s", "longitude and latitude cannot be one column, %s", feature.Quote(how.Lon))
	}
	a.noteColumns("经度（或东坐标）取自指定的列 %s，纬度（或北坐标）取自 %s", "longitude (or easting) from column %s, latitude (or northing) from %s, as named", header[a.first], header[a.second])
	return true, nil
}

func (a *axes) findShape(header []string, _ feature.Reading) (found bool, err error) {
	at := named(header, shapeNames())
	switch len(at) {
	case 0:
		return false, nil
	case 1:
		a.notation, a.first, a.second = shapeColumn, at[0], -1
		a.noteColumns("图形取自列 %s", "shape from column %s", header[at[0]])
		if lon, lat, err := FindColumns(header); err == nil {
			a.noteColumns("列 %s、%s 未采用：有图形列；若应以这两列为准，请用 --lon 列名 --lat 列名 指定",
				"columns %s and %s are not used, as there is a shape; if they are what counts, name them with --lon COL --lat COL", header[lon], header[lat])
		}
		return true, nil
	}
	return false, feature.LineErrorf(1, "图形有 %d 列：%s；请指定其一", "%d columns of shapes: %s; name one", len(at), quoted(header, at))
}

// findDegrees finds longitude and latitude. A system may be named in brackets,
// 经度(GCJ-02), and then is what the file declares.
func (a *axes) findDegrees(header []string, _ feature.Reading) (found bool, err error) {
	names, systems := namedSystems(header)
	lons, lats := named(names, longitudeNames()), named(names, latitudeNames())
	if len(lons) == 0 || len(lats) == 0 {
		return false, nil
	}
	if a.first, a.second, err = FindColumns(names); err != nil {
		return false, err
	}
	a.notation = degreeColumns
	a.noteColumns("经度取自列 %s，纬度取自列 %s", "longitude from column %s, latitude from column %s", header[a.first], header[a.second])
	return true, a.declareSystem(systems[a.first], systems[a.second])
}

func (a *axes) declareSystem(first, second string) error {
	if first != second {
		return feature.LineErrorf(1, "两列坐标写明的坐标系不同：%s、%s", "the two columns name different systems: %s and %s", feature.Quote(first), feature.Quote(second))
	}
	if first != "" {
		a.declaredAs = first
		a.declared, _ = crs.Parse(first) // namedSystem takes nothing else
	}
	return nil
}

// namedSystems parts the names of all columns.
func namedSystems(header []string) (bare, systems []string) {
	bare, systems = make([]string, len(header)), make([]string, len(header))
	for i, name := range header {
		bare[i], systems[i] = namedSystem(name)
	}
	return bare, systems
}

// namedSystem parts the name of a column from that of a system in brackets at
// its end; system is "" where there is none that is known.
func namedSystem(name string) (bare, system string) {
	folded := strings.NewReplacer("[", "(", "]", ")", "【", "(", "】", ")").Replace(charset.Narrow(strings.TrimSpace(name)))
	open := strings.IndexByte(folded, '(')
	if open <= 0 || !strings.HasSuffix(folded, ")") {
		return name, ""
	}
	inside := folded[open+1 : len(folded)-1]
	if _, err := crs.Parse(inside); err != nil {
		return name, ""
	}
	return folded[:open], inside
}

func (a *axes) findPlane(header []string, _ feature.Reading) (found bool, err error) {
	var at [yAxis + 1][]int
	for i, h := range header {
		if is := planeAxis(h); is != noAxis {
			at[is] = append(at[is], i)
		}
	}
	for _, c := range []struct {
		notation      notation
		first, second planeWord
		zh, en        string
	}{
		{planeColumns, eastAxis, northAxis, "东坐标取自列 %s，北坐标取自列 %s（按列名）", "easting from column %s, northing from column %s, as their names say"},
		{bareColumns, xAxis, yAxis, "坐标取自列 %s 和 %s；列名未说明哪一列为北，由数值判断", "coordinates from columns %s and %s; their names do not say which is north, the values decide"},
	} {
		first, second := at[c.first], at[c.second]
		if len(first) == 0 || len(second) == 0 {
			continue
		}
		if len(first) > 1 || len(second) > 1 {
			return false, twice("坐标", "coordinates", header, slices.Concat(first, second))
		}
		a.notation, a.first, a.second = c.notation, first[0], second[0]
		a.noteColumns(c.zh, c.en, header[first[0]], header[second[0]])
		return true, nil
	}
	return false, nil
}

func (a *axes) findPair(header []string, _ feature.Reading) (found bool, err error) {
	names, systems := namedSystems(header)
	at := named(names, pairNames())
	switch {
	case len(at) == 0:
		return false, nil
	case len(at) > 1:
		return false, twice("坐标", "coordinates", header, at)
	}
	a.notation, a.first, a.second = pairColumn, at[0], -1
	a.noteColumns("坐标取自列 %s（一格两个数值）", "coordinates from column %s, both values in one cell", header[at[0]])
	return true, a.declareSystem(systems[at[0]], systems[at[0]])
}

// planeWord is what the name of a column says of a plane axis.
type planeWord byte

const (
	noAxis planeWord = iota
	eastAxis
	northAxis
	xAxis
	yAxis
)

// planeAxis reads the name of a column of metres: 北坐标, Y(东), northing, X坐标.
// 东 or 北 alone is no axis: it heads the neighbours of a parcel.
func planeAxis(name string) planeWord {
	name, _ = namedSystem(name)
	name = strings.TrimSpace(strings.ToLower(charset.Narrow(strings.TrimPrefix(name, "\ufeff"))))
	if name == "东" || name == "北" {
		return noAxis
	}
	word := strings.NewReplacer("坐标", "", "方向", "", "向", "", "轴", "", "米", "", "(m)", "", "(", "", ")", "", "[", "", "]", "",
		"【", "", "】", "", "_", "", " ", "", "-", "", "\u00a0", "", "\t", "", "point", "", "coord", "", "gauss", "").Replace(name)
	switch word {
	case "东", "东y", "y东", "东x", "x东", "xe", "ye", "横x", "横y", "easting", "xeasting", "yeasting", "eastingx", "eastingy":
		return eastAxis
	case "北", "北x", "x北", "北y", "y北", "xn", "yn", "纵x", "纵y", "northing", "xnorthing", "ynorthing", "northingx", "northingy":
		return northAxis
	case "x", "横":
		return xAxis
	case "y", "纵":
		return yAxis
	}
	return noAxis
}
