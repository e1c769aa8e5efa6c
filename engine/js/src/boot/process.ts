import EventEmitter from 'events'
import { absent, coded, define, kindOf, unavailable } from '../define.ts'
import { loop, native, system } from '../native.ts'
import { ownStatus } from '../proc.ts'
import { emptyInput, standardStream } from './standard-streams.ts'
import { nextTick } from './ticks.ts'
import { listeners } from './uncaught.ts'

const SIGNALS: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
}

/** The version of Node.js whose APIs are followed. */
const NODE = '24.0.0'

const { variables, readVariables } = system

/** The host is told of what it reads: to tell of all would cost more than the rest of an assignment. */
function assign(name: string, value: string): true {
  variables[name] = value
  if (readVariables.includes(name)) system.setVariable(name, value)
  return true
}

const env = new Proxy(variables, {
  set(_, name, value) {
    if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string')
    return assign(name, String(value))
  },
  defineProperty: (_, name, { value }) => assign(String(name), String(value)),
  deleteProperty(target, name) {
    if (typeof name === 'string' && name in target) {
      delete target[name]
      if (readVariables.includes(name)) system.setVariable(name)
    }
    return true
  },
})

class Process extends EventEmitter {
  readonly env = env
  readonly argv = system.args
  readonly argv0 = system.args[0]
  execPath = system.args[0]!
  readonly execArgv: string[] = []
  readonly pid = system.pid
  readonly platform = system.platform
  readonly arch = system.arch
  title = 'bootstrap'
  exitCode: number | string | undefined
  readonly version = `v${NODE}`
  readonly versions = { node: NODE, quickjs: 'ng', oche: system.version }
  readonly release = { name: 'node' }
  readonly features = { inspector: false, typescript: false }
  readonly config = { variables: {}, target_defaults: {} }
  readonly nextTick = nextTick
  readonly hrtime = hrtime
  readonly memoryUsage = memoryUsage

  get stdin() {
    return replace('stdin', emptyInput())
  }

  get stdout() {
    return replace('stdout', standardStream(1))
  }

  get stderr() {
    return replace('stderr', standardStream(2))
  }

  override on(event: string, listener: (...args: any[]) => void): this {
    listenTo(event)
    return super.on(event, listener)
  }

  override addListener(event: string, listener: (...args: any[]) => void): this {
    return this.on(event, listener)
  }

  override once(event: string, listener: (...args: any[]) => void): this {
    listenTo(event)
    return super.once(event, listener)
  }

  override prependListener(event: string, listener: (...args: any[]) => void): this {
    listenTo(event)
    return super.prependListener(event, listener)
  }

  cwd(): string {
    return system.folder()
  }

  get ppid(): number {
    return Number(ownStatus('PPid', 'process.ppid')[0])
  }

  umask(mask?: unknown): number {
    if (mask !== undefined) throw unavailable('process.umask with a mask')
    return Number.parseInt(ownStatus('Umask', 'process.umask')[0]!, 8)
  }

  uptime(): number {
    return system.now() / 1000
  }

  exit(code?: number | string): never {
    if (code !== undefined) this.exitCode = code
    this.emit('exit', Number(this.exitCode ?? 0))
    return system.exit(Number(this.exitCode ?? 0))
  }

  abort(): never {
    return system.exit(134)
  }

  emitWarning(warning: string | Error, type?: string | { type?: string }): void {
    const kind = typeof type === 'string' ? type : type?.type
    const error =
      typeof warning === 'string'
        ? Object.assign(new Error(warning), { name: kind ?? 'Warning' })
        : warning
    nextTick(() => {
      if (!this.emit('warning', error))
        system.print(2, `(oche:${this.pid}) ${error.name}: ${error.message}\n`)
    })
  }

  getBuiltinModule(name: string): unknown {
    const full = name.startsWith('node:') || name.includes(':') ? name : `node:${name}`
    if (!native.has(full)) return undefined
    const all = native.load(full)
    return all['default'] ?? all
  }

  getuid(): number {
    return Number(ownStatus('Uid', 'process.getuid')[0])
  }

  geteuid(): number {
    return Number(ownStatus('Uid', 'process.geteuid')[1])
  }

  getgid(): number {
    return Number(ownStatus('Gid', 'process.getgid')[0])
  }

  getegid(): number {
    return Number(ownStatus('Gid', 'process.getegid')[1])
  }

  get [Symbol.toStringTag](): string {
    return 'process'
  }
}

function replace(name: string, stream: unknown) {
  Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true })
  return stream
}

const listened = new Set<string>()

function listenTo(event: string): void {
  const number = SIGNALS[event]
  if (number === undefined || listened.has(event)) return
  listened.add(event)
  loop.listen(number)
}

export function emitSignal(number: number): void {
  const name = Object.keys(SIGNALS).find((key) => SIGNALS[key] === number)!
  // The host goes on to listen where nobody else does any more.
  if (!process.emit(name, name, number)) loop.byDefault(number)
}

function hrtime(before?: [number, number]): [number, number] {
  const now = system.now()
  let seconds = Math.trunc(now / 1000)
  let nanoseconds = Math.trunc((now % 1000) * 1e6)
  if (before) {
    if (!Array.isArray(before))
      throw coded(
        new TypeError(
          `The "time" argument must be an instance of Array. Received ${kindOf(before)}`,
        ),
        'ERR_INVALID_ARG_TYPE',
      )
    seconds -= before[0]
    nanoseconds -= before[1]
    if (nanoseconds < 0) {
      seconds--
      nanoseconds += 1e9
    }
  }
  return [seconds, nanoseconds]
}

hrtime.bigint = () => BigInt(Math.trunc(system.now() * 1e6))

function memoryUsage() {
  const rss = system.residentBytes()
  return { rss, heapTotal: rss, heapUsed: rss, external: 0, arrayBuffers: 0 }
}

memoryUsage.rss = () => system.residentBytes()

for (const name of ['binding', 'chdir', 'cpuUsage', 'kill']) {
  define(Process.prototype, name, absent(`process.${name}`))
}

export const process = new Process()

process.setMaxListeners(0)
define(globalThis, 'process', process)

listeners.take = (error, origin) => {
  process.emit('uncaughtExceptionMonitor', error, origin)
  if (process.listenerCount('uncaughtException') === 0) return false
  process.emit('uncaughtException', error, origin)
  return true
}
