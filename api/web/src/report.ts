// Code generated from the Go types of a report by go generate. DO NOT EDIT.
import type { Geometry } from 'geojson'
import type { Text, Value } from './schema'

/** 区占核查对象多少；按形状而定 / how much of the site a zone takes; which members are there depends on its shape */
export type Overlap = Pick<Met, 'overlap_m2' | 'overlap_share' | 'crossing_m'>

/** 规则的可靠程度和建议 / how a rule is known and what it suggests */
export type Marked = Pick<Reminder, 'evidence_mark' | 'unverified' | 'suggested_disposal'>

/** 一次核查的报告；文字为中英两种，散列与语言无关 / the answer to one screening; texts are in both languages, so that the hash depends on neither */
export interface Report {
  /** 最严的判定；complete 为 false 时只是下限 / the strictest finding; a floor where complete is false */
  verdict: Verdict
  /** 应核查的图层是否都已核查 / whether all layers that had to be checked were */
  complete: boolean
  /** 在精度范围内，须以批准的界点实地核对 / within the accuracy: the approved corner points must be checked on the ground */
  borderline: boolean
  /** 判定，及可能的更严判定，用于标题 / the verdict with what it could be, as a headline */
  headline: Text
  /** 一句话的结论，及未核查的内容 / what was found in one sentence, and what was not checked */
  summary: Text
  /** 含示意数据，不得作为审批依据 / illustrative data, no basis for a decision */
  illustrative: boolean
  /** 核查对象 / the site */
  site: ReportSite
  /** 按哪一日有效的规则和图层 / rules and layers as in force on this day */
  as_of: string
  /** 数据版本 / the release of the layers */
  release: string
  /** 规则版本 / version of the rules */
  rules_version: string
  /** 程序版本 / version of the engine */
  engine_version: string
  /** 除判定外还要求了什么 / how much was asked for beside the verdict */
  options: ReportOptions
  /** 按主题：涉及、未涉及、无数据 / by theme: concerned, not concerned, without data */
  themes: Theme[]
  /** 适用的规则，最严或可能最严者在前 / the rules that apply, what is or could be strictest first */
  findings: Finding[]
  /** 涉及的区 / the zones met */
  zones: Met[]
  /** 各水源各级别内的数量 / how much lies in each grade of each source */
  grades: GradeAmount[]
  /** 各级别内的数量，每处只计一次 / how much lies in each grade, each place once */
  grade_totals: GradeTotal[]
  /** 多地块项目的各地块 / the parcels, of a project of several */
  parcels?: Parcel[]
  /** 最近的未涉及的区 / the nearest zones not met */
  nearest: Near[]
  /** 避开最严一项的最短平移 / the shortest shift that clears the strictest finding */
  clears?: Clears
  /** 全域规则的提醒 / rules that hold everywhere */
  reminders: Reminder[]
  /** 各图层是否已核查 / every layer, checked or not */
  layers: LayerCheck[]
  /** 本系统未收录的图层 / layers that the installation does not hold */
  out_of_scope: Held[]
  /** 至最严一处边界的距离，无涉及时为 null，m / to the boundary of the strictest zone met, null where none is, m */
  boundary_m: number | null
  /** 坐标系未声明时，如属偏移坐标系 / where no system was declared: if it were one that moves coordinates */
  if_shifted?: Shifted[]
  /** 经办人对结论的认定；系统判定不变 / what a person says of findings; the machine's verdict stays */
  officer?: OfficerWord[]
  /** 所认定的原报告的校验码 / hash of the report that was answered */
  supersedes?: string
  /** 说明 / notes */
  notes: Text[]
  /** 规范 JSON（RFC 8785）的 SHA-256，不含本项和重叠图形 / SHA-256 of the canonical JSON (RFC 8785) without this member and the shapes of overlaps */
  hash: string
}

/** 判定，最严者在前；没有“允许” / the verdicts, strictest first; there is no "allowed" */
export type Verdict = 'prohibited' | 'restricted' | 'borderline' | 'undetermined' | 'notice' | 'none_found'

/** 核查对象，如报告所述 / the site as the report repeats it */
export interface ReportSite {
  /** 名称 / name */
  name?: string
  /** 类型 / kind */
  kind: string
  /** proposed 拟建，existing 既有 / proposed or existing */
  stage: Stage
  /** 拟建或既有是否已说明；未说明按拟建 / whether the stage was said; else it is taken as proposed */
  stage_given: boolean
  /** 已知属性 / what is known of it */
  attributes: Record<string, Value>
  /** 由其他属性推出的属性 / the attributes that follow from others */
  derived?: string[]
  /** 申请信息 / the application */
  application?: Application
  /** 所在县区，按县区图层 / counties in which it lies, by the county layer */
  counties?: string[]
  /** 输入中未采用的项 / what of the input was not used */
  unused?: string[]
  /** 坐标系 / coordinate system */
  crs: string
  /** 坐标系是否已声明；未声明则由数值判断或取缺省 / whether the system was declared; else it is taken from the values or by default */
  crs_declared: boolean
  /** 坐标写法如何理解 / what was understood of how the coordinates were written */
  said?: Text
  /** 对象未读入的部分，因此核查不完整 / what of the site was not read, so that nothing is complete */
  partial?: Text
  /** 坐标精度，m / accuracy of the coordinates, m */
  accuracy_m: number
  /** 点的集合共有几处；不是若干地块的一个项目 / of a set of points, how many; no project of so many parcels */
  places?: number
  /** 椭球面积，m² / area on the ellipsoid, m² */
  area_m2?: number
  /** 椭球面积，公顷 / area on the ellipsoid, ha */
  area_ha?: number
  /** 椭球面积，亩 / area on the ellipsoid, mu (2000/3 m²) */
  area_mu?: number
  /** 长度，m / length, m */
  length_m?: number
  /** 按声明坐标系平面计算的面积，m² / area in the plane of the declared system, m² */
  plane_area_m2?: number
  /** 图形，CGCS2000 经纬度 / shape, longitude and latitude of CGCS2000 */
  geometry: Geometry
  /** 原坐标的图形，东坐标或经度在前；原为 CGCS2000 经纬度时无 / the shape as it was given, easting or longitude first; absent where that is longitude and latitude of CGCS2000 */
  given?: Geometry
}

/** 拟建或既有 / proposed or existing */
export type Stage = 'proposed' | 'existing'

/** 谁以何文号申请；规则不据此判断 / who asks, under which numbers; no rule turns on it */
export interface Application {
  /** 建设单位 / developer */
  developer?: string
  /** 统一社会信用代码 / unified social credit code */
  credit_code?: string
  /** 项目代码 / project code */
  project_code?: string
  /** 联系人 / contact */
  contact?: string
  /** 电话 / telephone */
  phone?: string
  /** 申请文号 / number of the request */
  request_no?: string
  /** 建设地点 / place */
  place?: string
  /** 县区；未填的按县区图层 / county; of the county layer where it was not given */
  county?: string
  /** 乡镇 / township */
  township?: string
  /** 文号 / number under which the finding is issued */
  issue_no?: string
  /** 密级 / secrecy */
  secrecy?: string
}

/** 除判定外还要求了什么；重新计算以此为准 / how much was asked for beside the verdict, by which it can be computed again */
export interface ReportOptions {
  /** 各有关图层中最近的未涉及的区 / the nearest zone not met of each layer that matters */
  nearest: boolean
  /** 并按各级别 / and of each grade of each layer */
  by_grade: boolean
  /** 坐标系未声明时，如属偏移坐标系 / where no system was declared: what one that moves coordinates would mean */
  if_shifted: boolean
  /** 所在县区 / the counties */
  counties: boolean
  /** 避开最严一项的最短平移 / the shortest shift that clears the strictest finding */
  clears: boolean
}

/** 一类限制：与类型有关的图层、未收录的图层或全域规定 / one subject of restrictions: a layer that matters, one that is not held, or what holds everywhere */
export interface Theme {
  /** 图层标识；* 为全域规定 / the layer's id; * of what holds everywhere */
  id: string
  /** 名称 / title */
  title: Text
  /** 涉及、未涉及、无数据 / concerned, not concerned, without data */
  status: ThemeStatus
  /** 无数据或数据不全的原因 / why there is no data, or not of all of the site */
  reason?: Text
  /** 结论的规则编号，各一次 / ids of the findings' rules, each once */
  rules: string[]
  /** 涉及的区的编码 / codes of the zones met */
  zones: string[]
  /** 结论所依据的条款，各一次 / the articles of the findings, each once */
  laws: string[]
  /** 主管部门 / the department that answers for it */
  department?: string
  /** 图层版本 / the layer's version */
  version?: string
  /** 有效期起，含当日 / in force from this day */
  valid_from?: string
  /** 有效期止，不含当日 / in force until the day before */
  valid_to?: string
}

/** 涉及、未涉及、无数据 / concerned, not concerned, without data */
export type ThemeStatus = 'concerned' | 'not_concerned' | 'without_data'

/** 一条适用的规则，及其与区的关系和依据的数据 / a rule that applied, with its relation to the zone and the data it rests on */
export interface Finding {
  /** 规则编号 / the rule's id */
  rule: string
  /** 判定 / verdict */
  verdict: Verdict
  /** 在精度范围内，须以批准的界点实地核对 / within the accuracy: the approved corner points must be checked on the ground */
  borderline: boolean
  /** 判定为 borderline 时，在区内应为何种判定 / where the verdict is borderline: what the rule says inside */
  would_be?: Verdict
  /** 事项查明后可能的判定（比判定更严，或属例外时更宽）/ what the rule says if the questions are answered so: stricter, or weaker if the site is excepted */
  could_be?: Verdict
  /** 须查明的事项 / what must be known */
  questions?: Question[]
  /** 名称 / title */
  title: Text
  /** 附带条件 / conditions */
  conditions?: Text
  /** 规则的核实标记，V 为已核对原文，其余为待核 / how the rule is known: V, read at its source; anything else is 待核 */
  evidence_mark?: string
  /** 待核 / not verified at its source */
  unverified?: boolean
  /** 对既有水井的建议处置 / what is suggested for an existing well */
  suggested_disposal?: Disposal
  /** 结论一句话 / the finding as one sentence */
  text: Text
  /** 依据条款 / the articles it rests on */
  citation: Cited[]
  /** 罚则 / penalties */
  penalties?: Cited[]
  /** 图层标识 / the layer's id */
  layer: string
  /** 图层名称 / the layer's title */
  layer_title: Text
  /** 区的编码 / the zone's code */
  zone: string
  /** 区的名称 / the zone's name */
  zone_name: string
  /** 级别，用法规原词 / grade, in the law's words */
  grade?: string
  /** 水域或陆域 / 水域 (water) or 陆域 (land) */
  part?: string
  /** 水源名称 / the source's name */
  source_name?: string
  /** 水源编码 / the source's code */
  source_code?: string
  /** 同一水源同一级别的各区，多于一个时 / the zones of the source and grade, where they are several */
  parts?: ZonePart[]
  /** 对象与区的关系 / how the site lies to the zone */
  relation?: Relation
  /** 至区的距离，涉及时为 0，m / distance to the zone, 0 when met, m */
  distance_m: number
  /** 至区边界的距离，m / distance to the zone's boundary, m */
  boundary_m?: number
  /** 重叠面积，同一水源各级不重复计，m² / area of the overlap, the grades of one source exclusive, m² */
  overlap_m2?: number
  /** 占对象的比例，0 至 1 / share of the site, 0 to 1 */
  overlap_share?: number
  /** 穿越长度，m / length within, m */
  crossing_m?: number
  /** 依据的数据 / the data it rests on */
  evidence: Evidence
}

/** 作出结论前须查明的事项 / what must be known before the finding is final */
export interface Question {
  /** 属性标识 / the attribute's id */
  attribute: string
  /** 问题 / the question */
  text: Text
}

/** 对既有水井的建议处置：关闭、核减、核实、保留 / what is suggested for an existing well */
export type Disposal = 'close' | 'replace' | 'rectify' | 'reduce' | 'verify' | 'keep'

/** 所引条款，按核查日期 / an article as it stands on the day asked */
export interface Cited {
  /** 法规 / the law */
  law: string
  /** 条款 / the article */
  article?: string
  /** 待核 / not verified at its source */
  unverified?: boolean
  /** 法规和条款，待核的注明 / law and article, 待核 where unverified */
  text: string
}

/** 同一水源同一级别的各区之一 / one zone of a source and grade that has several */
export interface ZonePart {
  /** 区的编码 / the zone's code */
  code: string
  /** 名称 / name */
  name: string
  /** 水域或陆域 / 水域 (water) or 陆域 (land) */
  part?: string
  /** 批准文号 / number of the approval */
  approval_no?: string
  /** 对象与区的关系 / how the site lies to the zone */
  relation: Relation
  /** 至区的距离，涉及时为 0，m / distance to the zone, 0 when met, m */
  distance_m: number
  /** 至区边界的距离，m / distance to the zone's boundary, m */
  boundary_m: number
  /** 重叠面积，m² / area of the overlap, m² */
  overlap_m2?: number
  /** 穿越长度，m / length within, m */
  crossing_m?: number
}

/** 对象与区的关系 / how a site lies to a zone */
export type Relation = 'disjoint' | 'touches' | 'overlaps' | 'within' | 'contains'

/** 结论依据的数据 / the data on which a finding rests */
export interface Evidence {
  /** 批准文号 / number of the approval */
  approval_no?: string
  /** 批准日期 / date of the approval */
  approval_date?: string
  /** 有效期起，含当日 / in force from this day */
  valid_from?: string
  /** 有效期止，不含当日 / in force until the day before */
  valid_to?: string
  /** 精度，取对象与区之大者，m / accuracy, the larger of the site's and the zone's, m */
  accuracy_m: number
  /** 数据来源 / where the data are from */
  data_source?: string
  /** 划定依据 / the ground on which the zone was drawn */
  legal_ground?: string
  /** 主管部门 / the department that answers for it */
  department?: string
  /** 图层版本 / version of the layer */
  layer_version: string
  /** 图层如何由其他数据派生 / how the layer follows from other data */
  derivation?: Text
  /** 含示意数据，不得作为审批依据 / illustrative data, no basis for a decision */
  illustrative: boolean
}

/** 涉及的区，如图层所存，无论是否适用规则 / a zone that the site meets, as stored, whatever follows from it */
export interface Met {
  /** 图层标识 / the layer's id */
  layer: string
  /** 图层名称 / the layer's title */
  layer_title: Text
  /** 区的编码 / the zone's code */
  code: string
  /** 名称 / name */
  name: string
  /** 级别，用法规原词 / grade, in the law's words */
  grade?: string
  /** 水域或陆域 / 水域 (water) or 陆域 (land) */
  part?: string
  /** 水源编码 / the source's code */
  source_code?: string
  /** 水源名称 / the source's name */
  source_name?: string
  /** 批准文号 / number of the approval */
  approval_no?: string
  /** 对象与区的关系 / how the site lies to the zone */
  relation: Relation
  /** 在精度范围内，须以批准的界点实地核对 / within the accuracy: the approved corner points must be checked on the ground */
  borderline: boolean
  /** 至区边界的距离，m / distance to the zone's boundary, m */
  boundary_m: number
  /** 重叠面积，m² / area of the overlap, m² */
  overlap_m2?: number
  /** 占对象的比例，0 至 1 / share of the site, 0 to 1 */
  overlap_share?: number
  /** 穿越长度，m / length within, m */
  crossing_m?: number
  /** 精度，取对象与区之大者，m / accuracy, the larger of the site's and the zone's, m */
  accuracy_m: number
  /** 含示意数据，不得作为审批依据 / illustrative data, no basis for a decision */
  illustrative: boolean
  /** 对象在区内的部分，非全部时；示意图形，不计入散列 / the part of the site in the zone, where that is not all of it; a picture, which the hash leaves out */
  overlap?: Geometry
}

/** 在同一水源某一级别内的数量；同一水源各级互斥 / how much of the site has a grade of one source; the grades of a source exclude one another */
export interface GradeAmount {
  /** 图层标识 / the layer's id */
  layer: string
  /** 图层名称 / the layer's title */
  layer_title: Text
  /** 水源编码 / the source's code */
  source_code?: string
  /** 水源名称 / the source's name */
  source_name?: string
  /** 区的编码 / the zone's code */
  zone?: string
  /** 区的名称 / the zone's name */
  zone_name?: string
  /** 级别，用法规原词 / grade, in the law's words */
  grade?: string
  /** 椭球面积，m² / area on the ellipsoid, m² */
  area_m2?: number
  /** 椭球面积，公顷 / area on the ellipsoid, ha */
  area_ha?: number
  /** 椭球面积，亩 / area on the ellipsoid, mu (2000/3 m²) */
  area_mu?: number
  /** 长度，m / length, m */
  length_m?: number
  /** 占对象的比例，0 至 1 / share of the site, 0 to 1 */
  share?: number
  /** 按水域和陆域，区有注明时 / by water and land, where the zones say */
  parts?: PartAmount[]
}

/** 其中水域或陆域 / the share of a part, water or land */
export interface PartAmount {
  /** 水域或陆域，空为未注明 / 水域 (water) or 陆域 (land), empty where it is not said */
  part: string
  /** 椭球面积，m² / area on the ellipsoid, m² */
  area_m2?: number
  /** 椭球面积，公顷 / area on the ellipsoid, ha */
  area_ha?: number
  /** 椭球面积，亩 / area on the ellipsoid, mu (2000/3 m²) */
  area_mu?: number
  /** 长度，m / length, m */
  length_m?: number
  /** 占对象的比例，0 至 1 / share of the site, 0 to 1 */
  share?: number
}

/** 在图层某一级别内的数量，不论水源，每处只计一次 / how much of the site has a grade of a layer, of whatever source, each place once */
export interface GradeTotal {
  /** 图层标识 / the layer's id */
  layer: string
  /** 图层名称 / the layer's title */
  layer_title: Text
  /** 级别，用法规原词 / grade, in the law's words */
  grade?: string
  /** 椭球面积，m² / area on the ellipsoid, m² */
  area_m2?: number
  /** 椭球面积，公顷 / area on the ellipsoid, ha */
  area_ha?: number
  /** 椭球面积，亩 / area on the ellipsoid, mu (2000/3 m²) */
  area_mu?: number
  /** 长度，m / length, m */
  length_m?: number
  /** 占对象的比例，0 至 1 / share of the site, 0 to 1 */
  share?: number
}

/** 项目的一个地块 / one parcel of a project */
export interface Parcel {
  /** 序号，从 1 起 / number, from 1 */
  number: number
  /** 名称 / name */
  name?: string
  /** 判定 / verdict */
  verdict: Verdict
  /** 应核查的图层是否都已核查 / whether all layers that had to be checked were */
  complete: boolean
  /** 在精度范围内，须以批准的界点实地核对 / within the accuracy: the approved corner points must be checked on the ground */
  borderline: boolean
  /** 适用的规则，最严者在前 / the rules of its findings, strictest first */
  rules: string[]
  /** 有关而未核查的图层 / layers that matter and were not checked */
  unchecked?: string[]
  /** 涉及的区的名称 / names of the zones met */
  zones: string[]
  /** 最严结论所依据的条款 / the articles of the strictest findings */
  laws: string[]
  /** 对既有水井的建议处置 / what is suggested for an existing well */
  suggested_disposal?: Disposal
  /** 椭球面积，m² / area on the ellipsoid, m² */
  area_m2?: number
  /** 椭球面积，公顷 / area on the ellipsoid, ha */
  area_ha?: number
  /** 椭球面积，亩 / area on the ellipsoid, mu (2000/3 m²) */
  area_mu?: number
  /** 按声明坐标系平面计算的面积，m² / area in the plane of the declared system, m² */
  plane_area_m2?: number
  /** 长度，m / length, m */
  length_m?: number
  /** 各水源各级别内的数量 / how much lies in each grade of each source */
  grades: GradeAmount[]
  /** 各级别内的数量，每处只计一次 / how much lies in each grade, each place once */
  grade_totals: GradeTotal[]
  /** 坐标系 / coordinate system */
  crs: string
  /** 精度，取对象与区之大者，m / accuracy, the larger of the site's and the zone's, m */
  accuracy_m: number
  /** 图形，CGCS2000 经纬度 / shape, longitude and latitude of CGCS2000 */
  geometry: Geometry
  /** 原坐标的图形，东坐标或经度在前；原为 CGCS2000 经纬度时无 / the shape as it was given, easting or longitude first; absent where that is longitude and latitude of CGCS2000 */
  given?: Geometry
}

/** 某图层或某级别中最近的未涉及的区 / the nearest zone not met, of one layer or of one grade of it */
export interface Near {
  /** 图层标识 / the layer's id */
  layer: string
  /** 图层名称 / the layer's title */
  layer_title: Text
  /** 区的编码 / the zone's code */
  code: string
  /** 名称 / name */
  name: string
  /** 级别，用法规原词 / grade, in the law's words */
  grade?: string
  /** 至区的距离，m / distance to the zone, m */
  distance_m: number
  /** 方位角，由北顺时针，度 / bearing, clockwise from north, degrees */
  bearing_deg: number
  /** 对象上最近的点，经度、纬度 / the nearest point of the site, longitude, latitude */
  from: [number, number]
  /** 区上最近的点，经度、纬度 / the nearest point of the zone, longitude, latitude */
  at: [number, number]
}

/** 避开最严一项的最短平移；供参考，不是许可 / the shortest shift that clears the strictest finding; a hint and no permission */
export interface Clears {
  /** 所避开的规则 / the rule of the finding that it clears */
  rule: string
  /** 区的编码 / the zone's code */
  zone: string
  /** 是否找到 / whether there is one */
  found: boolean
  /** 是否再无同样严的一项 / whether nothing else as strict is left */
  clears_all: boolean
  /** 平移距离，m / how far, m */
  shift_m?: number
  /** 方位角，由北顺时针，度 / bearing, clockwise from north, degrees */
  bearing_deg: number
  /** 平移的经度、纬度差，度 / the shift in longitude and latitude, degrees */
  shift_deg: [number, number]
  /** 平移后的判定 / the verdict after it */
  verdict_after?: Verdict
  /** 平移后核查是否完整 / whether the check is complete after it */
  complete_after: boolean
  /** 平移后仍适用的规则 / the rules that still apply after it */
  rules_after?: string[]
  /** 搜索范围，m / no shift was looked for beyond, m */
  searched_m: number
  /** 平移一句话 / the shift as one sentence */
  text: Text
}

/** 全域适用、有事项未说明的规则；不影响判定 / a rule that holds everywhere, of which something was not said; outside the verdict */
export interface Reminder {
  /** 规则编号 / the rule's id */
  rule: string
  /** 判定 / verdict */
  verdict: Verdict
  /** 名称 / title */
  title: Text
  /** 附带条件 / conditions */
  conditions?: Text
  /** 依据条款 / the articles it rests on */
  citation: Cited[]
  /** 罚则 / penalties */
  penalties?: Cited[]
  /** 规则的核实标记，V 为已核对原文，其余为待核 / how the rule is known: V, read at its source; anything else is 待核 */
  evidence_mark?: string
  /** 待核 / not verified at its source */
  unverified?: boolean
  /** 对既有水井的建议处置 / what is suggested for an existing well */
  suggested_disposal?: Disposal
  /** 须查明的事项 / what must be known */
  questions?: Question[]
  /** 所涉活动未说明 / it speaks of an activity of which nothing was said */
  undeclared?: boolean
}

/** 一个图层是否已核查，未核查的原因 / whether a layer was checked, and if not, why */
export interface LayerCheck {
  /** 图层标识 / the layer's id */
  id: string
  /** 名称 / title */
  title: Text
  /** 是否已核查 / whether it was checked */
  checked: boolean
  /** 该类型是否必须核查 / whether the kind of site requires it */
  required: boolean
  /** 该类型必须核查，或有规则涉及 / required for the kind, or some rule speaks of it */
  matters: boolean
  /** 未核查的原因 / why it was not checked */
  reason?: Text
  /** 版本 / version */
  version: string
  /** 图层内容的散列 / hash of all that the layer held */
  content?: string
  /** 主管部门 / the department that answers for it */
  department?: string
  /** 含示意数据，不得作为审批依据 / illustrative data, no basis for a decision */
  illustrative: boolean
  /** 图层如何由其他数据派生 / how the layer follows from other data */
  derivation?: Text
  /** 有效期起，含当日 / in force from this day */
  valid_from?: string
  /** 有效期止，不含当日 / in force until the day before */
  valid_to?: string
}

/** 本系统未收录的图层 / a layer that the installation does not hold */
export interface Held {
  /** 图层标识 / the layer's id */
  id: string
  /** 名称 / title */
  title: Text
}

/** 如坐标属偏移坐标系，结论如何 / what the answer would be if the coordinates were of a system that moves them */
export interface Shifted {
  /** 假定的坐标系 / the system supposed */
  crs: string
  /** 平移距离，m / how far, m */
  shift_m: number
  /** 判定 / verdict */
  verdict?: Verdict
  /** 应核查的图层是否都已核查 / whether all layers that had to be checked were */
  complete: boolean
}

/** 经办人对一条结论的认定 / what a person says of one finding */
export interface OfficerWord {
  /** 规则编号 / the rule's id */
  rule: string
  /** 区的编码 / the zone's code */
  zone: string
  /** 是否成立 / whether it holds */
  holds: boolean
  /** 理由 / why */
  because: string
  /** 认定人 / who says so */
  by: string
  /** 依据的文件 / the document it rests on */
  document?: string
  /** 认定日期 / on which day */
  on: string
}

/** 对象的一部分有多少 / how much of the site */
export interface Amount {
  /** 椭球面积，m² / area on the ellipsoid, m² */
  area_m2?: number
  /** 椭球面积，公顷 / area on the ellipsoid, ha */
  area_ha?: number
  /** 椭球面积，亩 / area on the ellipsoid, mu (2000/3 m²) */
  area_mu?: number
  /** 长度，m / length, m */
  length_m?: number
  /** 占对象的比例，0 至 1 / share of the site, 0 to 1 */
  share?: number
}

/** 简式：与判定有关的内容；除 unchecked 和 links 外，与完整报告中同处的相同 / the short form: what bears on the verdict; all but unchecked and links stands at the same place in the report */
export interface Short {
  /** 判定 / verdict */
  verdict: Verdict
  /** 应核查的图层是否都已核查 / whether all layers that had to be checked were */
  complete: boolean
  /** 在精度范围内，须以批准的界点实地核对 / within the accuracy: the approved corner points must be checked on the ground */
  borderline: boolean
  /** 判定，及可能的更严判定，用于标题 / the verdict with what it could be, as a headline */
  headline: Text
  /** 一句话的结论，及未核查的内容 / what was found in one sentence, and what was not checked */
  summary: Text
  /** 含示意数据，不得作为审批依据 / illustrative data, no basis for a decision */
  illustrative: boolean
  /** 按哪一日有效的规则和图层 / rules and layers as in force on this day */
  as_of: string
  /** 数据版本 / the release of the layers */
  release: string
  /** 适用的规则，最严或可能最严者在前 / the rules that apply, what is or could be strictest first */
  findings: ShortFinding[]
  /** 涉及的区 / the zones met */
  zones: ShortZone[]
  /** 最近的未涉及的区，至多一个 / the nearest zone not met, at most one */
  nearest: ShortNear[]
  /** 至区边界的距离，m / distance to the zone's boundary, m */
  boundary_m: number | null
  /** 有关而未核查的图层 / layers that matter and were not checked */
  unchecked: Unchecked[]
  /** 坐标系未声明时，如属偏移坐标系 / where no system was declared: if it were one that moves coordinates */
  if_shifted?: Shifted[]
  /** 关系到如何理解判定的说明 / the notes that change how the verdict must be read */
  notes: Text[]
  /** 完整报告的地址 / where the report is */
  links: Link[]
}

/** 一条适用的规则 / a rule that applied */
export interface ShortFinding {
  /** 规则编号 / the rule's id */
  rule: string
  /** 判定 / verdict */
  verdict: Verdict
  /** 在精度范围内，须以批准的界点实地核对 / within the accuracy: the approved corner points must be checked on the ground */
  borderline: boolean
  /** 判定为 borderline 时，在区内应为何种判定 / where the verdict is borderline: what the rule says inside */
  would_be?: Verdict
  /** 事项查明后可能的判定（比判定更严，或属例外时更宽）/ what the rule says if the questions are answered so: stricter, or weaker if the site is excepted */
  could_be?: Verdict
  /** 须查明的事项 / what must be known */
  questions?: Question[]
  /** 依据条款 / the articles it rests on */
  citation: ShortCited[]
  /** 区的编码 / the zone's code */
  zone: string
  /** 区的名称 / the zone's name */
  zone_name: string
  /** 级别，用法规原词 / grade, in the law's words */
  grade?: string
  /** 对象与区的关系 / how the site lies to the zone */
  relation?: Relation
}

/** 所引条款 / an article as printed */
export interface ShortCited {
  /** 法规和条款，待核的注明 / law and article, 待核 where unverified */
  text: string
}

/** 涉及的区 / a zone that the site meets */
export interface ShortZone {
  /** 图层标识 / the layer's id */
  layer: string
  /** 区的编码 / the zone's code */
  code: string
  /** 名称 / name */
  name: string
  /** 级别，用法规原词 / grade, in the law's words */
  grade?: string
}

/** 最近的未涉及的区 / the nearest zone not met */
export interface ShortNear {
  /** 图层标识 / the layer's id */
  layer: string
  /** 区的编码 / the zone's code */
  code: string
  /** 名称 / name */
  name: string
  /** 级别，用法规原词 / grade, in the law's words */
  grade?: string
  /** 至区的距离，涉及时为 0，m / distance to the zone, 0 when met, m */
  distance_m: number
  /** 方位角，由北顺时针，度 / bearing, clockwise from north, degrees */
  bearing_deg: number
}

/** 有关而未核查的图层 / a layer that matters and was not checked */
export interface Unchecked {
  /** 图层标识 / the layer's id */
  id: string
  /** 名称 / title */
  title: Text
  /** 未核查的原因 / why it was not checked */
  reason: Text
}

/** 链接（RFC 8288） / a link (RFC 8288) */
export interface Link {
  /** 地址 / where to */
  href: string
  /** 关系 / relation */
  rel: string
  /** 媒体类型 / media type */
  type?: string
  /** 说明 / what it is */
  title?: string
}
