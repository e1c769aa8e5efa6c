import { expect, it } from 'vitest'
import { nextStep } from './next.ts'

const items = { name: 'items', deployed: true, versions: [], drift: [] }
const change = { resource: 'function', action: 'update', path: 'memory' } as const

it('status names the command that leads on, of the stage that was looked at', () => {
  const flag = ' --stage prod'
  expect(nextStep(items, flag)).toBeUndefined()
  expect(nextStep({ ...items, deployed: false }, flag)).toContain('oche deploy --stage prod')
  expect(nextStep({ ...items, drift: [change] }, flag)).toContain(
    'oche deploy --repair --stage prod',
  )
  const foreign = { ...items, deployed: false, foreign: 'was not made by oche for this function' }
  expect(nextStep(foreign, flag)).toContain('oche deploy items --adopt --dry-run --stage prod')
})

it('of what keeps it from being compared it says what the error says', () => {
  const remedy = 'It is left as it is. Choose another name, or take it over: oche deploy --adopt'
  expect(nextStep({ ...items, conflict: 'the role exists', remedy }, '')).toBe(remedy)
})
