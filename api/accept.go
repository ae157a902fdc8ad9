package api

import (
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waterzones/layers"
)

// formsOf is the form in which rows come, by Content-Type, and the one in which
// results go, by Accept (RFC 9110, 12.5.1, without weights: the first that is
// known), and the same where that does not say.
func formsOf(r *http.Request) (in, out rowForm, err error) {
	forms := rowForms()
	var all []string
	for _, f := range forms {
		all = append(all, f.media)
	}
	list := strings.Join(all, ", ")
	if coding := r.Header.Get(echo.HeaderContentEncoding); coding != "" && coding != "identity" {
		return in, out, problem(http.StatusUnsupportedMediaType, layers.Text{ZH: "不支持 Content-Encoding: " + coding, EN: "Content-Encoding " + coding + " is not taken"})
	}
	named := func(media string) int {
		media = canonicalMedia(media)
		return slices.IndexFunc(forms, func(f rowForm) bool { return f.media == media })
	}
	at := named(r.Header.Get(echo.HeaderContentType))
	if at < 0 {
		return in, out, problem(http.StatusUnsupportedMediaType, layers.Text{ZH: "Content-Type 应为 " + list + " 之一", EN: "Content-Type must be one of " + list})
	}
	in, out = forms[at], forms[at]
	accept := strings.TrimSpace(strings.Join(r.Header.Values(echo.HeaderAccept), ","))
	if accept == "" {
		return in, out, nil
	}
	for media := range strings.SplitSeq(accept, ",") {
		if at := named(media); at >= 0 {
			return in, forms[at], nil
		}
		if canonicalMedia(media) == "*/*" {
			return in, out, nil
		}
	}
	return in, out, problem(http.StatusNotAcceptable, layers.Text{ZH: "Accept 应含 " + list + " 之一", EN: "Accept must have one of " + list})
}

// canonicalMedia is a media type without its parameters; the names that lines of
// JSON go by are one.
func canonicalMedia(text string) string {
	media, _, err := mime.ParseMediaType(text)
	if err != nil {
		return ""
	}
	switch media {
	case "application/ndjson", "application/jsonl", "application/jsonlines":
		return "application/x-ndjson"
	}
	return media
}
