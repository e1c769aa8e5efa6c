import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { expect } from 'vitest'
import { startLocalLambda } from '../../../src/local/index.ts'
import type { LocalLambda } from '../../../src/local/types.ts'
import type { EndpointKind } from '../../../src/contract/http/types.ts'
import { scriptedFunction, type ScriptedFunction } from '../../support/scripted-function.ts'
import { clientMessage, runtimeMessage, type Message } from './messages.ts'
import { Random } from '../../support/random.ts'

const CONNECTIONS = 16
const BATCH = 200
/** Execution environments of a server. */
const CONCURRENCY = 2
const KINDS: readonly EndpointKind[] = ['url', 'http-api', 'http-api-v1', 'rest', 'alb']

/**
 * Sends malformed messages to a server of each kind in turn. Each must be answered or closed, the
 * function must still answer afterwards, and no socket and no process may be left.
 */
export async function fuzz(count: number, seed: number): Promise<void> {
  const before = resources()
  const random = new Random(seed)
  for (let sent = 0; sent < count; sent += BATCH) {
    const kind = KINDS[(sent / BATCH) % KINDS.length]!
    await fuzzServer(kind, random, Math.min(BATCH, count - sent))
  }
  await expect.poll(resources, { timeout: 10_000 }).toEqual(before)
}

async function fuzzServer(kind: EndpointKind, random: Random, count: number): Promise<void> {
  const fn = await scriptedFunction()
  fn.outcome = () => ({ path: 'response', payload: '{"statusCode":200}' })
  const settings = { name: 'function', timeout: 3, retries: 0, http: kind }
  const lambda = await startLocalLambda({
    functions: [{ settings, ...fn.part }],
    concurrency: CONCURRENCY,
  })
  try {
    const runtimePort = await portOfRuntimeApi(lambda, fn)
    const atRest = resources()
    const messages = Array.from({ length: count }, () =>
      random.once(2)
        ? { port: lambda.port, message: clientMessage(random) }
        : { port: runtimePort, message: runtimeMessage(random) },
    )
    const work = messages.values()
    const sender = async () => {
      for (const { port, message } of work) await send(port, message)
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, sender))
    await stillAnswers(lambda)
    await expect.poll(() => hasGrown(atRest), { timeout: 10_000 }).toBe(false)
  } finally {
    await lambda.close()
    fn.close()
  }
}

async function portOfRuntimeApi(lambda: LocalLambda, fn: ScriptedFunction): Promise<number> {
  let port = 0
  const { outcome } = fn
  fn.outcome = (received) => {
    port = Number(received.runtimeApi.split(':').at(-1))
    return outcome(received)
  }
  await lambda.invoke('function', '{}')
  fn.outcome = outcome
  expect(port).toBeGreaterThan(0)
  return port
}

/** Ends when the connection is closed, which the server does at the latest when the client ends it. */
function send(port: number, { pieces, complete, abrupt }: Message): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    // An answer must be read, or the server cannot finish it.
    socket.on('data', () => socket.end())
    socket.on('connect', async () => {
      for (const piece of pieces) {
        socket.write(piece)
        await new Promise(setImmediate)
      }
      if (abrupt) socket.destroy()
      else if (!complete) socket.end()
    })
  })
}

/** A message may have answered for the function or ended its process; that must be over by now. */
async function stillAnswers(lambda: LocalLambda): Promise<void> {
  const answers: string[] = []
  for (let attempt = 0; attempt < 5; attempt++) {
    const { payload, functionError } = await lambda.invoke('function', '{}')
    if (functionError === undefined && payload.toString() === '{"statusCode":200}') return
    answers.push(payload.toString())
  }
  throw new Error(`the function does not answer any more: ${answers.join(' | ')}`)
}

interface Resources {
  sockets: number
  children: number
}

/** Sockets of an execution environment that may have been started meanwhile. */
const ROOM = 8

function hasGrown(atRest: Resources | undefined): boolean {
  const now = resources()
  if (now === undefined || atRest === undefined) return false
  const newEnvironments = CONCURRENCY - 1
  return (
    now.sockets > atRest.sockets + newEnvironments * ROOM ||
    now.children > atRest.children + newEnvironments
  )
}

/** Open sockets and child processes of this process; nothing where the system does not tell. */
function resources(): Resources | undefined {
  if (process.platform !== 'linux') return undefined
  return { sockets: sockets(), children: children() }
}

function sockets(): number {
  const tables = ['/proc/self/net/tcp', '/proc/self/net/tcp6'].map((file) =>
    readFileSync(file, 'utf8'),
  )
  const rows = tables.flatMap((table) => table.trim().split('\n').slice(1))
  const inodes = new Set(rows.map((row) => row.trim().split(/\s+/)[9]!))
  const own = readdirSync('/proc/self/fd').map(inodeOf)
  return own.filter((inode) => inode !== undefined && inodes.has(inode)).length
}

function inodeOf(fd: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1]
  } catch {
    // The descriptor of the listing itself is closed by now.
    return undefined
  }
}

function children(): number {
  const tasks = readdirSync('/proc/self/task')
  const lists = tasks.map((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8'))
  return lists.flatMap((list) => list.split(' ').filter((pid) => pid !== '')).length
}
