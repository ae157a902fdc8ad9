package crs

import "fmt"

// Text is what a person reads, in Chinese and in English.
type Text struct {
	ZH, EN string
}

// Error is a refusal that says, in both languages, what was found and what to
// do.
type Error struct {
	Text Text
}

// Error returns both languages, Chinese first.
func (e *Error) Error() string {
	return e.Text.ZH + " / " + e.Text.EN
}

// refuse makes an error of two formats that take the same values.
func refuse(zh, en string, values ...any) error {
	return &Error{Text{ZH: fmt.Sprintf(zh, values...), EN: fmt.Sprintf(en, values...)}}
}

// quoted is a text as it is shown in a message: not longer than a line.
func quoted(text string) string {
	const longest = 60
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

// narrow writes full-width letters, digits and punctuation in their ordinary
// width (Unicode, Halfwidth and Fullwidth Forms). It leaves the rest.
func narrow(r rune) rune {
	const first, last, shift = '！', '～', '！' - '!'
	if first <= r && r <= last {
		return r - shift
	}
	return r
}
