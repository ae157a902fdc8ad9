package crs

// An axis is what a word beside a value says of it.
type axis byte

const (
	anyAxis axis = iota
	eastAxis
	northAxis
)

// word is what the words beside a value say.
type word struct {
	axis     axis
	angular  bool // the value is in degrees
	negative bool // south or west
}

// unit is the part of an angle that a number counts, or of none.
type unit byte

const (
	noUnit unit = iota
	degree
	minute
	second
)

// A sign is a word or a mark beside a number.
type sign struct {
	text string
	word word
	unit unit // of a mark
	skip bool // says nothing
}

// signs are those that a coordinate may carry, longest first among those that
// begin alike. X and Y are skipped: they mean north and east to a surveyor,
// east and north to a GIS program.
var signs = []sign{
	{text: "LONGITUDE", word: word{axis: eastAxis, angular: true}},
	{text: "LONG", word: word{axis: eastAxis, angular: true}},
	{text: "LON", word: word{axis: eastAxis, angular: true}},
	{text: "LNG", word: word{axis: eastAxis, angular: true}},
	{text: "LATITUDE", word: word{axis: northAxis, angular: true}},
	{text: "LAT", word: word{axis: northAxis, angular: true}},
	{text: "EASTING", word: word{axis: eastAxis}},
	{text: "EAST", word: word{axis: eastAxis}},
	{text: "E", word: word{axis: eastAxis}},
	{text: "WEST", word: word{axis: eastAxis, angular: true, negative: true}},
	{text: "W", word: word{axis: eastAxis, angular: true, negative: true}},
	{text: "NORTHING", word: word{axis: northAxis}},
	{text: "NORTH", word: word{axis: northAxis}},
	{text: "N", word: word{axis: northAxis}},
	{text: "SOUTH", word: word{axis: northAxis, angular: true, negative: true}},
	{text: "S", word: word{axis: northAxis, angular: true, negative: true}},
	{text: "X", skip: true},
	{text: "Y", skip: true},
	{text: "M", skip: true},
	{text: "东经", word: word{axis: eastAxis, angular: true}},
	{text: "西经", word: word{axis: eastAxis, angular: true, negative: true}},
	{text: "北纬", word: word{axis: northAxis, angular: true}},
	{text: "南纬", word: word{axis: northAxis, angular: true, negative: true}},
	{text: "经度", word: word{axis: eastAxis, angular: true}},
	{text: "纬度", word: word{axis: northAxis, angular: true}},
	{text: "纵坐标", word: word{axis: northAxis}},
	{text: "横坐标", word: word{axis: eastAxis}},
	{text: "东", word: word{axis: eastAxis}},
	{text: "北", word: word{axis: northAxis}},
	{text: "坐标", skip: true},
	{text: "米", skip: true},
	{text: "°", unit: degree},
	{text: "º", unit: degree},
	{text: "˚", unit: degree},
	{text: "∘", unit: degree},
	{text: "度", unit: degree},
	{text: "″", unit: second},
	{text: "”", unit: second},
	{text: "“", unit: second},
	{text: "\"", unit: second},
	{text: "〃", unit: second},
	{text: "''", unit: second},
	{text: "’’", unit: second},
	{text: "′′", unit: second},
	{text: "秒", unit: second},
	{text: "′", unit: minute},
	{text: "’", unit: minute},
	{text: "‘", unit: minute},
	{text: "'", unit: minute},
	{text: "`", unit: minute},
	{text: "´", unit: minute},
	{text: "分", unit: minute},
}
