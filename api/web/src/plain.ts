/**
 * A name without its 示意 mark, for the map and its legend, where the notice
 * that all is illustrative always stands beside it. Reports keep the mark.
 */
export function plain(name: string): string {
  return name.replace(/\s*[（(](?:示意[^）)]*|illustrative)[）)]$/u, '')
}
