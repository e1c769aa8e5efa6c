import { $ } from 'bun'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { projectFunctions, sampleEvents, startLocalLambda, type LocalLambda } from 'oche/local'

// The cart, which is in Dart, has its own test: test/cart_test.dart
const functions = ['items', 'orders', 'receipts', 'stock', 'gate', 'shipping', 'nightly']

/** For the machine that the test runs on. */
const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'

/** Seven packages are built, where they are not yet, and unpacked. In milliseconds. */
const TO_START = 300_000

let shop: LocalLambda
beforeAll(async () => {
  await $`oche build ${functions} --arch ${arch}`
  shop = await startLocalLambda({ functions: projectFunctions({ functions }) })
}, TO_START)
afterAll(() => shop?.close())

const get = (path: string, headers = {}) => fetch(shop.url + path, { headers })

describe('the API', () => {
  test('lists what there is, and one of it', async () => {
    expect(await (await get('/items')).json()).toHaveLength(3)
    expect(await (await get('/items/oche')).json()).toMatchObject({ price: 1900 })
    expect((await get('/items/chalk')).status).toBe(404)
  })

  test('gives a receipt for an order, which it knows again', async () => {
    const order = { item: 'darts', count: 2 }
    const post = { method: 'POST', body: JSON.stringify(order) }
    const response = await fetch(`${shop.url}/orders`, post)
    expect(response.status).toBe(202)
    const { receipt } = (await response.json()) as { receipt: string }
    expect(await (await get(`/receipts/${receipt}`)).json()).toEqual({ order })
    expect((await get(`/receipts/${receipt}x`)).status).toBe(404)
  })

  test('shows the stock to the staff alone', async () => {
    expect((await get('/stock')).status).toBe(401)
    expect((await get('/stock', { authorization: 'Bearer guessed' })).status).toBe(403)
    const response = await get('/stock', { authorization: 'Bearer staff' })
    expect(await response.json()).toMatchObject({ oche: 0 })
  })
})

test('what cannot be shipped goes back to the queue, alone', async () => {
  const [record] = (sampleEvents.sqs.event as { Records: object[] }).Records
  const message = (messageId: string, order: object) => ({
    ...record,
    messageId,
    body: JSON.stringify(order),
  })
  const Records = [message('1', { item: 'board', count: 1 }), message('2', { item: 'chalk' })]
  const { payload, logs } = await shop.invoke('shipping', JSON.stringify({ Records }))
  expect(JSON.parse(payload.toString())).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  expect(logs.join('\n')).toContain('shipped 1 of board')
})

test('every night it is told what is sold out', async () => {
  const event = JSON.stringify(sampleEvents.schedule.event)
  const { logs } = await shop.invoke('nightly', event)
  expect(logs.join('\n')).toContain('sold out: oche')
})
