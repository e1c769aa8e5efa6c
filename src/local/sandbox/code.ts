import { dirname, join, resolve } from 'node:path'
import * as variables from '../../contract/variables.ts'
import type { LocalExecutable } from '../types.ts'
import type { ProcessSpec } from './process.ts'

/** A function's code: absolute paths. */
export interface Code {
  executable: string
  args: readonly string[]
  taskRoot: string
}

/** @param root that paths are relative to */
export function codeOf({ executable, args = [], taskRoot }: LocalExecutable, root: string): Code {
  const path = resolve(root, executable)
  return {
    executable: path,
    args,
    taskRoot: taskRoot === undefined ? dirname(path) : resolve(root, taskRoot),
  }
}

/** What to start: the bootstrap, or the wrapper script that is to start it. */
export function processOf(
  { executable, args, taskRoot }: Code,
  opt: string,
  env: Readonly<Record<string, string>>,
): ProcessSpec {
  const wrapper = env[variables.execWrapper]
  return wrapper
    ? {
        executable: onHost(wrapper, taskRoot, opt),
        args: [executable, ...args],
        cwd: taskRoot,
        env,
      }
    : { executable, args, cwd: taskRoot, env }
}

/** Where a path of Lambda's file system is on this machine. */
function onHost(path: string, taskRoot: string, opt: string): string {
  if (path.startsWith('/opt/')) return join(opt, path.slice('/opt/'.length))
  if (path.startsWith('/var/task/')) return join(taskRoot, path.slice('/var/task/'.length))
  return path
}
