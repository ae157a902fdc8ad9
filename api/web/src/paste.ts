import * as api from './api'
import { part } from './dom'
import { located, originOfText, type Located } from './origin'
import type { ReportSite } from './report'
import type { Text } from './schema'

/** The field for a coordinate that was copied from somewhere. */
export interface Paste {
  /** Reads the text again, where the place was given by it. */
  again(): void
  /** The place is given in another way now. */
  forget(): void
}

type Found = (coordinate: Located, site: ReportSite) => void

/**
 * Hands the text to the server as it was written, which alone knows all the
 * notations and zones; tells what it understood, or why it did not.
 */
export function wireCoordinate(anyKind: string, tell: (text: Text, refused?: boolean) => void, found: Found): Paste {
  const field = part<HTMLInputElement>('coordinate')
  let asked = new AbortController()
  let current = false
  const read = async () => {
    asked.abort()
    asked = new AbortController()
    const { signal } = asked
    current = true
    tell({ zh: '正在读取…', en: 'reading' })
    try {
      const site = await api.understand(field.value.trim(), originOfText(field.value), anyKind, signal)
      if (signal.aborted) return
      field.setAttribute('aria-invalid', 'false')
      tell(site.said ?? { zh: site.crs })
      found(located(site), site)
    } catch (cause) {
      if (api.isAbort(cause) || signal.aborted) return
      field.setAttribute('aria-invalid', 'true')
      tell(reason(cause), true)
    }
  }
  part('locate').addEventListener('click', () => void read())
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    void read()
  })
  // The field still holds the old text when paste is told.
  field.addEventListener('paste', () => setTimeout(() => void read()))
  return {
    again: () => {
      if (current) void read()
    },
    forget: () => {
      asked.abort()
      current = false
      field.setAttribute('aria-invalid', 'false')
    },
  }
}

/** The server's words on the text; of the many readings that it may list the first lines do. */
function reason(cause: unknown): Text {
  if (!(cause instanceof api.RequestError)) return { zh: '页面出错，请刷新后重试', en: 'The page failed; reload it' }
  const fault = cause.problem?.errors?.[0]
  return fault?.zh ? { zh: fault.zh, ...(fault.en ? { en: fault.en } : {}) } : cause.says
}
