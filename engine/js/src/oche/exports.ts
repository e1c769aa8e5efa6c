import { builtinModules } from '../node/module.ts'
import { native, system } from '../native.ts'

/** What a function may import, for `oche build`: the names that each of Node's modules exports here. */
const modules = [
  ...builtinModules,
  'dns/promises',
  'fs/promises',
  'path/posix',
  'stream/consumers',
  'stream/promises',
  'stream/web',
  'timers/promises',
  'util/types',
  'assert/strict',
].filter((name) => native.has(`node:${name}`))

const exported = Object.fromEntries(
  modules.map((name) => [name, Object.keys(native.load(`node:${name}`)).sort()]),
)
const globals = Object.getOwnPropertyNames(globalThis).sort()

system.print(1, `${JSON.stringify({ modules: exported, globals }, null, 1)}\n`)
