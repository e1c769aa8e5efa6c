import { describe, expect, it } from 'vitest'
import type { Change, SharedApi } from '../../deploy/index.ts'
import { changeText, toldApart } from './changes.ts'
import { sharedLines } from './shared.ts'

const plain = (_: string, text: string) => text
const stage: Change = { resource: 'stage', action: 'update', path: 'throttling' }
const both: Change[] = [
  { resource: 'HTTP API', action: 'update', path: 'cors', api: 'http-api' },
  { ...stage, api: 'http-api' },
  { ...stage, api: 'rest' },
  { resource: 'domain', action: 'create', to: 'api.shop.example' },
]

const told = (changes: readonly Change[]) => toldApart(changes).map((one) => changeText(one, plain))

describe('changes of what functions share', () => {
  it('name their API where both kinds change, and only there', () => {
    expect(told(both)).toEqual([
      '~ HTTP API cors',
      '~ HTTP API stage throttling',
      '~ REST API stage throttling',
      '+ domain api.shop.example',
    ])
    expect(told(both.slice(2))).toEqual(['~ stage throttling', '+ domain api.shop.example'])
  })

  it('stand below the API that they are of', () => {
    const apis = (['http-api', 'rest'] as const).map((kind): SharedApi => ({
      kind,
      name: 'shop',
      id: 'x',
      url: null,
    }))
    const lines = sharedLines(apis, plain, [
      { resource: 'route', action: 'create', path: 'GET /a', api: 'http-api' },
      { resource: 'route', action: 'create', path: 'GET /b', api: 'rest' },
    ])
    expect(lines.filter((line) => line.includes('changed'))).toEqual([
      '  changed  GET /a',
      '  changed  GET /b',
    ])
  })
})
