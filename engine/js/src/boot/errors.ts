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

/** Written when somebody reads it: most errors are caught, and a map of the source takes time. */
class Stack {
  private readonly head: string
  private sites: CallSite[] | undefined
  private text = ''

  constructor(head: string, sites: CallSite[]) {
    this.head = head
    this.sites = sites
  }

  read(): string {
    if (this.sites) {
      this.text = this.head + this.sites.map(lineOf).join('')
      this.sites = undefined
    }
    return this.text
  }
}

/** A stack begins with the name and the message that the error has when it is made, as V8's does. */
errors.prepareStackTrace = (error, sites) => new Stack(head(error), sites)

function head(error: unknown): string {
  try {
    return String(error)
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
  return `oche:${file}:${line}:${column}`
}

const { get } = Object.getOwnPropertyDescriptor(Error.prototype, 'stack') ?? {}
if (get) {
  Object.defineProperty(Error.prototype, 'stack', {
    get(this: Error) {
      const stack: unknown = get.call(this)
      return stack instanceof Stack ? stack.read() : stack
    },
    // On V8 a stack that is assigned stays off the enumerable members.
    set(value: unknown) {
      define(this as object, 'stack', value)
    },
    configurable: true,
  })
}

const { captureStackTrace } = Error

/** On anything but an error the stack is a member like others. */
define(
  Error,
  'captureStackTrace',
  function (target: object, above?: (...args: never[]) => unknown) {
    captureStackTrace(target, above as never)
    const own: unknown = Object.getOwnPropertyDescriptor(target, 'stack')?.value
    if (own instanceof Stack) define(target, 'stack', own.read())
  },
)
