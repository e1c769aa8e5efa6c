import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { withoutSecrets, type Failure } from './failure.ts'

const failure = (message: string): Failure => ({
  code: 'Validation',
  message,
  status: 400,
  requestId: undefined,
  cause: new Error(message),
})

const hidden = (secret: string, message: string) => {
  const { message: told, cause } = withoutSecrets(failure(message), {
    Environment: { Variables: { TOKEN: secret } },
  })
  return `${told} ${String(cause)}`
}

it.each([
  ['as it is', (secret: string) => secret],
  ['in JSON', (secret: string) => JSON.stringify(secret)],
  ['in JSON in JSON', (secret: string) => JSON.stringify(JSON.stringify(secret))],
])('a value that AWS repeats %s is hidden', (_, written) => {
  const secrets = fc.string({ unit: 'binary', minLength: 12, maxLength: 40 })
  fc.assert(
    fc.property(secrets, (secret) => {
      const told = hidden(secret, `Value '${written(secret)}' failed`)
      expect(told).not.toContain(secret)
      expect(told).not.toContain(JSON.stringify(secret).slice(1, -1))
      expect(told).toContain("Value '")
    }),
  )
})

it.each([
  ['a\nline "quoted"', 'a\\nline \\"quoted\\"'],
  ['caf\u00e9 \u{1f600} key', 'caf\\u00e9 \\ud83d\\ude00 key'],
  ['a&b <c> "d"', 'a&amp;b &lt;c&gt; &quot;d&quot;'],
  ['https://key/x', 'https:\\/\\/key\\/x'],
])('%j is hidden where it is written %s', (secret, written) => {
  expect(hidden(secret, `it says ${written}.`)).toBe('it says ***. Validation: it says ***.')
})
