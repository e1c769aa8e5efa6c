import * as fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../../deploy/index.ts'
import { planMarkdown, ROOM, type PlanPlace } from './markdown.ts'
import type { PlanPart } from './parts.ts'

const place: PlanPlace = {
  project: 'shop',
  stage: 'prod',
  region: 'eu-west-1',
  kept: [],
  command: 'oche deploy --dry-run --stage prod',
}

const part = (kind: PlanPart['kind'], name: string, changes: Change[] = []): PlanPart => ({
  kind,
  name,
  changes,
  notes: [],
  calls: changes.map(() => 'UpdateFunctionConfiguration'),
})

const html = (text: string) =>
  micromark(text, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
  })

const firstLine = (changed: Partial<PlanPlace>) =>
  planMarkdown([], { ...place, ...changed }).split('\n')[0]!

describe('a plan in Markdown', () => {
  it('has what goes on top, then a list for each function with old and new', () => {
    const items: Change[] = [
      { resource: 'function', action: 'update', path: 'memory', from: 128, to: 256 },
      { resource: 'function', action: 'update', path: 'environment.KEY' },
      { resource: 'version', action: 'delete', path: '3' },
    ]
    const shared: Change[] = [{ resource: 'route', action: 'delete', path: 'GET /a|b' }]
    const parts = [
      part('layers', 'shop'),
      part('function', 'items', items),
      part('function', 'jobs'),
      part('shared', 'shop', shared),
    ]
    const kept = ['former']
    expect(planMarkdown(parts, { ...place, kept })).toMatchInlineSnapshot(`
      "<!-- oche deploy: shop prod eu-west-1 -->

      ### Deploy \`shop\` · \`prod\` · \`eu-west-1\`

      **2 to change, 2 to delete**

      > [!CAUTION]
      > This takes away or makes anew what is deployed:

      - \`-\` Shared by functions: route \`GET /a|b\`

      #### Function \`items\`

      - \`~\` function \`memory\` \`128\` → \`256\`
      - \`~\` function \`environment.KEY\`
      - \`-\` version \`3\`

      #### Deployed, and no longer in \`oche.yaml\`

      - \`former\`

      #### Unchanged

      - \`jobs\`"
    `)
  })

  it('without a change says so, and can be found again', () => {
    const text = planMarkdown([part('function', 'items'), part('shared', 'shop')], place)
    expect(text).toMatchInlineSnapshot(`
      "<!-- oche deploy: shop prod eu-west-1 -->

      ### Deploy \`shop\` · \`prod\` · \`eu-west-1\`

      Nothing to change."
    `)
  })

  it('does not call it nothing where the record of a deploy is to be written', () => {
    const parts = [{ ...part('function', 'items'), calls: ['TagResource'] }]
    expect(planMarkdown(parts, place)).toContain('but the record')
  })

  it('has a first line of its own for each project, stage and region, and a whole comment for any name', () => {
    const lines = [{}, { stage: undefined }, { region: 'us-east-1' }, { project: 'a--b' }].map(
      firstLine,
    )
    expect(new Set(lines).size).toBe(4)
    for (const line of lines) expect(line).toMatch(/^<!-- (?!.*--.*-->).* -->$/)
  })

  it('folds long lists and long values', () => {
    const many = Array.from({ length: 30 }, (_, index): Change => {
      return { resource: 'route', action: 'create', path: `GET /${index}` }
    })
    const long: Change = {
      resource: 'function',
      action: 'update',
      path: 'layers',
      from: 'a',
      to: 'b'.repeat(99),
    }
    const text = html(planMarkdown([part('function', 'items', [...many, long])], place))
    expect(text).toContain('<details><summary>31 lines</summary>\n<ul>')
    expect(text).toContain(
      `<details><summary>Long values</summary>\n<p>function <code>layers</code>:</p>`,
    )
    expect(text).toContain(`<pre><code>${'b'.repeat(99)}\n</code></pre>`)
  })
})

/** What is a mark for Markdown, for HTML or for GitHub, or ends a line. */
const marks = [
  '|',
  '`',
  '``',
  '```',
  '~~~',
  '\n',
  '\r\n',
  '\n\n',
  '<b>',
  '</details>',
  '<!--',
  '-->',
  '@ada',
  '#12',
  'https://a.example',
  'www.a.example',
  'a@b.example',
  '![x](y)',
  '[x](y)',
  '**',
  '_',
  '\\',
  '\t',
  ' ',
  '&amp;',
  '\u202E',
  '\u2028',
  '- ',
  '1. ',
  '> ',
  '    ',
  'a',
  'é',
  '🦊',
]
const joined = (all: string[]) => all.join('')
const nasty = fc.oneof(
  fc.array(fc.constantFrom(...marks), { minLength: 1, maxLength: 12 }).map(joined),
  fc.array(fc.constantFrom(...marks), { minLength: 30, maxLength: 50 }).map(joined),
)

const changes = fc.array(
  fc.record(
    {
      resource: nasty,
      action: fc.constantFrom('create', 'update', 'replace', 'delete'),
      path: nasty,
      from: fc.oneof(nasty, fc.integer(), fc.boolean()),
      to: nasty,
    },
    { requiredKeys: ['resource', 'action'] },
  ),
  { maxLength: 25 },
)
const anyParts = fc.array(
  fc.record({
    kind: fc.constantFrom('layers', 'function', 'shared', 'orphan'),
    name: nasty,
    changes,
    notes: fc.array(nasty, { maxLength: 2 }),
    calls: fc.constant(['CreateFunction']),
  }),
  { maxLength: 4 },
)

/** The same plan, where every text is a word of the same length. */
function harmless<T>(value: T): T {
  if (Array.isArray(value)) return value.map(harmless) as T
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, one]) => {
      return [key, key === 'action' || key === 'kind' ? one : harmless(one)]
    })
    return Object.fromEntries(entries)
  }
  return (typeof value === 'string' ? 'x'.repeat(value.length) : value) as T
}

const tagsOf = (text: string) => html(text).match(/<[^>]*>/g)

it('keeps its form whatever names and values hold, and neither mentions nor links anybody', () => {
  fc.assert(
    fc.property(anyParts, fc.array(nasty, { maxLength: 2 }), nasty, (parts, kept, project) => {
      const given = { ...place, project, kept }
      const text = planMarkdown(parts, given)
      const [, ...tags] = tagsOf(text)!
      const [, ...expected] = tagsOf(planMarkdown(harmless(parts), harmless(given)))!
      expect(tags).toEqual(expected)
      const spoken = html(text)
        .replaceAll(/<code>[^<]*<\/code>/g, '')
        .replace(/^<!--.*-->/, '')
      expect(spoken).not.toMatch(/@\w|#\d|<a /)
    }),
    { numRuns: 50 },
  )
})

it('has room in a comment on GitHub, keeps what goes, and tells how much it left out', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 1, max: 400 }),
      (count, length) => {
        const many = Array.from({ length: count }, (_, index): Change => {
          return {
            resource: 'route',
            action: 'create',
            path: `${index} ${'`'.repeat(length)}`,
            to: '\0'.repeat(length),
          }
        })
        const gone: Change = { resource: 'role', action: 'delete', path: 'items-role' }
        const text = planMarkdown([part('function', 'items', [...many, gone])], place)
        expect(text.length).toBeLessThanOrEqual(ROOM)
        expect(text).toContain('- `-` Function `items`: role `items-role`')
        const shown = text.match(/^- `\+`/gm)?.length ?? 0
        const told = /^_(\d+) lines, and long/m.exec(text)?.[1] ?? '0'
        expect(shown + Number(told)).toBe(count)
      },
    ),
    { numRuns: 10 },
  )
})
