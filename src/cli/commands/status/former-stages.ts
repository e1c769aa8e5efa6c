import type { Project } from '../../../core/project.ts'
import { findOrphans, findStages, type Orphan, type Session } from '../../../deploy/index.ts'
import type { CommandContext } from '../context.ts'
import { orphanLines } from './lines.ts'

/** A stage that oche.yaml no longer has, and what is still deployed of it. */
interface FormerStage {
  stage: string
  region: string
  orphans: readonly Orphan[]
}

/** Looked for wherever the stages that oche.yaml has were looked at. */
export async function formerStages(
  project: Project,
  sessions: readonly Session[],
  { reporter }: CommandContext,
): Promise<FormerStage[]> {
  const places = new Map(sessions.map((one) => [`${one.account.id} ${one.account.region}`, one]))
  const all = await Promise.all(
    [...places.values()].map(async ({ aws, account }) => {
      const { found, failure } = await findStages(aws, project.name)
      if (failure !== undefined) {
        reporter.info(`stages that oche.yaml no longer has were not looked for: ${failure}`)
      }
      const former = found.filter((stage) => !project.stages.includes(stage))
      return Promise.all(
        former.map(async (stage): Promise<FormerStage> => {
          const { found: orphans } = await findOrphans(aws, account, { ...project, stage }, [])
          return { stage, region: account.region, orphans }
        }),
      )
    }),
  )
  return all.flat().filter(({ orphans }) => orphans.length > 0)
}

export function showFormerStage(
  { stage, orphans }: FormerStage,
  { output, reporter }: CommandContext,
): void {
  output.result(output.style('bold', `stage ${stage}, which oche.yaml no longer has`))
  for (const line of orphans.flatMap((one) => orphanLines(one, output.style))) output.result(line)
  const names = orphans.map(({ name }) => name).join(' ')
  reporter.info(
    `To delete it: write "stages: { ${stage}: {} }" into oche.yaml again, then type oche destroy ${names} --stage ${stage}`,
  )
}
