import { define } from '../define.ts'
import { native } from '../native.ts'
import type * as Os from '../node/os.ts'

/** Globals that cost nothing until one of them is used, by the module that has them. */
const LAZY: Record<string, readonly string[]> = {
  'node:buffer': ['Buffer'],
  'web:text': ['TextEncoder', 'TextDecoder'],
  'web:url': ['URL', 'URLSearchParams'],
  'web:urlpattern': ['URLPattern'],
  'web:events': ['EventTarget', 'Event', 'CustomEvent', 'AbortController', 'AbortSignal'],
  'web:message-channel': ['MessageChannel', 'MessagePort', 'MessageEvent'],
  'web:streams': [
    'ReadableStream',
    'ReadableStreamDefaultReader',
    'ReadableStreamBYOBReader',
    'ReadableStreamBYOBRequest',
    'ReadableByteStreamController',
    'ReadableStreamDefaultController',
    'TransformStream',
    'TransformStreamDefaultController',
    'WritableStream',
    'WritableStreamDefaultWriter',
    'WritableStreamDefaultController',
    'ByteLengthQueuingStrategy',
    'CountQueuingStrategy',
  ],
  'web:text-streams': ['TextEncoderStream', 'TextDecoderStream'],
  'web:compression': ['CompressionStream', 'DecompressionStream'],
  'web:headers': ['Headers'],
  'web:blob': ['Blob', 'File'],
  'web:form-data': ['FormData'],
  'web:fetch': ['Request', 'Response', 'fetch'],
  'web:crypto': ['crypto', 'Crypto', 'CryptoKey', 'SubtleCrypto'],
  'web:performance': ['performance', 'Performance'],
  'web:clone': ['structuredClone'],
  'web:intl': ['Intl'],
  'oche:async-generator': ['__oche_generator'],
}

const loading = new Set<string>()

for (const [module, names] of Object.entries(LAZY)) {
  for (const name of names) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get() {
        // A package that looks whether there is one, while it is loaded to be one.
        if (loading.has(module)) return undefined
        settle(module, names)
        return (globalThis as Record<string, unknown>)[name]
      },
      set(value: unknown) {
        define(globalThis, name, value)
      },
    })
  }
}

/** Puts a module's exports where their getters were; what somebody has put there stays. */
function settle(module: string, names: readonly string[]): void {
  loading.add(module)
  const exports = native.load(module)
  loading.delete(module)
  for (const name of names) {
    const value = exports[name]
    // The bundler renames a class that has the name of a global.
    if (typeof value === 'function') Object.defineProperty(value, 'name', { value: name })
    if (Object.getOwnPropertyDescriptor(globalThis, name)?.get) define(globalThis, name, value)
  }
}

define(globalThis, 'global', globalThis)
define(globalThis, 'self', globalThis)
define(globalThis, 'navigator', {
  userAgent: 'oche',
  get hardwareConcurrency() {
    return (native.load('node:os') as typeof Os).availableParallelism()
  },
  language: 'en-US',
})
