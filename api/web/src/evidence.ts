import { article, facts, overlaps, type Fact } from './facts'
import { both, el, english } from './dom'
import { metres } from './quantity'
import type { Evidence, Finding, ZonePart } from './report'

/** What a finding rests on, and what follows from a breach; folded. */
export function proof({ evidence, penalties, zone, rule, source_name, parts, text, evidence_mark }: Finding): HTMLElement {
  return el(
    'details',
    { class: 'proof' },
    el('summary', {}, '证据与罚则 ', english('Evidence and penalties'), evidence.illustrative && el('span', { class: 'tag' }, '示意')),
    el('p', { class: 'sentence' }, both(text)),
    facts(evidenceRows(evidence, [['编码', 'zone', zone], ['水源', 'source', source_name ?? ''], ['规则', 'rule', [rule, evidence_mark].filter(Boolean).join(' · ')]])),
    parts?.length ? el('div', { class: 'penalties' }, '同一水源同级各区 ', english('zones of the grade'), el('ul', {}, ...parts.map(zonePart))) : null,
    penalties?.length ? el('div', { class: 'penalties' }, '罚则 ', english('penalties'), el('ul', {}, ...penalties.map(article))) : null,
  )
}

function zonePart({ code, name, part, ...overlap }: ZonePart): HTMLElement {
  const amounts = overlaps(overlap).map(([zh, , value]) => `${zh} ${typeof value === 'string' ? value : ''}`)
  return el('li', {}, [name, part, code, ...amounts].filter(Boolean).join(' · '))
}

function evidenceRows(evidence: Evidence, names: Fact[]): Fact[] {
  const { valid_from, valid_to } = evidence
  const rows: Fact[] = [
    ...names,
    ['批复文号', 'approval', evidence.approval_no ?? ''],
    ['批复日期', 'approved', evidence.approval_date ?? ''],
    ['有效期', 'valid', valid_from || valid_to ? `${valid_from ?? '…'} 至 ${valid_to ?? '今'}` : ''],
    ['划定依据', 'legal ground', evidence.legal_ground ?? ''],
    ['判定带宽', 'accuracy band', metres(evidence.accuracy_m)],
    ['数据来源', 'data source', evidence.data_source ?? ''],
    ['责任单位', 'department', evidence.department ?? ''],
    ['图层版本', 'layer version', evidence.layer_version],
    ['派生方式', 'derivation', evidence.derivation?.zh ? both(evidence.derivation) : ''],
  ]
  return rows.filter(([, , value]) => value !== '')
}
