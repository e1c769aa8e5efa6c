import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Snapshot } from '../inputs/snapshot.ts'

/** One of the two halves of a build. */
export interface Step {
  /** Everything but files that decides the result: tools, versions, settings. */
  identity: string
  /** The files that went in. */
  inputs: Snapshot
}

/** What a build remembers of itself, beside what it made. */
export interface BuildRecord {
  /** Of the executable, which may serve several functions. */
  compile: Step & {
    /** Names in the package. */
    files: string[]
    /** Names of files beside the package. */
    beside?: readonly string[]
    /** What the source exports, where that is known. */
    exports?: readonly string[]
  }
  package: Step
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
    return record?.compile?.inputs?.lists === undefined ? undefined : record
  } catch {
    return undefined
  }
}

export function writeRecord(folder: string, record: BuildRecord): void {
  const file = join(folder, FILE)
  writeFileSync(`${file}.new`, JSON.stringify(record))
  renameSync(`${file}.new`, file)
}
