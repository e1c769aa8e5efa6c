/** A global, or a member of one, as the standards have it: not enumerable. */
export function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: false,
  })
}

/** An error with a `code`, as Node.js names them. */
export function coded<E extends Error>(error: E, code: string): E & { code: string } {
  return Object.assign(error, { code })
}

/** What this engine has not, told when it is asked for. */
export function unavailable(what: string): Error {
  const message = `${what} is not available with "engine: quickjs": use "engine: bun" in oche.yaml`
  return coded(new Error(message), 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM')
}

const PLACEHOLDER = Symbol('placeholder')

/**
 * Marks what is there only so that packages can name it: it works for nobody. `oche build` refuses it in
 * the user's own files.
 */
export function placeholder<F extends object>(made: F): F {
  define(made, PLACEHOLDER, true)
  return made
}

export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'function' && Object.hasOwn(value, PLACEHOLDER)
}

/** A member that throws where it is called, also with `new`. */
export const absent = (what: string): (() => never) =>
  placeholder(function (): never {
    throw unavailable(what)
  })

/** Members of a module that packages name at their top and rarely use. */
export const absentFrom = (module: string) => (name: string) => absent(`${module}.${name}`)

/** What a call that a signal has ended throws. */
export function abortError(signal: { reason: unknown }): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason })
  return Object.assign(coded(error, 'ABORT_ERR'), { name: 'AbortError' })
}

export function checkFunction(value: unknown, name: string): void {
  if (typeof value === 'function') return
  throw coded(
    new TypeError(`The "${name}" argument must be of type function. Received ${kindOf(value)}`),
    'ERR_INVALID_ARG_TYPE',
  )
}

/** As Node.js words it in its messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'function') return `function ${value.name}`
  if (typeof value === 'object') {
    const name = (value as object).constructor?.name
    return name ? `an instance of ${name}` : 'an object'
  }
  const text = typeof value === 'string' ? `'${value}'` : String(value)
  return `type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`
}
