import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, it } from 'vitest'
import { emulator, expectAlike, expectAlikeOnArm64, removeFolder } from './sides.ts'

const scripts = fileURLToPath(new URL('properties', import.meta.url))
/** One that has been looked at: other seeds also meet what Node.js itself gets wrong. */
const seed = process.env['OCHE_FUZZ_SEED'] ?? '1'
console.log(`OCHE_FUZZ_SEED=${seed}`)
afterAll(removeFolder)

/** The test data of the URL Standard, which cargo has brought with the crate. */
function urlTests(): string {
  // Of this machine's own crates alone: cargo has brought no others.
  const args = ['metadata', '--format-version', '1', '--locked', '--offline']
  args.push('--filter-platform', 'x86_64-unknown-linux-musl')
  const cwd = join(scripts, '..', '..', '..', '..', 'engine')
  const options = { cwd, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' as const }
  const { packages } = JSON.parse(execFileSync('cargo', args, options)) as {
    packages: { name: string; manifest_path: string }[]
  }
  const url = packages.find(({ name }) => name === 'url')!
  const data = join(dirname(url.manifest_path), 'tests')
  return existsSync(join(data, 'urltestdata.json')) ? data : ''
}

const files = readdirSync(scripts).filter((file) => file.endsWith('.mjs') && file !== 'each.mjs')

const environment = () => ({ OCHE_SEED: seed, OCHE_URL_TESTS: urlTests() })

describe.each(files)('of what Node answers QuickJS answers the same: %s', (file) => {
  it('in every sample', () => expectAlike(join(scripts, file), environment()))

  it.skipIf(emulator === undefined)('alike on arm64, emulated', () =>
    expectAlikeOnArm64(join(scripts, file), environment()),
  )
})
