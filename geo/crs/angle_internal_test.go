package crs

import "math"

// Angle is a longitude or a latitude as it was written.
type Angle struct {
	Deg          float64 // negative in the south and in the west
	PrecisionDeg float64 // half a unit of the last digit written
	Hemisphere   rune    // 'E', 'W', 'N', 'S', or 0 if it was not said
}

// ParseAngle reads one longitude or latitude, such as the cell of a table:
// decimal degrees, or degrees, minutes and seconds in every spelling that
// [ParsePair] takes (112°51′00″, 东经112度51分0秒, 112-51-00, 112 51 00, E112°51.000′).
// A value beyond 180 degrees, or 90 if it is a latitude, is an error, and so are
// minutes and seconds from 60 on and parts before the last with decimals.
func ParseAngle(text string) (Angle, error) {
	return parseAngle(text, false)
}

// ParsePackedAngle is ParseAngle for the notation D.MMSS of survey calculators:
// 112.5100 is 112°51′00″. Nothing tells it from decimal degrees, so it is never
// taken unless asked for.
func ParsePackedAngle(text string) (Angle, error) {
	return parseAngle(text, true)
}

func parseAngle(text string, packed bool) (Angle, error) {
	items, err := scan(text)
	if err != nil {
		return Angle{}, err
	}
	var v value
	used := 0
	if len(items) > 0 {
		if v, used, err = take(items, false); err != nil {
			return Angle{}, err
		}
	}
	if used != len(items) || used == 0 {
		return Angle{}, refuse("角度 %s 不是一个数值", "the angle %s is not one value", quoted(text))
	}
	deg, err := v.degrees(packed)
	if err != nil {
		return Angle{}, err
	}
	most := 180.0
	if v.word.axis == northAxis {
		most = 90
	}
	if math.Abs(deg) > most {
		return Angle{}, refuse("角度 %s 超出 ±%g 度", "the angle %s is beyond ±%g degrees", quoted(text), most)
	}
	u, decimals := v.precision(packed)
	half := [...]float64{degree: 0.5, minute: 0.5 / 60, second: 0.5 / 3600}[u]
	return Angle{Deg: deg, PrecisionDeg: half / math.Pow10(decimals), Hemisphere: v.word.hemisphere()}, nil
}

// hemisphere is the letter of what the word says, or 0.
func (w word) hemisphere() rune {
	switch {
	case w.axis == eastAxis && w.negative:
		return 'W'
	case w.axis == eastAxis:
		return 'E'
	case w.axis == northAxis && w.negative:
		return 'S'
	case w.axis == northAxis:
		return 'N'
	}
	return 0
}
