package prj

import (
	"fmt"

	"waterzones/geo/crs"
)

// Esri is the .prj of a system as Esri's programs and GDAL write it (WKT of
// Esri), which [Parse] reads back; "" for the shifted systems of web maps,
// which have none.
func Esri(c crs.CRS) string {
	const (
		degrees  = `PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
		cgcs2000 = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],` + degrees
		wgs84    = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],` + degrees
	)
	if z, ok := c.Zone(); ok {
		name := "CGCS2000_"
		if z.WidthDeg == 3 {
			name += "3_Degree_"
		}
		if z.Prefixed {
			name += fmt.Sprintf("GK_Zone_%d", z.Number)
		} else {
			name += fmt.Sprintf("GK_CM_%dE", z.MeridianDeg())
		}
		return fmt.Sprintf(`PROJCS["%s",%s,PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",%.1f],PARAMETER["False_Northing",0.0],`+
			`PARAMETER["Central_Meridian",%d.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`,
			name, cgcs2000, falseEasting(z), z.MeridianDeg())
	}
	switch c {
	case crs.CGCS2000:
		return cgcs2000
	case crs.WGS84, crs.CRS84:
		return wgs84
	case crs.WebMercator:
		return `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",` + wgs84 + `,PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],` +
			`PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],` +
			`PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`
	}
	return ""
}
