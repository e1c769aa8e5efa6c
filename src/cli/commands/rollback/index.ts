import { EXIT } from '../../../core/errors.ts'
import { selectFunctions } from '../../../core/project.ts'
import {
  listVersions,
  moveBack,
  nameIn,
  newRun,
  placeOf,
  planPrevious,
  rollback,
  type Place,
  type Session,
} from '../../../deploy/index.ts'
import { usageError } from '../../arguments/usage-error.ts'
import { versionLines } from '../../output/version-list.ts'
import { openAwsSession } from '../aws-session.ts'
import { allOf } from '../outcomes.ts'
import { checkVersion, PREVIOUS } from './check-version.ts'
import { stageFlag } from '../stage-flag.ts'
import type { CommandContext } from '../context.ts'

type Aws = Session['aws']

/** Points aliases to earlier versions, or lists what there is. */
export async function run(context: CommandContext): Promise<number> {
  const { args } = context
  const project = context.loadProject()
  const [version] = args.positionals
  const chosen = args.text('function')
  const functions = selectFunctions(project, chosen === undefined ? [] : [chosen])
  checkVersion(
    version,
    project.functions.map(({ name }) => name),
    functions.map(({ name }) => name),
  )
  if (version === undefined && args.has('dry-run')) {
    throw usageError('--dry-run goes with a version', 'Type: oche rollback previous --dry-run')
  }
  const { aws, account } = await openAwsSession(context, project)
  const places = functions.map(({ name }) => placeOf(account, project, name))
  if (version === undefined) return list(places, aws, context, stageFlag(project))
  if (version === PREVIOUS) return goBack(places, aws, context, project.functions.length === 1)
  return toVersion(places[0]!, version, aws, context)
}

async function list(
  places: readonly Place[],
  aws: Aws,
  { output, reporter }: CommandContext,
  flag: string,
): Promise<number> {
  const all = await allOf(
    places.map(nameIn),
    places.map((place) => listVersions(aws, place)),
  )
  const several = places.length > 1
  const versions = all.flatMap((own, at) =>
    own.map((one) => (several ? { function: nameIn(places[at]!), ...one } : one)),
  )
  if (output.json) {
    output.resultJson({ versions })
    return EXIT.ok
  }
  for (const [at, own] of all.entries()) {
    if (several) output.result(output.style('bold', nameIn(places[at]!)))
    for (const line of versionLines(own, output.style)) output.result(line)
  }
  const which = several ? ' --function <name>' : ''
  reporter.info(
    `\nTo go back to one: oche rollback <version>${which}${flag}; to what served before: oche rollback previous${flag}`,
  )
  return EXIT.ok
}

/** A deploy changes functions together, and together they go back. */
async function goBack(
  places: readonly Place[],
  aws: Aws,
  { args, output, reporter }: CommandContext,
  isAlone: boolean,
): Promise<number> {
  const { moves, staying } = await planPrevious(aws, places)
  const isDry = args.has('dry-run')
  for (const place of staying) {
    reporter.warn(`${nameIn(place)} was made by that deploy: nothing served before, and it stays`)
  }
  if (!isDry && moves.length > 0) {
    const names = moves.map(({ place }) => nameIn(place))
    await reporter.step(`moving ${names.join(', ')}`, () =>
      allOf(
        names,
        moves.map((move) => moveBack(aws, move)),
      ),
    )
  }
  const done = moves.map(({ place, from, to }) => ({ name: nameIn(place), from, to }))
  if (output.json) {
    output.resultJson(isAlone && done.length === 1 ? done[0] : { functions: done })
    return EXIT.ok
  }
  for (const { name, from, to } of done) {
    output.result(
      isDry
        ? `${name}: version ${to} would serve, now ${from}`
        : `${name}: version ${to} serves, before it ${from}`,
    )
  }
  if (done.length === 0) output.result('nothing to move')
  return EXIT.ok
}

async function toVersion(
  place: Place,
  version: string,
  aws: Aws,
  { args, output, reporter }: CommandContext,
): Promise<number> {
  const name = nameIn(place)
  if (args.has('dry-run')) {
    const from = (await listVersions(aws, place)).find(({ live }) => live)?.version
    if (output.json) output.resultJson({ name, from: from ?? null, to: version })
    else output.result(`${name}: version ${version} would serve, now ${from ?? 'none'}`)
    return EXIT.ok
  }
  const from = await reporter.step(`moving ${name} to version ${version}`, () =>
    rollback(aws, place, version, newRun()),
  )
  if (output.json) output.resultJson({ name, from: from ?? null, to: version })
  else if (from === version) output.result(`${name}: version ${version} serves already`)
  else output.result(`${name}: version ${version} serves, before it ${from ?? 'none'}`)
  return EXIT.ok
}
