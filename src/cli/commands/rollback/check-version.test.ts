import { expect, it } from 'vitest'
import { checkVersion } from './check-version.ts'

const all = ['items', 'jobs']

it('takes a version of one function, and what served before of all', () => {
  checkVersion('7', all, ['items'])
  checkVersion('previous', all, all)
  checkVersion(undefined, all, all)
})

it('says how a function is named that is typed in place of a version', () => {
  expect(() => checkVersion('items', all, all)).toThrow(
    expect.objectContaining({
      code: 'USAGE',
      message: 'items is a function, and here a version is named',
      remedy: 'Type: oche rollback previous --function items',
    }),
  )
})

it('asks which function has a version that is named', () => {
  expect(() => checkVersion('7', all, all)).toThrow(
    expect.objectContaining({
      remedy:
        'Name one: oche rollback 7 --function items. All, to what served before: oche rollback previous',
    }),
  )
})
