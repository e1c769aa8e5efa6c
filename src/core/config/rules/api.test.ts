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

const rest = (cors: string) => `http: { kind: rest, cors: { ${cors} } }`

describe('CORS of a REST API', () => {
  it('names one origin, and nothing of what functions answer', () => {
    expect(problem(rest('origins: ["https://a.example"], headers: [x]'))).toBeUndefined()
    expect(problem(rest(''))).toBeUndefined()
    for (const origins of ['["https://a.example", "https://b.example"]', '["https://*"]', '[]']) {
      expect(problem(rest(`origins: ${origins}`))).toMatch(
        /cors.origins: a REST API names one origin/,
      )
    }
    expect(problem(rest('exposeHeaders: [x]'))).toMatch(/passes what a function answers as it is/)
  })

  it('is the same in all functions', () => {
    const both = two('cors: { origins: ["https://a.example"] }', 'cors: {}')
    expect(problem(both.replaceAll('kind: http-api', 'kind: rest'))).toMatch(
      /users says another cors.origins than items, and the REST API that they share has one/,
    )
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
