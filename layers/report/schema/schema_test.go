package schema_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"waterzones/layers/report/canonical"
	"waterzones/layers/report/schema"
)

type grade string

type day string

type shape struct{ Corners int }

func (shape) MarshalJSON() ([]byte, error) {
	return []byte(`{"type":"Point","coordinates":[1,2]}`), nil
}

type span struct {
	From day `json:"from" doc:"起 / from"`
}

type text struct {
	ZH   string `json:"zh"`
	Code string `json:"code,omitempty"`
}

type zone struct {
	span
	Code    string            `json:"code"`
	Grade   grade             `json:"grade" doc:"级别 / grade"`
	Level   *grade            `json:"level" doc:"级别或无 / grade or none"`
	Share   float64           `json:"share,omitempty" doc:"占比 / share"`
	DepthM  *float64          `json:"depth_m" doc:"深度，m / depth, m"`
	WidthM  *float64          `json:"width_m,omitempty"`
	Count   int               `json:"count"`
	Rank    uint8             `json:"rank"`
	At      [2]float64        `json:"at" doc:"位置 */ / where"`
	Parts   []zone            `json:"parts"`
	Other   []*zone           `json:"other" schema:"nullable"`
	Within  *zone             `json:"within"`
	Shape   shape             `json:"shape"`
	Names   map[string]string `json:"x-names"`
	Title   text              `json:"title"`
	Anyway  any               `json:"anyway"`
	Checked bool              `json:"checked"`
	Quoted  quoted            `json:"quoted,omitzero"`
}

type quoted string

func zones(t *testing.T) *schema.Set {
	t.Helper()
	s, err := schema.Of(schema.Options{
		Names: map[reflect.Type]string{reflect.TypeFor[zone](): "Zone", reflect.TypeFor[grade](): "Grade", reflect.TypeFor[quoted](): "Quoted", reflect.TypeFor[text](): "Text"},
		Enums: map[reflect.Type][]string{
			reflect.TypeFor[grade](): {"一级", "二级"}, reflect.TypeFor[quoted](): {`it's`, `\`},
		},
		Known: map[reflect.Type]schema.Known{
			reflect.TypeFor[day]():   {Schema: map[string]any{"type": "string", "format": "date"}},
			reflect.TypeFor[shape](): {Ref: "geometry", TypeScript: "Geometry"},
			reflect.TypeFor[text]():  {TypeScript: "Text"},
		},
		Words: map[string]string{
			"Zone": "区 / a zone", "Grade": "级别 / grade", "Quoted": "引号 / quoted", "Text": "文字 / text",
			"zh": "中文 / Chinese", "width_m": "宽，m / width, m", "count": "数 / count", "rank": "序 / rank", "Zone.parts": "各部分 / parts", "code": "编码 / code", "Text.code": "语言 / language",
			"other": "其他 / others", "within": "所在 / within", "shape": "图形 / shape", "x-names": "别名 / names", "title": "名称 / title",
			"anyway": "其余 / the rest", "checked": "已核查 / checked", "quoted": "引号 / quoted",
		},
		Prelude: "import type { Geometry } from 'geojson'\n",
	}, reflect.TypeFor[zone]())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTypeScript holds the declarations as they are read.
func TestTypeScript(t *testing.T) {
	const want = `import type { Geometry } from 'geojson'

/** 区 / a zone */
export interface Zone {
  /** 起 / from */
  from: string
  /** 编码 / code */
  code: string
  /** 级别 / grade */
  grade: Grade
  /** 级别或无 / grade or none */
  level: Grade | null
  /** 占比 / share */
  share?: number
  /** 深度，m / depth, m */
  depth_m: number | null
  /** 宽，m / width, m */
  width_m?: number
  /** 数 / count */
  count: number
  /** 序 / rank */
  rank: number
  /** 位置 * / / where */
  at: [number, number]
  /** 各部分 / parts */
  parts: Zone[]
  /** 其他 / others */
  other: (Zone | null)[] | null
  /** 所在 / within */
  within: Zone | null
  /** 图形 / shape */
  shape: Geometry
  /** 别名 / names */
  'x-names': Record<string, string>
  /** 名称 / title */
  title: Text
  /** 其余 / the rest */
  anyway: unknown
  /** 已核查 / checked */
  checked: boolean
  /** 引号 / quoted */
  quoted?: Quoted
}

/** 级别 / grade */
export type Grade = '一级' | '二级'

/** 引号 / quoted */
export type Quoted = 'it\'s' | '\\'
`
	if got := zones(t).TypeScript(); got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestDefs holds the schemas as they are served.
func TestDefs(t *testing.T) {
	got, err := json.MarshalIndent(zones(t).Defs("#/$defs/"), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"grade": { "description": "级别 / grade", "enum": [ "一级", "二级" ], "type": "string" }`,
		`"text": { "description": "文字 / text", "properties": { "code": { "description": "语言 / language", "type": "string" }, "zh": { "description": "中文 / Chinese", "type": "string" } }, "required": [ "zh" ], "type": "object" }`,
		`"code": { "description": "编码 / code", "type": "string" }`,
		`"zone": { "description": "区 / a zone", "properties": {`,
		`"from": { "description": "起 / from", "format": "date", "type": "string" }`,
		`"grade": { "$ref": "#/$defs/grade", "description": "级别 / grade" }`,
		`"level": { "anyOf": [ { "$ref": "#/$defs/grade" }, { "type": "null" } ], "description": "级别或无 / grade or none" }`,
		`"depth_m": { "description": "深度，m / depth, m", "type": [ "number", "null" ] }`,
		`"width_m": { "description": "宽，m / width, m", "type": "number" }`,
		`"shape": { "$ref": "#/$defs/geometry", "description": "图形 / shape" }`,
		`"required": [ "anyway", "at", "checked", "code", "count", "depth_m", "from", "grade", "level", "other", "parts", "rank", "shape", "title", "within", "x-names" ]`,
	} {
		if !strings.Contains(strings.Join(strings.Fields(string(got)), " "), want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// compiled is the schema of one definition of the set, beside a geometry.
func compiled(t *testing.T, defs map[string]any, name string) *jsonschema.Schema {
	t.Helper()
	defs["geometry"] = map[string]any{"type": "object", "required": []string{"type"}}
	text, err := json.Marshal(map[string]any{"$ref": "#/$defs/" + name, "$defs": defs})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("defs.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("defs.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(s *jsonschema.Schema, text string) error {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// TestDefsTakeWhatIsWritten and nothing that is not: each change of a true text
// makes it false.
func TestDefsTakeWhatIsWritten(t *testing.T) {
	s := compiled(t, zones(t).Defs("#/$defs/"), "zone")
	p, err := canonical.For[zone]()
	if err != nil {
		t.Fatal(err)
	}
	depth, level := 2.5, grade("一级")
	inner := zone{span: span{"2026-11-23"}, Grade: "二级", Parts: []zone{}, Names: map[string]string{}}
	outer := inner
	outer.Parts, outer.Other, outer.Within, outer.DepthM, outer.Level = []zone{inner}, []*zone{nil, &inner}, &inner, &depth, &level
	outer.WidthM, outer.Share, outer.Quoted, outer.Anyway = &depth, 0.5, `\`, []int{1}
	for _, z := range []*zone{&inner, &outer} {
		written, err := p.Append(nil, z)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(s, string(written)); err != nil {
			t.Errorf("%v: %s", err, written)
		}
	}
	written, err := p.Append(nil, &inner)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(s, strings.Replace(string(written), "{", `{"more":1,`, 1)); err != nil {
		t.Errorf("a member more: %v", err)
	}
	for _, c := range [][2]string{
		{`"二级"`, `"三级"`},
		{`"code":""`, `"code":null`},
		{`"code":"",`, ``},
		{`"from":"2026-11-23"`, `"from":"today"`},
		{`"parts":[]`, `"parts":null`},
		{`"depth_m":null`, `"depth_m":"2"`},
		{`"within":null`, `"within":{}`},
		{`"at":[0,0]`, `"at":[0]`},
		{`"rank":0`, `"rank":-1`},
		{`"count":0`, `"count":0.5`},
		{`"x-names":{}`, `"x-names":{"a":1}`},
		{`"other":null`, `"other":[1]`},
		{`"checked":false`, `"checked":0`},
		{`"count":0`, `"count":0,"width_m":null`},
		{`"count":0`, `"count":0,"quoted":""`},
	} {
		changed := strings.Replace(string(written), c[0], c[1], 1)
		if changed == string(written) {
			t.Fatalf("no %s in %s", c[0], written)
		}
		if validate(s, changed) == nil {
			t.Errorf("%s for %s is taken", c[1], c[0])
		}
	}
}

// TestRefusals: what cannot be described is an error.
func TestRefusals(t *testing.T) {
	type outer struct{ A struct{ B chan int } }
	type plain struct {
		A int `json:"a"`
	}
	for _, c := range []struct {
		of    reflect.Type
		words map[string]string
		says  string
	}{
		{reflect.TypeFor[[]shape](), nil, "writes itself"},
		{reflect.TypeFor[outer](), nil, "no name"},
		{reflect.TypeFor[map[string][]byte](), nil, "cannot be described"},
		{reflect.TypeFor[struct{ P []plain }](), nil, "both named plain"},
		{reflect.TypeFor[plain](), map[string]string{"plain": "x"}, `not described: ["plain.a"]`},
		{reflect.TypeFor[plain](), map[string]string{"a": "x"}, `not described: ["plain"]`},
		{reflect.TypeFor[plain](), map[string]string{"plain": "x", "plain.a": "x", "a": "x"}, `not there: ["a"]`},
	} {
		names := map[reflect.Type]string{reflect.TypeFor[struct{ P []plain }](): "plain"}
		_, err := schema.Of(schema.Options{Names: names, Words: c.words}, c.of)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v, want %q", c.of, err, c.says)
		}
	}
}
