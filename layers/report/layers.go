package report

import (
	"fmt"

	"waterzones/layers"
	"waterzones/layers/screening"
)

// layerChecks says of every layer whether it was checked, and last which layers
// of which rules speak are not there at all.
func layerChecks(c *screening.Conclusion) []LayerCheck {
	checks := make([]LayerCheck, 0, len(c.Layers)+len(c.Missing))
	for i := range c.Layers {
		found := &c.Layers[i]
		l := found.Layer
		checks = append(checks, LayerCheck{
			ID: l.ID, Title: l.Title, Checked: found.Checked(), Required: found.Required, Matters: found.Matters,
			Reason: reason(found, c.Snapshot.AsOf), Version: l.Version, Content: l.ContentHash(),
			Department: l.Department, Illustrative: l.Illustrative, Derivation: l.Derivation, Span: l.Span,
		})
	}
	for _, id := range c.Missing {
		checks = append(checks, LayerCheck{
			ID: id, Title: layers.Text{ZH: id, EN: id}, Required: true, Matters: true,
			Reason: layers.Text{ZH: "规则涉及该图层，但未载入", EN: "rules speak of the layer, and it is not loaded"},
		})
	}
	return checks
}

// reason says why a layer was not checked.
func reason(l *screening.LayerAnswer, day layers.Date) layers.Text {
	if l.Beyond && l.Checked() {
		return layers.Text{ZH: "图层声明只适用于其他区域，此处没有此类区", EN: "the layer is declared to apply elsewhere only: there are no such zones here"}
	}
	switch l.Doubt {
	case screening.OutOfDate:
		return outOfDate(l.Layer.Span, day)
	case screening.NotCovered:
		return layers.Text{ZH: "图层未覆盖该位置的全部或一部分", EN: "the layer does not cover the whole site"}
	case screening.Quarantined:
		q := l.Quarantine
		return layers.Text{
			ZH: fmt.Sprintf("附近的 %s 图形有误，已隔离：%s", q.Code, q.Reason.ZH),
			EN: fmt.Sprintf("%s nearby is quarantined: %s", q.Code, q.Reason.EN),
		}
	default:
		return layers.Text{}
	}
}

// outOfDate says why a layer does not answer for the day.
func outOfDate(s layers.Span, day layers.Date) layers.Text {
	if day < s.From {
		return layers.Text{
			ZH: fmt.Sprintf("图层自 %s 起有效，早于此日的 %s 无数据", s.From, day),
			EN: fmt.Sprintf("the layer begins on %s and says nothing of %s", s.From, day),
		}
	}
	return layers.Text{
		ZH: fmt.Sprintf("图层自 %s 起失效，不能回答 %s", s.To, day),
		EN: fmt.Sprintf("the layer ended on %s and says nothing of %s", s.To, day),
	}
}
