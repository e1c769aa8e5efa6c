import { absentFrom } from '../define.ts'

/** AWS's credentials by a process are among those who name them. */
const absent = absentFrom('child_process')

export const exec = absent('exec')
export const execFile = absent('execFile')
export const execFileSync = absent('execFileSync')
export const execSync = absent('execSync')
export const fork = absent('fork')
export const spawn = absent('spawn')
export const spawnSync = absent('spawnSync')
