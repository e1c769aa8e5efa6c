import { describe, expect, it } from 'vitest'
import { resolveHandler } from '../../src/runtime/handler.ts'

const of = (name: string) => () => name
const SEVERAL = {
  handlers: { one: of('one'), two: of('two'), 'items.list': of('items.list') },
  three: of('three'),
  two: of('the export two'),
}

describe('the handler that _HANDLER names', () => {
  it.each([
    ['one', 'one'],
    ['items.list', 'items.list'],
    ['handlers.one', 'one'],
    ['index.one', 'one'],
    ['src/index.one', 'one'],
    ['index.three', 'three'],
    ['three', 'three'],
    ['index.two', 'two'],
  ])('%s is %s of a module that has several', async (name, expected) => {
    const handler = await resolveHandler(SEVERAL, name)
    expect(await handler({ event: {}, context: {} } as never, false, undefined as never)).toBe(
      expected,
    )
  })

  it.each(['nobody', 'index.nobody', 'handlers', 'one.two.three', 'index.toString'])(
    '%s is none of them',
    async (name) => {
      await expect(resolveHandler(SEVERAL, name)).rejects.toMatchObject({
        name: 'Runtime.HandlerNotFound',
      })
    },
  )
})
