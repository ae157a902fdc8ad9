package crs

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Forms of a name after folded: capitals, narrow letters, ° as 度.
var (
	// A code of EPSG: bare, EPSG:4490, a URN (RFC 5165), a URI (OGC 09-048r6),
	// the older form of GML 2, or one of these in brackets (OGC API).
	epsgForm = regexp.MustCompile(`^\[?(?:EPSG:+|URN:OGC:DEF:CRS:EPSG:[0-9.]*:|` +
		`HTTPS?://WWW\.OPENGIS\.NET/DEF/CRS/EPSG/[0-9.]+/|HTTP://WWW\.OPENGIS\.NET/GML/SRS/EPSG\.XML#)?([0-9]{4,6})\]?$`)
	// The names that EPSG and Esri give the zones, without their separators.
	zoneForm = regexp.MustCompile(`^CGCS2000(?:([36])(?:DEGREE|度))?(?:GK|GAUSSKR(?:U|Ü|UE)GER)?` +
		`(?:ZONE([0-9]{2})(?:EASTING(WITH|WITHOUT)PREFIX)?|CM([0-9]{2,3})E)$`)
	// What is written on Chinese drawings and forms.
	chineseForm = regexp.MustCompile(`^(?:CGCS2000|国家2000|2000国家大地)(?:坐标系)?(?:高斯(?:克吕格)?(?:投影)?)?` +
		`([36三六])度分?带(?:高斯(?:克吕格)?(?:投影)?)?` +
		`(?:第?([0-9]{2})号?带|带号([0-9]{2})|中央(?:经线|子午线)([0-9]{2,3})度?E?)(?:东坐标)?(带带号|不带带号|无带号)?$`)
	xian80    = regexp.MustCompile(`XIAN(?:19)?80|西安(?:19)?80|80年?西安|^(?:19)?80国家`)
	beijing54 = regexp.MustCompile(`BEIJING(?:19)?54|NEWBEIJING|北京(?:19)?54|54年?北京|^(?:19)?54国家`)
)

// names are the names that are not patterns, without separators and without
// what endings takes away.
var names = map[string]CRS{
	"CGCS2000": CGCS2000, "国家2000": CGCS2000, "2000国家大地": CGCS2000, "国家大地坐标系2000": CGCS2000, "天地图": CGCS2000,
	"CHINAGEODETICCOORDINATESYSTEM2000": CGCS2000, "GCSCHINAGEODETICCOORDINATESYSTEM2000": CGCS2000,
	"WGS84": WGS84, "WGS1984": WGS84, "GCSWGS1984": WGS84, "GPS": WGS84,
	"CRS84": CRS84, "OGCCRS84": CRS84, "URNOGCDEFCRSOGC13CRS84": CRS84, "URNOGCDEFCRSOGCCRS84": CRS84,
	"HTTPWWWOPENGISNETDEFCRSOGC13CRS84": CRS84, "HTTPSWWWOPENGISNETDEFCRSOGC13CRS84": CRS84,
	"WEBMERCATOR": WebMercator, "WGS84PSEUDOMERCATOR": WebMercator, "PSEUDOMERCATOR": WebMercator,
	"WGS1984WEBMERCATORAUXILIARYSPHERE": WebMercator, "WEB墨卡托": WebMercator,
	"GCJ02": GCJ02, "高德": GCJ02, "腾讯": GCJ02, "火星": GCJ02, "AMAP": GCJ02,
	"BD09": BD09, "BD09LL": BD09, "百度": BD09, "BAIDU": BD09,
}

// endings add nothing to a name.
var endings = []string{"坐标系", "坐标", "经纬度", "地图", "投影", "LONGITUDEANDLATITUDE"}

// Parse reads the name of a coordinate reference system: an EPSG code in any of
// its written forms, OGC:CRS84, or a name as EPSG, Esri, Chinese map services
// and Chinese drawings give it ("CGCS2000_3_Degree_GK_Zone_38", "高德", "CGCS2000
// 3 度带第 38 带"). Capitals, width and separators do not matter. A zone named by
// its number has the prefix, one named by its meridian has none, unless said.
//
// Systems of Xi'an 1980 and Beijing 1954 are an error with the reason, and so is
// every name not known, an empty one included.
func Parse(name string) (CRS, error) {
	const longest = 200
	if len(name) > longest {
		return 0, unknown(name)
	}
	folded := strings.ReplaceAll(strings.ToUpper(strings.TrimSpace(strings.Map(narrow, name))), "°", "度")
	if m := epsgForm.FindStringSubmatch(folded); m != nil {
		code, err := strconv.Atoi(m[1])
		if err != nil {
			return 0, unknown(name)
		}
		return byCode(code, name)
	}
	squeezed := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, folded)
	return byName(squeezed, name)
}

// byCode takes an EPSG code; name is as it was written.
func byCode(code int, name string) (CRS, error) {
	c := CRS(code)
	_, zone := c.Zone()
	switch {
	case zone, c == CGCS2000, c == WGS84, c == WebMercator:
		return c, nil
	case code == 900913, code == 102100: // what Web Mercator was before it had a code
		return WebMercator, nil
	case code >= 2327 && code <= 2390, code == 4610:
		return 0, notPublic("西安80", "Xi'an 1980", name)
	case code >= 2401 && code <= 2442, code >= 21413 && code <= 21483, code == 4214:
		return 0, notPublic("北京54", "Beijing 1954", name)
	}
	return 0, unknown(name)
}

// byName takes a name without separators; name is as it was written.
func byName(squeezed, name string) (CRS, error) {
	switch {
	case xian80.MatchString(squeezed):
		return 0, notPublic("西安80", "Xi'an 1980", name)
	case beijing54.MatchString(squeezed):
		return 0, notPublic("北京54", "Beijing 1954", name)
	}
	if m := zoneForm.FindStringSubmatch(squeezed); m != nil {
		return zoneOf(zoneWords{width: m[1], number: m[2], meridian: m[4], prefixed: m[4] == "" && m[3] != "WITHOUT"}, name)
	}
	if m := chineseForm.FindStringSubmatch(squeezed); m != nil {
		return zoneOf(zoneWords{
			width: strings.NewReplacer("三", "3", "六", "6").Replace(m[1]), number: m[2] + m[3], meridian: m[4],
			prefixed: m[5] == "带带号" || m[4] == "" && m[5] == "",
		}, name)
	}
	for rest := squeezed; ; {
		if c, ok := names[rest]; ok {
			return c, nil
		}
		before := rest
		for _, e := range endings {
			if rest = strings.TrimSuffix(rest, e); rest != before {
				break
			}
		}
		if rest == before {
			return 0, unknown(name)
		}
	}
}

// zoneWords are the parts of a zone's name: digits, or empty.
type zoneWords struct {
	width, number, meridian string
	prefixed                bool
}

func zoneOf(w zoneWords, name string) (CRS, error) {
	number, _ := strconv.Atoi(w.number) // no number is 0, and no zone
	meridian, _ := strconv.Atoi(w.meridian)
	for _, f := range families {
		// A name that gives a meridian and no width means zones of 6 degrees; the
		// numbers of the two widths have none in common.
		width := w.width
		if width == "" && w.meridian != "" {
			width = "6"
		}
		if f.Prefixed != w.prefixed || width != "" && width != strconv.Itoa(f.WidthDeg) {
			continue
		}
		for i := f.first; i <= f.last; i++ {
			if zone := (Zone{i, f.WidthDeg, f.Prefixed}); i == number || zone.MeridianDeg() == meridian {
				c, _ := zone.CRS()
				return c, nil
			}
		}
	}
	return 0, refuse("没有坐标系 %s：3 度带为第 25 至 45 带，6 度带为第 13 至 23 带",
		"there is no system %s: zones of 3 degrees are 25 to 45, those of 6 degrees 13 to 23", quoted(name))
}

func notPublic(zh, en, name string) error {
	return &Error{Text{
		ZH: quoted(name) + " 是" + zh + "坐标系：换算到 CGCS2000 需要本地的七参数，该参数不公开；请一并给出七参数，或由测绘部门换算为 CGCS2000 后再提交",
		EN: quoted(name) + " is " + en + ": to convert it to CGCS2000 takes seven parameters of the city's own, which are not public; give them too, or have the surveying office convert it first",
	}}
}

func unknown(name string) error {
	if strings.TrimSpace(name) == "" {
		return refuse("没有写坐标系", "no coordinate reference system is named")
	}
	return refuse("不认识坐标系 %s；可用：EPSG:4490（CGCS2000 经纬度）、EPSG:4326、OGC:CRS84、EPSG:4491 至 4554（CGCS2000 高斯带）、EPSG:3857、GCJ-02、BD-09",
		"the coordinate reference system %s is not known; there are EPSG:4490 (CGCS2000 longitude and latitude), EPSG:4326, OGC:CRS84, EPSG:4491 to 4554 (CGCS2000 Gauss-Krüger), EPSG:3857, GCJ-02 and BD-09", quoted(name))
}
