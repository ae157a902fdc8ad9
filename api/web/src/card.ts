import { answering } from './attributes'
import { both, el, english } from './dom'
import { proof } from './evidence'
import { article, badge, facts, mark, overlaps, type Fact } from './facts'
import { metres } from './quantity'
import type { Finding, Marked, OfficerWord, Question } from './report'
import type { Attribute, Value } from './schema'
import { officersWord, type Settle } from './word'
import { disposals, relations, verdicts } from './words'

/** The attributes that may be asked for; answer fills one in and screens again. */
export interface Asking {
  attributes: Attribute[]
  answer: (attribute: string, value: Value | undefined) => void
}

/** What an officer has said of a finding, who said something of the report last, and how more is said. */
export interface Settling {
  word: OfficerWord | undefined
  by: string | undefined
  settle: Settle
}

/** One finding: what the rule says, of which zone, by which article, on which evidence. */
export function card(finding: Finding, asking: Asking, { word, by, settle }: Settling): HTMLElement {
  return el(
    'article',
    { class: `card v-${finding.verdict}` },
    badges(finding),
    el('h3', { class: 'zone-name' }, finding.zone_name, ' ', ...place(finding)),
    el('p', { class: 'layer-name' }, both(finding.layer_title)),
    el('p', { class: 'rule-title' }, both(finding.title), mark(finding)),
    el('ul', { class: 'citations' }, ...finding.citation.map(article)),
    facts(measures(finding)),
    disposal(finding),
    questions(finding.questions ?? [], asking),
    finding.conditions?.zh ? el('p', { class: 'conditions' }, el('b', {}, '例外与条件 '), both(finding.conditions)) : null,
    proof(finding),
    officersWord(word, by, settle),
  )
}

/** What the rule suggests for an existing well. */
function disposal({ suggested_disposal }: Marked): HTMLElement | null {
  if (!suggested_disposal) return null
  return el('p', { class: 'disposal' }, '建议处置：', el('b', {}, disposals[suggested_disposal].zh), english(`suggested: ${disposals[suggested_disposal].en}`), el('span', { class: 'quiet' }, ' 由主管部门决定'))
}

function badges({ verdict, borderline, would_be, could_be }: Finding): HTMLElement {
  return el(
    'p',
    { class: 'badges' },
    badge(verdict),
    borderline && verdict !== 'borderline' ? el('span', { class: 'badge b-borderline' }, both(verdicts.borderline)) : null,
    would_be ? el('span', { class: 'if' }, '如在界内 ', english('if inside'), ' ', badge(would_be)) : null,
    could_be === 'restricted' ? el('span', { class: 'if' }, '属例外的，可为 ', english('if excepted'), ' ', badge(could_be)) : null,
    could_be === 'prohibited' ? el('span', { class: 'if' }, '待核实，可为 ', english('could be'), ' ', badge(could_be)) : null,
  )
}

function place({ grade, part }: { grade?: string; part?: string }): Node[] {
  return [grade, part].flatMap((word) => (word ? [el('span', { class: 'grade' }, word)] : []))
}

function measures(finding: Finding): Fact[] {
  if (!finding.relation) return [] // the rule holds everywhere
  const relation = relations[finding.relation] ?? { zh: finding.relation }
  return [
    ['关系', 'relation', both(relation)],
    ...overlaps(finding),
    ...(finding.distance_m > 0 ? [['距离', 'distance', metres(finding.distance_m)] satisfies Fact] : []),
    ...(finding.boundary_m === undefined ? [] : [['距边界', 'to its boundary', metres(finding.boundary_m)] satisfies Fact]),
  ]
}

function questions(open: Question[], { attributes, answer }: Asking): HTMLElement | null {
  if (open.length === 0) return null
  const rows = open.map(({ attribute, text }) => {
    const asked = attributes.find(({ id }) => id === attribute)
    return el('li', {}, both(text), answering(asked, (value) => answer(attribute, value)))
  })
  return el('div', { class: 'questions' }, el('b', {}, '需补充核实 ', english('to be answered')), el('ul', {}, ...rows))
}
