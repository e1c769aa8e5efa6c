import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { check } from './check.mjs'

/** No await at the top: beside AsyncLocalStorage QuickJS has none. */
async function main() {
  const store = new AsyncLocalStorage()
  await check('store', async () => {
    const seen = []
    await store.run(1, async () => {
      await null
      seen.push(store.getStore())
      await new Promise((resolve) => setTimeout(resolve, 1))
      seen.push(store.getStore())
      await new Promise((resolve) =>
        process.nextTick(() => (seen.push(store.getStore()), resolve())),
      )
      await Promise.all([wait(1), Promise.resolve()]).then(() => seen.push(store.getStore()))
      for await (const one of (async function* () {
        yield 1
        await null
        yield 2
      })())
        seen.push([one, store.getStore()])
      store.run(2, () => queueMicrotask(() => seen.push(store.getStore())))
      await wait(1)
    })
    return [seen, store.getStore()]
  })
  await check('store bind', () => {
    const bound = store.run(5, () => AsyncLocalStorage.bind(() => store.getStore()))
    const resource = store.run(6, () => new AsyncResource('x'))
    return [
      bound(),
      resource.runInAsyncScope(() => store.getStore()),
      store.run(7, () => store.exit(() => store.getStore()) ?? null),
      store.run(8, () => AsyncLocalStorage.snapshot())(() => store.getStore()),
    ]
  })
  await check('store thrown', () =>
    store.run(1, () => {
      throw new RangeError('x')
    }),
  )
}

main()
