import { readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { Module } from '../../inputs/modules.ts'
import type { SourceBundle } from '../../types.ts'

/** A place in a source. */
export interface Position {
  /** Absolute path. */
  file: string
  /** Both from 1. */
  line: number
  column: number
}

/** Reads a bundle of the user's source alone, whose map lies beside it. */
export function readSourceBundle(file: string, modules: readonly Module[]): SourceBundle {
  const text = readFileSync(file, 'utf8')
  let map: SourceMap | undefined
  const find = (offset: number) => {
    map ??= new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload)
    const before = text.slice(0, offset).split('\n')
    return map.findEntry(before.length - 1, before.at(-1)!.length)
  }
  return {
    text,
    modules,
    origin(offset) {
      const entry = find(offset)
      if (!('originalSource' in entry)) return undefined
      const { originalSource, originalLine, originalColumn } = entry
      return {
        file: resolve(dirname(file), originalSource),
        line: originalLine + 1,
        column: originalColumn + 1,
      }
    },
  }
}
