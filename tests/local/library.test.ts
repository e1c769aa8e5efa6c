import { execFile } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { root, workspace } from '../support/cli.ts'
import { startLocalLambda } from '../../src/local/index.ts'
import { bootstrap, fn } from './support.ts'

const bun = join(root, 'node_modules', 'bun', 'bin', 'bun.exe')

it('the example of docs/testing.md passes as it is written', async () => {
  const page = readFileSync(join(root, 'docs', 'testing.md'), 'utf8')
  const example = /```ts\n(.+?)```/s.exec(page)![1]!
  const folder = workspace({
    'hello.test.ts': example,
    '.oche/hello/x86_64/bootstrap': readFileSync(bootstrap('answers'), 'utf8'),
    '.oche/hello/x86_64/lib.mjs': readFileSync(bootstrap('lib'), 'utf8'),
  })
  try {
    chmodSync(join(folder.path, '.oche/hello/x86_64/bootstrap'), 0o755)
    const { stderr } = await promisify(execFile)(bun, ['test', './hello.test.ts'], {
      cwd: folder.path,
    })
    expect(stderr).toMatch(/\b2 pass\b/)
    expect(stderr).toMatch(/\b0 fail\b/)
  } finally {
    folder.remove()
  }
})

it('what is closed takes no invocations', async () => {
  const lambda = await startLocalLambda({ functions: [fn()] })
  await lambda.close()
  await expect(lambda.invoke('f', '{}')).rejects.toMatchObject({ code: 'LOCAL_CLOSED' })
})
