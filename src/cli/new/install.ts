import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { messageOf } from '../../core/errors.ts'
import type { VerbContext } from '../verb-context.ts'

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
  { reporter, signal }: Pick<VerbContext, 'reporter' | 'signal'>,
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
    reporter.warn(`the packages are not installed: ${messageOf(thrown).split('\n')[0]}`)
    reporter.warn(`Type in the new folder: ${typed}`)
    return false
  }
}
