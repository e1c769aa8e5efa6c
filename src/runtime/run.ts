import { environmentVariables as names } from '../contract/environment.ts'
import { functionContext } from './context.ts'
import { describeError } from './errors.ts'
import { Faults } from './faults.ts'
import { resolveHandler } from './handler.ts'
import type { ResolvedHandler } from './handler.ts'
import { answer } from './invoke.ts'
import type { Invoker } from './invoke.ts'
import { RuntimeApi } from './runtime-api.ts'
import { dialOnBun, runsOnBun } from './wire/bun-socket.ts'
import { Connection } from './wire/connection.ts'
import { dialOnNode } from './wire/node-socket.ts'
import type { Address } from './wire/socket.ts'

/**
 * Loads a function's module and answers invocations until the execution environment ends.
 * What goes wrong while loading is reported to Lambda, and the process ends with status 1.
 *
 * @example await run(() => import('./index.ts'))
 */
export async function run(load: () => Promise<unknown>): Promise<void> {
  const { env } = process
  const api = env[names.runtimeApi]
  if (!api)
    return end(`${names.runtimeApi} is not set: this is a Lambda function; start it with oche dev`)
  const faults = new Faults(stray)
  faults.listen(process)
  const first = runtimeApi(api)
  const handler = await initialise(load, faults, first)
  if (!handler) return process.exit(1)
  const concurrency = Number(env[names.maxConcurrency] ?? 0)
  const invoker: Invoker = {
    handler,
    fn: functionContext(env),
    faults,
    traceInEnvironment: concurrency === 0,
  }
  const more = Array.from({ length: Math.max(0, concurrency - 1) }, () => runtimeApi(api))
  await Promise.all([first, ...more].map((one) => poll(one, invoker))).catch((error: unknown) =>
    end(error instanceof Error ? error.message : String(error)),
  )
}

/** Undefined where it failed, which has been reported then. */
async function initialise(
  load: () => Promise<unknown>,
  faults: Faults,
  api: RuntimeApi,
): Promise<ResolvedHandler | undefined> {
  try {
    return resolveHandler(await faults.watch(load), process.env[names.handler])
  } catch (error) {
    console.error('Init Error', error)
    await api.initError(describeError(error)).catch(() => {})
    return undefined
  }
}

async function poll(api: RuntimeApi, invoker: Invoker): Promise<never> {
  for (;;) await answer(invoker, api, await api.next())
}

function runtimeApi(api: string): RuntimeApi {
  const connection = new Connection(addressOf(api), runsOnBun ? dialOnBun : dialOnNode)
  return new RuntimeApi({ connection, host: api, onTrouble: (text) => console.error(text) })
}

function addressOf(api: string): Address {
  const colon = api.lastIndexOf(':')
  const host = colon < 0 ? api : api.slice(0, colon)
  return { host: host.replace(/^\[|\]$/g, ''), port: colon < 0 ? 80 : Number(api.slice(colon + 1)) }
}

function stray(error: unknown, fatal: boolean): void {
  console.error(error)
  if (fatal) process.exit(1)
}

function end(message: string): never {
  console.error(message)
  process.exit(1)
}
