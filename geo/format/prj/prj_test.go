package prj

import (
	"fmt"
	"strings"
	"testing"

	"waterzones/geo/crs"
	"waterzones/geo/format/formattest"
)

// Parts of texts in which one thing is wrong at a time.
const (
	prjDegrees = `PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	prjCGCS    = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],` + prjDegrees
	prjOld54   = `GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],` + prjDegrees
	prjOld80   = `GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],` + prjDegrees
	prjGK      = `PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",%s],PARAMETER["Central_Meridian",%s],PARAMETER["Scale_Factor",1.0],UNIT["Meter",1.0]]`
)

func prjProjected(name, base, east, meridian string) string {
	return `PROJCS["` + name + `",` + base + `,` + fmt.Sprintf(prjGK, east, meridian)
}

func TestParseWKTCRS(t *testing.T) {
	zone38 := prjProjected("CGCS2000_3_Degree_GK_Zone_38", prjCGCS, "38500000.0", "114.0")
	for _, c := range []struct {
		name, text string
		want       crs.CRS
		wrong      string
	}{
		{"a zone with its prefix", zone38, 4526, ""},
		{"round brackets", strings.NewReplacer("[", "(", "]", ")").Replace(zone38), 4526, ""},
		{"lines and blanks", strings.ReplaceAll(zone38, ",", " ,\r\n\t"), 4526, ""},
		{"a mark and a byte 0", "\xef\xbb\xbf" + zone38 + "\x00", 4526, ""},
		{"a zone by its meridian", prjProjected("CGCS2000_3_Degree_GK_CM_114E", prjCGCS, "500000.0", "114.0"), 4547, ""},
		{"a zone of 6 degrees", prjProjected("CGCS2000_GK_Zone_19", prjCGCS, "19500000.0", "111.0"), 4497, ""},
		{"a zone of 6 degrees by its meridian", prjProjected("CGCS2000_GK_CM_111E", prjCGCS, "500000.0", "111.0"), 4508, ""},
		{"a name of their own, numbers of zone 38", prjProjected("晋城_工程", prjCGCS, "38500000.0", "114.0"), 4526, ""},
		{"a name of their own, numbers of zone 19", prjProjected("a", prjCGCS, "19500000.0", "111.0"), 4497, ""},
		{"a name of their own, a meridian of both widths", prjProjected("a", prjCGCS, "500000.0", "111.0"), 4546, ""},
		{"a name in GBK", formattest.GBK(prjProjected("晋城_工程", prjCGCS, "38500000.0", "114.0")), 4526, ""},
		{"a name alone", "CGCS2000_3_Degree_GK_Zone_37", 4525, ""},
		{"a code alone", "EPSG:4490", 4490, ""},
		{"nothing but a name in brackets", `PROJCS["CGCS2000_3_Degree_GK_Zone_38"]`, 4526, ""},
		{"geographic", prjCGCS, 4490, ""},
		{"a datum alone", strings.Replace(prjCGCS, "GCS_China_Geodetic_Coordinate_System_2000", "GCS_unknown", 1), 4490, ""},
		{"a short flattening", strings.Replace(prjCGCS, "298.257222101", "298.2572221", 1), 4490, ""},
		{"the code decides", `GEOGCS["a",AUTHORITY["EPSG","4326"]]`, 4326, ""},
		{"longitude first", `GEOGCRS["WGS 84",ID["OGC","CRS84"]]`, crs.CRS84, ""},
		{"compound", `COMPD_CS["a",` + zone38 + `,VERT_CS["b",VERT_DATUM["c",2005]]]`, 4526, ""},
		{"bound", `BOUNDCRS[SOURCECRS[` + prjCGCS + `],TARGETCRS[GEOGCRS["WGS 84"]]]`, 4490, ""},

		{"the name with, the numbers without prefix", prjProjected("CGCS2000_3_Degree_GK_Zone_38", prjCGCS, "500000.0", "114.0"), 0, "falseeasting is 500000, it should be 3.85e+07"},
		{"another meridian", prjProjected("CGCS2000_3_Degree_GK_Zone_38", prjCGCS, "38500000.0", "111.0"), 0, "centralmeridian is 111, it should be 114"},
		{"another ellipsoid", strings.Replace(zone38, "298.257222101", "298.257223563", 1), 0, "CGCS2000 is 298.257223563, it should be 298.257222101"},
		{"another axis", strings.Replace(zone38, "6378137", "6378140", 1), 0, "it should be 6.378137e+06"},
		{"a scale", strings.Replace(zone38, `"Scale_Factor",1.0`, `"Scale_Factor",0.9996`, 1), 0, "scalefactor is 0.9996"},
		{"kilometres", strings.Replace(zone38, `UNIT["Meter",1.0]`, `UNIT["Kilometer",1000.0]`, 1), 0, "UNIT Kilometer is 1000"},
		{"gon", strings.Replace(zone38, `0.0174532925199433`, `0.015707963267949`, 1), 0, "UNIT Degree is 0.0157"},
		{"another meridian of 0", strings.Replace(zone38, `"Greenwich",0.0`, `"Beijing",116.4`, 1), 0, "PRIMEM is 116.4"},
		{"another projection", strings.Replace(zone38, "Gauss_Kruger", "Lambert_Conformal_Conic", 1), 0, "LAMBERTCONFORMALCONIC does not fit"},
		{"code and name of two systems", strings.TrimSuffix(zone38, "]") + `,AUTHORITY["EPSG","4547"]]`, 0, "zone 38, easting without prefix, and CGCS2000 3° zone 38, easting with prefix"},
		{"a local meridian", prjProjected("a", prjCGCS, "500000.0", "112.5"), 0, "central meridian 112.5"},
		{"a false easting of their own", prjProjected("a", prjCGCS, "0.0", "114.0"), 0, "false easting 0 m"},
		{"UTM", `PROJCS["WGS_1984_UTM_Zone_49N",AUTHORITY["EPSG","32649"]]`, 0, `"EPSG:32649" is not known`},
		{"Xi'an 1980", prjProjected("Xian_1980_3_Degree_GK_Zone_38", prjOld80, "38500000.0", "114.0"), 0, "seven parameters"},
		{"Xi'an 1980 under another name", prjProjected("CGCS2000_3_Degree_GK_Zone_38", prjOld80, "38500000.0", "114.0"), 0, "is Xi'an 1980"},
		{"Beijing 1954", prjProjected("Beijing_1954_3_Degree_GK_CM_114E", prjOld54, "500000.0", "114.0"), 0, "is Beijing 1954"},
		{"Beijing 1954 in degrees", prjOld54, 0, "is Beijing 1954"},
		{"a local system", formattest.GBK(`LOCAL_CS["晋城城建坐标系",LOCAL_DATUM["a",0],UNIT["Meter",1]]`), 0, "晋城城建坐标系"},
		{"nothing", " \r\n", 0, "no coordinate reference system is named"},
		{"cut", zone38[:100], 0, "is broken"},
		{"more after it", zone38 + zone38, 0, "is broken"},
		{"deep", strings.Repeat("A[", 1000), 0, "is broken"},
		{"long", `GEOGCS["` + strings.Repeat("x", 1<<20) + `"]`, 0, "is broken"},
		{"a text that does not end", `GEOGCS["a`, 0, "is broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, said, err := Parse(c.text)
			if got != c.want || !formattest.Says(err, c.wrong) || len(said) > 80 {
				t.Errorf("%v, %q, %v; want %v, %s", got, said, err, c.want, c.wrong)
			}
		})
	}
}

// prjSystems are all systems that have a .prj.
func prjSystems() []crs.CRS {
	all := []crs.CRS{crs.CGCS2000, crs.WGS84, crs.WebMercator}
	for code := 4491; code <= 4554; code++ {
		all = append(all, crs.CRS(code))
	}
	return all
}

func TestEsriPrj(t *testing.T) {
	for _, c := range prjSystems() {
		if got, _, err := Parse(Esri(c)); got != c || err != nil {
			t.Errorf("%v: %s is read as %v, %v", c, Esri(c), got, err)
		}
	}
	for _, c := range []crs.CRS{crs.GCJ02, crs.BD09, 0} {
		if text := Esri(c); text != "" {
			t.Errorf("%v has %s", c, text)
		}
	}
}

// What GDAL writes for a system in each of its dialects is read as that system,
// and ours is what GDAL writes.
func TestPrjOfGDAL(t *testing.T) {
	say := func(dialect string, c crs.CRS) string {
		return strings.TrimSpace(formattest.GDAL(t, "", "gdalsrsinfo", "--single-line", "-o", dialect, c.String()))
	}
	for _, c := range []crs.CRS{crs.CGCS2000, crs.WGS84, crs.WebMercator, 4497, 4508, 4525, 4526, 4546, 4547} {
		for _, dialect := range []string{"wkt1", "wkt_esri", "wkt2_2015", "wkt2_2019"} {
			text := say(dialect, c)
			if got, said, err := Parse(text); got != c || err != nil {
				t.Errorf("%s %v: %v, %q, %v\n%s", dialect, c, got, said, err, text)
			}
		}
		if want := say("wkt_esri", c); Esri(c) != want {
			t.Errorf("%v: we write\n%s\nGDAL\n%s", c, Esri(c), want)
		}
	}
	for _, code := range []crs.CRS{2361, 2432, 4610} {
		for _, dialect := range []string{"wkt1", "wkt2_2019"} {
			if got, _, err := Parse(say(dialect, code)); got != 0 || !formattest.Says(err, "seven parameters") {
				t.Errorf("%s %v: %v, %v", dialect, code, got, err)
			}
		}
	}
}

// Nothing panics, and a system is taken only with a reason: what is taken can be
// written and read again.
func FuzzPrj(f *testing.F) {
	for _, c := range []crs.CRS{4490, 4526, 3857} {
		f.Add(Esri(c))
	}
	f.Add(`GEOGCRS["WGS 84",CS[ellipsoidal,2],AXIS["a",north,ORDER[1]],ID["EPSG",4326]]`)
	f.Add(`COMPD_CS["a",PROJCS["b""c"(1.5e3,-2)]]`)
	f.Fuzz(func(t *testing.T, text string) {
		c, _, err := Parse(text)
		if (c == 0) == (err == nil) {
			t.Fatalf("%v, %v", c, err)
		}
		if c == crs.CRS84 {
			c = crs.WGS84 // which has the same .prj
		}
		if ours := Esri(c); ours != "" {
			if again, _, err := Parse(ours); again != c || err != nil {
				t.Fatalf("%v is read back as %v, %v", c, again, err)
			}
		}
	})
}
