import { OcheError } from '../../../core/errors.ts'
import type { PackageFile } from '../../package/types.ts'
import { RUNTIME } from './runtime.ts'

export function isScript(start: string): boolean {
  return start.startsWith('#!')
}

/**
 * Refuses a script whose interpreter the runtime does not have.
 *
 * @param start the first bytes of the script
 * @throws OcheError `SCRIPT_INTERPRETER`
 */
export function checkScript(
  start: string,
  files: readonly PackageFile[],
  hasLayers: boolean,
): void {
  const line = start.slice(2).split('\n', 1)[0]!
  if (line.endsWith('\r')) {
    throw new OcheError('SCRIPT_INTERPRETER', 'the #! line of bootstrap ends in CR LF', {
      remedy: 'Save it with LF line ends: Linux takes the CR for a part of the interpreter’s name.',
    })
  }
  const [path = '', ...words] = line.trim().split(/\s+/)
  const interpreter = RUNTIME.env.includes(path) ? words.find((word) => word !== '-S') : path
  if (interpreter === undefined || !exists(interpreter, files, hasLayers)) {
    throw new OcheError(
      'SCRIPT_INTERPRETER',
      `bootstrap is a script for ${interpreter ?? path}, which ${RUNTIME.name} does not have`,
      {
        remedy:
          'Use #!/bin/sh or #!/bin/bash, or put the interpreter into the package and name it by /var/task/….',
      },
    )
  }
}

function exists(interpreter: string, files: readonly PackageFile[], hasLayers: boolean): boolean {
  const isShell = RUNTIME.shells.some(
    (shell) => shell === interpreter || shell.endsWith(`/${interpreter}`),
  )
  const packaged = /^\/var\/task\/(.+)$/.exec(interpreter)?.[1]
  return (
    isShell ||
    files.some(({ name }) => name === packaged) ||
    (hasLayers && interpreter.startsWith('/opt/'))
  )
}
