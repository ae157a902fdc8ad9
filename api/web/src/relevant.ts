import type { Attribute, Kind, Rule, RuleSet, Value } from './schema'

/**
 * The facts of a kind on which a rule can turn as things were declared. One on which only
 * rules of an activity turn that nobody declared would be a question without a meaning; what
 * tells of its activity, was said already, or is no rule's, is always there.
 */
export function relevant({ rules, kinds }: RuleSet, kind: string, facts: Attribute[], known: ReadonlyMap<string, Value>): Attribute[] {
  const always = kinds.find(({ id }) => id === kind)?.activities ?? []
  const declared = facts.flatMap(({ id, activity }) => (activity && known.get(id) === true ? [activity] : []))
  const speaking = rules.filter((rule) => speaks(rule, kind, [...always, ...declared]))
  return facts.filter(({ id, telling, activity }) => {
    const turning = rules.filter(({ when }) => when && id in when)
    return activity || telling || known.has(id) || turning.length === 0 || turning.some((rule) => speaking.includes(rule))
  })
}

function speaks(rule: Rule, kind: Kind['id'], activities: string[]): boolean {
  const ofKind = !rule.kinds || rule.kinds.includes(kind)
  return ofKind && (!rule.activities || rule.activities.some((code) => activities.includes(code)))
}
