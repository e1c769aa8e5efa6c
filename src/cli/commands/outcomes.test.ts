import { describe, expect, it } from 'vitest'
import { EXIT, OcheError } from '../../core/errors.ts'
import type { Deployed } from '../../deploy/index.ts'
import { allOf, failureOf, failuresJson } from './outcomes.ts'

const deployed: PromiseSettledResult<Deployed> = { status: 'fulfilled', value: {} as Deployed }
const failed = (reason: unknown): PromiseSettledResult<Deployed> => ({ status: 'rejected', reason })
const refused = new OcheError('AWS_REFUSED', 'it is refused', {
  remedy: 'Ask for it.',
  exit: EXIT.aws,
})
const full = new OcheError('CODE_STORAGE_EXCEEDED', 'it is full', { exit: EXIT.aws })

describe('functions deployed side by side', () => {
  it('have no failure where all are deployed', () => {
    expect(failureOf(['a', 'b'], [deployed, deployed])).toBeUndefined()
  })

  it('of which one fails, have its failure with its name', () => {
    expect(failureOf(['a', 'b'], [deployed, failed(refused)])).toMatchObject({
      code: 'AWS_REFUSED',
      message: 'b: it is refused',
      remedy: 'Ask for it.',
      exit: EXIT.aws,
    })
    expect(failureOf(['a'], [failed(refused)])).toBe(refused)
  })

  it('of which several fail, have all of these failures told at once', () => {
    const failure = failureOf(['a', 'b', 'c'], [failed(refused), deployed, failed(full)])
    expect(failure).toMatchObject({
      code: 'FUNCTIONS_FAILED',
      message: '2 of 3 functions failed',
      detail: 'a: it is refused\n  → Ask for it.\nc: it is full',
      remedy: 'Fix that and type it again: what is done already stands.',
      exit: EXIT.aws,
    })
  })

  it('have each failure in JSON, beside those that succeeded', () => {
    const outcomes = [failed(refused), deployed, failed(full)]
    expect(failuresJson(['a', 'b', 'c'], outcomes)).toEqual([
      {
        name: 'a',
        error: { code: 'AWS_REFUSED', message: 'it is refused', remedy: 'Ask for it.' },
      },
      { name: 'c', error: { code: 'CODE_STORAGE_EXCEEDED', message: 'it is full' } },
    ])
  })

  it('are waited for, also where one fails', async () => {
    let done = false
    const slow = new Promise((resolve) => setImmediate(resolve)).then(() => (done = true))
    await expect(allOf(['a', 'b'], [Promise.reject(refused), slow])).rejects.toMatchObject({
      message: 'a: it is refused',
    })
    expect(done).toBe(true)
    await expect(allOf(['a', 'b'], [Promise.resolve(1), Promise.resolve(2)])).resolves.toEqual([
      1, 2,
    ])
  })

  it('show a bug before anything else', () => {
    const bug = new TypeError('undefined is not a function')
    expect(failureOf(['a', 'b'], [failed(refused), failed(bug)])).toBe(bug)
  })
})
