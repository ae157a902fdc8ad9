package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers/request"
)

// input is a file that a person or a script brings; every verb that reads one
// has its flags.
type input struct {
	Crs      string `help:"坐标系，如 EPSG:4526、GCJ-02；默认按文件和数值判断 / coordinate system; told by the file and its values by default." placeholder:"CRS"`
	Helmert  string `help:"西安80、北京54 到 CGCS2000 的七参数，与 --crs 同用 / seven parameters from Xi'an 1980 or Beijing 1954, with --crs." placeholder:"DX,DY,DZ,RX,RY,RZ,PPM"`
	Encoding string `help:"文本编码，默认自动 / text encoding, told by content by default." default:"auto"`
	Layer    string `help:"文件中的图层或工作表 / layer or sheet of the file." placeholder:"NAME"`
	Lon      string `help:"经度（东坐标）列名 / column of longitudes or eastings." placeholder:"COL"`
	Lat      string `help:"纬度（北坐标）列名 / column of latitudes or northings." placeholder:"COL"`
	Wkt      string `help:"WKT 列名 / column of WKT." placeholder:"COL"`
	Packed   bool   `help:"数值为度.分秒（112.5100 即 112°51′00″）/ numbers are degrees as D.MMSS."`

	Delimiter string `help:"CSV 的分隔符：, ; | 或 tab；默认按表头判断 / what stands between the cells of a CSV; told by its header by default." placeholder:"CHAR"`
}

// open reads the beginnings of the files and tells what they are: several are one
// source. Close it when done.
func (in *input) open(std *streams, paths []string, m *meter) (_ *feature.Source, err error) {
	how, err := in.reading()
	if err != nil {
		return nil, err
	}
	if len(paths) == 1 && paths[0] == "-" {
		return in.checked(format.OpenStream(std.in, how))
	}
	var sources []*feature.Source
	defer func() {
		for _, opened := range sources {
			if err != nil {
				err = errors.Join(err, opened.Close())
			}
		}
	}()
	for _, path := range paths {
		if path == "-" {
			return nil, usagef("标准输入不能与文件同用 / standard input does not go with files")
		}
		src, err := in.checked(openMetered(path, how, m))
		if err != nil {
			return nil, err
		}
		sources = append(sources, src)
	}
	if len(sources) == 1 {
		return sources[0], nil
	}
	joined, err := feature.Join(sources, paths)
	if err != nil {
		return nil, &usageError{err}
	}
	return joined, nil
}

// checked refuses what the flags say of a file that is not of that sort.
func (in *input) checked(src *feature.Source, err error) (*feature.Source, error) {
	if err == nil && in.Layer != "" && src.Layers == nil && src.Kind != feature.XLSX && src.Kind != feature.GeoPackage && src.Kind != feature.Shapefile {
		err = usagef("%s 没有图层，不能用 --layer / --layer: a file of %s has no layers", src.Kind, src.Kind)
		return nil, errors.Join(err, src.Close())
	}
	return src, err
}

func (in *input) reading() (feature.Reading, error) {
	how := feature.Reading{Layer: in.Layer, Lon: in.Lon, Lat: in.Lat, WKT: in.Wkt, Packed: in.Packed, Declared: in.Crs != ""}
	if (in.Lon == "") != (in.Lat == "") {
		return how, usagef("--lon 与 --lat 须同时给出 / --lon and --lat go together")
	}
	switch in.Delimiter {
	case "":
	case ",", ";", "|", "\t":
		how.Comma = in.Delimiter[0]
	case "tab", `\t`:
		how.Comma = '\t'
	default:
		return how, usagef("--delimiter: 应为 , ; | 或 tab / is , ; | or tab, not %q", in.Delimiter)
	}
	var err error
	if how.Encoding, err = feature.ParseEncoding(in.Encoding); err != nil {
		return how, &usageError{err}
	}
	return how, nil
}

// placer knows what the caller says of the coordinates, and where the layers lie
// for which they are meant.
func (in *input) placer(extent orb.Bound) (format.Placer, error) {
	var issues request.Issues
	p := request.Coordinates{CRS: in.Crs, Helmert: in.Helmert, Packed: in.Packed}.Placer(extent, &issues)
	if len(issues) > 0 {
		return *p, usagef("--%w", &issues[0])
	}
	return *p, nil
}

// openPath opens a file and, of a Shapefile, the parts beside it.
func openPath(path string, how feature.Reading) (*feature.Source, error) {
	return openMetered(path, how, &meter{})
}

// openMetered is openPath, with the file as the next that the meter measures.
func openMetered(path string, how feature.Reading, m *meter) (_ *feature.Source, err error) {
	var files []*os.File
	closeAll := func() error {
		var wrong []error
		for _, f := range files {
			wrong = append(wrong, f.Close())
		}
		return errors.Join(wrong...)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, closeAll())
		}
	}()
	content := func(path string) (feature.Content, error) {
		f, err := os.Open(path)
		if err != nil {
			return feature.Content{}, err
		}
		files = append(files, f)
		info, err := f.Stat()
		if err != nil {
			return feature.Content{}, err
		}
		if info.IsDir() {
			return feature.Content{}, fmt.Errorf("%s 是目录 / is a directory", path)
		}
		return feature.Content{Name: filepath.Base(path), ReaderAt: f, Size: info.Size()}, nil
	}
	c, err := content(path)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return format.OpenStream(files[0], how) // a pipe or a device has no random access
	}
	beside, err := partsBeside(path)
	if err != nil {
		return nil, err
	}
	for _, part := range beside {
		p, err := content(part)
		if err != nil {
			return nil, err
		}
		c.Beside = append(c.Beside, p)
	}
	c.ReaderAt = &metered{c.ReaderAt, m, m.total}
	m.total += c.Size
	src, err := format.Open(c, how)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	src.OnClose(closeAll)
	return src, nil
}

// eachPart opens a file and, of a Shapefile, the parts beside it, one after the
// other.
func eachPart(path string, do func(f *os.File) error) error {
	beside, err := partsBeside(path)
	if err != nil {
		return err
	}
	for _, part := range append([]string{path}, beside...) {
		f, err := os.Open(part)
		if err != nil {
			return err
		}
		if err := closeAfter(f, do(f)); err != nil {
			return err
		}
	}
	return nil
}

// partsBeside lists the other parts of a Shapefile: same name, any capitals.
func partsBeside(path string) ([]string, error) {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if !strings.EqualFold(filepath.Ext(path), ".shp") {
		return nil, nil
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	var parts []string
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		isPart := slices.Contains([]string{".dbf", ".shx", ".prj", ".cpg"}, strings.ToLower(ext))
		if isPart && strings.EqualFold(strings.TrimSuffix(e.Name(), ext), stem) && e.Type()&fs.ModeDir == 0 {
			parts = append(parts, filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
	return parts, nil
}
