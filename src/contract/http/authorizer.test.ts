import { describe, expect, it } from 'vitest'
import {
  bearerToken,
  claimTexts,
  identityValue,
  policyDecision,
  scopesOf,
  simpleDecision,
} from './authorizer.ts'
import type { EndpointContext } from './types.ts'

const context = { stage: 'dev', stageVariables: { team: 'blue' } } as unknown as EndpointContext
const request = { target: '/p?token=a%20b&token=c', headers: [['AUTHORIZATION', 'x']] as const }

describe('an identity source', () => {
  it.each([
    ['$request.header.Authorization', 'x'],
    ['$request.header.missing', undefined],
    ['$request.querystring.token', 'a b,c'],
    ['$request.querystring.missing', undefined],
    ['$stageVariables.team', 'blue'],
    ['$context.stage', 'dev'],
    ['$context.unknown', undefined],
    ['nonsense', undefined],
  ])('%s is %s', (source, value) => expect(identityValue(source, request, context)).toBe(value))
})

describe('a token', () => {
  it('may have Bearer before it', () => {
    expect([bearerToken('Bearer abc'), bearerToken('bearer  abc'), bearerToken('abc')]).toEqual([
      'abc',
      'abc',
      'abc',
    ])
  })
})

describe('claims', () => {
  it('are text in an event', () => {
    expect(claimTexts({ n: 1, yes: true, list: ['a', 1], map: { a: 1 } })).toEqual({
      n: '1',
      yes: 'true',
      list: '[a 1]',
      map: '{"a":1}',
    })
  })

  it('hold scopes as words or as a list', () => {
    expect(scopesOf({ scope: 'a b', scp: ['c'] })).toEqual(['a', 'b', 'c'])
    expect(scopesOf({})).toEqual([])
  })
})

describe('a simple decision', () => {
  it('needs a boolean', () => {
    expect(simpleDecision({ isAuthorized: true, context: { a: 1 } })).toEqual({
      isAuthorized: true,
      context: { a: 1 },
    })
    expect(simpleDecision({ isAuthorized: 'true' })).toBeUndefined()
    expect(simpleDecision(null)).toBeUndefined()
  })
})

const allow = (Resource: unknown, Action: unknown = 'execute-api:Invoke') => ({
  Effect: 'Allow',
  Action,
  Resource,
})

describe('a policy', () => {
  const arn = 'arn:aws:execute-api:us-east-1:123456789012:abc/$default/GET/items/1'
  const decide = (...Statement: unknown[]) =>
    policyDecision({ principalId: 'me', policyDocument: { Statement } }, arn)?.isAuthorized
  it.each([
    [allow(arn), true],
    [allow([`${arn}/more`, 'arn:aws:execute-api:*:*:abc/*/GET/*']), true],
    [allow('arn:aws:execute-api:us-east-1:123456789012:abc/$default/GET/items/?'), true],
    [allow('arn:aws:execute-api:us-east-1:123456789012:abc/$default/POST/*'), false],
    [allow('*', ['execute-api:*']), true],
    [allow('*', 's3:GetObject'), false],
    ['nonsense', false],
  ])('%j lets in: %s', (statement, isAuthorized) => expect(decide(statement)).toBe(isAuthorized))

  it('that denies wins', () => {
    expect(decide(allow('*'), { ...allow(arn), Effect: 'Deny' })).toBe(false)
  })

  it('is needed', () => expect(policyDecision({ isAuthorized: true }, arn)).toBeUndefined())
})
