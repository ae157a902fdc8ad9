import type { Text } from './schema'

type Child = Node | string | null | undefined | false

/** Properties of an element; data and aria attributes go through `attributes`. */
interface Properties {
  class?: string
  attributes?: Record<string, string>
  on?: Record<string, (event: Event) => void>
}

/**
 * Makes an element. Children that are strings become text nodes, so that text
 * from data can never become markup.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (properties.class) made.className = properties.class
  for (const [name, value] of Object.entries(properties.attributes ?? {})) made.setAttribute(name, value)
  for (const [name, listener] of Object.entries(properties.on ?? {})) made.addEventListener(name, listener)
  for (const child of children) if (child) made.append(child)
  return made
}

/** A text in both languages: Chinese, then English set smaller. */
export function both(text: Text | null | undefined): HTMLElement {
  return el('span', {}, text?.zh ?? '', english(text?.en))
}

/** English, marked as such for readers that speak it. */
export function english(text: string | undefined): HTMLElement | null {
  return text ? el('span', { class: 'en', attributes: { lang: 'en' } }, ' ', text) : null
}

/** A part of the page that index.html promises. */
export function part<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id)
  if (!found) throw new Error(`index.html has no #${id}`)
  return found as T
}
