import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changedFile, type Snapshot } from '../inputs/snapshot.ts'

/** What a build remembers of itself, beside what it made. */
export interface BuildRecord {
  /** Everything but files that decides the result: tools, versions, flags. */
  identity: string
  /** Paths of the modules that went in, where the compiler told. */
  modules: string[]
  /** The files that went in. */
  inputs: Snapshot
  /** Paths of the files that could have gone in, sorted: one more may take another's place. */
  names: string[]
  /** What came out. */
  outputs: Snapshot
  /** Of the zip; undefined where none was made. */
  sha256: string | undefined
}

const FILE = 'build.json'

/** The record of the last build in a folder; undefined where there is none that can be read. */
export function readRecord(folder: string): BuildRecord | undefined {
  const file = join(folder, FILE)
  if (!existsSync(file)) return undefined
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as BuildRecord | null
    return Array.isArray(record?.modules) ? record : undefined
  } catch {
    return undefined
  }
}

export function writeRecord(folder: string, record: BuildRecord): void {
  const file = join(folder, FILE)
  writeFileSync(`${file}.new`, JSON.stringify(record))
  renameSync(`${file}.new`, file)
}

/** Why a build would give something else than lies there; undefined where it would not. */
export function staleness(
  root: string,
  record: BuildRecord,
  now: { identity: string; names: readonly string[] },
): string | undefined {
  if (record.identity !== now.identity) return 'a tool, a version or a setting is another one'
  const names = differentName(record.names, now.names)
  if (names !== undefined) return `${names} came or went`
  const input = changedFile(root, record.inputs)
  if (input !== undefined) return `${input} has changed`
  const output = changedFile(root, record.outputs)
  return output === undefined ? undefined : `${output}, which was made, is not as it was`
}

function differentName(before: readonly string[], now: readonly string[]): string | undefined {
  const [had, has] = [new Set(before), new Set(now)]
  return before.find((name) => !has.has(name)) ?? now.find((name) => !had.has(name))
}
