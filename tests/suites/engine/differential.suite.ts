import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { which } from '../../../src/build/process/which.ts'
import { startServers } from './servers.ts'
import { answers, compiled, expectAlike, removeFolder } from './sides.ts'

const cases = fileURLToPath(new URL('cases', import.meta.url))
const servers = await startServers()
afterAll(() => {
  servers.close()
  removeFolder()
})

const files = readdirSync(cases).filter((file) => file.endsWith('.mjs') && file !== 'check.mjs')

const TIMED = ['http.mjs', 'tls.mjs']

const emulator = which('qemu-aarch64-static')
if (emulator === undefined) console.log('arm64: needs qemu-aarch64-static, which is not installed')

describe.each(files)('what Node answers, QuickJS answers or refuses: %s', (file) => {
  const script = join(cases, file)

  it('in every check', () => expectAlike(script, servers.environment))

  // Slow, an emulator lets what waits for milliseconds come in another order.
  it.skipIf(emulator === undefined || TIMED.includes(file))(
    'alike on arm64, emulated',
    async () => {
      const native = await compiled(script, 'x86_64')
      const own = await answers(emulator!, [await compiled(script, 'arm64')], servers.environment)
      expect(own).toEqual(await answers(native, [], servers.environment))
    },
  )
})
