package rules

import (
	"cmp"
	"slices"
	"strings"

	"waterzones/layers"
)

// Cited is an article for the date asked: in the rule file's numbers (第319条第1款),
// and in its Text as statutes write them (第三百一十九条第一款).
type Cited struct {
	Law        string `json:"law"`
	Article    string `json:"article,omitempty"`
	Unverified bool   `json:"unverified,omitempty"` // 待核
	Text       string `json:"text"`                 // law and article, with （待核） where unverified
}

// Basis is the articles on which the outcome rests, as they are printed.
func (o *Outcome) Basis() []Cited { return o.in.basis[o.stretch] }

// Penalties are the articles that punish what the rule bans.
func (o *Outcome) Penalties() []Cited { return o.in.penalties[o.stretch] }

// Law is the basis as the sentence of a finding has it.
func (o *Outcome) Law() layers.Text { return o.in.law[o.stretch] }

// Title is the rule's words for a site of that stage.
func (o *Outcome) Title() layers.Text { return o.in.titles[o.stage] }

// cite returns the parts in force on the day as they are printed, verified ones
// first and of those the newest law, which is the one to quote. A rule that
// rests on one article may be in force when its penalty is not yet.
func cite(parts []Citation, day layers.Date) []Cited {
	holding := inForce(parts, day)
	slices.SortStableFunc(holding, func(a, b Citation) int {
		if a.Unverified != b.Unverified {
			if a.Unverified {
				return 1
			}
			return -1
		}
		return cmp.Compare(b.From, a.From)
	})
	cited := []Cited{}
	for _, c := range holding {
		text := "《" + c.Law + "》" + inWords(c.Article)
		if c.Unverified {
			text += "（待核）"
		}
		cited = append(cited, Cited{Law: c.Law, Article: c.Article, Unverified: c.Unverified, Text: text})
	}
	return cited
}

// lawOf writes articles as the sentence of a finding has them.
func lawOf(basis []Cited) layers.Text {
	law := make([]string, len(basis))
	for i, c := range basis {
		law[i] = c.Text
	}
	return layers.Text{ZH: strings.Join(law, "、"), EN: strings.Join(law, ", ")}
}

// SquareMetresPerMu is the size of one 亩: 2000/3 m².
const SquareMetresPerMu = 2000.0 / 3.0

// Title returns the verdict in words. 允许 is not among them.
func (v Verdict) Title() layers.Text {
	switch v {
	case Prohibited:
		return layers.Text{ZH: "禁止", EN: "prohibited"}
	case Restricted:
		return layers.Text{ZH: "限制", EN: "restricted"}
	case Borderline:
		return layers.Text{ZH: "临界", EN: "borderline"}
	case Undetermined:
		return layers.Text{ZH: "未核查", EN: "undetermined"}
	case Notice:
		return layers.Text{ZH: "注意", EN: "notice"}
	default:
		return layers.Text{ZH: "未发现限制", EN: "no restriction found"}
	}
}

// Title returns the disposal in words.
func (d Disposal) Title() layers.Text {
	switch d {
	case DisposeClose:
		return layers.Text{ZH: "关闭", EN: "close"}
	case DisposeReplace:
		return layers.Text{ZH: "核实替代水源", EN: "verify another source"}
	case DisposeRectify:
		return layers.Text{ZH: "限期整改", EN: "put right in a set time"}
	case DisposeReduce:
		return layers.Text{ZH: "核减", EN: "reduce"}
	case DisposeVerify:
		return layers.Text{ZH: "核实", EN: "verify"}
	case DisposeKeep:
		return layers.Text{ZH: "保留", EN: "keep"}
	default:
		return layers.Text{}
	}
}
