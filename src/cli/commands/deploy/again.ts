import type { Project } from '../../../core/project.ts'
import type { Arguments } from '../../arguments/values.ts'
import { stageFlag } from '../stage-flag.ts'

/** What decides what is deployed, where, and how; what only says how it is shown is left out. */
const FLAGS = ['artifact', 'bucket', 'cwd', 'config', 'env-file', 'region', 'profile'] as const
const SWITCHES = ['adopt', 'prune', 'repair'] as const

/**
 * The same deploy as a command to type. Pure.
 *
 * @param more flags that it is to have besides
 * @example
 * deployAgain(args, project) // oche deploy items --adopt --stage prod
 */
export function deployAgain(
  args: Arguments,
  project: Pick<Project, 'stage'>,
  more: readonly string[] = [],
): string {
  const flags = FLAGS.flatMap((name) => {
    const value = args.text(name)
    return value === undefined ? [] : [`--${name}`, quoted(value)]
  })
  const switches = SWITCHES.flatMap((name) => (args.has(name) ? [`--${name}`] : []))
  const words = ['oche deploy', ...args.positionals, ...more, ...switches, ...flags]
  return words.join(' ') + stageFlag(project)
}

/** As every shell takes it that people have. */
function quoted(value: string): string {
  return /[\s&()|;$`'*?<>]/.test(value) ? `"${value}"` : value
}
