package feature

import (
	"errors"

	"waterzones/geo/crs"
)

// DeclareName takes the name of a system from a file. One that cannot be used is
// told in a note, and in DeclaredAs without Declared.
func (s *Source) DeclareName(name string) {
	s.DeclaredAs = name
	c, err := crs.Parse(name)
	if e, ok := errors.AsType[*crs.Error](err); ok {
		s.Notes = append(s.Notes, Note(e.Text))
	}
	s.Declared = c
}

// Reason is what an error says in either language.
func Reason(err error) Note {
	if e, ok := errors.AsType[*crs.Error](err); ok {
		return Note(e.Text)
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return Note{e.ZH, e.EN}
	}
	return Note{err.Error(), err.Error()}
}

// PlainDegrees reports whether coordinates of the system pass for longitude and
// latitude of CGCS2000 where nothing is said.
func PlainDegrees(c crs.CRS) bool {
	return c == 0 || c == crs.CGCS2000 || c == crs.WGS84 || c == crs.CRS84
}

// SRID is the code of EPSG, 0 for no system.
func SRID(c crs.CRS) (int, error) {
	switch {
	case c == crs.CRS84:
		return int(crs.WGS84), nil
	case c < 0:
		title := c.Title()
		return 0, &Error{
			ZH: title.ZH + "没有 EPSG 编号，此格式无法注明；请先转换为 CGCS2000",
			EN: title.EN + " has no EPSG code and cannot be named in this format; convert to CGCS2000 first",
		}
	}
	return int(c), nil
}
