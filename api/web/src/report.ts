import type { Geometry } from 'geojson'
import type { Text, Value } from './schema'

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
  /** How the layer follows from other data. */
  derivation?: Text
  illustrative: boolean
}

/** What a rule suggests for an existing well. */
export type Disposal = 'close' | 'reduce' | 'verify' | 'keep'

/** How a rule is known and what it suggests. */
export interface Marked {
  /** The mark of the rule: V, read at its source; anything else is 待核. */
  evidence_mark?: string
  unverified?: boolean
  suggested_disposal?: Disposal
}

/** How much of the site a zone takes; which keys are there depends on its shape. */
export interface Overlap {
  overlap_m2?: number
  overlap_share?: number
  crossing_m?: number
}

export interface Finding extends Overlap, Marked {
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
  /** The zones of the source and grade, where they are several. */
  parts?: ZonePart[]
  relation: Relation
  distance_m: number
  boundary_m: number
  evidence: Evidence
}

export interface ZonePart extends Overlap {
  code: string
  name: string
  part?: string
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

export interface Reminder extends Marked {
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
  derivation?: Text
}

/** How much of the site lies somewhere: m² and 亩 of areas, m of lines, and the share. */
export interface Amount {
  area_m2?: number
  area_mu?: number
  length_m?: number
  share?: number
}

/** How much of the site has a grade of one source; its rows exclude one another. */
export interface GradeAmount extends Amount {
  layer: string
  layer_title: Text
  source_code?: string
  source_name?: string
  zone?: string
  zone_name?: string
  grade?: string
  /** 水域 and 陆域, where the zones say. */
  parts?: ({ part: string } & Amount)[]
}

/** The same over all sources, each place once. */
export interface GradeTotal extends Amount {
  layer: string
  layer_title: Text
  grade?: string
}

/** One 地块 of a project. */
export interface Parcel extends Amount {
  number: number
  name?: string
  verdict: Verdict
  complete: boolean
  borderline: boolean
  rules: string[] | null
}

/** The shortest shift that clears the strictest finding. */
export interface Clears {
  rule: string
  found: boolean
  clears_all: boolean
  shift_m?: number
  bearing_deg: number
  verdict_after?: Verdict
  complete_after: boolean
  searched_m: number
  text: Text
}

/** What the answer would be if the coordinates were of a map service that moves them. */
export interface Shifted {
  crs: string
  shift_m: number
  verdict?: Verdict
  complete: boolean
}

/** The site as the report repeats it. */
export interface ReportSite {
  name?: string
  kind: string
  stage: 'proposed' | 'existing'
  stage_given: boolean
  attributes: Record<string, Value> | null
  /** The attributes that follow from others. */
  derived?: string[]
  crs: string
  crs_declared: boolean
  /** What was understood of how the coordinates were written. */
  said?: Text
  accuracy_m: number
  area_m2?: number
  area_mu?: number
  length_m?: number
  /** In the plane of its zone, as the land register has it. */
  plane_area_m2?: number
  geometry: Geometry | null
  /** The shape as it was given in crs, where that is not longitude and latitude of CGCS2000. */
  given?: Geometry
}

/** The answer to one screening (screening.Report). Lists may be null when empty. */
export interface Report {
  verdict: Verdict
  complete: boolean
  borderline: boolean
  summary: Text
  illustrative: boolean
  site: ReportSite
  as_of: string
  release: string
  rules_version: string
  engine_version: string
  findings: Finding[] | null
  zones: Met[] | null
  grades?: GradeAmount[] | null
  grade_totals?: GradeTotal[] | null
  parcels?: Parcel[] | null
  nearest: Near[] | null
  clears?: Clears
  reminders: Reminder[] | null
  layers: LayerCheck[] | null
  out_of_scope: { id: string; title: Text }[] | null
  boundary_m?: number | null
  if_shifted?: Shifted[] | null
  notes: Text[] | null
  hash: string
}
