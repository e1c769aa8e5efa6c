import { describe, expect, it } from 'vitest'
import { admit } from './admission.ts'

const isAdmitted = (host: string | undefined, origin?: string, allowed: string[] = []) =>
  'headers' in admit({ host, origin }, allowed)

describe('who may call a function', () => {
  it.each([
    [undefined, undefined],
    ['127.0.0.1:3000', undefined],
    ['LOCALHOST:3000', undefined],
    ['hello.localhost:3000', undefined],
    ['[::1]:3000', undefined],
    ['192.168.1.7:3000', undefined],
    ['127.0.0.1:3000', 'http://localhost:5173'],
    ['127.0.0.1:3000', 'http://127.0.0.1'],
    ['127.0.0.1:3000', 'https://[::1]:8443'],
    ['localhost:3000', 'http://app.localhost:8080'],
  ])('host %s, origin %s: may', (host, origin) => expect(isAdmitted(host, origin)).toBe(true))

  it.each([
    ['evil.example:3000', undefined],
    ['localhost.evil.example', undefined],
    ['127.0.0.1.evil.example:3000', undefined],
    ['127.0.0.1:3000', 'https://evil.example'],
    ['127.0.0.1:3000', 'http://localhost.evil.example'],
    ['127.0.0.1:3000', 'http://localhost@evil.example'],
    ['127.0.0.1:3000', 'http://192.168.1.7'],
    ['127.0.0.1:3000', 'null'],
    ['127.0.0.1:3000', ''],
    ['127.0.0.1:3000', 'file://localhost'],
  ])('host %s, origin %s: may not', (host, origin) => expect(isAdmitted(host, origin)).toBe(false))

  it('is told how a host is allowed, and may then', () => {
    expect(admit({ host: 'host.docker.internal:3000', origin: undefined }, [])).toEqual({
      refused: expect.stringContaining('--allow-host host.docker.internal'),
    })
    const allowed = ['Host.Docker.Internal', 'app.test']
    expect(isAdmitted('host.docker.internal:3000', 'https://app.test', allowed)).toBe(true)
  })
})
