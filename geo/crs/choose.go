package crs

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Choose returns the reading whose point lies inside the extent or on its edge,
// if it is the only one. The extent is that of the layers which the coordinate
// is meant for. If none or several lie inside, the error lists the readings, so
// that the person who pasted the coordinate can declare the right one.
func Choose(readings []Reading, extent orb.Bound) (Reading, error) {
	var inside []Reading
	for _, r := range readings {
		if extent.Contains(r.Point) {
			inside = append(inside, r)
		}
	}
	switch len(inside) {
	case 1:
		return inside[0], nil
	case 0:
		list := listed(readings)
		return Reading{}, &Error{Text{
			ZH: "没有一种读法落在图层范围内，请核对数值并声明坐标系：" + list.ZH,
			EN: "no reading lies inside the extent of the layers; check the values and declare the system: " + list.EN,
		}}
	}
	list := listed(inside)
	return Reading{}, &Error{Text{
		ZH: "有 " + strconv.Itoa(len(inside)) + " 种读法落在图层范围内，请声明坐标系：" + list.ZH,
		EN: strconv.Itoa(len(inside)) + " readings lie inside the extent of the layers; declare the system: " + list.EN,
	}}
}

// listed names the first readings, each with its place.
func listed(readings []Reading) Text {
	const most = 6
	var zh, en []string
	for _, r := range readings[:min(most, len(readings))] {
		at := strconv.FormatFloat(r.Point[0], 'f', 6, 64) + "," + strconv.FormatFloat(r.Point[1], 'f', 6, 64)
		zh = append(zh, r.Said.ZH+"（经纬度 "+at+"）")
		en = append(en, r.Said.EN+" (longitude and latitude "+at+")")
	}
	t := Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
	if more := len(readings) - most; more > 0 {
		t.ZH += "；另有 " + strconv.Itoa(more) + " 种"
		t.EN += "; and " + strconv.Itoa(more) + " more"
	}
	return t
}
