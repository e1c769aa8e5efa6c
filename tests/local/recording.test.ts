import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Recording, sendAgain } from '../../src/local/index.ts'
import { bootstrap, fn, start, type Started } from './support.ts'

/** Of what went through a local Lambda. */
describe('a recording', () => {
  const recording = new Recording()
  let local: Started
  beforeAll(async () => {
    local = await start(
      [
        fn({ name: 'answers', executable: bootstrap('answers'), http: 'url' }),
        fn({ name: 'acts', http: 'none' }),
        fn({
          name: 'streams',
          executable: bootstrap('streams'),
          http: { kind: 'url', streaming: true },
        }),
      ],
      { recorder: recording },
    )
  })
  afterAll(() => local[Symbol.asyncDispose]())

  const last = () => recording.get(recording.list().at(-1)!.id)!
  const over = async () => {
    for await (const row of recording.changes(AbortSignal.timeout(20_000))) {
      if (row.state === 'done') return
    }
  }

  it('has a request and its response as they went over the wire', async () => {
    const url = `${local.lambda.urls['answers']}/a%20b?c=1`
    const done = over()
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'X-Mine': 'yes' },
      body: JSON.stringify({
        result: { statusCode: 201, headers: { 'x-own': '1' }, body: 'made' },
      }),
    })
    const text = await response.text()
    await done
    const one = last()
    expect(one).toMatchObject({
      via: 'http',
      function: 'answers',
      method: 'POST',
      title: '/a%20b?c=1',
      status: response.status,
      coldStart: true,
      state: 'done',
      response: { status: response.status, body: { text } },
    })
    expect(one.request!.headers).toContainEqual(['X-Mine', 'yes'])
    expect(JSON.parse(one.event!.text)).toMatchObject({ rawPath: '/a%20b' })
    expect(one.timeline.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['init', 'handler']),
    )
    expect(one.logs.map(({ line }) => line)).toContainEqual(expect.stringContaining('REPORT'))
    expect(one.report?.memorySizeMb).toBe(512)
  })

  it('is sent again by its endpoint, as it was', async () => {
    const before = last()
    await sendAgain(local.lambda, before)
    const after = last()
    expect(after.id).toBeGreaterThan(before.id)
    expect(after.request!.body).toEqual(before.request!.body)
    expect(after.request!.target).toBe(before.request!.target)
    expect(after.response!.body).toEqual(before.response!.body)
    expect(after.coldStart).toBe(false)
  })

  it('has a direct invocation and its error', async () => {
    const { requestId } = await local.lambda.invoke('acts', '{"do":"throw"}')
    const one = recording.find(requestId)!
    expect(one).toMatchObject({ via: 'direct', function: 'acts', state: 'done' })
    expect(one.event?.text).toBe('{"do":"throw"}')
    expect(one.result!.bytes).toBeGreaterThan(0)
  })

  it('has every piece of an answer that streams', async () => {
    const body = JSON.stringify({ type: 'text/plain', pieces: ['one ', 'two'] })
    const response = await fetch(local.lambda.urls['streams']!, { method: 'POST', body })
    const text = await response.text()
    expect(text).toBe('one two')
    expect(last()).toMatchObject({
      function: 'streams',
      isStreamed: true,
      result: { text },
      response: { body: { text } },
    })
  })

  it('has what an endpoint refuses by itself', async () => {
    const target = local.lambda.urls['answers']!
    await fetch(target, { method: 'POST', body: Buffer.alloc(7 * 1024 * 1024) })
    expect(last()).toMatchObject({
      function: '',
      status: 413,
      failed: true,
      refused: { cause: 'body-too-large' },
      state: 'done',
    })
  })

  it('of which not all is kept is not sent again', async () => {
    const { event, ...others } = last()
    const cut = { ...others, via: 'direct' as const, event: { ...event!, isCut: true } }
    await expect(sendAgain(local.lambda, cut)).rejects.toMatchObject({ code: 'RECORDING_GONE' })
  })

  it('goes with the execution environments that there are', () => {
    const [first] = local.lambda.environments()
    expect(first).toMatchObject({ function: 'answers', state: 'idle', memorySizeMb: 512 })
    expect(first!.invocations).toBe(2)
    expect(first!.pid).toBeGreaterThan(0)
  })
})
