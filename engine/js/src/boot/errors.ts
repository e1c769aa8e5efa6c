import { define } from '../define.ts'
import { native } from '../native.ts'

interface CallSite {
  getFunctionName(): string | null
  getFileName(): string | null
  getLineNumber(): number | null
  getColumnNumber(): number | null
  isNative(): boolean
}

interface ErrorClass {
  stackTraceLimit: number
  prepareStackTrace: (error: unknown, sites: CallSite[]) => unknown
}

const errors = Error as unknown as ErrorClass

errors.stackTraceLimit = 10

type Find = (line: number, column: number) => string | undefined

let find: Find | undefined

/** The place in the user's file. The map is read at the first error. */
function placeOfMain(line: number, column: number): string | undefined {
  find ??= (native.load('oche:source-map') as { readMap(): Find }).readMap()
  return find(line, column)
}

/**
 * Written when somebody reads it: most errors are caught, and a map of the source takes time. It begins
 * with the name and the message that the error has then, as on Node.js.
 */
class Stack {
  private sites: CallSite[] | undefined
  private text = ''

  constructor(sites: CallSite[]) {
    this.sites = sites
  }

  read(error: unknown): string {
    if (this.sites) {
      this.text = head(error) + this.sites.map(lineOf).join('')
      this.sites = undefined
    }
    return this.text
  }
}

errors.prepareStackTrace = (_, sites) => new Stack(sites)

function head(error: unknown): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}

function lineOf(site: CallSite): string {
  const place = placeOf(site)
  const name = site.getFunctionName()
  return `\n    at ${name ? `${name} (${place})` : place}`
}

function placeOf(site: CallSite): string {
  if (site.isNative()) return 'native'
  const file = site.getFileName()
  const line = site.getLineNumber() ?? 0
  const column = site.getColumnNumber() ?? 0
  if (file === 'main') return placeOfMain(line, column) ?? `bootstrap:${line}:${column}`
  // The library has neither files nor lines.
  return file ? `oche:${file}:${line}:${column}` : 'native'
}

const { get } = Object.getOwnPropertyDescriptor(Error.prototype, 'stack') ?? {}
if (get) {
  Object.defineProperty(Error.prototype, 'stack', {
    get(this: Error) {
      const stack: unknown = get.call(this)
      return stack instanceof Stack ? stack.read(this) : stack
    },
    // On V8 a stack that is assigned stays off the enumerable members.
    set(value: unknown) {
      define(this as object, 'stack', value)
    },
    configurable: true,
  })
}

/** QuickJS gives each of these a stack of its own, as a member. */
const Exception = DOMException
const Named = function (this: unknown, ...args: [message?: string, name?: string]) {
  if (!new.target)
    throw new TypeError("Class constructor DOMException cannot be invoked without 'new'")
  const made = Reflect.construct(Exception, args, new.target) as DOMException
  const own: unknown = Object.getOwnPropertyDescriptor(made, 'stack')?.value
  if (!(own instanceof Stack)) return made
  return Object.defineProperty(made, 'stack', {
    get: () => own.read(made),
    set(value: unknown) {
      define(made, 'stack', value)
    },
    configurable: true,
  })
}
Object.setPrototypeOf(Named, Exception)
Object.defineProperties(Named, {
  name: { value: 'DOMException' },
  length: { value: 0 },
  prototype: { value: Exception.prototype, writable: false },
})
define(Exception.prototype, 'constructor', Named)
define(globalThis, 'DOMException', Named)

const { captureStackTrace } = Error

/** On anything but an error the stack is a member like others. */
define(
  Error,
  'captureStackTrace',
  function (target: object, above?: (...args: never[]) => unknown) {
    captureStackTrace(target, above as never)
    const own: unknown = Object.getOwnPropertyDescriptor(target, 'stack')?.value
    if (own instanceof Stack) define(target, 'stack', own.read(target))
  },
)
