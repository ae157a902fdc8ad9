package survey

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"waterzones/geo/crs"
	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// dikuaiHeader is what [属性描述] says.
type dikuaiHeader struct {
	section string            // under way
	values  map[string]string // of known keys, as written
	unknown []string          // keys
	taken   bool              // what it says was declared: no more may be said
}

// systemKeys decide the coordinate system; the rest only describes.
func systemKeys() []string {
	return []string{"坐标系", "几度分带", "投影类型", "计量单位", "带号", "中央子午线", "转换参数"}
}

func otherKeys() []string {
	return []string{"格式版本号", "数据产生单位", "数据产生日期", "精度"}
}

// setAttribute takes a line of a section that is not [地块坐标]. Another header that
// names another system (two files were joined) is an error.
func (h *dikuaiHeader) setAttribute(line string, number int) error {
	if h.section != "属性描述" {
		return nil
	}
	key, value, _ := strings.Cut(strings.ReplaceAll(line, "＝", "="), "=")
	key, value = strings.TrimSpace(key), feature.Clip(strings.ToValidUTF8(strings.TrimSpace(value), "\ufffd"))
	switch key {
	case "中央经线", "中央经度":
		key = "中央子午线"
	case "带宽", "分带":
		key = "几度分带"
	}
	decides := slices.Contains(systemKeys(), key)
	if !decides && !slices.Contains(otherKeys(), key) {
		if len(h.unknown) < 10 {
			h.unknown = append(h.unknown, strings.ToValidUTF8(feature.Clip(key), "\ufffd"))
		}
		return nil
	}
	if before, again := h.values[key]; decides && before != value && (again || h.taken) {
		return feature.LineErrorf(number, "%s 前面写 %q，这里写 %q：像是两份文件拼接而成，请分开提交",
			"%s was %q before and is %q here: two files seem to be joined; submit them apart", key, before, value)
	}
	if h.values == nil {
		h.values = map[string]string{}
	}
	h.values[key] = value
	return nil
}

// intOf reads the digits of a value such as 38, 第38带, 114°, 三.
func (h *dikuaiHeader) intOf(key string) int {
	text := strings.NewReplacer("三", "3", "六", "6").Replace(charset.Narrow(h.values[key]))
	text = strings.TrimLeft(text, "第 ")
	end := 0
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(text[:end]) // no number is 0
	return n
}

// declareSystem sets what the file declares, with the prefix of the eastings above
// what the header says of the zone.
func (h *dikuaiHeader) declareSystem(src *feature.Source, o planeOrder) error {
	h.taken = true
	var said []string
	for _, key := range append(systemKeys(), "精度") {
		if value := strings.Trim(h.values[key], ","); value != "" {
			said = append(said, key+"="+h.values[key])
		}
	}
	src.DeclaredAs = strings.Join(said, "；")
	if h.transformed() {
		src.AddNote("文件写有转换参数 %s，未使用", "the file gives the parameters of a transformation, %s; they were not used", h.values["转换参数"])
	}
	if len(h.unknown) > 0 {
		src.AddNote("不认识的属性描述项，已略过：%s", "unknown header keys were passed over: %s", feature.QuoteAll(h.unknown))
	}
	if !o.northFirst {
		src.AddNote("坐标列按数值判断为东坐标在前、北坐标在后，与格式规定的相反", "by their values the columns hold the easting first and the northing second, against the format")
	}
	if unit := h.values["计量单位"]; unit != "" && !o.degrees && !slices.Contains([]string{"米", "m", "公尺"}, strings.ToLower(unit)) {
		return feature.Errorf("计量单位为 %q，只接受米", "计量单位 is %q; only metres (米) are taken", unit)
	}
	named, err := h.system(src)
	if err != nil || named == 0 {
		return err
	}
	zone, inZone := named.Zone()
	switch {
	case o.degrees && inZone:
		src.AddNote("坐标是经纬度，而文件声明 %s，未采用", "the coordinates are degrees, against the declared %s, which was not taken", src.DeclaredAs)
	case o.degrees:
		src.Declared = named
	case inZone || named == crs.CGCS2000:
		h.zone(src, o, zone)
	default:
		src.AddNote("坐标是投影坐标，而文件声明 %s，未采用", "the coordinates are metres, against the declared %s, which was not taken", src.DeclaredAs)
	}
	return nil
}

// transformed reports whether any of the seven parameters is given and not zero.
func (h *dikuaiHeader) transformed() bool {
	for _, field := range surveyFields(h.values["转换参数"]) {
		if v, ok := surveyNumber(field); field != "" && (!ok || v != 0) {
			return true
		}
	}
	return false
}

// system reads 坐标系. 西安80, 北京54 and a city's own system are an error, other
// names that are not known a note.
func (h *dikuaiHeader) system(src *feature.Source) (crs.CRS, error) {
	name := h.values["坐标系"]
	projection := h.values["投影类型"]
	switch {
	case name == "":
		src.AddNote("文件没有写坐标系，带号只说明分带，不说明基准", "the file names no 坐标系; a zone number alone does not tell the datum")
		return 0, nil
	case projection != "" && !strings.Contains(projection, "高斯") && !strings.Contains(strings.ToLower(projection), "gauss"):
		src.AddNote("投影类型 %q 不是高斯—克吕格，未采用所声明的坐标系", "投影类型 %q is not Gauss-Krüger; the declared system was not taken", projection)
		return 0, nil
	}
	named, err := crs.Parse(name)
	if err == nil {
		return named, nil
	}
	var refused *crs.Error
	if !errors.As(err, &refused) {
		return 0, err
	}
	if otherDatum(name) {
		zh, en := "文件声明 "+src.DeclaredAs+"："+refused.Text.ZH, "the file declares "+src.DeclaredAs+": "+refused.Text.EN
		if h.transformed() {
			zh += "（文件所附转换参数未使用）"
			en += " (the parameters in the file were not used)"
		}
		return 0, &feature.Error{ZH: zh, EN: en}
	}
	src.Notes = append(src.Notes, feature.Note{ZH: "未采用所声明的坐标系：" + refused.Text.ZH, EN: "the declared system was not taken: " + refused.Text.EN})
	return 0, nil
}

// otherDatum reports whether 坐标系 names, in whatever spelling, a datum that the
// values would wrongly be taken for CGCS2000 in: an older one, or a city's own.
func otherDatum(name string) bool {
	_, err := crs.ParseOld(name, crs.Helmert{})
	return err == nil || slices.ContainsFunc([]string{"54", "80", "西安", "北京", "独立", "地方", "城建"}, func(word string) bool {
		return strings.Contains(charset.Narrow(name), word)
	})
}

// zone sets the zone of coordinates in metres. The numbers of zones of 3 and of
// 6 degrees have none in common, so a number alone is a zone.
func (h *dikuaiHeader) zone(src *feature.Source, o planeOrder, named crs.Zone) {
	degrees, stated := h.intOf("几度分带"), h.intOf("带号")
	if stated == 0 {
		stated = named.Number
	}
	if meridian := h.intOf("中央子午线"); stated == 0 && meridian%3 == 0 && degrees == 3 {
		stated = meridian / 3
	} else if stated == 0 && meridian%6 == 3 && degrees == 6 {
		stated = (meridian + 3) / 6
	}
	number := o.prefix
	if number == 0 {
		number = stated
	} else if stated != 0 && stated != number {
		src.AddNote("文件头的带号为 %d，而东坐标的带号为 %d；按坐标取第 %d 带",
			"the header says zone %d and the eastings carry the prefix %d; zone %d was taken, as the coordinates say", stated, number, number)
	}
	zoneDeg := 3
	if number < 25 {
		zoneDeg = 6
	}
	declared, ok := crs.Zone{Number: number, WidthDeg: zoneDeg, Prefixed: o.prefix != 0}.CRS()
	switch {
	case number == 0:
		src.AddNote("东坐标不带带号，文件也没有写带号", "the eastings have no zone prefix and the file names no zone")
	case !ok:
		src.AddNote("没有第 %d 带（3 度带为 25 至 45，6 度带为 13 至 23）", "there is no zone %d (those of 3° are 25 to 45, those of 6° 13 to 23)", number)
	case degrees != 0 && degrees != zoneDeg && o.prefix == 0:
		src.AddNote("几度分带为 %d，而第 %d 带是 %d 度带，未采用", "几度分带 is %d, while zone %d is one of %d°; neither was taken", degrees, number, zoneDeg)
	default:
		if degrees != 0 && degrees != zoneDeg {
			src.AddNote("几度分带为 %d，而东坐标的带号 %d 属于 %d 度带，按坐标取", "几度分带 is %d, while the prefix %d belongs to zones of %d°, as was taken", degrees, number, zoneDeg)
		}
		src.Declared = declared
	}
}
