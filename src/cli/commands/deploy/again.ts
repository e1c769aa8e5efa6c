import type { Arguments } from '../../arguments/values.ts'

/** What decides what is deployed, where, and how; what only says how it is shown is left out. */
const FLAGS = ['artifact', 'bucket', 'cwd', 'config', 'env-file', 'region', 'profile'] as const
const SWITCHES = ['adopt', 'prune', 'repair'] as const

/**
 * The same deploy as a command to type. Pure.
 *
 * @param stage that is deployed to
 * @example
 * deployAgain(args, 'prod') // oche deploy items --adopt --stage prod
 */
export function deployAgain(args: Arguments, stage: string | undefined): string {
  const flags = FLAGS.flatMap((name) => {
    const value = args.text(name)
    return value === undefined ? [] : [`--${name}`, quoted(value)]
  })
  const switches = SWITCHES.flatMap((name) => (args.has(name) ? [`--${name}`] : []))
  const place = stage === undefined ? [] : ['--stage', stage]
  return ['oche deploy', ...args.positionals, ...switches, ...flags, ...place].join(' ')
}

/** As every shell takes it that people have. */
function quoted(value: string): string {
  return /[\s&()|;$`'*?<>]/.test(value) ? `"${value}"` : value
}
