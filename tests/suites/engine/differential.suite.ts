import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, it } from 'vitest'
import { startServers } from './servers.ts'
import { emulator, expectAlike, expectAlikeOnArm64, removeFolder } from './sides.ts'

const cases = fileURLToPath(new URL('cases', import.meta.url))
const servers = await startServers()
afterAll(() => {
  servers.close()
  removeFolder()
})

const files = readdirSync(cases).filter((file) => file.endsWith('.mjs') && file !== 'check.mjs')

const TIMED = ['http.mjs', 'tls.mjs']

describe.each(files)('what Node answers, QuickJS answers or refuses: %s', (file) => {
  const script = join(cases, file)

  it('in every check', () => expectAlike(script, servers.environment))

  // Slow, an emulator lets what waits for milliseconds come in another order.
  it.skipIf(emulator === undefined || TIMED.includes(file))('alike on arm64, emulated', () =>
    expectAlikeOnArm64(script, servers.environment),
  )
})
