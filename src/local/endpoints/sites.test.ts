import { describe, expect, it } from 'vitest'
import type { HttpInput } from '../../core/config/schema.ts'
import { settingsOf, type Settings } from '../settings.ts'
import { findTarget, planSites, sitesFor, urlsOf } from './sites.ts'

function settings(name: string, http: HttpInput): Settings {
  return settingsOf({ name, http })
}

const mixed = [
  settings('page', 'url'),
  settings('items', { kind: 'http-api', routes: ['GET /items/{id}'] }),
  settings('old', { kind: 'http-api-v1', routes: ['GET /old'] }),
  settings('admin', { kind: 'rest', stage: 'dev', routes: ['ANY /admin/{proxy+}'] }),
  settings('job', 'none'),
]

describe('the sites of a project', () => {
  it('are one for each API and one for each Function URL', () => {
    expect(planSites(mixed).map(({ label, kind }) => [label, kind])).toEqual([
      ['http-api', 'http-api'],
      ['rest', 'rest'],
      ['page', 'url'],
    ])
  })

  it('take a request in their order, a single Function URL what nobody else does', () => {
    const sites = sitesFor(planSites(mixed), '127.0.0.1:3000')
    const functionFor = (method: string, path: string) =>
      findTarget(sites, method, path)?.route.function
    expect(functionFor('GET', '/items/1?a=b')).toBe('items')
    expect(functionFor('GET', '/old')).toBe('old')
    expect(functionFor('POST', '/admin/x')).toBe('admin')
    expect(functionFor('POST', '/dev/admin/x')).toBe('admin')
    expect(functionFor('POST', '/items/1')).toBe('page')
  })

  it('are chosen by the first label below localhost', () => {
    const sites = planSites(mixed)
    expect(sitesFor(sites, 'REST.localhost:3000').map(({ label }) => label)).toEqual(['rest'])
    expect(sitesFor(sites, 'page.localhost')).toHaveLength(1)
    expect(sitesFor(sites, 'unknown.localhost')).toEqual(sites)
    expect(sitesFor(sites, 'page.example.com')).toEqual(sites)
    expect(sitesFor(sites, undefined)).toEqual(sites)
  })

  it('say where each function answers', () => {
    const several = [...mixed, settings('Other', 'url')]
    expect(urlsOf(planSites(several), 'http://127.0.0.1:80')).toEqual({
      items: 'http://127.0.0.1:80',
      old: 'http://127.0.0.1:80',
      admin: 'http://127.0.0.1:80',
      page: 'http://page.localhost:80',
      Other: 'http://other.localhost:80',
    })
  })

  it('have the same id as long as the functions behind them are the same', () => {
    const [ids, again] = [mixed, mixed].map((all) => planSites(all).map(({ apiId }) => apiId))
    expect(ids).toEqual(again)
    expect(ids!.map(({ length }) => length)).toEqual([10, 10, 32])
  })
})
