import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Absolute path of a command; undefined where PATH has none of that name. */
export function which(command: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return candidates(command, env).find(isExecutableFile)
}

/** A tool as it lies there: an upgrade changes its size or its times. */
export function toolSignature(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stat === undefined ? `${path} (none)` : `${path} ${stat.size} ${stat.mtimeNs}`
}

function candidates(command: string, env: NodeJS.ProcessEnv): string[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((one) => one !== '')
  const endings = process.platform === 'win32' ? ['', ...windowsEndings(env)] : ['']
  return folders.flatMap((folder) => endings.map((ending) => join(folder, command + ending)))
}

function windowsEndings(env: NodeJS.ProcessEnv): string[] {
  return (env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';').map((ending) => ending.toLowerCase())
}

/** A folder that cannot be searched, or is none, has no command in it: so do shells. */
function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
