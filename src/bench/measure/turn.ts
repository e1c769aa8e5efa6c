import type { Missing } from '../report/types.ts'
import type { Environment, Took } from './environment.ts'
import { memoryOfTree } from './memory.ts'
import { dropFromMemory, readFromDisk, type Kept } from './page-cache.ts'
import type { Samples } from './samples.ts'

export interface TurnOptions {
  /** Warm invocations at most. */
  invocations: number
  /** Files that leave memory before a start from disk. */
  files: readonly string[]
  /** Size of the executable. */
  executableBytes: number
}

/** A start from disk reads more of the executable than this share. */
const LEAST_READ = 0.05

/** Starts of a turn with the files in memory; the last one goes on with warm invocations. */
const STARTS = 3

/** Warm invocations that are not counted: compilers that work while a program runs get to work. */
const WARM_UP = 20

/** Warm invocations of a turn end after so many milliseconds, with at least so many of them. */
const PATIENCE = 2000
const LEAST = 5

/**
 * One candidate's turn in a round: a start from disk, starts from memory, warm invocations of the last of
 * them, and its memory.
 *
 * @returns what could not be measured, and why
 */
export async function takeTurn(
  environment: Environment,
  samples: Samples,
  options: TurnOptions,
): Promise<Missing[]> {
  const missing: Missing[] = []
  // Even where it does not count it brings all files into memory that a start needs.
  const fromDisk = await startFromDisk(environment, options)
  if (typeof fromDisk === 'number') samples.add('startFromDisk', [fromDisk])
  else missing.push({ what: 'startFromDisk', ...fromDisk })
  const starts: number[] = []
  for (let start = 0; start < STARTS; start++) {
    await environment.stop()
    starts.push(started(await environment.invoke()))
  }
  samples.add('start', starts)
  missing.push(...measureMemory(environment, samples, 'first'))
  samples.add('warm', await warmInvocations(environment, options.invocations))
  missing.push(...measureMemory(environment, samples, 'peak'))
  await environment.stop()
  return missing
}

/** From the start of the process until its first invocation is over. */
function started({ initDurationMs = 0, durationMs }: Took): number {
  return initDurationMs + durationMs
}

/** The time of a start, or why it was none from disk. */
async function startFromDisk(
  environment: Environment,
  { files, executableBytes }: TurnOptions,
): Promise<number | Kept> {
  const kept = dropFromMemory(files)
  const took = started(await environment.invoke())
  if (kept !== undefined) return kept
  // The proof: what was in memory all the time is not read.
  const read = environment.pid === undefined ? undefined : readFromDisk(environment.pid)
  if (read !== undefined && read > executableBytes * LEAST_READ) return took
  return {
    reason: 'its files stay in memory: the file system is in memory, or another process runs them',
    remedy: 'End what runs them, or move the project to a disk.',
  }
}

async function warmInvocations(environment: Environment, most: number): Promise<number[]> {
  const begun = performance.now()
  const isLate = () => performance.now() - begun > PATIENCE
  for (let warmUp = 0; warmUp < WARM_UP && !isLate(); warmUp++) await environment.invoke()
  const took: number[] = []
  while (took.length < most && (took.length < LEAST || !isLate())) {
    took.push((await environment.invoke()).durationMs)
  }
  return took
}

function measureMemory({ pid }: Environment, samples: Samples, when: 'first' | 'peak'): Missing[] {
  const memory = pid === undefined ? undefined : memoryOfTree(pid)
  const untold = {
    reason: 'the system does not tell (no /proc)',
    remedy: 'Run oche bench on Linux, in a virtual machine for example, or oche bench --remote.',
  }
  if (when === 'peak') {
    if (memory === undefined) return [{ what: 'memoryPeak', ...untold }]
    samples.add('memoryPeak', [memory.peak])
    return []
  }
  if (memory !== undefined) samples.add('memoryFirst', [memory.resident])
  if (memory?.proportional !== undefined) samples.add('memoryFirstShared', [memory.proportional])
  return [
    ...(memory === undefined ? [{ what: 'memoryFirst' as const, ...untold }] : []),
    ...(memory?.proportional === undefined
      ? [{ what: 'memoryFirstShared' as const, ...untold }]
      : []),
  ]
}
