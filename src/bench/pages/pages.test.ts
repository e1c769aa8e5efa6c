import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report, Subject } from '../report/types.ts'
import { viewOf } from '../report/view.ts'
import { seeded } from '../statistics/random.ts'
import { htmlOf } from './html/page.ts'
import { jsonOf } from './json.ts'
import { markdownOf } from './markdown.ts'
import { textOf } from './text.ts'

const chance = seeded(1)
const rounds = (typical: number, count: number) =>
  Array.from({ length: 6 }, () => Array.from({ length: count }, () => typical * (1 + chance() / 5)))

const subject = (name: string, factor: number): Subject => ({
  name,
  sha256: 'ab',
  madeWith: `Tool ${factor}`,
  samples: {
    start: rounds(20 * factor, 3),
    warm: rounds(0.2 * factor, 100),
    memoryFirst: rounds(30e6 * factor, 1),
  },
  sizes: { executable: 1e8 * factor, zip: 4e7 },
  missing: [
    { what: 'startFromDisk', reason: 'its files stay in memory', remedy: 'Move the project.' },
  ],
})

const report = (names: readonly string[], event = 'sqs'): Report => ({
  format: 1,
  run: 'r',
  at: '2026-01-02T03:04:05.678Z',
  oche: '0.1.0',
  seed: 1,
  machine: {
    processor: 'A <fast> one',
    cores: 2,
    memoryBytes: 2 ** 33,
    platform: 'linux',
    architecture: 'x64',
    kernel: '6.1',
    node: '20.19.0',
  },
  conditions: { rounds: 6, invocations: 100 },
  work: [10, 10.1, 10, 9.9],
  functions: [
    {
      name: 'hello',
      event: { name: event, bytes: 5, sha256: 'cd' },
      memorySize: 128,
      subjects: names.map((name, index) => subject(name, index + 1)),
      absent: [],
    },
  ],
})

/** Tags that are opened and not closed, or closed and not opened. */
function unbalanced(html: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gi)) {
    if (['meta', 'br'].includes(name!)) continue
    if (slash === '') open.push(name!)
    else if (open.at(-1) === name) open.pop()
    else wrong.push(name!)
  }
  return [...wrong, ...open]
}

describe('the page', () => {
  it('is whole, has a plot of each kind, told to screen readers, and asks for nothing', () => {
    const html = htmlOf(viewOf(report(['bun', 'node', 'quickjs'])))
    expect(unbalanced(html)).toEqual([])
    const titles = [...html.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title)
    expect(titles).toEqual([
      'What was found',
      'All figures',
      'Start to first answer, files in memory',
      'Warm invocation',
      'Warm invocations: which share is over by when',
      'Memory at the first answer',
      'Size: executable',
      'Size: zip',
      'How steady the machine was',
      'What it rests on',
    ])
    const plots = [...html.matchAll(/<svg [^>]*role="img"[^>]*aria-labelledby="(\S+) (\S+)"/g)]
    expect(plots).toHaveLength(7)
    for (const [, title, text] of plots) {
      expect(html).toContain(`<title id="${title}">`)
      expect(html).toContain(`<desc id="${text}">`)
    }
    expect(html).not.toMatch(/\b(?:src|href)=|url\(|@import|<script|NaN|Infinity|undefined/)
    expect(html).toContain('Its files stay in memory. Move the project.')
  })

  it('shows names as they are, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string(), (name, event) => {
        const html = htmlOf(viewOf(report([`${name}<script>"'&`, 'b'], event)))
        expect(html).not.toContain('<script')
        expect(unbalanced(html)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('draws what does not vary, and what has one value', () => {
    const one = report(['a', 'b'])
    const flat = {
      ...one.functions[0]!.subjects[0]!,
      samples: { start: [[5]], warm: [[0.1], [0.1]] },
    }
    const html = htmlOf(viewOf({ ...one, functions: [{ ...one.functions[0]!, subjects: [flat] }] }))
    expect(html).not.toMatch(/NaN|Infinity/)
  })
})

describe('the other forms', () => {
  const view = viewOf(report(['bun', 'node']))

  it('have the same figures in Markdown, in text and in JSON', () => {
    const { figures } = jsonOf(view).functions[0]!.subjects[1]!
    const start = figures.find(({ measure }) => measure === 'start')!
    const shown = `${start.value.toFixed(1)} ms`
    const compilers = 'Compiled with Tool 1 (bun); Tool 2 (node).'
    for (const text of [htmlOf(view), markdownOf(view), textOf(view, 120).join('\n')]) {
      expect(text).toContain(compilers)
    }
    expect(markdownOf(view)).toContain(`${shown} (`)
    expect(textOf(view, 120).join('\n')).toContain(shown)
    expect(htmlOf(view)).toContain(shown)
  })

  it('have the table one below the other where a terminal is narrow', () => {
    for (const columns of [60, 200]) {
      const lines = textOf(view, columns)
      const heads = lines.filter((line) => /^ +bun/.test(line))
      expect(heads).toHaveLength(1)
      expect(heads[0]!.includes('node')).toBe(columns === 200)
    }
  })

  it('keep a table of Markdown whole, whatever a name holds', () => {
    const text = markdownOf(viewOf(report(['a|b\n\n# c', 'node'])))
    const table = text.split('\n').filter((line) => line.startsWith('|'))
    const cells = table.map((line) => line.replaceAll(/\\./g, '').split('|').length)
    expect(new Set(cells)).toEqual(new Set([5]))
  })
})
