import { expect, test } from 'vitest'
import { relevant } from './relevant'
import type { Attribute, RuleSet, Value } from './schema'

const attribute = (id: string, more: Partial<Attribute> = {}): Attribute => ({ id, title: { zh: id }, question: { zh: id }, kinds: ['project', 'wharf'], ...more })

const set: RuleSet = {
  version: '',
  kinds: [
    { id: 'project', title: { zh: '' }, activities: ['A03'] },
    { id: 'wharf', title: { zh: '' }, activities: ['A03', 'A22'] },
  ],
  attributes: [
    attribute('discharges'),
    attribute('wharf', { activity: 'A22' }),
    attribute('wharf_use'),
    attribute('reclaims', { telling: true }),
    attribute('industry'),
  ],
  rules: [
    { activities: ['A03'], when: { discharges: true } },
    { activities: ['A22'], when: { wharf_use: 'hazardous' } },
    { activities: ['A27'], when: { reclaims: true } },
  ],
}

const asked = (kind: string, known: Record<string, Value> = {}) => relevant(set, kind, set.attributes, new Map(Object.entries(known))).map(({ id }) => id)

test('a fact of an activity is asked once the activity is declared', () => {
  expect(asked('project')).toEqual(['discharges', 'wharf', 'reclaims', 'industry'])
  expect(asked('project', { wharf: true })).toEqual(['discharges', 'wharf', 'wharf_use', 'reclaims', 'industry'])
  expect(asked('project', { wharf: false })).toEqual(asked('project'))
})

test('a kind that always is the activity is asked at once', () => {
  expect(asked('wharf')).toContain('wharf_use')
})

test('what was said stays in sight', () => {
  expect(asked('project', { wharf_use: 'other' })).toContain('wharf_use')
})
