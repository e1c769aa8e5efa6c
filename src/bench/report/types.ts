import type { Rounds } from '../statistics/bootstrap.ts'

/** What is measured again and again: durations in milliseconds, memory in bytes, cost in a currency. */
export type SampleId =
  | 'start'
  | 'startFromDisk'
  | 'warm'
  | 'memoryFirst'
  | 'memoryFirstShared'
  | 'memoryPeak'
  /** Of Lambda's REPORT lines. */
  | 'init'
  | 'firstDuration'
  | 'billed'
  | 'memoryUsed'
  /** Of a million invocations, from what was billed. */
  | 'cost'

/** What is the same whenever it is looked at, in bytes. */
export type SizeId = 'executable' | 'zip' | 'unzipped'

/** Everything that one run has measured: as `--save` writes it, and all that pages are made of. */
export interface Report {
  /** Of this form of reports. */
  format: 1
  /** Of the run, which is one for all that may be compared. */
  run: string
  /** When it began, as in ISO 8601. */
  at: string
  /** Version of Oche. */
  oche: string
  /** What order and intervals by chance come from. */
  seed: number
  machine: Machine
  /** Where it was measured on Lambda: then `machine` only asked. */
  lambda?: { region: string; prices: string } | undefined
  conditions: Conditions
  /** How long the same fixed piece of work took each time, between what is measured; milliseconds. */
  work: readonly number[]
  functions: readonly FunctionReport[]
}

/** What a run is going to measure: what is known of its report before. */
export interface Plan extends Pick<Report, 'machine'> {
  /** Where it is measured on Lambda. */
  lambda?: { region: string } | undefined
  functions: readonly PlannedFunction[]
}

export interface PlannedFunction extends Pick<FunctionReport, 'name' | 'event'> {
  subjects: readonly Pick<Subject, 'name'>[]
}

export interface Machine {
  processor: string
  cores: number
  memoryBytes: number
  /** As Node.js names them, e.g. `linux` and `x64`. */
  platform: string
  architecture: string
  /** Version of the system's kernel. */
  kernel: string
  /** Version of Node.js that Oche itself runs on. */
  node: string
}

interface Conditions {
  rounds: number
  /** Warm ones, of a round, at most. */
  invocations: number
}

export interface FunctionReport {
  name: string
  event: MeasuredEvent
  /** MB that it is configured with. */
  memorySize: number
  subjects: readonly Subject[]
  absent: readonly Absent[]
}

/** One that was to be compared and could not be made. */
export interface Absent {
  function: string
  name: string
  reason: string
  remedy: string
}

export interface MeasuredEvent {
  /** What it was asked for by. */
  name: string
  bytes: number
  sha256: string
}

/** One of those that are compared: an engine, a finished artifact, a setting of Lambda's. */
export interface Subject {
  /** Its own among those of its function. */
  name: string
  /** Of the executable, in hex. */
  sha256: string
  /** What it was compiled with, e.g. `Bun 1.3.4`; missing where nobody tells. */
  madeWith?: string | undefined
  /** Of Lambda's, where it was measured there. */
  setting?: { memory: number; arch: 'arm64' | 'x86_64' } | undefined
  samples: Readonly<Partial<Record<SampleId, Rounds>>>
  sizes: Readonly<Partial<Record<SizeId, number>>>
  missing: readonly Missing[]
}

/** What could not be measured, and what to do about it. */
export interface Missing {
  what: SampleId | SizeId
  reason: string
  remedy: string
}
