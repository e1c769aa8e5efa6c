import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from '../../../build/index.ts'
import { messageOf } from '../../../core/errors.ts'
import { durationText } from '../../output/units.ts'
import type { CommandContext } from '../context.ts'

/** How long the packages of a new project may take, in milliseconds: 40 MB on a slow line. */
const PATIENCE = 180_000

/** npm asks again for minutes where nobody answers; this is enough for a line that stumbles. */
const RETRIES = [
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=3000',
  '--fetch-timeout=30000',
]

/** What installs the packages of a new project, as plain data. */
function installCommand(folder: string): [command: string, args: string[]] | undefined {
  if (existsSync(join(folder, 'package.json'))) {
    return ['npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...RETRIES]]
  }
  return existsSync(join(folder, 'pubspec.yaml')) ? ['dart', ['pub', 'get']] : undefined
}

/**
 * Installs what the project names. Where that fails, or takes too long, the project is there all the
 * same.
 *
 * @param patience milliseconds
 * @returns the command that is left to be typed; undefined where everything is installed
 */
export async function installPackages(
  folder: string,
  { reporter, signal }: Pick<CommandContext, 'reporter' | 'signal'>,
  patience = PATIENCE,
): Promise<string | undefined> {
  const found = installCommand(folder)
  if (found === undefined) return undefined
  const [command, args] = found
  const typed = typedCommand(folder)!
  const late = AbortSignal.timeout(patience)
  const until = AbortSignal.any([signal, late])
  try {
    const { ok, notFound, output } = await reporter.step(`installing its packages (${typed})`, () =>
      runTool({ file: command, args, cwd: folder }, until),
    )
    if (ok) return undefined
    const lines = notFound ? missing(command) : [`${typed} failed: ${output}`]
    for (const line of lines) reporter.warn(line)
  } catch (thrown) {
    signal.throwIfAborted()
    reporter.warn(
      late.aborted
        ? `${typed} was stopped after ${durationText(patience)}: is there a network?`
        : `${typed} failed: ${messageOf(thrown)}`,
    )
  }
  return typed
}

/** What a person types for it. */
export function typedCommand(folder: string): string | undefined {
  const found = installCommand(folder)
  return found && [found[0], ...found[1].filter((arg) => !arg.startsWith('--'))].join(' ')
}

function missing(command: string): string[] {
  const problem = `the packages are not installed: there is no ${command} on the PATH`
  if (command !== 'dart') return [problem]
  return [
    `${problem}. oche build and oche dev compile in a container then`,
    'The SDK is at https://dart.dev/get-dart',
  ]
}
