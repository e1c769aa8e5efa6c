import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startLocalLambda } from '../../src/local/index.ts'
import type {
  InvokeOptions,
  InvokeResult,
  LocalEvent,
  LocalFunction,
  LocalFunctionSettings,
  LocalLambda,
  LocalLambdaOptions,
} from '../../src/local/index.ts'

/** Absolute path of a bootstrap in tests/local/bootstraps, a script unless its name says otherwise. */
export function bootstrap(name: string): string {
  const file = name.includes('.') ? name : `${name}.mjs`
  return fileURLToPath(new URL(`bootstraps/${file}`, import.meta.url))
}

export interface FunctionParts
  extends Omit<LocalFunction, 'settings'>, Partial<LocalFunctionSettings> {
  executable?: string
}

/** A function with everything that a test does not care about filled in. */
export function fn(parts: FunctionParts = {}): LocalFunction {
  const { environment, code, logLevels, maxConcurrency, destinations, executable, ...settings } =
    parts
  return {
    settings: { name: 'f', memory: 512, timeout: 20, ...settings },
    environment,
    code: 'code' in parts ? code : { executable: executable ?? bootstrap('acts') },
    logLevels,
    maxConcurrency,
    destinations,
  }
}

export interface Started extends AsyncDisposable {
  lambda: LocalLambda
  url: string
  events: LocalEvent[]
  /** The first event, told already or to come, that fits. */
  event<Type extends LocalEvent['type']>(
    type: Type,
    fits?: (event: Extract<LocalEvent, { type: Type }>) => boolean,
  ): Promise<Extract<LocalEvent, { type: Type }>>
  /** Invokes and parses what comes back. */
  act(event: unknown, options?: InvokeOptions): Promise<InvokeResult & { value: any }>
}

/** A local Lambda with its events kept. */
export async function start(
  functions: LocalFunction | LocalFunction[] = fn(),
  options: Omit<LocalLambdaOptions, 'functions' | 'onEvent'> = {},
): Promise<Started> {
  const list = Array.isArray(functions) ? functions : [functions]
  const events: LocalEvent[] = []
  const watchers = new Set<() => void>()
  const lambda = await startLocalLambda({
    ...options,
    functions: list,
    onEvent: (event) => {
      events.push(event)
      for (const look of watchers) look()
    },
  })
  return {
    lambda,
    url: lambda.url,
    events,
    event: (type, fits = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const found = events.find((event) => event.type === type && fits(event as never))
          if (found === undefined) return
          watchers.delete(look)
          resolve(found as never)
        }
        watchers.add(look)
        look()
      }),
    act: async (event, invokeOptions) => {
      const result = await lambda.invoke(
        list[0]!.settings.name,
        JSON.stringify(event),
        invokeOptions,
      )
      return { ...result, value: JSON.parse(result.payload.toString()) }
    },
    [Symbol.asyncDispose]: () => lambda.close(),
  }
}

/** Whether a process runs; one that is dead and not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^\d+ \(.*\) Z/.test(statOf(pid))
  } catch {
    return false
  }
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return ''
  }
}
