import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { OcheError } from '../../core/errors.ts'
import { filesBelow } from '../../core/files-below.ts'
import { thisMachine } from '../report/machine.ts'
import type {
  Absent,
  FunctionReport,
  MeasuredEvent,
  Missing,
  Plan,
  Report,
  Subject,
} from '../report/types.ts'
import { seeded, shuffled } from '../statistics/random.ts'
import type { Candidate } from './candidate.ts'
import { Environment, type EnvironmentOptions } from './environment.ts'
import { Samples } from './samples.ts'
import { takeTurn } from './turn.ts'
import { fixedWork } from './work.ts'

export interface RunOptions extends EnvironmentOptions {
  candidates: readonly Candidate[]
  /** What the events were asked for by, function by function. */
  eventNames: Readonly<Record<string, string>>
  /** How often each candidate has its turn. */
  rounds: number
  /** Warm invocations of a turn at most. */
  invocations: number
  /** For the order of turns. */
  seed: number
  /** Version of Oche. */
  version: string
  /** What was to be compared and could not be made. */
  absent: readonly Absent[]
  /** Is told what is going to be measured, once everything that cannot run is left out. */
  onPlan?: ((plan: Plan) => void) | undefined
  /** Is told as each round begins, from 1. */
  onRound?: ((round: number) => void) | undefined
}

/** A candidate while it is measured. */
interface Entrant {
  candidate: Candidate
  environment: Environment
  files: readonly string[]
  executableBytes: number
  samples: Samples
  missing: Map<Missing['what'], Missing>
}

/**
 * Measures candidates against the local Runtime API: every one has a turn in each round, in an order by
 * chance, so that a slow minute hits all of them alike.
 *
 * @throws OcheError `BENCH_FUNCTION_FAILED`, and as `startLocalLambda`
 */
export async function measure(options: RunOptions): Promise<Report> {
  const { candidates, rounds, invocations, seed, signal, onPlan, onRound } = options
  const chance = seeded(seed)
  const at = new Date().toISOString()
  const work: number[] = []
  const entered: Entrant[] = []
  try {
    for (const candidate of candidates) entered.push(await enter(candidate, options))
    const { entrants, failed } = await tryOut(entered)
    onPlan?.(planOf(entrants, options))
    for (let round = 1; round <= rounds; round++) {
      onRound?.(round)
      for (const entrant of shuffled(entrants, chance)) {
        signal?.throwIfAborted()
        const { environment, samples, missing } = entrant
        work.push(fixedWork())
        const found = await takeTurn(environment, samples, { ...entrant, invocations })
        for (const one of found) missing.set(one.what, one)
      }
    }
    return {
      format: 1,
      run: randomUUID(),
      at,
      oche: options.version,
      seed,
      machine: thisMachine(),
      conditions: { rounds, invocations },
      work: work.map((value) => Number(value.toPrecision(5))),
      functions: await functionsOf(entrants, {
        eventNames: options.eventNames,
        absent: [...options.absent, ...failed],
      }),
    }
  } finally {
    await Promise.all(entered.map(({ environment }) => environment[Symbol.asyncDispose]()))
  }
}

/**
 * One uncounted start each: mistakes show at once, and what runs for the first time is loaded. One that
 * fails is left out where others of its function do not.
 */
async function tryOut(entered: readonly Entrant[]) {
  const entrants: Entrant[] = []
  const failed: { absent: Absent; error: OcheError }[] = []
  for (const entrant of entered) {
    const { candidate, environment } = entrant
    try {
      await environment.invoke()
      entrants.push(entrant)
    } catch (thrown) {
      if (!(thrown instanceof OcheError) || thrown.code !== 'BENCH_FUNCTION_FAILED') throw thrown
      const { message: reason, remedy = '' } = thrown
      const { function: fn, name } = candidate
      failed.push({ absent: { function: fn, name, reason, remedy }, error: thrown })
    }
    await environment.stop()
    fixedWork()
  }
  const hopeless = failed.find(
    ({ absent }) => !entrants.some(({ candidate }) => candidate.function === absent.function),
  )
  if (hopeless !== undefined) throw hopeless.error
  return { entrants, failed: failed.map(({ absent }) => absent) }
}

async function enter(candidate: Candidate, options: EnvironmentOptions): Promise<Entrant> {
  const { root, region, credentials, signal, onFault } = options
  const { taskRoot, executable } = candidate.code
  const environment = await Environment.open(candidate, {
    signal,
    onFault,
    ...(root !== undefined && { root }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
  })
  return {
    candidate,
    environment,
    files: ownFiles(executable, taskRoot),
    executableBytes: statSync(executable).size,
    samples: new Samples(),
    missing: new Map(candidate.missing.map((one) => [one.what, one])),
  }
}

/** A lone executable may lie among anything. */
function ownFiles(executable: string, taskRoot: string | undefined): string[] {
  const isAlone = taskRoot === undefined || taskRoot === dirname(executable)
  return isAlone ? [executable] : filesBelow(taskRoot)
}

async function functionsOf(
  entrants: readonly Entrant[],
  { eventNames, absent }: Pick<RunOptions, 'eventNames' | 'absent'>,
): Promise<FunctionReport[]> {
  const functions: FunctionReport[] = []
  for (const [name, own] of byFunction(entrants)) {
    const { event, local } = own[0]!.candidate
    functions.push({
      name,
      event: measuredEvent(eventNames[name] ?? '', event),
      memorySize: local.settings.memory ?? 128,
      subjects: await Promise.all(own.map(subjectOf)),
      absent: absent.filter((one) => one.function === name),
    })
  }
  return functions
}

function planOf(entrants: readonly Entrant[], { eventNames }: RunOptions): Plan {
  return {
    machine: thisMachine(),
    functions: [...byFunction(entrants)].map(([name, own]) => ({
      name,
      event: measuredEvent(eventNames[name] ?? '', own[0]!.candidate.event),
      subjects: own.map(({ candidate }) => ({ name: candidate.name })),
    })),
  }
}

function byFunction(entrants: readonly Entrant[]): Map<string, Entrant[]> {
  const groups = new Map<string, Entrant[]>()
  for (const entrant of entrants) {
    const { function: name } = entrant.candidate
    groups.set(name, [...(groups.get(name) ?? []), entrant])
  }
  return groups
}

function measuredEvent(name: string, event: Uint8Array): MeasuredEvent {
  return {
    name,
    bytes: event.length,
    sha256: createHash('sha256').update(event).digest('hex'),
  }
}

async function subjectOf({ candidate, samples, missing }: Entrant): Promise<Subject> {
  const { name, madeWith, sizes, code } = candidate
  const hash = createHash('sha256')
  await pipeline(createReadStream(code.executable), hash)
  return {
    name,
    sha256: hash.digest('hex'),
    madeWith,
    samples: samples.all,
    sizes,
    missing: [...missing.values()],
  }
}
