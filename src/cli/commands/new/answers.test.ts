import { describe, expect, it } from 'vitest'
import { OcheError } from '../../../core/errors.ts'
import { answersOf, type Given, type Questions } from './answers.ts'

/** A person who answers in this order, and leaves where nothing is left to say. */
function person(...answers: string[]): Questions & { asked: string[] } {
  const asked: string[] = []
  const next = async (message: string) => {
    asked.push(message)
    return answers.shift()
  }
  return { asked, text: next, choice: next }
}

const refusal = async (given: Given) =>
  answersOf(given).then(
    () => 'nothing',
    (thrown: unknown) => (thrown as OcheError).message,
  )

describe('answersOf', () => {
  it('asks for everything that was not typed, and for nothing that follows', async () => {
    const ask = person('api', 'ts', 'sqs', 'node')
    expect(await answersOf({}, ask)).toMatchObject({
      name: 'api',
      lang: 'ts',
      template: { name: 'sqs' },
      engine: 'node',
    })
    expect(ask.asked).toEqual(['Name', 'Language', 'Template', 'Engine'])
    const dart = person('iam')
    const given = { name: 'api', template: 'shelf' }
    expect(await answersOf(given, dart)).toMatchObject({ lang: 'dart', access: 'iam' })
    expect(dart.asked).toEqual(['Who may call it'])
  })

  it('is nothing where a question is left', async () => {
    expect(await answersOf({}, person('api', 'ts'))).toBeUndefined()
  })

  it('is what most people want where nobody is asked', async () => {
    expect(await answersOf({ name: 'api' })).toMatchObject({
      lang: 'ts',
      template: { name: 'http' },
      engine: 'bun',
      access: 'public',
    })
  })

  it.each([
    [{}, 'oche new needs <name>'],
    [{ name: 'a', template: 'shelf', lang: 'ts' }, '--template shelf is for --lang dart'],
    [{ name: 'a', template: 'shelf', engine: 'bun' }, '--engine is for TypeScript'],
    [
      { name: 'a', template: 'cron', access: 'iam' },
      '--access is for an endpoint, which --template cron does not choose',
    ],
  ])('%j is refused', async (given, message) => {
    expect(await refusal(given)).toBe(message)
  })
})
