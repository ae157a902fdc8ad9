import { both, el, english } from './dom'
import { area, metres, share } from './quantity'
import type { Cited, Evidence, Finding, Overlap, Question } from './report'
import { relations, verdicts } from './words'

/** Fills in the answer to a question and screens again. */
export type Answer = (attribute: string, value: boolean) => void

/** One finding: what the rule says, of which zone, by which article, on which evidence. */
export function card(finding: Finding, answer: Answer): HTMLElement {
  return el(
    'article',
    { class: `card v-${finding.verdict}` },
    badges(finding),
    el('h3', { class: 'zone-name' }, finding.zone_name, ' ', ...place(finding)),
    el('p', { class: 'layer-name' }, both(finding.layer_title)),
    el('p', { class: 'rule-title' }, both(finding.title)),
    el('ul', { class: 'citations' }, ...finding.citation.map(article)),
    facts(measures(finding)),
    questions(finding.questions ?? [], answer),
    finding.conditions?.zh ? el('p', { class: 'conditions' }, el('b', {}, '例外与条件 '), both(finding.conditions)) : null,
    proof(finding),
  )
}

/** A verdict as a small label. */
export function badge(verdict: Finding['verdict']): HTMLElement {
  return el('span', { class: `badge b-${verdict}` }, both(verdicts[verdict]))
}

function badges({ verdict, borderline, would_be, could_be }: Finding): HTMLElement {
  return el(
    'p',
    { class: 'badges' },
    badge(verdict),
    borderline && verdict !== 'borderline' ? el('span', { class: 'badge b-borderline' }, both(verdicts.borderline)) : null,
    would_be ? el('span', { class: 'if' }, '如在界内 ', english('if inside'), ' ', badge(would_be)) : null,
    could_be ? el('span', { class: 'if' }, '待核实，可为 ', english('could be'), ' ', badge(could_be)) : null,
  )
}

function place({ grade, part }: { grade?: string; part?: string }): Node[] {
  return [grade, part].flatMap((word) => (word ? [el('span', { class: 'grade' }, word)] : []))
}

/** An article as printed; 待核 is set apart where its text was not read at the source. */
export function article(cited: Cited): HTMLElement {
  if (!cited.unverified) return el('li', {}, cited.text)
  const bare = cited.text.replace(/[（(]待核[）)]/, '')
  return el('li', {}, bare, ' ', el('span', { class: 'unverified' }, '待核', english('unverified')))
}

type Fact = [zh: string, en: string, value: string | Node]

function measures(finding: Finding): Fact[] {
  const relation = relations[finding.relation] ?? { zh: finding.relation }
  return [
    ['关系', 'relation', both(relation)],
    ...overlaps(finding),
    ...(finding.distance_m > 0 ? [['距离', 'distance', metres(finding.distance_m)] satisfies Fact] : []),
    ['距边界', 'to its boundary', metres(finding.boundary_m)],
  ]
}

/** The parts of a site that a zone takes, as far as its shape has them. */
export function overlaps({ overlap_m2, overlap_share, crossing_m }: Overlap): Fact[] {
  return [
    ...(overlap_m2 !== undefined ? [['叠压面积', 'overlap', area(overlap_m2)] satisfies Fact] : []),
    ...(crossing_m !== undefined ? [['穿越长度', 'crossing', metres(crossing_m)] satisfies Fact] : []),
    ...(overlap_share !== undefined ? [['占项目', 'of the site', share(overlap_share)] satisfies Fact] : []),
  ]
}

/** Names and values, one a line. */
export function facts(rows: Fact[]): HTMLElement {
  return el('dl', { class: 'facts' }, ...rows.flatMap(([zh, en, value]) => [el('dt', {}, zh, english(en)), el('dd', {}, value)]))
}

function questions(open: Question[], answer: Answer): HTMLElement | null {
  if (open.length === 0) return null
  const rows = open.map(({ attribute, text }) =>
    el(
      'li',
      {},
      both(text),
      el(
        'div',
        { class: 'answers' },
        el('button', { attributes: { type: 'button' }, on: { click: () => answer(attribute, true) } }, '是', english('yes')),
        el('button', { attributes: { type: 'button' }, on: { click: () => answer(attribute, false) } }, '否', english('no')),
      ),
    ),
  )
  return el('div', { class: 'questions' }, el('b', {}, '需补充核实 ', english('to be answered')), el('ul', {}, ...rows))
}

function proof({ evidence, penalties, zone, rule, source_name, text }: Finding): HTMLElement {
  return el(
    'details',
    { class: 'proof' },
    el('summary', {}, '证据与罚则 ', english('Evidence and penalties'), evidence.illustrative && el('span', { class: 'tag' }, '示意')),
    el('p', { class: 'sentence' }, both(text)),
    facts(evidenceRows(evidence, [['编码', 'zone', zone], ['水源', 'source', source_name ?? ''], ['规则', 'rule', rule]])),
    penalties?.length ? el('div', { class: 'penalties' }, '罚则 ', english('penalties'), el('ul', {}, ...penalties.map(article))) : null,
  )
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
  ]
  return rows.filter(([, , value]) => value !== '')
}
