package layers

// Text is what a person reads, in the two languages of the service. Chinese
// comes first wherever both are shown. Identifiers are never translated.
type Text struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en,omitempty" yaml:"en"`
}
