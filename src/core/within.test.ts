import { describe, expect, it } from 'vitest'
import { within } from './within.ts'

describe('within', () => {
  it('gives what came in time', async () => {
    expect(await within(60_000, Promise.resolve('in time'))).toBe('in time')
    await expect(within(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('gives nothing for what did not', async () => {
    expect(await within(1, new Promise(() => {}))).toBeUndefined()
  })
})
