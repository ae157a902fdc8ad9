import { describe, expect, test } from 'vitest'
import { located, originOfFile, originOfText, type Origin } from './origin'
import type { ReportSite } from './report'

test.each<[string, Origin, string | undefined]>([
  ['112.8512345, 35.5012345', 'survey', 'EPSG:4490'], // many decimals are no metres
  ['112°51′00.00″ 35°30′0″', 'survey', 'EPSG:4490'],
  ['3930673.602, 38395658.899', 'survey', undefined], // the values tell the zone
  ['X=3930673 Y=395658', 'survey', undefined],
  ['3930673.602, 38395658.899', 'tianditu', 'EPSG:4490'], // which the server refuses
  ['112.85, 35.5', 'GCJ-02', 'GCJ-02'],
  ['112.85, 35.5', 'BD-09', 'BD-09'],
  ['112.85, 35.5', '', undefined],
])('of %s from "%s" is declared %s', (text, origin, declared) => {
  expect(originOfText(text, origin)).toBe(declared)
})

test.each<[Origin, string | undefined]>([
  ['survey', undefined], // the file says it itself
  ['tianditu', 'EPSG:4490'],
  ['GCJ-02', 'GCJ-02'],
  ['BD-09', 'BD-09'],
  ['', undefined],
])('of a file from "%s" is declared %s', (origin, declared) => {
  expect(originOfFile(origin)).toBe(declared)
})

describe('a coordinate that was understood is sent', () => {
  const geometry = { type: 'Point' as const, coordinates: [112.8438, 35.5004] }
  const given = { type: 'Point' as const, coordinates: [112.85, 35.5] }
  const metres = { type: 'Point' as const, coordinates: [38395658.899, 3930673.602] }
  const site = (part: Partial<ReportSite>) => ({ geometry, ...part }) as ReportSite

  test.each<[string, Partial<ReportSite>, object]>([
    ['as written, where a map service moved it', { crs: 'GCJ-02', crs_declared: true, given }, { shape: given, crs: 'GCJ-02' }],
    ['as longitude and latitude, where it is of a zone', { crs: 'EPSG:4526', crs_declared: false, given: metres }, { shape: geometry, crs: 'EPSG:4490' }],
    ['with its system, where that was declared', { crs: 'EPSG:4490', crs_declared: true }, { shape: geometry, crs: 'EPSG:4490' }],
    ['without a system, where nobody said it', { crs: 'EPSG:4490', crs_declared: false }, { shape: geometry }],
  ])('%s', (_, part, sent) => {
    expect(located(site(part))).toEqual(sent)
  })
})
