import { EXIT, OcheError } from '../../../core/errors.ts'
import { selectFunctions, type FunctionConfig, type Project } from '../../../core/project.ts'
import { resolveFunctionReferences, sourcesOf } from '../../../core/resolve-function.ts'
import {
  ANY_VERSION,
  describeApplication,
  desire,
  layerArn,
  layerName,
  placeOf,
  planApplication,
  readStatus,
  withLayerArns,
  type ApplicationSource,
  type Orphan,
  type PlannedApplication,
  type Session,
  type Status,
} from '../../../deploy/index.ts'
import { usageError } from '../../arguments/usage-error.ts'
import { errorJson } from '../../output/failure.ts'
import { openAwsSession } from '../aws-session.ts'
import { checkReferences, filledIn, hidingSession, type FilledIn } from '../filled-in.ts'
import { allOf } from '../outcomes.ts'
import { orphansOf, removalHint } from '../orphans.ts'
import { formerStages, showFormerStage } from './former-stages.ts'
import { nextStep } from './next.ts'
import { orphanLines, sharedStatusLines, statusLines, type SharedStatus } from './lines.ts'
import { sharedSource } from '../shared.ts'
import { stageFlag } from '../stage-flag.ts'
import type { CommandContext } from '../context.ts'

/** What is deployed of a project in one place. */
interface Seen {
  project: Project
  region: string
  functions: readonly Status[]
  /** What functions share, and where that differs from the configuration. */
  shared: SharedStatus
  orphans: readonly Orphan[]
  session: Session
}

/** What is deployed, and where it differs from the configuration. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output } = context
  const project = context.loadProject()
  if (args.has('all-stages')) return showAll(project, context)
  const seen = await look(project, context)
  if (output.json) output.resultJson(statusJson(seen))
  else show(seen, context)
  return EXIT.ok
}

/** Stage by stage; one that is elsewhere, or cannot be looked at, is told beside the others. */
async function showAll(project: Project, context: CommandContext): Promise<number> {
  const { args, output } = context
  if (args.has('stage')) throw usageError('--all-stages goes without --stage')
  if (project.stages.length === 0) {
    throw usageError('oche.yaml has no stages', 'Add some, or leave out --all-stages.')
  }
  // Without a default, what is deployed without a stage is a place of its own.
  const all = [
    ...(project.stage === undefined ? [project] : []),
    ...project.stages.map((stage) => context.loadProject(stage)),
  ]
  const parts: object[] = []
  const failures: OcheError[] = []
  const sessions: Session[] = []
  for (const one of all) {
    const stage = one.stage ?? null
    const outcome = await look(one, context).catch((thrown: unknown) => {
      if (thrown instanceof OcheError) return thrown
      throw thrown
    })
    if (outcome instanceof OcheError) {
      parts.push({ stage, error: errorJson(outcome) })
      failures.push(outcome)
    } else {
      parts.push({ stage, ...statusJson(outcome) })
      sessions.push(outcome.session)
    }
    if (output.json) continue
    output.result(output.style('bold', stage === null ? 'without a stage' : `stage ${stage}`))
    if (outcome instanceof OcheError) output.result(`  not looked at: ${outcome.message}`)
    else show(outcome, context)
  }
  const former = await formerStages(project, sessions, context)
  if (output.json) output.resultJson({ stages: parts, former })
  else for (const one of former) showFormerStage(one, context)
  return failures.find(({ code }) => !ELSEWHERE.has(code))?.exit ?? EXIT.ok
}

/** What a stage in another account says to these credentials is no failure. */
const ELSEWHERE: ReadonlySet<string> = new Set(['ACCOUNT_REFUSED', 'REGION_REFUSED'])

async function look(project: Project, context: CommandContext): Promise<Seen> {
  const { args } = context
  const functions = selectFunctions(project, args.positionals)
  const { all, session } = await known(functions, project, context)
  const { aws, account } = session
  const source = sharedSource(project, all, session, context)
  const { application, shared } = await lookAtShared(aws, source)
  const reading = all.map(({ fn, environment, hidden }) => {
    const place = placeOf(account, project, fn.name)
    // What is in a folder only a deploy knows.
    const anyVersion = (folder: string) =>
      layerArn(account, layerName(project, folder), ANY_VERSION)
    const own = withLayerArns(fn, anyVersion)
    const siblings = source.functions
    const desired = desire({ place, fn: own, environment, hidden, siblings })
    return readStatus(aws, desired, application.given)
  })
  const names = functions.map(({ name }) => name)
  const [statuses, orphans] = await Promise.all([
    allOf(names, reading),
    args.positionals.length > 0 ? [] : orphansOf(project, session, context),
  ])
  return {
    project,
    region: account.region,
    functions: statuses,
    shared,
    orphans,
    session,
  }
}

/** What is not this project's keeps nobody from seeing the rest. */
async function lookAtShared(
  aws: Session['aws'],
  source: ApplicationSource,
): Promise<{ application: PlannedApplication; shared: SharedStatus }> {
  const look = async (of: ApplicationSource) => {
    const application = await planApplication({ aws, thorough: true }, of)
    const { apis, changes: drift } = describeApplication(application)
    return { application, shared: { apis, drift } }
  }
  try {
    return await look(source)
  } catch (thrown) {
    const isTold = ['NOT_OURS', 'HOSTED_ZONE_WRONG']
    if (!(thrown instanceof OcheError) || !isTold.includes(thrown.code)) throw thrown
    const { application, shared } = await look({
      ...source,
      api: { ...source.api, domain: undefined },
    })
    const { message, remedy } = thrown
    const told = { conflict: message, ...(remedy !== undefined && { remedy }) }
    return { application, shared: { ...shared, drift: [], ...told } }
  }
}

/** Of one function as of several. */
function statusJson({ functions, shared, orphans }: Seen): object {
  const versions = functions.flatMap(({ name, versions: own }) =>
    own.map((version) => ({ function: name, ...version })),
  )
  return { functions, versions, shared, orphans }
}

type Known = Omit<FilledIn, 'environment'> & Partial<Pick<FilledIn, 'environment'>>

/** To see what is deployed takes no secret: without one the environment is not compared. */
async function known(
  functions: readonly FunctionConfig[],
  project: Project,
  context: CommandContext,
): Promise<{ all: Known[]; session: Session }> {
  const { env, reporter } = context
  const without = (thrown: unknown): Known[] => {
    if (!(thrown instanceof OcheError) || !NOT_KNOWN.has(thrown.code)) throw thrown
    reporter.warn(`${thrown.message}; the environment is not compared`)
    return functions.map((fn) => resolveFunctionReferences(fn, sourcesOf(project, env), 'deploy'))
  }
  const lacking = attempt(() => checkReferences(functions, project, context))
  const others = lacking === undefined ? undefined : without(lacking)
  const session = await openAwsSession(context, project)
  if (others !== undefined) return { all: others, session: hidingSession(session, others) }
  try {
    return await filledIn(functions, project, session, context)
  } catch (thrown) {
    const all = without(thrown)
    return { all, session: hidingSession(session, all) }
  }
}

/** What a reference stands for cannot be told here. */
const NOT_KNOWN: ReadonlySet<string> = new Set([
  'ACCESS_DENIED',
  'ENVIRONMENT_MISSING',
  'ENVIRONMENT_TOO_LARGE',
  'REFERENCE_MISSING',
])

function attempt(check: () => void): unknown {
  try {
    check()
    return undefined
  } catch (thrown) {
    return thrown
  }
}

function show(
  { project, region, functions, shared, orphans }: Seen,
  context: CommandContext,
): void {
  const { output, reporter } = context
  for (const status of functions) showOne(status, region, project, context)
  for (const line of sharedStatusLines(shared, output.style)) output.result(line)
  if (shared.remedy !== undefined) reporter.info(shared.remedy)
  for (const line of orphans.flatMap((one) => orphanLines(one, output.style))) output.result(line)
  if (orphans.length > 0) {
    reporter.info(`To delete what oche.yaml no longer has: ${removalHint(orphans, project)}`)
  }
}

function showOne(
  status: Status,
  region: string,
  project: Project,
  { output, reporter }: CommandContext,
): void {
  for (const line of statusLines(status, region, output.style)) output.result(line)
  const next = nextStep(status, stageFlag(project))
  if (next !== undefined) reporter.info(next)
}
