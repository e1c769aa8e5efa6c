import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildFunction, run } from '../../support/built-function.ts'

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
const source = fileURLToPath(new URL('robust/index.ts', import.meta.url))

let root: string
let fn: Awaited<ReturnType<typeof run>>
let server: Server

/** What a connection is answered with; afterwards it is cut. */
const ANSWERS: Record<string, string> = {
  nothing: '',
  half: 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf',
  chunk: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nwhole\r\n9\r\nha',
  head: 'HTTP/1.1 200 OK\r\ncontent-le',
  garbage: '\u0000\u0001\u0002',
}

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (head) => {
      const name = /^\w+ \/(\w+)/.exec(String(head))?.[1] ?? ''
      if (name === 'slowly') {
        const text = 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\none byte at a time..'
        for (const [at, byte] of [...text].entries()) setTimeout(() => socket.write(byte), at)
      } else socket.end(ANSWERS[name] ?? '')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  root = mkdtempSync(join(tmpdir(), 'oche-quickjs-'))
  mkdirSync(join(root, 'src'))
  symlinkSync(source, join(root, 'src', 'index.ts'))
  symlinkSync(modules, join(root, 'node_modules'), 'junction')
  writeFileSync(join(root, 'oche.yaml'), 'name: fn\nengine: quickjs\n')
  const environment = { ORIGIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  const settings = { name: 'f', timeout: 30, memory: 256 }
  fn = await run(await buildFunction(root, 'zip'), { settings, environment })
})
afterAll(async () => {
  await fn?.[Symbol.asyncDispose]()
  server?.close()
  rmSync(root, { recursive: true, force: true })
})

/** In one execution environment: whatever was asked before, the next is answered. */
async function ask(what: string, more: object = {}): Promise<any> {
  const answer = await fn.invoke({ what, ...more })
  const { pid } = await fn.invoke({ what: 'pid' })
  expect(pid).toBe((await fn.invoke({ what: 'pid' })).pid)
  return answer
}

/** Bytes in memory after so many invocations. */
async function residentAfter(count: number): Promise<number> {
  for (let left = count; left > 1; left--) await fn.invoke({ what: 'resident' })
  return (await fn.invoke({ what: 'resident' })).bytes
}

describe('what goes wrong in an invocation is its error, and the next is answered', () => {
  let pid: number
  beforeAll(async () => {
    ;({ pid } = await fn.invoke({ what: 'pid' }))
  })

  const failures: [what: string, type: RegExp][] = [
    ['recursion', /^RangeError$/],
    ['recursionOfGetters', /^RangeError$/],
    ['recursionThroughNatives', /^RangeError$/],
    ['recursionOfProxies', /^RangeError$/],
    ['recursionOfExpressions', /^(RangeError|SyntaxError|InternalError)$/],
    ['deepJson', /^(RangeError|SyntaxError)$/],
    ['deepStringify', /^RangeError$/],
    ['deepClone', /^RangeError$/],
    ['deepAnswer', /^Runtime\.MarshalError$/],
    ['memoryOfText', /^(RangeError|InternalError)$/],
    // Small ones leave no room for an error: QuickJS throws null.
    ['memoryOfObjects', /^(InternalError|null)$/],
    ['memoryOfBuffers', /^(RangeError|InternalError)$/],
    ['memoryOfOneArray', /^(RangeError|InternalError)$/],
    ['memoryOfOneText', /^(RangeError|InternalError)$/],
  ]
  it.each(failures)('%s', async (what, type) => {
    expect(await ask(what)).toMatchObject({ errorType: expect.stringMatching(type) })
    expect(await fn.invoke({ what: 'pid' })).toEqual({ pid })
  })

  it.each(['nothing', 'half', 'chunk', 'head', 'garbage', 'refused'])(
    'a connection with %s',
    async (what) => {
      const answer = await ask('fetch', { path: what })
      expect(answer).toMatchObject({ failed: true })
      expect(await fn.invoke({ what: 'pid' })).toEqual({ pid })
    },
  )

  it('an answer that comes slowly comes whole', async () => {
    expect(await ask('fetch', { path: 'slowly' })).toEqual({ text: 'one byte at a time..' })
  })

  it('nothing grows with the invocations', async () => {
    const early = await residentAfter(3000)
    // A hundred bytes of each would be a megabyte.
    expect((await residentAfter(10_000)) - early).toBeLessThan(500_000)
  })

  it('six megabytes in both directions', async () => {
    const text = 'ä"\\🎯'.repeat(300_000)
    const answer = await fn.invoke({ what: 'echo', text })
    expect(answer.text === text).toBe(true)
    expect(await fn.invoke({ what: 'pid' })).toEqual({ pid })
  })
})
