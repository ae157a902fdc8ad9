import { grades, parcels } from './amounts'
import { card, type Asking } from './card'
import { both, el, english } from './dom'
import { clears, shifted } from './moved'
import { printing, provenance } from './print'
import { area, degrees, grouped, metres } from './quantity'
import type { OfficerWord, Report } from './report'
import { tables, unchecked } from './tables'
import { themes } from './themes'
import type { Kind, RuleSet, Text } from './schema'
import { stages } from './words'

/** What can be done with a report: a question of it answered, one made to be printed, a finding settled. */
export interface Doing extends Pick<Asking, 'answer'> {
  keep: () => Promise<URL | null>
  kept: URL | null // where this one is kept already
  settle: (word: OfficerWord) => Promise<void>
}

/** Draws a report: the verdict, always with whether the check is complete, then its grounds. */
export function drawReport(report: Report, { kinds, attributes }: RuleSet, { answer, keep, kept, settle }: Doing): Node[] {
  const word = ({ rule, zone }: { rule: string; zone: string }) => report.officer?.find((said) => said.rule === rule && said.zone === zone)
  return [
    verdictHead(report, kinds),
    themes(report),
    printing(keep, kept),
    unchecked(report),
    shifted(report.if_shifted ?? []),
    parcels(report.parcels ?? []),
    ...report.findings.map((finding) => {
      const { rule, zone } = finding
      return card(finding, { attributes, answer }, { word: word(finding), by: report.officer?.at(-1)?.by, settle: (said) => settle({ rule, zone, ...said }) })
    }),
    clears(report.clears),
    grades(report),
    notes(report.notes),
    ...tables(report),
    provenance(report),
  ].filter((node) => node !== null)
}

/** The verdict in one sentence, for those who hear the page. */
export function spoken(report: Report): string {
  return `${report.headline.zh}。${completeness(report).zh}。${report.summary.zh}`
}

function completeness({ complete }: Report): Text {
  return complete ? { zh: '核查完整', en: 'check complete' } : { zh: '核查不完整', en: 'check incomplete' }
}

function verdictHead(report: Report, kinds: Kind[]): HTMLElement {
  const edge = report.borderline && report.verdict !== 'borderline'
  return el(
    'header',
    { class: `verdict v-${report.verdict}`, attributes: { 'data-verdict': report.verdict, 'data-complete': String(report.complete) } },
    el(
      'p',
      { class: 'verdict-line' },
      el('strong', { class: 'verdict-word' }, report.headline.zh),
      el('span', { class: 'verdict-side' }, english(report.headline.en), el('span', { class: report.complete ? 'complete' : 'incomplete' }, both(completeness(report)))),
    ),
    edge ? el('p', { class: 'edge' }, '临界：边界在精度范围内，须按批复拐点现场勘界。', english('Within the accuracy of the boundary: check the approved corner points on the ground.')) : null,
    el('p', { class: 'summary' }, both(report.summary)),
    report.verdict === 'none_found' ? el('p', { class: 'scope' }, '仅就已核查的图层而言，不代替行政许可决定。', english('Within the layers checked only; not a permit.')) : null,
    el('p', { class: 'subject' }, subject(report, kinds)),
    report.illustrative ? el('p', { class: 'illustrative' }, '依据含示意数据，不作为审批依据。', english('Rests on illustrative data.')) : null,
  )
}

function subject({ site, as_of }: Report, kinds: Kind[]): string {
  const kind = kinds.find(({ id }) => id === site.kind)?.title.zh ?? site.kind
  const stage = stages[site.stage].zh + (site.stage_given ? '' : '（未说明，按拟建）')
  const system = site.crs && `坐标系 ${site.crs}${site.crs_declared ? '' : '（未声明，按数值）'}`
  return [site.name, kind, stage, size(site), system, `基准日 ${as_of}`, `精度 ±${metres(site.accuracy_m)}`].filter(Boolean).join(' · ')
}

function size({ geometry, area_m2, plane_area_m2, length_m }: Report['site']): string {
  if (area_m2) return area(area_m2) + (plane_area_m2 ? `，平面面积 ${grouped(plane_area_m2, 2)} ㎡` : '')
  if (length_m) return `长 ${metres(length_m)}`
  if (geometry?.type !== 'Point') return ''
  return geometry.coordinates.slice(0, 2).map(degrees).join(', ')
}

function notes(texts: Text[]): HTMLElement | null {
  return texts.length > 0 ? el('ul', { class: 'notes' }, ...texts.map((text) => el('li', {}, both(text)))) : null
}
