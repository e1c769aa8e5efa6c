import { coded } from '../define.ts'
import { native } from '../native.ts'

export const builtinModules = [
  'assert',
  'child_process',
  'async_hooks',
  'buffer',
  'console',
  'crypto',
  'dgram',
  'diagnostics_channel',
  'dns',
  'events',
  'fs',
  'http',
  'http2',
  'https',
  'module',
  'net',
  'os',
  'path',
  'perf_hooks',
  'process',
  'querystring',
  'stream',
  'string_decoder',
  'timers',
  'tls',
  'tty',
  'url',
  'util',
  'worker_threads',
  'zlib',
].filter((name) => native.has(`node:${name}`))

export function isBuiltin(name: string): boolean {
  return native.has(name.startsWith('node:') ? name : `node:${name}`)
}

/** Only Node's own modules can be asked for: everything else is in the bundle. */
export function createRequire(): (name: string) => unknown {
  const require = (name: string) => {
    const found = process.getBuiltinModule(name)
    if (found !== undefined) return found
    throw coded(new Error(`Cannot find module '${name}'`), 'MODULE_NOT_FOUND')
  }
  const resolve = (name: string) => {
    if (isBuiltin(name)) return name
    throw coded(new Error(`Cannot find module '${name}'`), 'MODULE_NOT_FOUND')
  }
  return Object.assign(require, { resolve, cache: {} })
}
