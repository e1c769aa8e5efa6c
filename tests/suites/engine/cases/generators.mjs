import { AsyncLocalStorage } from 'node:async_hooks'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { check } from './check.mjs'

/** Beside a store `await` is written out, also in async generators. */
const store = new AsyncLocalStorage()
const log = []
async function* inner() {
  try {
    yield 1
    yield 2
  } finally {
    log.push('in')
    await null
    log.push('in after await')
  }
}
async function* outer() {
  try {
    log.push(yield* inner())
  } finally {
    await 1
    log.push('out')
  }
}
async function* catching() {
  try {
    yield 1
  } catch (error) {
    yield `caught ${error}`
    return 'returned'
  } finally {
    await 2
    log.push('finally')
  }
}
async function* rejecting() {
  try {
    yield Promise.reject(new Error('yielded'))
  } catch (error) {
    yield error.message
  }
  return Promise.reject(new Error('returned'))
}
async function* overriding() {
  try {
    yield 1
  } finally {
    // eslint-disable-next-line no-unsafe-finally
    return 'over'
  }
}
async function* stores() {
  for (let at = 0; at < 3; at++) {
    await null
    yield store.getStore()
  }
}

const say = (name, work) =>
  check(name, async () => {
    log.length = 0
    const told = await work().catch((error) => `threw ${error}`)
    return [told, [...log]]
  })
const all = async (items) => {
  const seen = []
  for await (const item of items) seen.push(item)
  return seen
}

async function main() {
  await say('broken off', async () => {
    for await (const _ of outer()) break
  })
  await say('return', async () => {
    const one = outer()
    return [await one.next(), await one.return('x'), await one.next()]
  })
  await say('return before it begins', async () => {
    const one = outer()
    return [
      await one.return('x'),
      await one.next(),
      await one.return(Promise.reject('q')).catch(String),
    ]
  })
  await say('return of a rejection', async () => {
    const one = catching()
    await one.next()
    return [await one.return(Promise.reject('z')), await one.next(), await one.next()]
  })
  await say('throw before it begins', async () => {
    const one = catching()
    return [await one.throw('t').catch(String), await one.next()]
  })
  await say('throw', async () => {
    const one = catching()
    await one.next()
    return [
      await one.throw('t'),
      await one.next(),
      await one.next(),
      await one.throw('u').catch(String),
    ]
  })
  await say('throw into another', async () => {
    const one = outer()
    await one.next()
    return [await one.throw('t').catch(String), await one.next()]
  })
  await say('rejections', async () => {
    const one = rejecting()
    return [await one.next(), await one.next().catch(String), await one.next()]
  })
  await say('a finally that returns', async () => {
    const one = overriding()
    await one.next()
    return [await one.throw('t'), await one.next()]
  })
  await say('asked at once', async () => {
    const one = outer()
    const other = catching()
    return [
      await Promise.all([
        one.next(),
        one.return('a'),
        one.next(),
        one.throw('v').catch(String),
        one.return('b'),
      ]),
      await Promise.all([
        other.next(),
        other.throw('a'),
        other.next(),
        other.next(),
        other.throw('v').catch(String),
      ]),
    ]
  })
  await say('shared', async () => {
    async function* pass(items) {
      for await (const item of items) yield item
    }
    const one = pass(Readable.from([1, 2, 3, 4, 5, 6]))
    return (await Promise.all([all(one), all(one)])).flat().sort()
  })
  await say('stores', async () => {
    const one = stores()
    const seen = []
    for (const name of 'abc') seen.push((await store.run(name, () => one.next())).value)
    return seen
  })
  await say('what is not async', async () => [
    await all([Promise.resolve(1), 2]),
    await all([Promise.reject('q')]).catch(String),
    await all(
      (async function* () {
        yield* [1, Promise.resolve(2)]
      })(),
    ),
  ])
  await say('names', async () => [Object.prototype.toString.call(outer()), inspect(outer())])
  const own = {
    value: 3,
    async *each() {
      yield this.value
      yield arguments.length
    },
  }
  await say('this', () => all(own.each(1, 2)))
}

void main()
