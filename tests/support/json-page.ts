import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './cli.ts'

/** The values that docs/reference/json.md shows of each command. */
export function jsonExamples(): Map<string, unknown[]> {
  const parts = readFileSync(join(root, 'docs/reference/json.md'), 'utf8').split(/^## oche /m)
  return new Map(
    parts.slice(1).map((part) => {
      const lines = [...part.matchAll(/^```json\n([^]*?)^```$/gm)].flatMap(([, one]) =>
        one!.trim().split('\n'),
      )
      return [/^[\w-]+/.exec(part)![0], lines.map((one) => JSON.parse(one) as unknown)]
    }),
  )
}

/** Members that a command has printed and the page lacks; a list is known by what its items have together. */
export function lacking(printed: unknown, shown: unknown, path = ''): string[] {
  if (Array.isArray(printed) && Array.isArray(shown)) {
    if (printed.length === 0 || shown.length === 0) return []
    return lacking(merged(printed), merged(shown), `${path}[]`)
  }
  if (!isRecord(printed) || !isRecord(shown)) return []
  const names = [...new Set([...Object.keys(printed), ...Object.keys(shown)])]
  return names.flatMap((name) => {
    const at = `${path}.${name}`
    if (!(name in shown)) return [`the page lacks ${at}`]
    return name in printed ? lacking(printed[name], shown[name], at) : []
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const merged = (values: unknown[]): unknown =>
  values.every(isRecord) ? Object.assign({}, ...values) : values[0]
