import { sampleEvents } from '../../../local/index.ts'
import { listSavedEvents } from '../../../core/saved-events.ts'
import type { Project } from '../../../core/project.ts'
import type { CommandContext } from '../context.ts'
import type { Candidate, Known } from './candidates.ts'

/** How long AWS may take while somebody waits behind the tab key, in milliseconds. */
const PATIENCE = 2000

/** What the project of the command line has; nothing where it cannot be read. */
export function knownOf(context: CommandContext, words: readonly string[]): Known {
  // The last word is only begun.
  const before = words.slice(0, -1)
  const after = (flag: string) => {
    const at = before.indexOf(flag)
    return at < 0 ? undefined : before[at + 1]
  }
  let read: Project | undefined
  const project = () => (read ??= quietly(() => context.loadProject(after('--stage'))))
  const functions = () => project()?.functions ?? []
  return {
    functions: () =>
      functions().map(({ name, description }) => ({ value: name, summary: description })),
    stages: () => (project()?.stages ?? []).map((value) => ({ value, summary: 'a stage' })),
    events: () => [
      ...Object.entries(sampleEvents).map(([value, { description }]) => ({
        value,
        summary: description,
      })),
      ...functions().flatMap(({ name }) =>
        listSavedEvents(project()!.root, name).map((value) => ({ value, summary: `of ${name}` })),
      ),
    ],
    async versions(): Promise<Candidate[]> {
      const found = project()
      if (found === undefined) return []
      const chosen = after('--function') ?? found.functions[0]?.name
      const { listVersions, placeOf } = await import('../../../deploy/index.ts')
      const { openAwsSession } = await import('../aws-session.ts')
      const late = new Promise<never>((_, reject) =>
        setTimeout(reject, PATIENCE, new Error('AWS takes too long')).unref(),
      )
      const listed = openAwsSession(context, found).then(({ aws, account }) =>
        listVersions(aws, placeOf(account, found, chosen ?? '')),
      )
      const versions = await Promise.race([listed, late])
      return versions.map(({ version, live, deployedAt }) => ({
        value: version,
        summary: live ? 'serves now' : String(deployedAt),
      }))
    },
  }
}

/** Whoever presses the tab key wants no errors. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
