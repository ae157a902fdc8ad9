package api

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"waterzones/geo/format/table"
	"waterzones/layers"
	"waterzones/layers/request"
)

// query reads the parameters of a request and gathers every mistake, so that a
// caller learns of all of them at once.
type query struct {
	values url.Values
	issues request.Issues
}

// newQuery refuses parameters that the address does not take and ones given
// twice: a misspelt filter that is ignored looks like an answer.
func newQuery(c echo.Context, known ...string) *query {
	q := &query{}
	var err error
	if q.values, err = url.ParseQuery(c.Request().URL.RawQuery); err != nil { // what it left out would be as if it had not been said
		q.wrong("query", "查询串不能识别："+err.Error(), "the query cannot be read: "+err.Error())
	}
	for name, values := range q.values {
		switch {
		case !slices.Contains(known, name):
			list := cmp.Or(strings.Join(known, ", "), "—")
			q.wrong(name, "没有这个参数，可用："+list, "there is no such parameter; there are: "+list)
		case len(values) > 1:
			q.wrong(name, "参数重复", "the parameter is given more than once")
		}
	}
	slices.SortFunc(q.issues, func(a, b request.Issue) int { return strings.Compare(a.Field, b.Field) })
	return q
}

func (q *query) wrong(field, zh, en string) {
	q.issues.Add(field, zh, en)
}

// err returns what was wrong so far, or nil.
func (q *query) err() error {
	if len(q.issues) == 0 {
		return nil
	}
	return refuse(http.StatusBadRequest, q.issues)
}

func (q *query) text(name string) string { return strings.TrimSpace(q.values.Get(name)) }

// oneOf is one of the words, the first where none is given.
func (q *query) oneOf(name string, words ...string) string {
	word := cmp.Or(q.text(name), words[0])
	if !slices.Contains(words, word) {
		list := strings.Join(words, ", ")
		q.wrong(name, "应为 "+list+" 之一", "must be one of "+list)
	}
	return word
}

func (q *query) integer(name string, or, least, most int) int {
	text := q.text(name)
	if text == "" {
		return or
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least {
		q.wrong(name, fmt.Sprintf("应为 %d 至 %d 的整数，不能是 %q", least, most, text), fmt.Sprintf("must be a whole number from %d to %d, not %q", least, most, text))
		return or
	}
	return min(n, most)
}

// degrees reads a coordinate; it must be given.
func (q *query) degrees(name string, most float64) float64 {
	v, err := table.ParseDegrees(name, q.values.Get(name), most)
	if err != nil {
		q.wrong(name, fmt.Sprintf("%q %s", q.values.Get(name), err.ZH), fmt.Sprintf("%q %s", q.values.Get(name), err.EN))
	}
	return v
}

// day reads a date, today where none is given.
func (q *query) day(name string, today layers.Date) layers.Date {
	text := q.text(name)
	if text == "" {
		return today
	}
	day, err := layers.ParseDate(text)
	if err != nil {
		q.wrong(name, fmt.Sprintf("日期应写作 2026-08-15，不能是 %q", text), fmt.Sprintf("a date is written 2026-08-15, not %q", text))
	}
	return day
}

// boxes reads bbox=west,south,east,north (or with heights, which are ignored).
// A box whose west lies east of its east crosses the antimeridian and becomes
// two (OGC API Features 1.0.1, 7.15.3). No bbox gives no boxes.
func (q *query) boxes(name string) []orb.Bound {
	text := q.text(name)
	if text == "" {
		return nil
	}
	parts := strings.Split(text, ",")
	if len(parts) != 4 && len(parts) != 6 {
		q.wrong(name, "应为 4 个或 6 个数：西，南，东，北", "must be 4 or 6 numbers: west,south,east,north")
		return nil
	}
	half := len(parts) / 2
	west, south := q.side(name, parts[0], 180), q.side(name, parts[1], 90)
	east, north := q.side(name, parts[half], 180), q.side(name, parts[half+1], 90)
	if south > north {
		q.wrong(name, "南界大于北界", "south lies north of north")
		return nil
	}
	if west > east {
		return []orb.Bound{
			{Min: orb.Point{west, south}, Max: orb.Point{180, north}},
			{Min: orb.Point{-180, south}, Max: orb.Point{east, north}},
		}
	}
	return []orb.Bound{{Min: orb.Point{west, south}, Max: orb.Point{east, north}}}
}

func (q *query) side(name, text string, most float64) float64 {
	v, err := table.ParseDegrees(name, text, most)
	if err != nil && len(q.issues) == 0 {
		q.wrong(name, err.ZH, err.EN)
	}
	return v
}
