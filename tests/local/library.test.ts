import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeZip } from '../../src/build/package/zip.ts'
import { root, workspace, type Workspace } from '../support/cli.ts'
import { startLocalLambda } from '../../src/local/index.ts'
import { bootstrap, fn, start } from './support.ts'

const bun = join(root, 'node_modules', 'bun', 'bin', 'bun.exe')

it('the example of docs/testing.md passes as it is written', async () => {
  const page = readFileSync(join(root, 'docs', 'testing.md'), 'utf8')
  const example = /```ts\n(.+?)```/s.exec(page)![1]!
  const folder = workspace({
    'hello.test.ts': example,
    '.oche/hello/x86_64/mark': '',
  })
  try {
    await packed(join(folder.path, '.oche/hello/x86_64/hello.zip'), 'answers')
    const { stderr } = await promisify(execFile)(bun, ['test', './hello.test.ts'], {
      cwd: folder.path,
    })
    expect(stderr).toMatch(/\b2 pass\b/)
    expect(stderr).toMatch(/\b0 fail\b/)
  } finally {
    folder.remove()
  }
})

/** A zip of one of the tests' own bootstraps. */
function packed(zip: string, name: string) {
  return writeZip(zip, [
    { name: 'bootstrap', file: bootstrap(name) },
    { name: 'lib.mjs', file: bootstrap('lib') },
  ])
}

describe('a zip', () => {
  let folder: Workspace
  let zip: string
  beforeEach(async () => {
    folder = workspace({ 'no.zip': 'no zip' })
    zip = join(folder.path, 'f.zip')
    await packed(zip, 'acts')
  })
  afterEach(() => folder.remove())

  it('runs in a folder of its own, which goes when the local Lambda does', async () => {
    await using local = await start(fn({ code: { zip } }))
    const { value } = await local.act({ act: 'environment' })
    const taskRoot = value.LAMBDA_TASK_ROOT as string
    expect(existsSync(join(taskRoot, 'lib.mjs'))).toBe(true)
    expect(taskRoot.startsWith(folder.path)).toBe(false)
    await local.lambda.close()
    expect(existsSync(taskRoot)).toBe(false)
  })

  it('takes the place of other code', async () => {
    await using local = await start(fn({ executable: bootstrap('second') }))
    expect((await local.act({})).value).toBe('second')
    await local.lambda.replace('f', { zip })
    expect((await local.act({ act: 'count' })).value).not.toBe('second')
  })

  it.each([
    ['nowhere.zip', 'ARTIFACT_NOT_FOUND'],
    ['no.zip', 'ARTIFACT_NOT_A_ZIP'],
  ])('%s is refused', async (name, code) => {
    const options = { root: folder.path, functions: [fn({ code: { zip: name } })] }
    await expect(startLocalLambda(options)).rejects.toMatchObject({ code })
  })
})

it('what is closed takes no invocations', async () => {
  const lambda = await startLocalLambda({ functions: [fn()] })
  await lambda.close()
  await expect(lambda.invoke('f', '{}')).rejects.toMatchObject({ code: 'LOCAL_CLOSED' })
})
