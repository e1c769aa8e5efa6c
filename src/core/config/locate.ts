import type { Document, LineCounter } from 'yaml'

/** Where the node at `path`, or the nearest one above it, stands in the file. */
export function locate(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
): { line: number; col: number } {
  for (let length = path.length; length > 0; length--) {
    const parent = length > 1 ? document.getIn(path.slice(0, length - 1), true) : document.contents
    const pairs = (parent as { items?: unknown[] } | null)?.items ?? []
    const key = path[length - 1]
    const item =
      typeof key === 'number' ? pairs[key] : pairs.find((pair) => keyOf(pair) === String(key))
    const start = rangeStart(item)
    if (start !== undefined) return lines.linePos(start)
  }
  return { line: 1, col: 1 }
}

function keyOf(pair: unknown): string | undefined {
  const key = (pair as { key?: { value?: unknown } } | null)?.key
  return key === undefined || key === null ? undefined : String(key.value)
}

function rangeStart(item: unknown): number | undefined {
  const node = item as { range?: number[]; key?: { range?: number[] } } | undefined
  return node?.key?.range?.[0] ?? node?.range?.[0]
}
