import { describe, expect, it } from 'vitest'
import { Arguments } from '../../arguments/values.ts'
import { trustPolicy } from './github-oidc.ts'

const args = (values: Record<string, string | true>) =>
  new Arguments([], new Map(Object.entries(values)))

describe('trustPolicy', () => {
  it('lets in one branch of one repository, and nobody else', () => {
    const text = trustPolicy('123456789012', args({ repository: 'ada/shop', branch: 'live' }))
    const [statement] = JSON.parse(text).Statement
    const issuer = 'token.actions.githubusercontent.com'
    expect(statement.Principal).toEqual({
      Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}`,
    })
    expect(statement.Condition).toEqual({
      StringEquals: {
        [`${issuer}:aud`]: 'sts.amazonaws.com',
        [`${issuer}:sub`]: 'repo:ada/shop:ref:refs/heads/live',
      },
    })
  })

  it.each([
    [{ environment: 'prod: eu' }, 'repo:ada/shop:environment:prod%3A eu'],
    [{ 'pull-requests': true }, 'repo:ada/shop:pull_request'],
    [{}, 'repo:ada/shop:ref:refs/heads/main'],
  ])('is for %j where that is asked for', (values, subject) => {
    const text = trustPolicy(
      '123456789012',
      args({ repository: 'ada/shop', ...values } as Record<string, string | true>),
    )
    expect(text).toContain(JSON.stringify(subject))
  })

  it.each([
    [
      '123456789012',
      { repository: 'ada/shop', branch: 'live', 'pull-requests': true },
      /one of --branch and --pull-requests/,
    ],
    ['123456789012', {}, /needs the repository/],
    ['123456789012', { repository: '*' }, /needs the repository/],
    [undefined, { repository: 'ada/shop' }, /needs the account/],
  ])('refuses account %s with %j', (account, values, message) => {
    expect(() => trustPolicy(account, args(values as Record<string, string | true>))).toThrow(
      message,
    )
  })
})
