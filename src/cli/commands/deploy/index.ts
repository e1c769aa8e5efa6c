import { relative, resolve } from 'node:path'
import { build, packArtifact } from '../../../build/index.ts'
import type { Artifact } from '../../../core/artifact.ts'
import { EXIT, OcheError } from '../../../core/errors.ts'
import { selectFunctions, type FunctionConfig, type Project } from '../../../core/project.ts'
import {
  applyFunctionDeploy,
  describeApplication,
  describePlanned,
  GATEWAYS,
  changesWithPublished,
  desire,
  hasOwnEndpoint,
  layerBytes,
  lookAgain,
  nameIn,
  newRun,
  opensEndpoint,
  placeOf,
  planAgain,
  planApplication,
  planFunctionDeploy,
  planWithPublished,
  requireLayersOfRegion,
  untilReachable,
  withLayerArns,
  withFormer,
  withPublished,
  type ApplicationSource,
  type Change,
  type Desired,
  type Deployed,
  type LayerPlan,
  type Planned,
  type PlannedApplication,
  type Session,
} from '../../../deploy/index.ts'
import { deployAgain } from './again.ts'
import { consent, takesAway } from './consent.ts'
import { usageError } from '../../arguments/usage-error.ts'
import { openAwsSession, placeText } from '../aws-session.ts'
import { checkReferences, filledIn } from '../filled-in.ts'
import { layerChanges, planLayers, planUnwanted, pruneLayers, publishLayers } from '../layers.ts'
import { sharedLines } from '../../output/shared.ts'
import { deployedLines } from './lines.ts'
import { errorJson } from '../../output/failure.ts'
import { allOf, failedNames, failureOf, failuresJson, valuesOf } from '../outcomes.ts'
import { planMarkdown, type PlanPlace } from './markdown.ts'
import { planParts } from './parts.ts'
import { applyPruning, keptOf, planPruning, pruningJson, showKept, type Pruning } from './prune.ts'
import { sharedSource } from '../shared.ts'
import { applyShared, applySharedOf } from './share.ts'
import { partLines } from './text.ts'
import { stageFlag } from '../stage-flag.ts'
import type { CommandContext } from '../context.ts'

/** A function on its way through a deploy. */
interface Deploying {
  artifact: Artifact
  desired: Desired
  planned: Planned
}

/** Everything that a deploy is about. */
interface Work {
  project: Project
  all: readonly Deploying[]
  /** What the functions share. */
  application: PlannedApplication
  pruning: readonly Pruning[]
  layers: readonly LayerPlan[]
  session: Session
  /** What the application is made of. */
  source: ApplicationSource
}

/** ARNs of what a function has. */
function layersOf({ remote }: Planned): readonly string[] {
  const { live, function: found } = remote.anchor
  return (live ?? found?.latest)?.configuration.layers ?? []
}

const nameOf = ({ desired }: Deploying) => nameIn(desired.place)

const hasSteps = ({ planned }: Pick<Deploying | PlannedApplication, 'planned'>) =>
  planned.plan.steps.length > 0

/** Builds, plans, shows the plan and carries it out. */
export async function run(context: CommandContext): Promise<number> {
  const { args } = context
  const project = context.loadProject()
  const functions = selectFunctions(project, args.positionals)
  checkFlags(context, functions)
  checkReferences(functions, project, context)
  const opened = await openAwsSession(context, project)
  const { all: filled, session } = await filledIn(functions, project, opened, context)
  for (const { fn } of filled) requireLayersOfRegion(fn, session.account)
  const artifacts: Artifact[] = []
  for (const fn of functions) artifacts.push(await artifactOf(project, fn, context))
  const layering = await planLayers(project, functions, session, context)
  const source = sharedSource(project, filled, session, context)
  const sharing = { aws: session.aws, ...planOptions(context) }
  // What oche.yaml no longer has may be an API whose functions are gone.
  const former = args.has('prune') ? GATEWAYS : []
  const shared = await planApplication(sharing, source, former)
  // All that it moves goes back together.
  const run = newRun()
  const names = functions.map(({ name }) => name)
  const planning = filled.map(async ({ fn, environment, hidden }, index): Promise<Deploying> => {
    const artifact = artifacts[index]!
    const desired = desire({
      place: placeOf(session.account, project, fn.name),
      fn: withLayerArns(fn, layering.arnOf),
      environment,
      artifact,
      layerBytes: layerBytes(fn, layering.artifacts),
      hidden,
      run,
      siblings: source.functions,
      together: names,
      bucket: args.text('bucket'),
    })
    const { given } = shared
    const options = { aws: session.aws, desired, given, ...planOptions(context) }
    return { artifact, desired, planned: await planFunctionDeploy(options) }
  })
  const [first, pruning] = await Promise.all([
    allOf(names, planning),
    planPruning(project, session, context),
  ])
  const deployed = first.flatMap(({ planned }) => layersOf(planned))
  const unwanted = await planUnwanted(project, deployed, session, context)
  const layers = [...layering.plans, ...unwanted]
  const anchors = [
    ...first.map(({ planned }) => planned.remote.anchor),
    ...pruning.flatMap(({ removal }) => removal?.anchor ?? []),
  ]
  const application = await withFormer(sharing, source, shared, anchors)
  const again = { ...sharing, given: application.given }
  const all = await allOf(
    names,
    first.map(async (one) => ({ ...one, planned: await planAgain(one.planned, again) })),
  )
  const work = { project, all, application, pruning, session, layers, source }
  showPlans(work, context)
  if (args.has('dry-run')) return dryRun(work, context)
  const answer = await consent(project, takenAway(work), context)
  if (answer === 'yes') return apply(work, context)
  context.reporter.info('nothing was changed')
  return answer === 'no' ? EXIT.ok : EXIT.sigint
}

/** All that a deploy would change. */
function takenAway({ all, application, pruning, layers }: Work): Change[] {
  return [
    ...layerChanges(layers),
    ...application.planned.plan.changes,
    ...all.flatMap(({ planned }) => planned.plan.changes),
    ...pruning.flatMap(({ removal }) => removal?.plan.changes ?? []),
  ].filter(takesAway)
}

/** Whether there is anything to carry out. */
function changesOf({ all, application, pruning, layers }: Work): boolean {
  return (
    all.some(hasSteps) ||
    hasSteps(application) ||
    pruning.some(({ removal }) => removal !== undefined) ||
    layerChanges(layers).length > 0
  )
}

function nextText(project: Project): string {
  const verbs = ['logs -f', 'status', 'rollback', 'destroy']
  return `Next: ${verbs.map((verb) => `oche ${verb}${stageFlag(project)}`).join(', ')}`
}

function planOptions({ args }: CommandContext): { adopt: boolean; thorough: boolean } {
  return { adopt: args.has('adopt'), thorough: args.has('repair') }
}

function checkFlags({ args, output }: CommandContext, functions: readonly FunctionConfig[]): void {
  if (args.has('format') && output.json) {
    throw usageError('--json and --format are two forms of one plan', 'Leave out one of them')
  }
  if (args.has('prune') && args.positionals.length > 0) {
    throw usageError('--prune goes with all functions', 'Type: oche deploy --prune')
  }
  if (args.has('artifact') && functions.length > 1) {
    throw usageError('--artifact is the code of one function', 'Name it: oche deploy <function>')
  }
}

function artifactOf(
  project: Project,
  fn: FunctionConfig,
  { args, cwd, reporter, signal }: CommandContext,
): Promise<Artifact> {
  const given = args.text('artifact')
  if (given !== undefined) {
    const file = relative(project.root, resolve(cwd, given))
    return packArtifact({ project, fn, file })
  }
  return reporter.step(`compiling ${fn.name} for ${fn.arch}`, () =>
    build({ project, fn, arch: fn.arch, reporter, signal }),
  )
}

/** A dry run's plan is its result; otherwise it is shown on the way. */
function showPlans(work: Work, context: CommandContext): void {
  const { project, pruning, session } = work
  const { args, output, reporter } = context
  const isResult = args.has('dry-run') && !output.json
  const isMarkdown = args.text('format') === 'markdown'
  const say = (line: string) => (isResult ? output.result(line) : reporter.info(line))
  const place = placeText(session.account, project)
  const parts = planParts(work)
  for (const part of parts) {
    for (const note of part.notes) reporter.warn(note)
    if (!isMarkdown) for (const line of partLines(part, place, output.style)) say(line)
    for (const call of part.calls) reporter.debug(`  ${call}`)
  }
  showKept(pruning, project, context)
  if (isMarkdown) say(planMarkdown(parts, markdownPlace(work, context.args)))
}

function markdownPlace(
  { project, pruning, session }: Work,
  args: CommandContext['args'],
): PlanPlace {
  const { name, stage } = project
  return {
    project: name,
    stage,
    region: session.account.region,
    kept: keptOf(pruning).map((orphan) => orphan.name),
    command: deployAgain(args, project, ['--dry-run']),
  }
}

function dryRun(work: Work, context: CommandContext): number {
  const { args, output, reporter } = context
  const { all, application } = work
  const { given } = application
  if (output.json) {
    const planned = all.map((one) => describePlanned(one.planned, one.desired, { given }))
    showJson(planned, work, context)
  }
  const changes = changesOf(work)
  if (changes) {
    const command = deployAgain(args, work.project)
    reporter.info(`\nNothing was changed. To carry it out: ${command}`)
  }
  return changes && args.has('fail-on-changes') ? EXIT.changes : EXIT.ok
}

async function apply(planned: Work, context: CommandContext): Promise<number> {
  const { project, pruning, session } = planned
  const { args, output, reporter } = context
  const { aws, account } = session
  const options = { aws, account, application: project, bucket: args.text('bucket') }
  const arns = await publishLayers(planned.layers, options, context)
  const work = published(planned, arns)
  const { all, layers } = work
  const sharing = { aws, ...planOptions(context) }
  await applyShared('before', work.application, sharing, context)
  const outcomes = await applyAll(work, session, context)
  const names = all.map(nameOf)
  const failure = failureOf(names, outcomes)
  if (!output.json) {
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'rejected') continue
      const lines = deployedLines(outcome.value, all[index]!.artifact, output.style)
      for (const line of lines) output.result(line)
    }
  }
  if (failure === undefined) await applyShared('after', work.application, sharing, context)
  else {
    const left = pruning.some(({ removal }) => removal !== undefined)
    const outcome = { names, failed: failedNames(names, outcomes), left }
    await applySharedOf(outcome, work, sharing, context)
  }
  if (failure instanceof OcheError && output.json) {
    const failed = failuresJson(names, outcomes)
    showJson(valuesOf(outcomes), work, context, { error: errorJson(failure), failed })
    return failure.exit
  }
  if (failure !== undefined) throw failure
  showShared(work, context)
  await applyPruning(pruning, session, context)
  await pruneLayers(layers, aws, context)
  if (output.json) showJson(valuesOf(outcomes), work, context)
  if (changesOf(work)) reporter.info(`\n${nextText(work.project)}`)
  return EXIT.ok
}

/** With the layers that were published for it. */
function published(work: Work, arns: ReadonlyMap<string, string>): Work {
  const all = work.all.map(({ artifact, ...one }) => {
    const desired = withPublished(one.desired, arns)
    const { plan } = one.planned
    const changes = changesWithPublished(plan.changes, arns)
    return { artifact, desired, planned: { ...one.planned, desired, plan: { ...plan, changes } } }
  })
  return { ...work, all, layers: work.layers.map((plan) => planWithPublished(plan, arns)) }
}

function showShared({ application }: Work, { output }: CommandContext): void {
  if (output.json) return
  const { apis, changes } = describeApplication(application)
  for (const line of sharedLines(apis, output.style, changes)) output.result(line)
}

/** Side by side; where one fails the others are finished first. */
async function applyAll(
  { all, application }: Work,
  session: Session,
  context: CommandContext,
): Promise<PromiseSettledResult<Deployed>[]> {
  const { reporter } = context
  if (!all.some(hasSteps)) {
    const { given } = application
    return all.map(({ planned, desired }) => ({
      status: 'fulfilled',
      value: describePlanned(planned, desired, { given }),
    }))
  }
  const failed = (application.given.failed = new Set<string>())
  const names = all.map(nameOf)
  return reporter.step(`deploying ${names.join(', ')}`, (update) =>
    Promise.allSettled(
      all.map((deploying) => {
        const prefix = all.length > 1 ? `${nameOf(deploying)}: ` : ''
        return applyOne(deploying, application, session, context, (message) =>
          update(prefix + message),
        ).catch((thrown: unknown) => {
          failed.add(deploying.desired.place.function)
          throw thrown
        })
      }),
    ),
  )
}

async function applyOne(
  { desired, planned }: Deploying,
  application: PlannedApplication,
  { aws }: Session,
  context: CommandContext,
  progress: (message: string) => void,
): Promise<Deployed> {
  const { reporter, signal } = context
  const { given } = application
  const sharing = { given, lookAgain: () => lookAgain({ aws }, application) }
  const options = { aws, desired, ...sharing, ...planOptions(context), progress }
  const deployed = await applyFunctionDeploy(options, planned)
  const isOpened = opensEndpoint(desired, planned.plan.steps)
  if (deployed.url === null || !isOpened || hasOwnEndpoint()) return deployed
  progress('waiting for the URL to answer')
  if (await untilReachable(deployed.url, aws.clock, signal)) return deployed
  reporter.warn(`${deployed.url} does not let callers through yet; try it again in a minute`)
  return deployed
}

function showJson(
  functions: readonly Deployed[],
  { application, pruning, layers, session }: Work,
  { output }: CommandContext,
  failure: object = {},
): void {
  const orphans = pruningJson(pruning)
  const { apis, changes } = describeApplication(application)
  const published = layers.map((one) => ({ name: one.name, changes: one.changes }))
  output.resultJson({
    ...failure,
    functions,
    shared: { apis, changes },
    ...(published.length > 0 && { layers: published }),
    orphans,
    calls: session.aws.count,
  })
}
