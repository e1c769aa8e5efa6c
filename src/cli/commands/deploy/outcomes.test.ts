import { describe, expect, it } from 'vitest'
import { EXIT, OcheError } from '../../../core/errors.ts'
import type { Deployed } from '../../../deploy/index.ts'
import { failureOf } from './outcomes.ts'

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

  it('of which one fails, have its failure', () => {
    expect(failureOf(['a', 'b'], [deployed, failed(refused)])).toBe(refused)
  })

  it('of which several fail, have all of these failures told at once', () => {
    const failure = failureOf(['a', 'b', 'c'], [failed(refused), deployed, failed(full)])
    expect(failure).toMatchObject({
      code: 'DEPLOYS_FAILED',
      message: '2 of 3 functions could not be deployed',
      detail: 'a: it is refused\n  → Ask for it.\nc: it is full',
      remedy: 'Fix that and type: oche deploy a c',
      exit: EXIT.aws,
    })
  })

  it('show a bug before anything else', () => {
    const bug = new TypeError('undefined is not a function')
    expect(failureOf(['a', 'b'], [failed(refused), failed(bug)])).toBe(bug)
  })
})
