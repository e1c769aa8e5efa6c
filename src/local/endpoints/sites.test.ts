import { describe, expect, it } from 'vitest'
import type { HttpInput } from '../../core/config/http.ts'
import { settingsOf, type Settings } from '../settings.ts'
import { findTarget, planSites, urlsOf } from './sites.ts'

function settings(name: string, http: HttpInput): Settings {
  return settingsOf({ name, http })
}

const cors = (methods: string[]) => ({ origins: ['https://a.example'], methods })

const mixed = [
  settings('page', 'url'),
  settings('items', { kind: 'http-api', routes: ['GET /items/{id}'] }),
  settings('old', { kind: 'http-api-v1', routes: ['GET /old'] }),
  settings('admin', { kind: 'rest', stage: 'dev', routes: ['ANY /admin/{proxy+}'] }),
  settings('job', 'none'),
]

describe('the sites of a project', () => {
  it('are one for each API and one for each Function URL', () => {
    expect(planSites(mixed).map(({ kind }) => kind)).toEqual(['http-api', 'rest', 'url'])
  })

  it('take their own requests and no others', () => {
    const [api, rest, url] = planSites(mixed)
    const functionFor = (site: typeof api, method: string, path: string) =>
      findTarget(site!, method, path)?.route.function
    expect(functionFor(api, 'GET', '/items/1?a=b')).toBe('items')
    expect(functionFor(api, 'GET', '/old')).toBe('old')
    expect(functionFor(api, 'POST', '/admin/x')).toBeUndefined()
    expect(functionFor(rest, 'POST', '/admin/x')).toBe('admin')
    expect(functionFor(rest, 'POST', '/dev/admin/x')).toBe('admin')
    expect(functionFor(rest, 'GET', '/items/1')).toBeUndefined()
    expect(functionFor(url, 'GET', '/items/1')).toBe('page')
  })

  it('allow together what functions of an API allow each', () => {
    const [api] = planSites([
      settings('one', { kind: 'http-api', routes: ['GET /'], cors: cors(['GET']) }),
      settings('two', { kind: 'http-api', routes: ['PUT /'], cors: cors(['PUT']) }),
    ])
    expect(api?.cors?.methods).toEqual(['GET', 'PUT'])
  })

  it('say where each function answers', () => {
    const sites = planSites([...mixed, settings('Other', 'url')])
    const places = sites.map((site, index) => ({ site, url: `http://127.0.0.1:${3000 + index}` }))
    expect(urlsOf(places)).toEqual({
      items: 'http://127.0.0.1:3000',
      old: 'http://127.0.0.1:3000',
      admin: 'http://127.0.0.1:3001',
      page: 'http://127.0.0.1:3002',
      Other: 'http://127.0.0.1:3003',
    })
  })

  it('have the same id as long as the functions behind them are the same', () => {
    const [ids, again] = [mixed, mixed].map((all) => planSites(all).map(({ apiId }) => apiId))
    expect(ids).toEqual(again)
    expect(ids!.map(({ length }) => length)).toEqual([10, 10, 32])
  })
})
