import { process } from '../boot/process.ts'

export const {
  argv,
  argv0,
  arch,
  config,
  env,
  execArgv,
  execPath,
  features,
  hrtime,
  memoryUsage,
  nextTick,
  pid,
  platform,
  release,
  title,
  version,
  versions,
} = process
export const abort = () => process.abort()
export const getegid = () => process.getegid()
export const geteuid = () => process.geteuid()
export const getgid = () => process.getgid()
export const getuid = () => process.getuid()
export const umask = (mask?: unknown) => process.umask(mask)
export const cwd = () => process.cwd()
export const exit = (code?: number) => process.exit(code)
export const on = process.on.bind(process)
export const once = process.once.bind(process)
export const off = process.off.bind(process)
export const emitWarning = process.emitWarning.bind(process)
export const uptime = () => process.uptime()
export const getBuiltinModule = process.getBuiltinModule.bind(process)
export const stdout = process.stdout
export const stderr = process.stderr
export default process
