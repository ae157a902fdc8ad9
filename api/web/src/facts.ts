import { both, el, english } from './dom'
import { area, metres, share } from './quantity'
import type { Cited, Marked, Overlap, Verdict } from './report'
import { verdicts } from './words'

/** A verdict as a small label. */
export function badge(verdict: Verdict): HTMLElement {
  return el('span', { class: `badge b-${verdict}` }, both(verdicts[verdict]))
}

/** Set beside a rule whose text was not read at its source. */
export function mark({ unverified, evidence_mark }: Marked): HTMLElement | null {
  if (!unverified) return null
  return el('span', { class: 'unverified', attributes: { title: `证据等级 ${evidence_mark ?? '—'} / evidence mark` } }, '待核', english('unverified'))
}

/** An article as printed; 待核 is set apart where its text was not read at the source. */
export function article(cited: Cited): HTMLElement {
  if (!cited.unverified) return el('li', {}, cited.text)
  const bare = cited.text.replace(/[（(]待核[）)]/, '')
  return el('li', {}, bare, ' ', el('span', { class: 'unverified' }, '待核', english('unverified')))
}

/** A line of a list: its name in both languages, and its value. */
export type Fact = [zh: string, en: string, value: string | Node]

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
