import { describe, expect, it } from 'vitest'
import { hasToken, isForeign, refusalOf } from './guard.ts'

const PORT = 4000
const host = '127.0.0.1:4000'

describe('a call of the console', () => {
  it.each([
    { host },
    { host: 'localhost:4000' },
    { host: '[::1]:4000' },
    { host: 'LOCALHOST:4000' },
  ])('may come by a name of this machine: %j', (headers) =>
    expect(refusalOf(headers, PORT)).toBeUndefined(),
  )

  it.each([
    {},
    { host: '' },
    { host: 'evil.example' },
    { host: 'evil.example:4000' },
    { host: '127.0.0.1' },
    { host: '127.0.0.1:4001' },
    { host: '127.0.0.1:4000.evil.example' },
    { host: 'localhost.evil.example:4000' },
    { host: 'a.localhost:4000' },
    { host: '127.0.0.2:4000' },
    { host: '0.0.0.0:4000' },
  ])('is refused by any other: %j', (headers) =>
    expect(refusalOf(headers, PORT)).toEqual(expect.any(String)),
  )

  it.each(['http://127.0.0.1:4000', 'http://localhost:4000'])(
    'may come from its own page: %s',
    (origin) => expect(refusalOf({ host, origin }, PORT)).toBeUndefined(),
  )

  it.each(['null', '', 'http://127.0.0.1:3000', 'https://127.0.0.1:4000', 'http://evil.example'])(
    'is refused from any other: %j',
    (origin) => expect(refusalOf({ host, origin }, PORT)).toEqual(expect.any(String)),
  )

  it('needs no port where that is 80, which browsers leave out, and a name of this machine all the same', () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', '127.0.0.1:80']) {
      expect(refusalOf({ host: name, origin: `http://${name}` }, 80)).toBeUndefined()
    }
    expect(refusalOf({ host: 'evil.example' }, 80)).toEqual(expect.any(String))
    expect(refusalOf({ host: '127.0.0.1', origin: 'http://evil.example' }, 80)).toBeDefined()
    expect(refusalOf({ host: '127.0.0.1' }, 8080)).toBeDefined()
  })

  it('is refused where a browser says that another page asks', () => {
    expect(isForeign({ 'sec-fetch-site': 'cross-site' })).toBe(true)
    expect(isForeign({ 'sec-fetch-site': 'same-site' })).toBe(true)
    expect(isForeign({ 'sec-fetch-site': 'same-origin' })).toBe(false)
    expect(isForeign({})).toBe(false)
  })

  it('needs the whole token', () => {
    expect(hasToken({ authorization: 'Bearer abc' }, 'abc')).toBe(true)
    for (const authorization of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'Bearer ab',
      'Bearer abcd',
      'abc',
      'bearer abc',
    ]) {
      expect(hasToken(authorization === undefined ? {} : { authorization }, 'abc')).toBe(false)
    }
  })
})
