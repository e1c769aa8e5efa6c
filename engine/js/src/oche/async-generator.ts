import { define } from '../define.ts'

type Kind = 'next' | 'throw' | 'return'

interface Asked {
  kind: Kind
  value: unknown
  resolve: (result: IteratorResult<unknown>) => void
  reject: (error: unknown) => void
}

/** How esbuild writes `await` in a generator's body; with a second member, `yield*`. */
interface Awaited {
  0: unknown
  1?: unknown
}

const AsyncGenerator = Object.getPrototypeOf(async function* () {}.prototype) as object

/**
 * An async generator whose body was written out as a generator. esbuild's own takes a second request
 * while it works on the first, and leaves a `finally` at the first `await` after `return`.
 *
 * @param Await the class of what is awaited
 */
export function __oche_generator(
  self: unknown,
  args: unknown,
  body: (...args: never) => Generator<unknown, unknown, unknown>,
  Await: new () => Awaited,
): AsyncGenerator {
  const inner = body.apply(self, args as never)
  const queue: Asked[] = []
  let state: 'new' | 'begun' | 'over' = 'new'

  function step(kind: Kind, value: unknown): void {
    let result: IteratorResult<unknown>
    try {
      result = inner[kind](value as never)
    } catch (error) {
      return answer('reject', error)
    }
    const { value: given, done } = result
    if (given instanceof Await) return wait(kind, given)
    const awaited = Promise.resolve(given)
    if (done) awaited.then(finish, (error) => answer('reject', error))
    else awaited.then(give, (error) => step('throw', error))
  }

  function wait(kind: Kind, { 0: promise, 1: isDelegated }: Awaited): void {
    const next = kind === 'return' && isDelegated ? 'return' : 'next'
    Promise.resolve(promise).then(
      (got) => step(next, isDelegated ? copy(got as IteratorResult<unknown>) : got),
      (error) => step('throw', error),
    )
  }

  const copy = ({ done, value }: IteratorResult<unknown>) => ({ done, value })

  function finish(value: unknown): void {
    state = 'over'
    answer('resolve', { value, done: true })
  }

  function give(value: unknown): void {
    answer('resolve', { value, done: false })
  }

  function answer(how: 'resolve' | 'reject', what: unknown): void {
    if (how === 'reject') state = 'over'
    queue.shift()![how](what as never)
    if (queue.length > 0) begin(queue[0]!)
  }

  function begin({ kind, value }: Asked): void {
    if (state === 'new' && kind !== 'next') state = 'over'
    if (state === 'over' && kind === 'throw') answer('reject', value)
    else if (state === 'over' && kind === 'next') finish(undefined)
    else if (kind !== 'return') {
      state = 'begun'
      step(kind, value)
    } else if (state === 'over') {
      Promise.resolve(value).then(finish, (error) => answer('reject', error))
    } else {
      Promise.resolve(value).then(
        (got) => step('return', got),
        (error) => step('throw', error),
      )
    }
  }

  const method = (kind: Kind) => (value?: unknown) =>
    new Promise<IteratorResult<unknown>>((resolve, reject) => {
      queue.push({ kind, value, resolve, reject })
      if (queue.length === 1) begin(queue[0]!)
    })

  const made = Object.create(AsyncGenerator) as AsyncGenerator
  for (const kind of ['next', 'throw', 'return'] as const) define(made, kind, method(kind))
  return made
}
