import { system } from '../native.ts'

export const EOL = '\n'
export const devNull = '/dev/null'
export const arch = () => system.arch
export const platform = () => system.platform
export const type = () =>
  system.platform === 'linux' ? 'Linux' : system.platform === 'darwin' ? 'Darwin' : 'Windows_NT'
export const release = () => '0.0.0'
export const version = () => ''
export const machine = () => (system.arch === 'x64' ? 'x86_64' : 'aarch64')
export const hostname = () => system.hostName()
export const tmpdir = () =>
  process.env['TMPDIR'] ?? process.env['TMP'] ?? process.env['TEMP'] ?? '/tmp'
export const homedir = () => process.env['HOME'] ?? '/'
export const endianness = () => 'LE'
export const availableParallelism = () => 1
export const uptime = () => system.now() / 1000
/** Of the function, as Lambda tells it. */
export const totalmem = () =>
  Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? 128) * 1024 * 1024
export const freemem = () => totalmem() - system.residentBytes()
export const constants = {
  signals: { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGUSR1: 10, SIGUSR2: 12, SIGTERM: 15 },
  errno: {},
}
