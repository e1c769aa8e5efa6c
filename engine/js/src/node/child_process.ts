import { unavailable } from '../define.ts'

/** Named by packages at their top (AWS's credentials by a process); each throws where it is called. */
const absent = (name: string) =>
  function (): never {
    throw unavailable(`child_process.${name}`)
  }

export const exec = absent('exec')
export const execFile = absent('execFile')
export const execFileSync = absent('execFileSync')
export const execSync = absent('execSync')
export const fork = absent('fork')
export const spawn = absent('spawn')
export const spawnSync = absent('spawnSync')

export default { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync }
