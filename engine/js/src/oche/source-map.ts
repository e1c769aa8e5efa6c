import { native } from '../native.ts'

interface Segment {
  column: number
  source: number
  line: number
  sourceColumn: number
}

interface SourceMap {
  /** Where the sources are, on the machine that they were compiled on. */
  place?: string
  sources: string[]
  mappings: string
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Gives the user's file, line and column for a place in the bundle; all from 1. */
export function readMap(): (line: number, column: number) => string | undefined {
  const text = native.data('map')
  if (text === undefined) return () => undefined
  const { place, sources, mappings } = JSON.parse(text) as SourceMap
  const lines = decode(mappings)
  return (line, column) => {
    const found = lines[line - 1]?.findLast((segment) => segment.column <= column - 1)
    // What the compiler has put there itself.
    if (!found) return 'native'
    return `${root(place)}${sources[found.source]}:${found.line + 1}:${found.sourceColumn + 1}`
  }
}

/** As on the other engines: files stand where they are, or beside the bootstrap. */
function root(place = process.env['LAMBDA_TASK_ROOT']): string {
  return place ? `${place}/` : ''
}

/** Variable-length quantities in base64, each relative to the one before. */
function decode(mappings: string): Segment[][] {
  let source = 0
  let line = 0
  let sourceColumn = 0
  return mappings.split(';').map((part) => {
    let column = 0
    return part
      .split(',')
      .filter((segment) => segment !== '')
      .map((segment) => {
        const [a = 0, b = 0, c = 0, d = 0] = numbers(segment)
        column += a
        source += b
        line += c
        sourceColumn += d
        return { column, source, line, sourceColumn }
      })
  })
}

function numbers(segment: string): number[] {
  const all: number[] = []
  let value = 0
  let shift = 0
  for (const letter of segment) {
    const digit = DIGITS.indexOf(letter)
    value |= (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    all.push(value & 1 ? -(value >>> 1) : value >>> 1)
    value = shift = 0
  }
  return all
}
