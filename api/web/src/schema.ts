import type { Feature, FeatureCollection, Geometry } from 'geojson'

/** What a person reads, Chinese first. */
export interface Text {
  zh: string
  en?: string
}

/** One line of a layer's legend (layers.Style). */
export interface Style {
  grade?: string
  title: Text
  fill?: string
  opacity?: number
  line?: string
  width?: number
  dash?: boolean
  pattern?: string
  symbol?: string
}

export interface Link {
  href: string
  rel: string
  type?: string
  title?: string
}

/** A layer as the list of collections gives it. */
export interface Collection {
  id: string
  title: string
  titles?: Text
  description?: string
  extent?: { spatial?: { bbox?: number[][] } }
  role?: 'zones' | 'reference'
  department?: string
  version?: string
  illustrative?: boolean
  legend?: Style[]
  itemCount?: number
}

export interface Collections {
  title?: string
  collections: Collection[]
  illustrative?: boolean
  notice?: Text
  attribution?: Text[]
  release?: string
  as_of?: string
}

/** The properties of a zone or a place that the page reads (layers.Attributes). */
export interface ZoneProperties {
  code: string
  name: string
  grade?: string
  part?: string
  source_code?: string
}

export type Zone = Feature<Geometry, ZoneProperties>
export type Zones = FeatureCollection<Geometry, ZoneProperties>

export interface Kind {
  id: string
  title: Text
  /** Codes of what every site of the kind is. */
  activities?: string[]
}

/** What is known of an attribute: true or false, a number in its unit, the id of a choice or free text. */
export type Value = boolean | number | string

export interface Choice {
  id: string
  title: Text
}

/** A fact about a site on which a rule may turn (rules.Attribute). */
export interface Attribute {
  id: string
  title: Text
  question: Text
  kinds: string[]
  /** Absent: boolean. */
  type?: 'boolean' | 'number' | 'choice' | 'text'
  unit?: string
  choices?: Choice[]
  /** The activity that it declares; such a one is not asked for. */
  activity?: string
  /** Whoever says that it is so has declared what the rules that turn on it speak of. */
  telling?: boolean
}

/** What the page reads of a rule (rules.Rule): of what it speaks, and on which facts it turns. */
export interface Rule {
  kinds?: string[]
  activities?: string[]
  when?: Record<string, unknown>
}

export interface RuleSet {
  version: string
  kinds: Kind[]
  attributes: Attribute[]
  rules: Rule[]
}

export interface SiteProperties {
  kind: string
  name?: string
  /** proposed, existing, or a choice of 建设性质. */
  stage?: string
  as_of?: string
  accuracy_m?: number
  /** The system of the coordinates as declared; absent: not said. */
  crs?: string
  attributes: Record<string, Value>
}

export type Site = Feature<Geometry, SiteProperties>

/** RFC 9457 problem details, with one entry for each field at fault. */
export interface Problem {
  type?: string
  title?: string
  status?: number
  detail?: string
  errors?: { field?: string; zh?: string; en?: string; at?: [number, number] }[]
}
