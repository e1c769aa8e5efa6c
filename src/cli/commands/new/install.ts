import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execa, ExecaError } from 'execa'
import { messageOf, systemCode } from '../../../core/errors.ts'
import type { CommandContext } from '../context.ts'

/** What installs the packages of a new project, as plain data. */
function installCommand(folder: string): [command: string, args: string[]] | undefined {
  if (existsSync(join(folder, 'package.json'))) {
    return ['npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']]
  }
  return existsSync(join(folder, 'pubspec.yaml')) ? ['dart', ['pub', 'get']] : undefined
}

/** Installs what the project names. Where that fails the project is there all the same. */
export async function installPackages(
  folder: string,
  { reporter, signal }: Pick<CommandContext, 'reporter' | 'signal'>,
): Promise<boolean> {
  const found = installCommand(folder)
  if (found === undefined) return true
  const [command, args] = found
  const typed = `${command} ${args.filter((arg) => !arg.startsWith('--')).join(' ')}`
  try {
    await reporter.step(`installing its packages (${typed})`, () =>
      execa(command, args, { cwd: folder, stdin: 'ignore', cancelSignal: signal }),
    )
    return true
  } catch (thrown) {
    signal.throwIfAborted()
    for (const line of explain(command, typed, thrown)) reporter.warn(line)
    return false
  }
}

function explain(command: string, typed: string, thrown: unknown): string[] {
  const again = `type in the new folder: ${typed}`
  if (systemCode(thrown) !== 'ENOENT') {
    const said = thrown instanceof ExecaError ? String(thrown.stderr).trim() : ''
    return [`${typed} failed: ${said || messageOf(thrown)}`, `Fix that, then ${again}`]
  }
  const problem = `the packages are not installed: there is no ${command} on the PATH`
  if (command !== 'dart') return [problem, `Install it, then ${again}`]
  return [
    `${problem}. oche build and oche dev compile in a container then`,
    `With the SDK from https://dart.dev/get-dart ${again}`,
  ]
}
