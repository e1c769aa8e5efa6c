import { relative, resolve } from 'node:path'
import { buildForHost } from '../../../build/index.ts'
import { endpointKinds } from '../../../contract/http/endpoints/index.ts'
import type { EndpointKind } from '../../../core/config/schema.ts'
import { deferred, type Deferred } from '../../../core/deferred.ts'
import { EXIT, OcheError } from '../../../core/errors.ts'
import { selectFunctions, type FunctionConfig, type Project } from '../../../core/project.ts'
import { groupByBuild, localFunction, type ProjectFunction } from './functions.ts'
import { openForHost } from './finished.ts'
import { inspected, inspectionOf } from './inspect.ts'
import { announce, withdraw } from './running.ts'
import { startSession, type Session, type Source } from './session.ts'
import { createView, type View } from './view.ts'
import { showError } from '../../output/failure.ts'
import type { CommandContext } from '../context.ts'
import { localAws } from '../local-aws.ts'

const DEFAULT_PORT = 3000

/** Serves until it is interrupted; a changed configuration starts it anew on the same port. */
export async function run(context: CommandContext): Promise<number> {
  const { signal } = context
  let served = load(context)
  const aws = await localAws(context)
  let port = context.args.integer('port', { min: 0, max: 65_535 }) ?? DEFAULT_PORT
  for (let first = true; ; first = false) {
    const changes = new Changes()
    const session = await startSession({
      ...served,
      server: {
        port,
        host: context.args.text('host') ?? '127.0.0.1',
        allowedHosts: context.args.text('allow-host')?.split(',') ?? [],
        concurrency: served.concurrency,
        debugging: context.args.has('inspect'),
        aws,
      },
      watch: !context.args.has('no-watch'),
      strict: first,
      reporter: context.reporter,
      onConfigChange: () => changes.tell(),
      onBug: (thrown) => changes.fail(thrown),
    })
    port = session.local.port
    try {
      if (signal.aborted) return EXIT.ok
      const next = await serve(session, served, changes, context)
      if (next === undefined) return EXIT.ok
      served = next
    } finally {
      await session.close()
    }
  }
}

interface Served {
  project: Project
  sources: readonly Source[]
  locals: readonly ProjectFunction[]
  /** How debuggers attach. */
  attach: readonly string[]
  concurrency: number | undefined
  view: View
}

/** @throws OcheError for whatever is wrong with the configuration */
function load(context: CommandContext): Served {
  const { args, env, output } = context
  const project = context.loadProject()
  const functions = selectFunctions(project, args.positionals)
  const as = args.text('as') as EndpointKind | undefined
  const locals = functions.map((fn) => localFunction(fn, project, env, as))
  return {
    project,
    sources: sourcesOf(project, functions, context),
    ...inspected(locals, inspectionOf(args)),
    concurrency: args.integer('concurrency', { min: 1, max: 1000 }),
    view: createView(
      output,
      functions.map(({ name }) => name),
    ),
  }
}

function sourcesOf(
  project: Project,
  functions: readonly FunctionConfig[],
  { args, cwd, reporter }: CommandContext,
): Source[] {
  const given = args.text('artifact')
  if (given !== undefined) {
    const artifact = relative(project.root, resolve(cwd, given))
    return [
      {
        functions: functions.map(({ name }) => name),
        progress: `opening ${artifact}`,
        compile: () => openForHost(project.root, artifact),
      },
    ]
  }
  return groupByBuild(functions).map((group) => {
    const names = group.map(({ name }) => name)
    return {
      functions: names,
      progress: `compiling ${names.join(', ')}`,
      compile: (signal) => buildForHost({ project, fn: group[0]!, reporter, signal }),
    }
  })
}

/** @returns what to serve instead, or undefined where the program is to end */
async function serve(
  session: Session,
  { project, locals, attach, view }: Served,
  changes: Changes,
  context: CommandContext,
): Promise<Served | undefined> {
  const { url } = session.local
  const announcement = { url, pid: process.pid }
  announce(project.root, announcement)
  if (locals.some(({ settings: { http } }) => wantsSignatures(http))) {
    view.note('access: iam is not enforced locally; callers need not sign.')
  }
  const { urls } = session.local
  view.ready(
    url,
    locals.map(({ settings: { name, http } }) => ({ name, url: urls[name], routes: http.routes })),
  )
  for (const line of attach) view.note(line)
  try {
    return await nextConfiguration(changes, context, view)
  } finally {
    withdraw(project.root, announcement)
  }
}

function wantsSignatures({ kind, access }: FunctionConfig['http']): boolean {
  return access === 'iam' && kind !== 'none' && endpointKinds[kind].hasSignatures
}

/** A configuration that is wrong is told, and the old one goes on being served. */
async function nextConfiguration(
  changes: Changes,
  context: CommandContext,
  view: View,
): Promise<Served | undefined> {
  while (await changes.next(context.signal)) {
    try {
      const next = load(context)
      view.note('The configuration has changed: starting anew.')
      return next
    } catch (thrown) {
      if (!(thrown instanceof OcheError)) throw thrown
      showError(thrown, context.output)
    }
  }
  return undefined
}

/** Changes of the configuration, told by the watch and awaited here. */
class Changes {
  #next = awaitedOrNot()

  tell(): void {
    this.#next.resolve()
  }

  fail(thrown: unknown): void {
    this.#next.reject(thrown)
  }

  /** False once the program is to end. @throws what `fail` was given */
  async next(signal: AbortSignal): Promise<boolean> {
    const ended = new Promise<boolean>((resolve) => {
      if (signal.aborted) resolve(false)
      signal.addEventListener('abort', () => resolve(false), { once: true })
    })
    const changed = await Promise.race([this.#next.promise.then(() => true), ended])
    this.#next = awaitedOrNot()
    return changed
  }
}

/** It may be rejected while nobody waits; whoever waits next gets the reason. */
function awaitedOrNot(): Deferred<void> {
  const next = deferred<void>()
  next.promise.catch(() => {})
  return next
}
