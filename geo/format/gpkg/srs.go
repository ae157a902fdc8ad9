package gpkg

import (
	"fmt"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
)

// epsgDefinition returns the name that EPSG gives a system and its definition in
// WKT 1 (OGC 01-009), as gpkg_spatial_ref_sys wants it. It is an error for what
// has no code.
func epsgDefinition(c crs.CRS) (name, definition string, err error) {
	switch c {
	case crs.CGCS2000:
		return "China Geodetic Coordinate System 2000", geographic(c, degreeAxes), nil
	case crs.WGS84, crs.CRS84:
		return "WGS 84", geographic(crs.WGS84, degreeAxes), nil
	case crs.WebMercator:
		name = "WGS 84 / Pseudo-Mercator"
		return name, fmt.Sprintf(`PROJCS["%s",%s,PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],`+
			`PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],`+
			`AXIS["Easting",EAST],AXIS["Northing",NORTH],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m `+
			`+nadgrids=@null +wktext +no_defs"],AUTHORITY["EPSG","3857"]]`, name, geographic(crs.WGS84, "")), nil
	}
	zone, ok := c.Zone()
	if !ok {
		return "", "", &feature.Error{ZH: "坐标系未给出或没有 EPSG 编号，此格式须注明", EN: "the coordinate system is not given or has no EPSG code; this format must name it"}
	}
	name, easting := zoneName(zone), 500_000
	if zone.Prefixed {
		easting += zone.Number * 1_000_000
	}
	return name, fmt.Sprintf(`PROJCS["%s",%s,PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%d],`+
		`PARAMETER["scale_factor",1],PARAMETER["false_easting",%d],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],`+
		`AXIS["Northing",NORTH],AXIS["Easting",EAST],AUTHORITY["EPSG","%d"]]`, name, geographic(crs.CGCS2000, ""), zone.MeridianDeg(), easting, int(c)), nil
}

func zoneName(z crs.Zone) string {
	width, part := "", fmt.Sprintf("CM %dE", z.MeridianDeg())
	if z.WidthDeg == 3 {
		width = "3-degree "
	}
	if z.Prefixed {
		part = fmt.Sprintf("zone %d", z.Number)
	}
	return "CGCS2000 / " + width + "Gauss-Kruger " + part
}

// degreeAxes are those of a system in degrees, unless another is built on it.
const degreeAxes = `AXIS["Latitude",NORTH],AXIS["Longitude",EAST],`

// geographic is the definition of CGCS2000 or WGS 84.
func geographic(c crs.CRS, axes string) string {
	datum := `DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]]`
	name := "China Geodetic Coordinate System 2000"
	if c == crs.WGS84 {
		datum = `DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]]`
		name = "WGS 84"
	}
	return fmt.Sprintf(`GEOGCS["%s",%s,PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],`+
		`%sAUTHORITY["EPSG","%d"]]`, name, datum, axes, int(c))
}
