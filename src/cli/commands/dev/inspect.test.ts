import { describe, expect, it } from 'vitest'
import { Arguments } from '../../arguments/values.ts'
import type { ServedFunction } from './functions.ts'
import { inspected, inspectionOf } from './inspect.ts'

const given = (...flags: [string, string | true][]) =>
  inspectionOf(new Arguments([], new Map(flags)))

describe('--inspect', () => {
  it('takes a port, a host and a port, or nothing', () => {
    expect(given()).toBeUndefined()
    expect(given(['inspect', true])).toEqual({ host: '127.0.0.1', port: 9229 })
    expect(given(['inspect', '9230'])).toEqual({ host: '127.0.0.1', port: 9230 })
    expect(given(['inspect', 'localhost:1'])).toEqual({ host: 'localhost', port: 1 })
  })

  it.each(['0', '65536', 'here', '127.0.0.1:', ':9230:x'])('does not take %s', (text) => {
    expect(() => given(['inspect', text])).toThrow(`not "${text}"`)
  })

  it('is nothing for a finished artifact', () => {
    expect(() => given(['inspect', true], ['artifact', 'x'])).toThrow('leave out --artifact')
  })
})

function local(name: string, parts: object): ServedFunction {
  return { settings: { name, language: 'typescript', engine: 'bun', ...parts } } as ServedFunction
}

describe('functions that are inspected', () => {
  it('listen each on a port of its own, as their engine has it', () => {
    const node = local('b', { engine: 'node' })
    node.environment = { NODE_OPTIONS: '--no-deprecation' }
    const all = [local('a', {}), local('dart', { language: 'dart' }), node]
    const { locals, attach } = inspected(all, { host: '127.0.0.1', port: 9000 })
    expect(locals.map(({ environment }) => environment)).toEqual([
      { BUN_INSPECT: 'ws://127.0.0.1:9000/oche' },
      undefined,
      { NODE_OPTIONS: '--no-deprecation --inspect=127.0.0.1:9002' },
    ])
    expect(locals.map(({ debugAt }) => debugAt)).toEqual([undefined, '127.0.0.1:9001', undefined])
    expect(attach).toEqual([
      expect.stringMatching(/^Debugger of a: ws:\/\/127\.0\.0\.1:9000\/oche /),
      expect.stringMatching(/^Debugger of dart: http:\/\/127\.0\.0\.1:9001\/ .*dart devtools/),
      expect.stringMatching(/^Debugger of b: 127\.0\.0\.1:9002 /),
    ])
  })

  it('are those that have a debugger', () => {
    const at = { host: '127.0.0.1', port: 9000 }
    expect(() => inspected([local('made', { build: 'make' })], at)).toThrow('of TypeScript')
    expect(inspected([local('made', { build: 'make' })], undefined).attach).toEqual([])
  })
})
