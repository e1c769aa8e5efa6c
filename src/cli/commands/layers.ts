import { packLayers } from '../../build/index.ts'
import type { LayerArtifact } from '../../core/artifact.ts'
import { layerFoldersOf } from '../../core/layers.ts'
import type { FunctionConfig, Project } from '../../core/project.ts'
import {
  findLayerNames,
  layerName,
  planLayer,
  planLayerRemoval,
  pruneLayer,
  publishLayer,
  readLayerVersions,
  wantedLayers,
  type Change,
  type LayerOptions,
  type LayerPlan,
  type Session,
} from '../../deploy/index.ts'
import type { CommandContext } from './context.ts'

/** Folders as layers, on their way through a deploy. */
export interface Layering {
  artifacts: readonly LayerArtifact[]
  /** Those that functions get, and those that no function gets any more. */
  plans: readonly LayerPlan[]
  /** Of the version that functions get; without a number where it is still to be published. */
  arnOf(folder: string): string
}

/** Packs what is a folder, and reads which versions there are. */
export async function planLayers(
  project: Project,
  functions: readonly FunctionConfig[],
  { aws, account }: Session,
  { signal }: CommandContext,
): Promise<Layering> {
  const artifacts = await packLayers({ project, functions, signal })
  const plans = await Promise.all(
    wantedLayers(project, functions, artifacts).map(async (wanted) =>
      planLayer(wanted, await readLayerVersions(aws, wanted.name), account, project),
    ),
  )
  const byName = new Map(plans.map((plan) => [plan.name, plan]))
  const arnOf = (folder: string) => byName.get(layerName(project, folder))!.arn
  return { artifacts, plans, arnOf }
}

/**
 * Layers that were made of folders which `oche.yaml` no longer names: those that functions still have,
 * and with `--prune` whatever there is.
 *
 * @param deployed ARNs of the layers that functions have
 */
export async function planUnwanted(
  project: Project,
  deployed: readonly string[],
  { aws }: Session,
  { args }: CommandContext,
): Promise<LayerPlan[]> {
  if (args.positionals.length > 0) return []
  const wanted = layerFoldersOf(project.functions).map((folder) => layerName(project, folder))
  const named = deployed.map((arn) => arn.split(':')[6] ?? '')
  const known = named.filter((name) => name.startsWith(`${project.name}-`))
  const found = args.has('prune') ? await findLayerNames(aws, project, known) : known
  const names = [...new Set(found)].filter((name) => !wanted.includes(name)).sort()
  const plans = names.map(async (name) =>
    planLayerRemoval(name, await readLayerVersions(aws, name), project),
  )
  return (await Promise.all(plans)).filter(({ going }) => going.length > 0)
}

/** All layers of the application's, whatever `oche.yaml` names now. */
export async function planLayerRemovals(project: Project, { aws }: Session): Promise<LayerPlan[]> {
  const known = layerFoldersOf(project.functions).map((folder) => layerName(project, folder))
  const names = await findLayerNames(aws, project, known)
  const plans = names.map(async (name) =>
    planLayerRemoval(name, await readLayerVersions(aws, name), project),
  )
  return (await Promise.all(plans)).filter(({ going }) => going.length > 0)
}

export function layerChanges(plans: readonly LayerPlan[]): Change[] {
  return plans.flatMap(({ changes }) => changes)
}

/** @returns ARNs of what was published, by those that stood in their place */
export async function publishLayers(
  plans: readonly LayerPlan[],
  options: Omit<LayerOptions, 'progress'>,
  { reporter }: CommandContext,
): Promise<Map<string, string>> {
  const arns = new Map<string, string>()
  for (const plan of plans.filter(({ publish }) => publish !== undefined)) {
    const arn = await reporter.step(`publishing the layer ${plan.name}`, (progress) =>
      publishLayer({ ...options, progress }, plan),
    )
    arns.set(plan.arn, arn)
  }
  return arns
}

export async function pruneLayers(
  plans: readonly LayerPlan[],
  aws: Session['aws'],
  { reporter }: CommandContext,
): Promise<void> {
  for (const plan of plans.filter(({ going }) => going.length > 0)) {
    await reporter.step(`deleting what nobody needs of the layer ${plan.name}`, () =>
      pruneLayer(aws, plan),
    )
  }
}
