import { array, assert, double, integer, property, string, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binned, quantile } from './figures/statistics.ts'
import { folderOf, groupedBy, packageOf } from './parts/bundle-groups.ts'
import { openAtFirst } from './parts/open-at-first.ts'
import { layTiles } from './parts/treemap-layout.ts'
import { filtered, NO_FILTER, Rows } from './rows.ts'
import { joinTarget, splitQuery } from './send/target.ts'
import { pretty } from './text.ts'
import type { RecordedBounds, RecordedSummary } from '../../src/local/index.ts'

const bounds = { rows: { most: 3, now: 0 } } as RecordedBounds

function summary(id: number, more: Partial<RecordedSummary> = {}): RecordedSummary {
  return {
    id,
    at: id * 1000,
    title: `/${id}`,
    function: 'items',
    requestId: `r${id}`,
    ...more,
  } as RecordedSummary
}

describe('rows', () => {
  it('are there newest first, once each, and no more than are kept', () => {
    const rows = new Rows()
    rows.take([summary(1), summary(2)], bounds)
    rows.take([summary(2, { status: 200 }), summary(3), summary(4)], bounds)
    expect(rows.all.map(({ id }) => id)).toEqual([4, 3, 2])
    expect(rows.get(2)?.status).toBe(200)
  })

  it('are filtered by words, function, status, failure and time', () => {
    const rows = new Rows()
    rows.take(
      [
        summary(1, { method: 'GET', status: 200 }),
        summary(2, { method: 'POST', status: 502, failed: true }),
        summary(3, { function: 'jobs', kind: 'sqs' }),
      ],
      bounds,
    )
    const ids = (filter: Partial<typeof NO_FILTER>) =>
      filtered(rows.all, { ...NO_FILTER, ...filter }).map(({ id }) => id)
    expect(ids({})).toEqual([3, 2, 1])
    expect(ids({ text: 'post /2' })).toEqual([2])
    expect(ids({ text: 'SQS' })).toEqual([3])
    expect(ids({ function: 'jobs' })).toEqual([3])
    expect(ids({ status: '5' })).toEqual([2])
    expect(ids({ onlyErrors: true })).toEqual([2])
    expect(ids({ time: { from: 1500, until: 3000 } })).toEqual([3, 2])
  })
})

it('a target is the same after its query was taken apart', () => {
  const name = string({ minLength: 1, unit: 'grapheme' })
  assert(
    property(array(tuple(name, string({ unit: 'grapheme' }))), (query) => {
      expect(splitQuery(joinTarget('/a', query))).toEqual({ path: '/a', query })
    }),
  )
  expect(splitQuery('/a?b=c%20d&e&f=%zz')).toEqual({
    path: '/a',
    query: [
      ['b', 'c d'],
      ['e', ''],
      ['f', '%zz'],
    ],
  })
})

it('of a value so much is open at first as can be drawn, however deep or wide it is', () => {
  const deep = JSON.parse('{"a":'.repeat(5000) + '1' + '}'.repeat(5000)) as object
  expect(openAtFirst(deep, 200).size).toBe(12)
  const tree = (depth: number): unknown =>
    depth === 0 ? 1 : { a: tree(depth - 1), b: tree(depth - 1), c: tree(depth - 1) }
  expect(openAtFirst(tree(9), 200).size).toBeLessThan(300)
  const wide = Array.from({ length: 500 }, () => Array.from({ length: 500 }, () => 1))
  expect(openAtFirst(wide, 200).size).toBeLessThan(10)
  const usual = { a: { b: [{ c: 1 }] } }
  expect(openAtFirst(usual, 200).size).toBe(4)
})

it('numbers stay as they are written', () => {
  const text = '{"a":12345678901234567890,"b":[1.0,2]}'
  expect(pretty(text)).toBe('{\n  "a": 12345678901234567890,\n  "b": [\n    1.0,\n    2\n  ]\n}')
})

it('tiles fill their area by their weights, and none lies over another', () => {
  const area = { x: 0, y: 0, width: 640, height: 240 }
  const weights = array(integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 40 })
  assert(
    property(weights, (all) => {
      const total = all.reduce((sum, one) => sum + one, 0)
      const tiles = layTiles(
        all.map((weight, index) => ({ name: String(index), weight })),
        area,
      )
      expect(tiles).toHaveLength(all.length)
      for (const { item, width, height, x, y } of tiles) {
        expect(width * height).toBeCloseTo((item.weight / total) * area.width * area.height, 3)
        expect(x).toBeGreaterThanOrEqual(-1e-6)
        expect(y).toBeGreaterThanOrEqual(-1e-6)
        expect(x + width).toBeLessThanOrEqual(area.width + 1e-6)
        expect(y + height).toBeLessThanOrEqual(area.height + 1e-6)
      }
    }),
  )
})

it('files of a bundle are those of a package, of the runtime, or of the project', () => {
  expect(packageOf('node_modules/hono/dist/index.js')).toBe('hono')
  expect(packageOf('../node_modules/.pnpm/@a+b@1/node_modules/@a/b/x.js')).toBe('@a/b')
  expect(packageOf('src/index.ts')).toBe('src/index.ts')
  expect(packageOf('.oche/.entries/x/runtime/run.js')).toBe("Oche's runtime")
  const parts = [1, 2].map((bytes) => ({ path: `node_modules/a/${bytes}.js`, bytes }))
  expect(groupedBy(parts, packageOf)).toEqual([{ name: 'a', weight: 3, files: 2 }])
})

it('files of a package are those of a folder, or of none', () => {
  expect(folderOf('bootstrap')).toBe('bootstrap')
  expect(folderOf('assets/a/b.png')).toBe('assets')
  const parts = ['bootstrap', 'lib/a.so', 'lib/b.so'].map((path) => ({ path, bytes: 2 }))
  expect(groupedBy(parts, folderOf)).toEqual([
    { name: 'bootstrap', weight: 2, files: 1 },
    { name: 'lib', weight: 4, files: 2 },
  ])
})

it('every value is in a bin, and quantiles lie between the values', () => {
  const values = array(double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 1 })
  assert(
    property(values, values, (a, b) => {
      const { counts } = binned([a, b])
      const sums = counts.map((own) => own.reduce((sum, one) => sum + one, 0))
      expect(sums).toEqual([a.length, b.length])
      const sorted = a.toSorted((x, y) => x - y)
      expect(quantile(sorted, 0)).toBe(sorted[0])
      expect(quantile(sorted, 1)).toBe(sorted.at(-1))
    }),
  )
  expect(quantile([1, 2], 0.5)).toBe(1.5)
  expect(quantile([], 0.5)).toBeUndefined()
})
