import type { OfficerWord, Report, ReportSite } from './report'
import type { Collections, Link, Problem, RuleSet, Site, SiteProperties, Text, Zones } from './schema'

// The page lies one level below the API; base-uri is forbidden by the policy.
const root = new URL('../', document.baseURI)
const maxPages = 50

/** A request that failed, in words for the reader. */
export class RequestError extends Error {
  constructor(
    readonly says: Text,
    readonly problem: Problem | null = null,
  ) {
    super(says.en ?? says.zh)
  }
}

export function collections(): Promise<Collections> {
  return getJSON(new URL('collections', root))
}

export function rules(): Promise<RuleSet> {
  return getJSON(new URL('rules', root))
}

/** All zones of a collection as in force on a day (today by default), page by page. */
export async function items(id: string, day?: string): Promise<Zones> {
  const all: Zones = { type: 'FeatureCollection', features: [] }
  let next: URL | null = new URL(`collections/${encodeURIComponent(id)}/items?limit=10000${day ? `&as_of=${encodeURIComponent(day)}` : ''}`, root)
  for (let page = 0; next && page < maxPages; page++) {
    const got: Zones & { links?: Link[] } = await getJSON(next)
    all.features.push(...got.features)
    next = following(got.links)
  }
  if (next) throw new RequestError({ zh: '要素过多，未能全部读取', en: 'too many features to read them all' })
  return all
}

/** The next page, asked for where this page was: a proxy may hide the host in the link. */
function following(links: Link[] | undefined): URL | null {
  const link = links?.find((l) => l.rel === 'next')
  if (!link) return null
  const url = new URL(link.href, root)
  return new URL(`${url.pathname}${url.search}`, location.origin)
}

/** What is asked, as it is sent: to be screened, and again when a report is to be kept. */
export interface Question {
  body: BodyInit
  headers: Record<string, string>
}

/** Asks about a site. */
export function aboutSite(site: Site): Question {
  return { body: JSON.stringify(site), headers: { 'Content-Type': 'application/geo+json' } }
}

/** Asks about what files hold: one file, or the parts of one Shapefile. */
export function aboutFiles(files: File[], { attributes, ...properties }: SiteProperties): Question {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...attributes, ...properties })) form.append(name, String(value))
  for (const file of files) form.append('file', file)
  return { body: form, headers: {} }
}

/** Screens; nothing is kept. Aborted by the signal when a newer question replaces it. */
export async function screen(question: Question, signal: AbortSignal): Promise<Report> {
  return readJSON<Report>(await post('screenings', question, signal))
}

/** Has a report made and kept, and says where; null where it could not be kept. */
export async function keep(question: Question): Promise<URL | null> {
  const response = await post('reports', question)
  await readJSON<Report>(response)
  return keptAt(response.headers.get('Location'))
}

/** Says of a finding of a kept report whether it holds: the report with that word, and where it is kept. */
export async function settle(kept: URL, word: OfficerWord): Promise<{ report: Report; at: URL | null }> {
  const said = { body: JSON.stringify({ answers: [word] }), headers: { 'Content-Type': 'application/json' } }
  const response = await post(`${kept.href}/answers`, said)
  return { report: await readJSON<Report>(response), at: keptAt(response.headers.get('Location')) }
}

function post(path: string, { body, headers }: Question, signal?: AbortSignal): Promise<Response> {
  return reach(new URL(path, root), { method: 'POST', headers: { ...headers, Accept: 'application/json' }, body, ...(signal ? { signal } : {}) })
}

/** The address of a kept report, found where this page was: a proxy may add a prefix. */
function keptAt(location: string | null): URL | null {
  const tail = location?.match(/reports\/[^/?#]+$/)
  return tail ? new URL(tail[0], root) : null
}

/**
 * Says how a coordinate is understood, in whatever notation it is written, and to
 * what accuracy (accuracy_m). The place does not hang on the kind, but the API
 * wants one; nothing is kept.
 */
export async function understand(at: string, crs: string | undefined, kind: string, signal: AbortSignal): Promise<ReportSite> {
  const exact = '0.001' // m; what is written to less raises it
  const query = new URLSearchParams({ at, kind, view: 'full', accuracy_m: exact, ...(crs ? { crs } : {}) })
  const { site } = await getJSON<Report>(new URL(`screenings?${query}`, root), { signal })
  return site
}

async function getJSON<T>(url: URL, init: RequestInit = {}): Promise<T> {
  return readJSON<T>(await reach(url, init))
}

async function readJSON<T>(response: Response): Promise<T> {
  if (!response.ok) throw await failure(response)
  try {
    return (await response.json()) as T
  } catch (cause) {
    if (isAbort(cause)) throw cause
    throw new RequestError({ zh: '服务器的回答无法读取，请稍后重试', en: 'The server’s answer could not be read; try again later' })
  }
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { headers: { Accept: 'application/json, application/geo+json' }, ...init })
  } catch (cause) {
    if (isAbort(cause)) throw cause
    throw new RequestError({ zh: '连不上服务器，请检查网络后重试', en: 'The server cannot be reached; check the network and try again' })
  }
}

async function failure(response: Response): Promise<RequestError> {
  const problem = await readProblem(response)
  if (problem?.detail && response.status < 500) return new RequestError({ zh: problem.detail }, problem)
  return new RequestError(
    {
      zh: `服务器未能完成请求（${response.status}），请稍后重试`,
      en: `The server could not complete the request (${response.status}); try again later`,
    },
    problem,
  )
}

async function readProblem(response: Response): Promise<Problem | null> {
  if (!response.headers.get('Content-Type')?.includes('json')) return null
  try {
    return (await response.json()) as Problem
  } catch {
    return null
  }
}

/** Reports whether a request was given up because a newer one replaced it. */
export function isAbort(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'AbortError'
}
