import type { Geometry } from 'geojson'
import type { Text } from './schema'

/** The verdicts, strictest first. There is no "allowed". */
export type Verdict = 'prohibited' | 'restricted' | 'borderline' | 'undetermined' | 'notice' | 'none_found'

export type Relation = 'disjoint' | 'touches' | 'overlaps' | 'within' | 'contains'

export interface Cited {
  law: string
  article?: string
  unverified?: boolean
  text: string
}

export interface Question {
  attribute: string
  text: Text
}

export interface Evidence {
  approval_no?: string
  approval_date?: string
  valid_from?: string
  valid_to?: string
  accuracy_m: number
  data_source?: string
  legal_ground?: string
  department?: string
  layer_version: string
  illustrative: boolean
}

/** How much of the site a zone takes; which keys are there depends on its shape. */
export interface Overlap {
  overlap_m2?: number
  overlap_share?: number
  crossing_m?: number
}

export interface Finding extends Overlap {
  rule: string
  verdict: Verdict
  borderline: boolean
  would_be?: Verdict
  could_be?: Verdict
  questions?: Question[]
  title: Text
  conditions?: Text
  text: Text
  citation: Cited[]
  penalties?: Cited[]
  layer: string
  layer_title: Text
  zone: string
  zone_name: string
  grade?: string
  part?: string
  source_name?: string
  relation: Relation
  distance_m: number
  boundary_m: number
  evidence: Evidence
}

export interface Met extends Overlap {
  layer: string
  layer_title: Text
  code: string
  name: string
  grade?: string
  part?: string
  source_name?: string
  approval_no?: string
  relation: Relation
  borderline: boolean
  boundary_m: number
  accuracy_m: number
  illustrative: boolean
  /** The part of the site in the zone, where that is not all of it. */
  overlap?: Geometry
}

export interface Near {
  layer: string
  layer_title: Text
  code: string
  name: string
  grade?: string
  distance_m: number
  bearing_deg: number
  at: [number, number]
}

export interface Reminder {
  rule: string
  verdict: Verdict
  title: Text
  conditions?: Text
  citation: Cited[]
}

export interface LayerCheck {
  id: string
  title: Text
  checked: boolean
  required: boolean
  /** Required for the kind, or some rule speaks of it. */
  matters?: boolean
  reason?: Text
  version: string
  department?: string
  illustrative: boolean
}

/** The answer to one screening (screening.Report). Lists may be null when empty. */
export interface Report {
  verdict: Verdict
  complete: boolean
  borderline: boolean
  summary: Text
  illustrative: boolean
  site: {
    name?: string
    kind: string
    stage: 'proposed' | 'existing'
    stage_given: boolean
    attributes: Record<string, boolean> | null
    crs: string
    accuracy_m: number
    area_m2?: number
    area_mu?: number
    length_m?: number
    geometry: Geometry | null
  }
  as_of: string
  release: string
  rules_version: string
  engine_version: string
  findings: Finding[] | null
  zones: Met[] | null
  nearest: Near[] | null
  reminders: Reminder[] | null
  layers: LayerCheck[] | null
  out_of_scope: { id: string; title: Text }[] | null
  boundary_m?: number | null
  notes: Text[] | null
  hash: string
}
