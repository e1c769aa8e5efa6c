import { describe, expect, it } from 'vitest'
import { parseConfig } from '../parse.ts'

const problem = (text: string) => {
  try {
    parseConfig(text, 'oche.yaml')
    return undefined
  } catch (thrown) {
    return (thrown as Error).message
  }
}

const two = (one: string, other: string, more = '') => `
functions:
  items: { http: { kind: http-api, routes: ["GET /items"], ${one} } }
  users: { http: { kind: http-api, routes: ["GET /users"], ${other} } }
${more}`

describe('functions behind one API', () => {
  it('have one stage', () => {
    expect(problem(two('stage: dev', 'stage: prod'))).toMatch(
      /users says another stage than items, and the HTTP API that they share has one, see oche.yaml:3:/,
    )
  })

  it('say alike whose pages may call', () => {
    const [a, b] = ['cors: { origins: ["https://a.example"] }', 'cors: { origins: ["*"] }']
    expect(problem(two(a, b))).toMatch(/users says another cors.origins than items/)
    expect(problem(two(a, 'access: iam'))).toBeUndefined()
    expect(problem(two('cors: { methods: [GET] }', 'cors: { methods: [PUT] }'))).toBeUndefined()
  })
})

describe('api:', () => {
  it('is refused where no function is behind one', () => {
    expect(problem('http: url\napi: { throttling: { rate: 1, burst: 1 } }')).toMatch(
      /api: no function is behind an API/,
    )
  })

  it('has one API for its domain', () => {
    const domain = 'api: { domain: { name: api.example.com } }'
    expect(problem(two('access: iam', 'access: iam', domain))).toBeUndefined()
    const mixed = `functions: { a: { http: http-api }, b: { http: rest } }\n${domain}`
    expect(problem(mixed)).toMatch(/the domain leads to one/)
  })
})
