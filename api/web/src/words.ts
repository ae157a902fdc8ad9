import type { Disposal, Relation, Verdict } from './report'
import type { Text } from './schema'

/** The officers' words for the verdicts. */
export const verdicts: Record<Verdict, Text> = {
  prohibited: { zh: '禁止', en: 'Prohibited' },
  restricted: { zh: '限制', en: 'Restricted' },
  borderline: { zh: '临界', en: 'Borderline' },
  undetermined: { zh: '未核查', en: 'Undetermined' },
  notice: { zh: '注意', en: 'Notice' },
  none_found: { zh: '未发现限制', en: 'No restriction found' },
}

export const relations: Record<Relation, Text> = {
  disjoint: { zh: '相离', en: 'outside' },
  touches: { zh: '相接', en: 'touches' },
  overlaps: { zh: '部分重叠', en: 'overlaps' },
  within: { zh: '全部位于其内', en: 'within' },
  contains: { zh: '包含该区', en: 'contains it' },
}

export const stages: Record<'proposed' | 'existing', Text> = {
  proposed: { zh: '拟建', en: 'proposed' },
  existing: { zh: '既有', en: 'existing' },
}

/** What a rule suggests for an existing well; the department decides. */
export const disposals: Record<Disposal, Text> = {
  close: { zh: '关闭', en: 'close' },
  replace: { zh: '核实替代水源', en: 'verify another source' },
  rectify: { zh: '限期整改', en: 'put right in a set time' },
  reduce: { zh: '核减', en: 'reduce' },
  verify: { zh: '核实', en: 'verify' },
  keep: { zh: '保留', en: 'keep' },
}
