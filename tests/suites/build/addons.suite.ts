import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildFunction, run, takeAway } from '../../support/built-function.ts'
import { workspace } from '../../support/cli.ts'

/** A native addon without the headers of Node: a module that is the number 42. */
const ADDON = `
extern int napi_create_int32(void *env, int value, void **result);
void *napi_register_module_v1(void *env, void *exports) {
  void *result;
  napi_create_int32(env, 42, &result);
  return result;
}
`

describe.each(['bun', 'node'])('a native addon on %s', (engine) => {
  function project() {
    const folder = workspace({
      'oche.yaml': `name: native\nengine: ${engine}\n`,
      'addon.c': ADDON,
      'src/index.ts':
        "import { answer } from './addon.cjs'\nexport const handler = async () => answer\n",
      'src/addon.cjs': "exports.answer = require('./addon.node')\n",
    })
    const args = ['-shared', '-fPIC', '-o', join('src', 'addon.node'), 'addon.c']
    execFileSync('gcc', args, { cwd: folder.path })
    return folder
  }

  it.each(['dev', 'zip'] as const)('is loaded, by way of %s', async (way) => {
    using folder = project()
    using away = takeAway(await buildFunction(folder.path, way))
    await using fn = await run(away)
    expect(await fn.invoke()).toBe(42)
  })

  it('is refused for another architecture, with the command that installs the right one', async () => {
    using folder = project()
    await expect(buildFunction(folder.path, 'binary', { arch: 'arm64' })).rejects.toMatchObject({
      code: 'WRONG_ARCHITECTURE',
      message: `${join('src', 'addon.node')} is built for x86_64, not for Linux on arm64`,
      remedy: expect.stringContaining('npm install --no-save --os=linux --cpu=arm64 --libc=glibc'),
    })
  })
})
