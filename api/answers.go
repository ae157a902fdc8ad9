package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/request"
	"waterzones/layers/screening"
	"waterzones/layers/store"
)

// answered is the body of POST /reports/{id}/answers.
type answered struct {
	Answers []said `json:"answers"`
}

// said is a word as it comes: what is left out must not count as a no.
type said struct {
	report.Word
	Holds *bool `json:"holds"`
}

// words are the answers, unless one does not say whether its finding holds or was given
// on a day to come.
func (a *answered) words(today layers.Date) (words []report.Word, issues request.Issues) {
	for i, s := range a.Answers {
		switch field := fmt.Sprintf("answers[%d]", i); {
		case s.Holds == nil:
			issues.Add(field+".holds", "应为 true（成立）或 false（不成立）", "must be true or false")
		case s.On > today:
			issues.Add(field+".on", "认定日期晚于今日 "+string(today), "is after today, "+string(today))
		default:
			s.Word.Holds = *s.Holds
			words = append(words, s.Word)
		}
	}
	return words, issues
}

// answerFindings keeps a new report with what a person says of the findings of a kept
// one, which stays as it is.
func (s *Server) answerFindings(c echo.Context) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	var said answered
	body := json.NewDecoder(c.Request().Body)
	body.DisallowUnknownFields()
	if err := body.Decode(&said); err != nil {
		if _, tooBig := errors.AsType[*http.MaxBytesError](err); tooBig {
			return err
		}
		return badFields(http.StatusBadRequest, FieldIssue{Field: "body", ZH: "不是 {\"answers\": […]}：" + err.Error(), EN: "is no {\"answers\": […]}: " + err.Error()})
	}
	if _, err := body.Token(); !errors.Is(err, io.EOF) {
		return badFields(http.StatusBadRequest, FieldIssue{Field: "body", ZH: "正文之后还有内容", EN: "something follows the body"})
	}
	words, issues := said.words(s.today())
	if len(issues) > 0 {
		return refuse(http.StatusUnprocessableEntity, issues)
	}
	entry, err := s.find(c.Param("id"))
	if errors.Is(err, store.ErrNotFound) {
		return problem(http.StatusNotFound, layers.Text{ZH: "没有这份报告", EN: "there is no such report"})
	}
	if err != nil {
		return err
	}
	return s.keepAnswered(c, &entry, words)
}

func (s *Server) keepAnswered(c echo.Context, entry *store.Entry, words []report.Word) error {
	var r report.Report
	if err := json.Unmarshal(entry.Report, &r); err != nil {
		return err
	}
	if r.Engine != screening.Engine || !report.Intact(entry.Report) {
		return problem(http.StatusConflict, layers.Text{ZH: "报告由其他版本的程序所作，或已被改动；请重新核查后再认定", EN: "the report is of another version of the program, or was changed: screen the site again and answer that"})
	}
	if wrong := r.Answer(words); len(wrong) > 0 {
		var issues request.Issues
		for _, w := range wrong {
			issues.Add(w.Field, w.ZH, w.EN)
		}
		return refuse(http.StatusUnprocessableEntity, issues)
	}
	text, err := r.AppendSigned(nil)
	if err != nil {
		return err
	}
	kept, err := s.config.Reports.Keep(s.config.Now(), text, entry.Map)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/reports/"+kept.ID)
	return send(c, http.StatusCreated, text)
}
