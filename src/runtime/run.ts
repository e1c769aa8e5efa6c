import * as names from '../contract/variables.ts'
import { functionContext } from './context.ts'
import { leave, trackInvocations } from './current.ts'
import { describeError, messageOf } from './errors.ts'
import { watchFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { resolveHandler } from './handler.ts'
import type { MakeFetch, ResolvedHandler } from './handler-types.ts'
import { runInitHooks } from './hooks.ts'
import { invokeStore } from './invoke-store.ts'
import { answer } from './invoke.ts'
import type { Invoker } from './invoke.ts'
import { logError, setUpConsole } from './logging/console.ts'
import { runtimeApi } from './runtime-api.ts'
import type { Poller } from './runtime-api.ts'
import { defineGlobal } from './streaming/streamify.ts'
import { bun, dialOnBun } from './wire/bun-socket.ts'
import { connectionTo, ConnectionLost } from './wire/connection.ts'
import { dialOnNode } from './wire/node-socket.ts'
import { connect } from './wire/quickjs.ts'
import type { Address } from './wire/socket.ts'

/**
 * Loads a function's module and answers invocations until the execution environment ends.
 * What goes wrong while loading is reported to Lambda, and the process ends with status 1.
 *
 * Returns at once: Bun takes a module that still waits at its top level for work that goes on, and
 * would not tell of a handler that waits for nothing.
 *
 * @param makeFetch for what is neither an event's handler nor has `fetch`: a request listener or a
 *   server
 * @example run(() => import('./index.ts'))
 */
export function run(load: () => Promise<unknown>, makeFetch?: MakeFetch): void {
  void start(load, makeFetch)
}

async function start(load: () => Promise<unknown>, makeFetch?: MakeFetch): Promise<void> {
  const { env } = process
  const api = env[names.runtimeApi]
  if (!api) return end(`${names.runtimeApi} is not set: start this function with oche dev`)
  setUpConsole()
  const concurrency = env[names.maxConcurrency]
  if (concurrency) trackInvocations()
  defineGlobal(concurrency && { InvokeStore: invokeStore })
  const faults = watchFaults(stray)
  const pollers = Array.from({ length: Number(concurrency || 1) }, () => pollerOf(api))
  const handler = await initialise(load, faults, pollers[0]!, makeFetch)
  const invoker: Invoker = {
    handler,
    fn: functionContext(env),
    faults,
    alone: !concurrency,
    streamsHttp: env[names.responseStreaming] === 'true',
  }
  await Promise.all(pollers.map((one) => poll(one, invoker))).catch((error: unknown) =>
    end(messageOf(error)),
  )
}

/** A failure is reported to Lambda, and ends the process. */
async function initialise(
  load: () => Promise<unknown>,
  faults: Faults,
  { api }: Poller,
  makeFetch?: MakeFetch,
): Promise<ResolvedHandler> {
  try {
    return await faults.watch(async () => {
      const module = await load()
      await runInitHooks()
      return resolveHandler(module, process.env[names.handler], makeFetch)
    })
  } catch (error) {
    logError('Init Error', error)
    try {
      await api.initError(describeError(error))
    } catch {}
    return process.exit(1)
  }
}

async function poll(poller: Poller, invoker: Invoker): Promise<never> {
  for (;;) {
    const next = poller.api.next()
    await answer(invoker, poller, next instanceof Promise ? await next : next)
    leave()
  }
}

function pollerOf(host: string): Poller {
  const address = addressOf(host)
  const connection =
    connect?.(address, ConnectionLost) ?? connectionTo(address, bun ? dialOnBun : dialOnNode)
  return { connection, api: runtimeApi(connection, host) }
}

function addressOf(host: string): Address {
  const [, name, port] = /^\[?(.+?)\]?(?::(\d+))?$/.exec(host)!
  return { host: name!, port: Number(port ?? 80) }
}

function stray(error: unknown, fatal: boolean): void {
  logError(fatal ? 'Uncaught Exception' : 'Unhandled Error', error)
  if (fatal) process.exit(1)
}

function end(message: string): never {
  console.error(message)
  process.exit(1)
}
