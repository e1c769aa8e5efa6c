import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Step } from './plan.ts'
import { planTags } from './tag-plan.ts'
import { tagRecord } from './tags.ts'

const OWN = { 'oche:project': 'p', 'oche:function': 'f' }
const calls = {
  add: (tags: Record<string, string>): Step => ({ call: 'lambda:TagResource', input: { tags } }),
  remove: (keys: string[]): Step => ({ call: 'lambda:UntagResource', input: { keys } }),
}

type Tags = Record<string, string>

const wantedBy = (given: Tags): Tags => ({ ...given, ...tagRecord(given), ...OWN })
const planOf = (given: Tags, found: Tags) => planTags('function', wantedBy(given), found, calls)

/** AWS after the first so many of a plan's calls. */
function after(given: Tags, found: Tags, count = Infinity): Tags {
  const tags = new Map(Object.entries(found))
  for (const { input } of planOf(given, found).steps.slice(0, count)) {
    const { tags: added = {}, keys = [] } = input as { tags?: Tags; keys?: string[] }
    for (const [key, value] of Object.entries(added)) tags.set(key, value)
    for (const key of keys) tags.delete(key)
  }
  return Object.fromEntries(tags)
}

const name = fc.constantFrom('team', 'Team', 'cost center', 'a', 'b', 'c', 'stage')
const given = fc.dictionary(name, fc.constantFrom('x', 'y', ''))
const foreign = fc.dictionary(
  name.map((one) => `their-${one}`),
  fc.constant('theirs'),
)

describe('tags', () => {
  it('become those of oche.yaml; those that somebody else has set stay, whatever was cut short', () => {
    fc.assert(
      fc.property(
        foreign,
        fc.array(fc.tuple(given, fc.constantFrom(1, Infinity)), { minLength: 1, maxLength: 6 }),
        given,
        (theirs, deploys, last) => {
          let tags: Tags = theirs
          for (const [wanted, count] of deploys) tags = after(wanted, tags, count)
          tags = after(last, tags)
          expect(tags).toEqual({ ...theirs, ...wantedBy(last) })
          expect(planOf(last, tags)).toEqual({ changes: [], steps: [], notes: [] })
        },
      ),
    )
  })

  it('are shown by their names alone, and the record of them not at all', () => {
    const found = after({ team: 'secret', old: 'x' }, { theirs: 'y' })
    expect(planOf({ team: 'other', fresh: 'z' }, found).changes).toEqual([
      { resource: 'function', action: 'delete', path: 'tags.old' },
      { resource: 'function', action: 'update', path: 'tags.team' },
      { resource: 'function', action: 'create', path: 'tags.fresh' },
    ])
  })

  it('of which there are as many as AWS takes still fit into the record', () => {
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`${index}`.repeat(60), 'x']),
    )
    expect(tagRecord(many)['oche:tags']!.length).toBeLessThanOrEqual(256)
  })
})
