package print

import (
	"fmt"
	"math"
	"strconv"

	"waterzones/layers/rules"
)

// grouped prints a quantity with its thousands apart by narrow spaces that do
// not break: 12 345.67.
func grouped(v float64, decimals int) string {
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	point := len(text)
	if decimals > 0 {
		point -= decimals + 1
	}
	first := 0
	if v < 0 {
		first = 1
	}
	for at := point - 3; at > first; at -= 3 {
		text = text[:at] + "\u202f" + text[at:]
	}
	return text
}

// metres does not part the unit from its number.
func (w *writer) metres(m float64) string { return grouped(m, 2) + "\u00a0m" }

// area is an area in the three units of land offices, of the square metres as
// printed.
func (w *writer) area(m2 float64) string {
	const squareMetresPerHa = 10_000
	m2 = math.Round(m2*100) / 100
	return fmt.Sprintf(w.say("%s ㎡（%s 公顷，%s 亩）", "%s m² (%s ha, %s mu)"), grouped(m2, 2), grouped(m2/squareMetresPerHa, 4), grouped(m2/rules.SquareMetresPerMu, 2))
}

// percent is a share of 0 to 1.
func percent(share float64) string { return grouped(100*share, 2) + " %" }

// dms writes an angle in degrees, minutes and seconds: 112°51′00.00″. It rounds
// once, so that no 60″ appears.
func dms(deg float64, decimals int) string {
	unit := math.Pow10(decimals)
	seconds := int64(math.Round(math.Abs(deg) * 3600 * unit))
	perMinute := int64(60 * unit)
	sign := ""
	if deg < 0 && seconds > 0 {
		sign = "-"
	}
	width := 2
	if decimals > 0 {
		width += decimals + 1
	}
	return fmt.Sprintf("%s%d°%02d′%0*.*f″", sign, seconds/(60*perMinute), seconds/perMinute%60, width, decimals, float64(seconds%perMinute)/unit)
}

func decimalDeg(deg float64) string { return strconv.FormatFloat(deg, 'f', 7, 64) }

// bearing writes a direction as surveyors do, from north or south to east or
// west: 北东 37°.
func (w *writer) bearing(deg float64) string {
	whole := int(math.Round(deg)) % 360
	if whole < 0 {
		whole += 360
	}
	switch {
	case whole%180 == 0 || whole%180 == 90:
		return []string{w.say("正北", "due north"), w.say("正东", "due east"), w.say("正南", "due south"), w.say("正西", "due west")}[whole/90]
	case whole < 90:
		return fmt.Sprintf(w.say("北东 %d°", "N %d° E"), whole)
	case whole < 180:
		return fmt.Sprintf(w.say("南东 %d°", "S %d° E"), 180-whole)
	case whole < 270:
		return fmt.Sprintf(w.say("南西 %d°", "S %d° W"), whole-180)
	default:
		return fmt.Sprintf(w.say("北西 %d°", "N %d° W"), 360-whole)
	}
}
