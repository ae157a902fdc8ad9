package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/print/font"
	"waterzones/layers/request"
)

// Problem is an error as callers see it: RFC 9457 problem details, with the
// fields that must be mended.
type Problem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail"`
	Errors []FieldIssue `json:"errors,omitempty"`

	cause error // for the log, never for the caller
}

// FieldIssue is one field that cannot be taken, with the place on the map where
// there is one (longitude, latitude).
type FieldIssue struct {
	Field string     `json:"field"`
	ZH    string     `json:"zh"`
	EN    string     `json:"en"`
	At    *orb.Point `json:"at,omitempty"`
}

func (p *Problem) Error() string { return p.Title + ": " + p.Detail }

func (p *Problem) Unwrap() error { return p.cause }

// problem says in both languages what is wrong.
func problem(status int, detail layers.Text, issues ...FieldIssue) *Problem {
	return &Problem{
		Type: "about:blank", Title: title(status), Status: status,
		Detail: detail.ZH + " / " + detail.EN, Errors: issues,
	}
}

// badFields is the problem of a request whose fields cannot be taken.
func badFields(status int, issues ...FieldIssue) *Problem {
	detail := layers.Text{ZH: "请求有误，见 errors", EN: "the request cannot be taken, see errors"}
	if len(issues) > 0 {
		detail = layers.Text{ZH: issues[0].Field + "：" + issues[0].ZH, EN: issues[0].Field + ": " + issues[0].EN}
	}
	return problem(status, detail, issues...)
}

// refuse is the problem of a request of which something was not understood.
func refuse(status int, wrong request.Issues) *Problem {
	issues := make([]FieldIssue, len(wrong))
	for i, w := range wrong {
		issues[i] = FieldIssue{Field: w.Field, ZH: w.ZH, EN: w.EN, At: w.At}
	}
	return badFields(status, issues...)
}

// asProblem turns any error into what a caller may see; an unknown one becomes
// "internal error", and only the log has its cause.
func asProblem(err error) *Problem {
	var (
		known   *Problem
		tooBig  *http.MaxBytesError
		badBody *feature.Error
		echoErr *echo.HTTPError
	)
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &tooBig):
		mib := strconv.FormatInt(tooBig.Limit>>20, 10)
		return badFields(http.StatusRequestEntityTooLarge, FieldIssue{
			Field: "body", ZH: "请求超过 " + mib + " MiB，请简化图形或分批提交", EN: "the request is larger than " + mib + " MiB; simplify the shape or send it in parts",
		})
	case errors.As(err, &badBody):
		status := http.StatusBadRequest
		if badBody.TooLarge {
			status = http.StatusRequestEntityTooLarge
		}
		return badFields(status, FieldIssue{Field: cmp.Or(badBody.Path, "body"), ZH: badBody.ZH, EN: badBody.EN})
	case errors.Is(err, io.ErrUnexpectedEOF):
		return badFields(http.StatusBadRequest, FieldIssue{Field: "body", ZH: "请求体不完整", EN: "the body ended before its end"})
	case errors.Is(err, context.DeadlineExceeded):
		return badFields(http.StatusUnprocessableEntity, FieldIssue{
			Field: "geometry", ZH: "图形过大，未能在限定时间内核查，请简化或拆分", EN: "the shape is too large to be screened in the time there is; simplify or split it",
		})
	case errors.Is(err, geo.ErrTooIntricate):
		return badFields(http.StatusUnprocessableEntity, FieldIssue{
			Field: "geometry", ZH: "图形与保护区的边界交错过多，无法在限定时间内核查，请简化或拆分", EN: "the shape crosses the zones' boundaries too often to be screened in bounded time; simplify or split it",
		})
	case errors.Is(err, font.ErrUnbuilt):
		return problem(http.StatusNotImplemented, layers.Text{ZH: "本程序构建时没有字体，不能写 PDF；请用 f=html，或按 README 构建", EN: "this program was built without its font and cannot write PDF; use f=html, or build it as the README says"})
	case errors.As(err, &echoErr):
		p := problem(echoErr.Code, statusText(echoErr.Code))
		p.cause = err
		return p
	default:
		p := problem(http.StatusInternalServerError, statusText(http.StatusInternalServerError))
		p.cause = err
		return p
	}
}

func title(status int) string { return http.StatusText(status) }

func statusText(status int) layers.Text {
	switch status {
	case http.StatusNotFound:
		return layers.Text{ZH: "没有这个地址，入口见 /", EN: "there is nothing at this address; start at /"}
	case http.StatusMethodNotAllowed:
		return layers.Text{ZH: "该地址不支持此方法", EN: "this address does not take that method"}
	case http.StatusServiceUnavailable:
		return layers.Text{ZH: "服务正忙或正在停止，请稍后再试", EN: "the service is busy or stopping; try again"}
	case http.StatusInternalServerError:
		return layers.Text{ZH: "服务器内部错误，本次未核查", EN: "internal error; nothing was screened"}
	default:
		return layers.Text{ZH: "请求无法处理", EN: http.StatusText(status)}
	}
}

// writeProblem is the one place where errors become bodies and log lines.
func (s *Server) writeProblem(err error, c echo.Context) {
	p := asProblem(err)
	if errors.Is(err, http.ErrAbortHandler) {
		return // whoever ends an answer so has said why
	}
	if p.Status >= http.StatusInternalServerError {
		s.config.Log.Error("request failed", "path", c.Path(), "error", err)
	}
	if c.Response().Committed {
		return
	}
	c.Response().Header().Set(echo.HeaderContentType, "application/problem+json; charset=utf-8")
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests {
		c.Response().Header().Set(echo.HeaderRetryAfter, "5")
	}
	c.Response().WriteHeader(p.Status)
	if c.Request().Method == http.MethodHead {
		return
	}
	if err := json.NewEncoder(c.Response()).Encode(p); err != nil {
		s.config.Log.Warn("writing a problem", "error", err)
	}
}
