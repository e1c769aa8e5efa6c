import { define } from '../define.ts'
import { native } from '../native.ts'

/** What is written for people: the module that does it is loaded by the first call. */
type Methods = Record<string, (self: unknown, locales?: unknown, options?: unknown) => unknown>

let loaded: Methods | undefined

const methods = (): Methods => (loaded ??= native.load('web:intl')['methods'] as Methods)

const LATER: [target: object, prefix: string, names: string[]][] = [
  [Number.prototype, 'number', ['toLocaleString']],
  [BigInt.prototype, 'bigint', ['toLocaleString']],
  [
    Date.prototype,
    'date',
    ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'toString', 'toTimeString'],
  ],
  [Array.prototype, 'array', ['toLocaleString']],
  [Object.getPrototypeOf(Uint8Array.prototype) as object, 'array', ['toLocaleString']],
  [String.prototype, 'string', ['localeCompare', 'toLocaleUpperCase', 'toLocaleLowerCase']],
]

for (const [target, prefix, names] of LATER) {
  for (const name of names) {
    // A method of an object has no `prototype`, and `length` is what the standard says.
    const length = name === 'localeCompare' ? 1 : 0
    const { [name]: method } = {
      [name](this: unknown, ...args: [unknown?, unknown?]) {
        return methods()[`${prefix}.${name}`]!(this, ...args)
      },
    }
    Object.defineProperty(method, 'length', { value: length, configurable: true })
    define(target, name, method)
  }
}
