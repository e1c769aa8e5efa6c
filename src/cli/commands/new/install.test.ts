import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentReporter } from '../../../core/reporter.ts'
import { installPackages } from './install.ts'

let folder: string
const path = process.env['PATH']
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oche-install-'))
  writeFileSync(join(folder, 'package.json'), '{}')
  process.env['PATH'] = [folder, path].join(delimiter)
})
afterEach(() => {
  process.env['PATH'] = path
  rmSync(folder, { recursive: true, force: true })
})

function npm(script: string): void {
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'npm'), 0o755)
}

async function install(patience?: number, signal = new AbortController().signal) {
  const warnings: string[] = []
  const reporter = { ...silentReporter, warn: (line: string) => void warnings.push(line) }
  const left = await installPackages(folder, { reporter, signal }, patience)
  return { left, warnings }
}

describe.skipIf(process.platform === 'win32')('installPackages', () => {
  it('leaves nothing to do where npm succeeds', async () => {
    npm('exit 0')
    expect(await install()).toEqual({ left: undefined, warnings: [] })
  })

  it('says why npm failed, and what is left', async () => {
    npm('echo "npm error code ENOTFOUND" >&2; exit 1')
    expect(await install()).toEqual({
      left: 'npm install',
      warnings: ['npm install failed: npm error code ENOTFOUND'],
    })
  })

  it('does not wait for ever where nobody answers', async () => {
    npm('exec sleep 600')
    expect(await install(100)).toEqual({
      left: 'npm install',
      warnings: ['npm install was stopped after 100 ms: is there a network?'],
    })
  })

  it('ends when it is interrupted', async () => {
    npm('exec sleep 600')
    const controller = new AbortController()
    const installing = install(undefined, controller.signal)
    controller.abort()
    await expect(installing).rejects.toThrow()
  })
})
