import { createHash, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  listPrices,
  measureRemotely,
  parsePrices,
  type Prices,
  type Report,
  type Setting,
} from '../../../bench/index.ts'
import { abortable } from '../../../core/abortable.ts'
import { build } from '../../../build/index.ts'
import { ARCHITECTURES, type Architecture } from '../../../core/config/kinds.ts'
import { messageOf, OcheError } from '../../../core/errors.ts'
import type { FunctionConfig, Project } from '../../../core/project.ts'
import {
  configureCopy,
  copyId,
  copyName,
  invokeCopy,
  makeCopy,
  originalCode,
  placeOf,
  readOriginal,
  removeAbandoned,
  removeCopy,
  type Original,
  type Session,
} from '../../../deploy/index.ts'
import { oneFunction } from '../../arguments/one-function.ts'
import { usageError } from '../../arguments/usage-error.ts'
import type { Arguments } from '../../arguments/values.ts'
import { version } from '../../version.ts'
import { agreement } from '../agreement.ts'
import { openAwsSession, placeText } from '../aws-session.ts'
import type { CommandContext } from '../context.ts'
import { readEvents } from './events.ts'
import { spendingOf, type Spending } from './spending.ts'

/** Everything that a measurement on Lambda is about. */
interface Remote {
  project: Project
  fn: FunctionConfig
  session: Session
  /** The same, which goes on after Ctrl-C: for deleting. */
  lasting: Session
  original: Original
  event: Uint8Array
}

/**
 * Measures the deployed function on copies of it, one for each architecture, and deletes them.
 *
 * @throws OcheError
 */
export async function measureDeployed(context: CommandContext): Promise<Report> {
  const { args, reporter, signal } = context
  refuseLocalFlags(args)
  const prices = pricesOf(context)
  const seed = args.integer('seed', { min: 0, max: 2 ** 31 - 1 }) ?? randomInt(2 ** 31)
  const project = context.loadProject()
  const fn = oneFunction(project, args.positionals, (name) => `oche bench ${name} --remote`)
  const events = await readEvents([fn], project, context)
  const { name: eventName, bytes: event } = events.get(fn.name)!
  const memories = memoriesIn(args.text('memory'))
  const archs = archsIn(args.text('arch'))
  const session = await openAwsSession(context, project)
  const lasting = await openAwsSession(
    { ...context, signal: new AbortController().signal },
    project,
  )
  const place = placeOf(session.account, project, fn.name)
  const original = await readOriginal(session.aws, place)
  for (const name of await removeAbandoned(session.aws, place)) {
    reporter.info(`Deleted what an earlier run has left: ${name}`)
  }
  const remote = { project, fn, session, lasting, original, event }
  const tried = {
    memories: memories ?? [original.memory],
    archs: archs ?? [original.arch],
  }
  const spending = spendingOf(args, tried.memories.length * tried.archs.length)
  await consent(remote, spending, context)
  return onCopies(remote, tried, context, (settings) =>
    reporter.step(`measuring ${place.function}`, (update) =>
      measureRemotely({
        functionName: place.function,
        memorySize: original.memory,
        codeSha256: original.codeSha256,
        region: session.account.region,
        event: {
          name: eventName,
          bytes: event.length,
          sha256: createHash('sha256').update(event).digest('hex'),
        },
        settings,
        prices,
        rounds: spending.rounds,
        invocations: spending.invocations,
        seed,
        version: version(),
        signal,
        onRound: (round) =>
          update(`measuring ${place.function}, round ${round} of ${spending.rounds}`),
      }),
    ),
  )
}

/** Within which an invocation that was left should have ended, in milliseconds. */
const PATIENCE = 2000

/** Makes the copies, and deletes them whatever happens. */
async function onCopies<T>(
  remote: Remote,
  { memories, archs }: { memories: readonly number[]; archs: readonly Architecture[] },
  { reporter, signal }: CommandContext,
  work: (settings: Setting[]) => Promise<T>,
): Promise<T> {
  const { session, lasting, original, event } = remote
  let underWay: Promise<unknown> | undefined
  const ids = archs.map((arch) => ({ arch, id: copyId() }))
  try {
    const settings: Setting[] = []
    let mark = 0
    for (const { arch, id } of ids) {
      const code = await codeFor(remote, arch, reporter)
      const copy = await reporter.step(`making a copy for ${arch}`, () =>
        makeCopy(session.aws, original, id, { arch, code }),
      )
      for (const memory of memories) {
        settings.push({
          memory,
          arch,
          prepare: () => configureCopy(session.aws, original, copy, { memory, mark: ++mark }),
          invoke: () => {
            const answer = invokeCopy(lasting.aws, copy, event)
            underWay = answer
            return abortable(signal, answer)
          },
        })
      }
    }
    return await work(settings)
  } finally {
    // What is under way writes to the log, which would be made anew.
    await Promise.race([underWay?.catch(() => {}), sleep(PATIENCE, undefined, { ref: false })])
    // One that could not be made may be there all the same.
    for (const { id } of ids) await removeCopy(lasting.aws, copyName(original.place, id))
  }
}

/** What is deployed; for the other architecture, what its source gives. */
async function codeFor(
  { project, fn, session, original }: Remote,
  arch: Architecture,
  reporter: CommandContext['reporter'],
): Promise<Uint8Array | string> {
  const { signal } = session.aws
  if (arch === original.arch) return originalCode(original, signal)
  reporter.info(`${fn.name} is deployed for ${original.arch}: for ${arch} its source is built`)
  const artifact = await build({ project, fn, arch, reporter, signal })
  return artifact.zip
}

/** @throws OcheError `USAGE` where nobody can be asked; what the signal says where it was left */
async function consent(
  { session, original, project }: Remote,
  { total }: Spending,
  context: CommandContext,
): Promise<void> {
  const where = placeText(session.account, project)
  const answer = await agreement(
    `Invoke a copy of ${original.place.function} ${total} times (${where})?`,
    `It invokes a copy of ${original.place.function} ${total} times. To do that without a question: oche bench --remote --yes`,
    context,
  )
  if (answer === 'yes') return
  throw usageError(
    'nothing was invoked',
    'Spend less: --budget <n>, or fewer settings in --memory.',
  )
}

function refuseLocalFlags(args: Arguments): void {
  const local = ['engine', 'artifact'].find((name) => args.has(name))
  if (local === undefined) return
  throw usageError(
    `--${local} is measured on this machine, --remote what is deployed`,
    'Leave out one of them.',
  )
}

function pricesOf({ args, cwd }: CommandContext): Prices {
  const file = args.text('prices')
  if (file === undefined) return listPrices
  let text: string
  try {
    text = readFileSync(resolve(cwd, file), 'utf8')
  } catch (cause) {
    throw new OcheError('BENCH_PRICES_INVALID', `${file} cannot be read: ${messageOf(cause)}`, {
      remedy: `It has to look like this: ${JSON.stringify(listPrices)}`,
      cause,
    })
  }
  return parsePrices(text, file)
}

function memoriesIn(given: string | undefined): number[] | undefined {
  if (given === undefined) return undefined
  const { least, most } = MEMORY
  return [...new Set(given.split(','))].map((text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw usageError(`--memory takes MB from ${least} to ${most}, as in 128,256; not "${text}"`)
  })
}

/** Of Lambda's, in MB. */
const MEMORY = { least: 128, most: 10_240 }

function archsIn(given: string | undefined): Architecture[] | undefined {
  return given?.split(',').map((text) => {
    const found = ARCHITECTURES.find((arch) => arch === text)
    if (found !== undefined) return found
    throw usageError(`--arch takes ${ARCHITECTURES.join(',')} or one of them, not "${text}"`)
  })
}
