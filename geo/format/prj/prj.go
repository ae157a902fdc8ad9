// Package prj reads and writes coordinate systems as text: WKT of Esri (the .prj
// of a Shapefile) and of OGC (the definitions in a GeoPackage).
package prj

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"waterzones/geo/crs"
	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// Parse reads the text of a coordinate reference system as it stands in a
// .prj (WKT of Esri), in a GeoPackage or in GDAL's files (WKT1 and WKT2), and
// returns the system and its name in the text's own words.
//
// An EPSG code decides, else the name, else the parameters of the projection;
// they must not contradict one another: a "Zone_38" whose false easting is that
// of a zone without prefix is an error, as either may be meant. Xi'an 1980 and
// Beijing 1954 are refused with the reason. An empty text is an error.
func Parse(text string) (c crs.CRS, asSaid string, err error) {
	if !utf8.ValidString(text) { // a name given in an office
		text, _ = charset.FromGB18030(text)
	}
	text = strings.Trim(strings.TrimPrefix(text, charset.Mark(feature.UTF8BOM)), " \t\r\n\x00")
	if !strings.ContainsAny(text, "[(") {
		c, err = crs.Parse(text)
		return c, feature.Clip(text), err
	}
	root, err := parsePrj(text)
	if err != nil {
		return 0, feature.Clip(text), err
	}
	for range prjDeepest { // the horizontal part of a compound, the source of a bound system
		inner := root.child("PROJCS", "PROJCRS", "GEOGCS", "GEOGCRS", "GEODCRS", "SOURCECRS", "COMPD_CS", "COMPOUNDCRS", "BOUNDCRS")
		if inner == nil || root.Keyword == "PROJCS" {
			break
		}
		root = inner
	}
	said := feature.Clip(cmp.Or(root.quotedText(), text))
	s := prjSystem{root: root, base: root}
	switch root.Keyword {
	case "PROJCS", "PROJCRS", "PROJECTEDCRS":
		s.projected = true
		s.base = root.child("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS")
	case "GEOGCS", "GEOGCRS", "GEODCRS", "GEOGRAPHICCRS", "GEODETICCRS":
	default:
		return 0, said, prjUnknown(said)
	}
	c, err = s.decide()
	return c, said, err
}

// prjSystem is what a text says of one system.
type prjSystem struct {
	root, base *prjNode // base: the geographic system, nil where it is missing
	projected  bool
}

func (s *prjSystem) decide() (crs.CRS, error) {
	datum := s.base.child("DATUM", "ENSEMBLE", "GEODETICDATUM", "TRF")
	for _, name := range []string{s.root.quotedText(), s.base.quotedText(), datum.quotedText()} {
		if old := Fold(name); containsAny(old, "XIAN80", "XIAN1980", "西安", "BEIJING", "北京") {
			if _, err := crs.Parse(name); err != nil {
				return 0, err
			}
		}
	}
	byCode, err := s.byCode()
	if err != nil {
		return 0, err
	}
	byName, unknown := crs.Parse(s.root.quotedText())
	byParameters, err := s.byParameters(datum)
	if err != nil && byCode == 0 && unknown != nil {
		return 0, err
	}
	c := cmp.Or(byCode, byName, byParameters)
	if byName != 0 && !sameSystem(c, byName) {
		return 0, s.contradiction(c, byName)
	}
	if err := s.agrees(c, datum); err != nil {
		return 0, err
	}
	return c, nil
}

// byCode is the system whose EPSG code the text gives for the whole, 0 if it
// gives none. A code that is not known is an error.
func (s *prjSystem) byCode() (crs.CRS, error) {
	id := s.root.child("AUTHORITY", "ID")
	if id == nil {
		return 0, nil
	}
	code := ""
	if len(id.Texts) > 1 {
		code = id.Texts[1]
	} else if len(id.Numbers) > 0 {
		code = strconv.FormatFloat(id.Numbers[0], 'f', -1, 64)
	}
	switch authority := strings.ToUpper(id.quotedText()); {
	case authority == "EPSG":
		return crs.Parse("EPSG:" + code)
	case authority == "OGC" && strings.EqualFold(code, "CRS84"):
		return crs.CRS84, nil
	}
	return 0, nil // a code of Esri: the name beside it says the same
}

// byParameters is the system that the numbers of the text describe.
func (s *prjSystem) byParameters(datum *prjNode) (crs.CRS, error) {
	name := Fold(datum.quotedText())
	switch {
	case s.projected:
		return s.zone()
	case containsAny(name, "CHINA2000", "CGCS2000", "CHINESEGEODETIC", "CHINAGEODETIC"):
		return crs.CGCS2000, nil
	case containsAny(name, "WGS1984", "WGS84", "WORLDGEODETICSYSTEM1984"):
		return crs.WGS84, nil
	}
	return 0, prjUnknown(s.root.quotedText())
}

// zone is the zone of CGCS2000 whose meridian and false easting the text gives.
// Without a prefix a meridian can be that of a zone of 3 degrees and of 6: the
// coordinates are equal, and the narrower is taken.
func (s *prjSystem) zone() (crs.CRS, error) {
	meridian, east := s.parameter("centralmeridian", "longitudeofnaturalorigin"), s.parameter("falseeasting")
	for _, width := range []int{3, 6} {
		for _, prefixed := range []bool{false, true} {
			number := int(meridian) / width
			if width == 6 {
				number = int(meridian+3) / width
			}
			z := crs.Zone{Number: number, WidthDeg: width, Prefixed: prefixed}
			if c, ok := z.CRS(); ok && meridian == float64(z.MeridianDeg()) && east == falseEasting(z) {
				return c, nil
			}
		}
	}
	return 0, feature.Errorf("坐标系 %s（中央经线 %g，东偏移 %g 米）不是 CGCS2000 的 3 度带或 6 度带；请声明坐标系，或先换算",
		"the system %s (central meridian %g, false easting %g m) is no zone of 3 or 6 degrees of CGCS2000; declare the system, or convert first", feature.Quote(s.root.quotedText()), meridian, east)
}

func falseEasting(z crs.Zone) float64 {
	const (
		middleM = 500_000
		prefixM = 1_000_000
	)
	if z.Prefixed {
		return float64(z.Number*prefixM + middleM)
	}
	return middleM
}

// parameter is the value of the first of the names, without their separators; 0
// if none is there, as the absent parameters of WKT1 are.
func (s *prjSystem) parameter(names ...string) float64 {
	holder := s.root
	if conversion := s.root.child("CONVERSION"); conversion != nil {
		holder = conversion
	}
	for _, p := range holder.Children {
		if p.Keyword != "PARAMETER" || len(p.Numbers) == 0 {
			continue
		}
		for _, name := range names {
			if strings.EqualFold(Fold(p.quotedText()), name) {
				return p.Numbers[0]
			}
		}
	}
	return 0
}

// sameSystem is equality but for the two names of WGS 84, and for zones whose
// coordinates are equal.
func sameSystem(a, b crs.CRS) bool {
	if a == crs.CRS84 || b == crs.CRS84 {
		return a == b || a == crs.WGS84 || b == crs.WGS84
	}
	return a == b
}

func (s *prjSystem) contradiction(a, b crs.CRS) error {
	x, y := a.Title(), b.Title()
	return &feature.Error{
		ZH: fmt.Sprintf("坐标系 %s 自相矛盾：既是 %s，又是 %s；请核对后声明坐标系", feature.Quote(s.root.quotedText()), x.ZH, y.ZH),
		EN: fmt.Sprintf("the system %s contradicts itself: %s, and %s; check it and declare the system", feature.Quote(s.root.quotedText()), x.EN, y.EN),
	}
}

func prjUnknown(name string) error {
	return feature.Errorf("不认识文件自述的坐标系 %s；请声明坐标系，或先换算为 CGCS2000",
		"the system %s that the file names is not known; declare the system, or convert to CGCS2000 first", feature.Quote(name))
}

// Fold is a name without its separators, in capitals.
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, name)
}

func containsAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// near is for numbers that programs print with 9 digits or more.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Abs(b) }
