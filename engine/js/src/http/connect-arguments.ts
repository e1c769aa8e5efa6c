export interface ConnectOptions {
  host?: string
  port?: number | string
  path?: string
  allowHalfOpen?: boolean
  timeout?: number
  noDelay?: boolean
  keepAlive?: boolean
  signal?: AbortSignal
}

/** The forms in which `net.connect` and `tls.connect` take their arguments. */
export function connectArguments(args: unknown[]): {
  options: ConnectOptions
  done: (() => void) | undefined
} {
  const [first, second] = args
  const last = args.at(-1)
  const done = typeof last === 'function' ? (last as () => void) : undefined
  if (typeof first === 'object' && first !== null) return { options: first as ConnectOptions, done }
  if (typeof first === 'string' && Number.isNaN(Number(first)))
    return { options: { path: first }, done }
  return {
    options: { port: first as number, ...(typeof second === 'string' && { host: second }) },
    done,
  }
}
