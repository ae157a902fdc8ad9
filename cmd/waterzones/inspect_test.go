package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/shapefile"
)

// TestInspect: one more file in testdata/inspect is one more case, and -update.
// Those whose name says that they are bad end with the status of rejected rows.
func TestInspect(t *testing.T) {
	onLayers(t, "spring_domain") // for its extent
	paths, err := filepath.Glob("testdata/inspect/*")
	if err != nil {
		t.Fatal(err)
	}
	paths = append(paths, gbkShapefile(t))
	for _, path := range paths {
		name := filepath.Base(path)
		if filepath.Ext(name) == ".golden" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			want := exitDone
			if strings.Contains(name, "bad") {
				want = exitRejected
			}
			status, out, stderr := call(t, "", "inspect", path)
			if status != want {
				t.Errorf("status %d, want %d: %s", status, want, stderr)
			}
			formattest.Wanted(t, filepath.Join("testdata", "inspect", name+".golden"), out)
			if _, streamed, _ := call(t, string(formattest.Bytes(t, path)), "inspect", "-"); streamed != out {
				t.Errorf("from standard input\n%s", streamed)
			}
		})
	}
}

// gbkShapefile is a zip of a Shapefile with names and texts in GBK.
func gbkShapefile(t *testing.T) string {
	t.Helper()
	return formattest.OnDisk(t, "gbk.zip", formattest.Written(t, shapefile.NewWriter, feature.Schema{
		Layer: "红线", CRS: 4526, Encoding: feature.GB18030,
		Fields: []feature.Field{{Name: "地块名称", Type: feature.TextField}, {Name: "面积", Type: feature.RealField}},
	}, []feature.Feature{{Geometry: parcel(), Values: []string{"示例地块", "125.5"}}}))
}

// What the caller declares is what the file is inspected in.
func TestInspectDeclared(t *testing.T) {
	onLayers(t, "spring_domain")
	g, err := crs.GCJ02.Project(orb.Point{112.85, 35.5})
	if err != nil {
		t.Fatal(err)
	}
	at := g.(orb.Point)
	const xian = "[属性描述]\n坐标系=1980西安坐标系\n带号=38\n[地块坐标]\n1,,1,,点,,,,@\n1,1,3930673.602,38395658.899\n"
	for _, c := range []struct {
		name, in string
		args     []string
		status   int
		says     string
	}{
		{"GCJ-02", "lon,lat\n" + number(at[0]) + "," + number(at[1]) + "\n", []string{"--crs", "GCJ-02"}, exitDone, "112.850000,35.500000"},
		{"Xi'an 1980, nothing said", xian, nil, exitFailed, "七参数"},
		{"Xi'an 1980 with parameters", xian, []string{"--crs", "西安80 3度带第38带", "--helmert=-100,-50,20,0.1,0.2,-0.3,1.5"}, exitDone, "按所给七参数换算"},
		{"parameters without a system", xian, []string{"--helmert=-100,-50,20,0.1,0.2,-0.3,1.5"}, exitUsage, "--crs"},
		{"columns by name", "a,b\n112.85,35.5\n", []string{"--lon", "a", "--lat", "b"}, exitDone, "112.850000,35.500000"},
		{"packed degrees", "lon,lat\n112.5100,35.3000\n", []string{"--packed"}, exitDone, "112.850000,35.500000"},
		{"an encoding", "\x01\x54\x0d\x79,lon,lat\n", []string{"--encoding", "morse"}, exitUsage, "gb18030"},
		{"DWG", "AC1032", nil, exitFailed, "DWG"},
		{"nothing", "", nil, exitFailed, "文件为空"},
	} {
		status, out, stderr := call(t, c.in, append(append([]string{"inspect"}, c.args...), "-")...)
		if status != c.status || !strings.Contains(out+stderr, c.says) {
			t.Errorf("%s: status %d, want %d\n%s%s", c.name, status, c.status, out, stderr)
		}
	}
}
