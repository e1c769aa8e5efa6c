import { createHash, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  measureRemotely,
  settingNames,
  thisMachine,
  type MeasuredEvent,
  type Plan,
  type Report,
  type Setting,
} from '../../../bench/index.ts'
import { abortable } from '../../../core/abortable.ts'
import { build, removeRunningFolder, runningFolder } from '../../../build/index.ts'
import type { Architecture } from '../../../core/config/kinds.ts'
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
  type CopiedCode,
  type Original,
  type Session,
} from '../../../deploy/index.ts'
import { oneFunction } from '../../arguments/one-function.ts'
import { usageError } from '../../arguments/usage-error.ts'
import { ownVersion } from '../../../core/own-package.ts'
import { agreement } from '../agreement.ts'
import { openAwsSession, placeText } from '../aws-session.ts'
import type { CommandContext } from '../context.ts'
import { readEvents } from './events.ts'
import type { OnPlan } from './local.ts'
import { archsIn, memoriesIn, pricesOf, refuseLocalFlags } from './remote-flags.ts'
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
export async function measureDeployed(context: CommandContext, onPlan: OnPlan): Promise<Report> {
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
  const spending = spendingOf(args, (memories ?? [1]).length * (archs ?? [1]).length)
  const session = await openAwsSession(context, project)
  const lasting = await openAwsSession(
    { ...context, signal: new AbortController().signal },
    project,
  )
  const place = placeOf(session.account, project, fn.name)
  const original = await readOriginal(session.aws, place)
  const tried = {
    memories: memories ?? [original.memory],
    archs: archs ?? [original.arch],
  }
  const measured = {
    name: eventName,
    bytes: event.length,
    sha256: createHash('sha256').update(event).digest('hex'),
  }
  onPlan(planOf(original, measured, tried))
  for (const name of await removeAbandoned(session.aws, place)) {
    reporter.info(`Deleted what an earlier run has left: ${name}`)
  }
  const remote = { project, fn, session, lasting, original, event }
  await consent(remote, spending, context)
  return onCopies(remote, tried, context, (settings) =>
    reporter.step(`measuring ${place.function}`, (update) =>
      measureRemotely({
        functionName: place.function,
        memorySize: original.memory,
        codeSha256: original.codeSha256,
        region: session.account.region,
        event: measured,
        settings,
        prices,
        rounds: spending.rounds,
        invocations: spending.invocations,
        seed,
        version: ownVersion(),
        signal,
        onRound: (round) =>
          update(`measuring ${place.function}, round ${round} of ${spending.rounds}`),
      }),
    ),
  )
}

interface Tried {
  /** MB */
  memories: readonly number[]
  archs: readonly Architecture[]
}

function planOf({ place }: Original, event: MeasuredEvent, { memories, archs }: Tried): Plan {
  const settings = archs.flatMap((arch) => memories.map((memory) => ({ memory, arch })))
  const subjects = settingNames(settings).map((name) => ({ name }))
  return {
    machine: thisMachine(),
    lambda: { region: place.account.region },
    functions: [{ name: place.function, event, subjects }],
  }
}

/** Within which an invocation that was left should have ended, in milliseconds. */
const PATIENCE = 2000

/** Makes the copies, and deletes them whatever happens. */
async function onCopies<T>(
  remote: Remote,
  { memories, archs }: Tried,
  { args, reporter, signal }: CommandContext,
  work: (settings: Setting[]) => Promise<T>,
): Promise<T> {
  const { session, lasting, original, event } = remote
  let underWay: Promise<unknown> | undefined
  const ids = archs.map((arch) => ({ arch, id: copyId() }))
  const folder = runningFolder()
  try {
    const settings: Setting[] = []
    let mark = 0
    for (const { arch, id } of ids) {
      const code = await codeFor(remote, arch, join(folder, 'original.zip'), reporter)
      const making = `making a copy for ${arch}`
      const copy = await reporter.step(making, (update) =>
        makeCopy(session.aws, original, id, {
          arch,
          code,
          bucket: args.text('bucket'),
          progress: (message) => update(`${making}: ${message}`),
        }),
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
    removeRunningFolder(folder)
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
  zip: string,
  reporter: CommandContext['reporter'],
): Promise<CopiedCode> {
  const { signal } = session.aws
  if (arch === original.arch) return originalCode(original, zip, signal)
  reporter.info(`${fn.name} is deployed for ${original.arch}: for ${arch} its source is built`)
  return build({ project, fn, arch, reporter, signal })
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
