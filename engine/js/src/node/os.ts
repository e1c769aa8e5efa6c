import { coded } from '../define.ts'
import { native, system } from '../native.ts'
import { constants } from '../os/constants.ts'
import { ownStatus, proc } from '../proc.ts'
import { Buffer } from './buffer.ts'

export { constants }

export const EOL = '\n'
export const devNull = '/dev/null'
export const arch = () => system.arch
export const platform = () => system.platform
export const type = () =>
  system.platform === 'linux' ? 'Linux' : system.platform === 'darwin' ? 'Darwin' : 'Windows_NT'
// What names a client to a service: other systems, where functions are only tried, have none.
export const release = () => proc('sys/kernel/osrelease') ?? '0.0.0'
export const version = () => proc('sys/kernel/version') ?? ''
export const machine = () => (system.arch === 'x64' ? 'x86_64' : 'aarch64')
export const hostname = () => system.hostName()
export const tmpdir = () =>
  process.env['TMPDIR'] ?? process.env['TMP'] ?? process.env['TEMP'] ?? '/tmp'
export const homedir = () => process.env['HOME'] ?? userInfo().homedir
export const endianness = () => 'LE'
export const uptime = () => Number(proc('uptime')?.split(' ')[0] ?? system.now() / 1000)
export const loadavg = () => (proc('loadavg') ?? '0 0 0').split(' ').slice(0, 3).map(Number)
/** Of the function, as Lambda tells it. */
export const totalmem = () =>
  Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? 128) * 1024 * 1024
export const freemem = () => totalmem() - system.residentBytes()

export function availableParallelism(): number {
  // Groups of bits, in hexadecimal.
  const [mask = ''] = proc('self/status')?.match(/(?<=^Cpus_allowed:\s*)[\da-f,]+/m) ?? []
  const bits = Array.from(mask.replaceAll(',', ''), (digit) => Number.parseInt(digit, 16))
  return (
    bits.reduce((count, four) => count + [0, 1, 1, 2][four & 3]! + [0, 1, 1, 2][four >> 2]!, 0) || 1
  )
}

export function cpus() {
  const told = proc('cpuinfo') ?? ''
  const all = (name: string) => [...told.matchAll(new RegExp(`^${name}\\s*: (.*)$`, 'gm'))]
  const models = all('model name')
  const speeds = all('cpu MHz')
  const lines = [...(proc('stat') ?? '').matchAll(/^cpu\d+ (.*)$/gm)]
  return lines.map((line, index) => {
    // In hundredths of a second; two of them are not of interest here.
    const [user = 0, nice = 0, sys = 0, idle = 0, , irq = 0] = line[1]!
      .split(' ')
      .map((ticks) => Number(ticks) * 10)
    return {
      model: models[index]?.[1] ?? 'unknown',
      speed: Math.trunc(Number(speeds[index]?.[1] ?? 0)),
      times: { user, nice, sys, idle, irq },
    }
  })
}

export function userInfo({ encoding }: { encoding?: string } = {}) {
  const [uid, gid] = ['Uid', 'Gid'].map((name) => Number(ownStatus(name, 'os.userInfo')[1]))
  const users = native.part('text').decodeUtf8(native.part('files').readFile('/etc/passwd'))
  const fields = users
    .split('\n')
    .map((line) => line.split(':'))
    .find((line) => Number(line[2]) === uid)
  if (!fields)
    throw coded(
      new Error(
        'A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)',
      ),
      'ERR_SYSTEM_ERROR',
    )
  const shown = (text: string): any => (encoding === 'buffer' ? Buffer.from(text) : text)
  const [username, , , , , homedir, shell] = fields
  return {
    uid,
    gid,
    username: shown(username!),
    homedir: shown(homedir!),
    shell: shown(shell!),
  }
}
