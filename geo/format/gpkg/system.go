package gpkg

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/prj"
)

// declareSystem says in which system the layers are. Where they are in several, each
// feature names its own.
func (d *database) declareSystem(conn *sql.Conn, src *feature.Source, tables []featureTable) error {
	mixed := slices.ContainsFunc(tables, func(t featureTable) bool { return t.system != tables[0].system })
	if mixed {
		src.AddNote("图层的坐标系不同，逐个要素按所在图层的坐标系", "the layers are in different coordinate systems; each feature is taken in that of its layer")
	}
	known := map[int32]string{}
	for i := range tables {
		t := &tables[i]
		own, ok := known[t.system]
		if !ok {
			c, said, err := d.system(conn, src, t.system)
			if err != nil {
				return err
			}
			if own = said; c != 0 {
				own = c.String()
			}
			if known[t.system] = own; !mixed {
				src.Declared, src.DeclaredAs = c, said
			}
		}
		if mixed {
			t.crs = own
		}
	}
	return nil
}

// system is the system that a row of gpkg_spatial_ref_sys is, 0 with a note if
// it cannot be used, and its name there.
func (d *database) system(conn *sql.Conn, src *feature.Source, id int32) (crs.CRS, string, error) {
	const undefinedCartesian = -1
	if id == 0 || id == undefinedCartesian {
		return 0, "", nil
	}
	var name, organization, definition string
	var code int
	err := d.queryRow(conn, `SELECT srs_name, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?`,
		[]any{id}, &name, &organization, &code, &definition)
	if errors.Is(err, sql.ErrNoRows) {
		err = feature.Errorf("gpkg_spatial_ref_sys 中没有图层的坐标系 srs_id %d", "gpkg_spatial_ref_sys has no srs_id %d, the layer's system", id)
	}
	if err != nil {
		return 0, "", err
	}
	c, said, err := listedSystem(name, organization, code, definition)
	if err != nil {
		why := feature.Reason(err)
		src.Notes = append(src.Notes, feature.Note{ZH: "坐标系 " + said + "：" + why.ZH, EN: "coordinate system " + said + ": " + why.EN})
		c = 0
	}
	return c, said, nil
}

// listedSystem takes a system by its code of EPSG, unless its definition is that
// of another; one without a code by its definition.
func listedSystem(name, organization string, code int, definition string) (crs.CRS, string, error) {
	defined, said, err := prj.Parse(definition)
	if !strings.EqualFold(organization, "EPSG") {
		return defined, said, err
	}
	said = fmt.Sprintf("EPSG:%d (%s)", code, feature.Clip(name))
	c, unknown := crs.Parse(fmt.Sprintf("EPSG:%d", code))
	if unknown != nil {
		return 0, said, unknown
	}
	if err == nil && defined != c {
		return 0, said, feature.Errorf("编号与定义不一致，定义为 %s", "its code contradicts its definition, which is %s", defined.String())
	}
	return c, said, nil
}
