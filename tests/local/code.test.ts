import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap, fn, start } from './support.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oche-test-'))
  put('task/assets/note.txt', 'from the task root')
  put('wrapper', WRAPPER)
  put('layer-one/bin/tool', '#!/bin/sh\necho one\n')
  put('layer-one/only-in-one', '1')
  put('layer-two/bin/tool', '#!/bin/sh\necho two\n')
  put('layer-two/wrapper', WRAPPER)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function put(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
  chmodSync(join(folder, file), 0o755)
}

const WRAPPER = `#!/bin/sh
export WRAPPED=yes
exec "$@"
`

describe.concurrent('the task root', () => {
  it('is the current folder of the process, beside the executable unless told otherwise', async () => {
    await using local = await start(fn({ executable: bootstrap('looks') }))
    const { value } = await local.act({})
    expect(value.cwd).toBe(dirname(bootstrap('looks')))
    expect(value.taskRoot).toBe(value.cwd)
  })

  it('holds the files of the package', async () => {
    const code = { executable: bootstrap('looks'), taskRoot: join(folder, 'task') }
    await using local = await start(fn({ code }))
    const { value } = await local.act({ read: 'assets/note.txt' })
    expect(value.text).toBe('from the task root')
  })

  it('that is missing is said', async () => {
    const code = { executable: bootstrap('looks'), taskRoot: join(folder, 'missing') }
    await using local = await start(fn({ code }))
    expect((await local.act({})).value).toMatchObject({
      errorType: 'Runtime.InvalidWorkingDir',
    })
  })
})

describe.concurrent('layers', () => {
  it('lie over one another and are found by the search paths', async () => {
    const layers = [join(folder, 'layer-one'), join(folder, 'layer-two')]
    await using local = await start(fn({ executable: bootstrap('looks'), layers }))
    const { value } = await local.act({ run: 'tool' })
    expect(value.ran).toBe('two\n')
    expect(value.libraries).toContain('/lib')
  })

  it('that are in AWS only are missed aloud', async () => {
    const layer = 'arn:aws:lambda:us-east-1:123456789012:layer:tools:1'
    await using local = await start(fn({ layers: [layer] }))
    expect((await local.event('fault')).message).toContain(`f runs without the layer ${layer}`)
  })

  it('that are nowhere are said before anything starts', async () => {
    await expect(start(fn({ layers: ['nowhere'] }))).rejects.toMatchObject({
      code: 'LAYER_NOT_FOUND',
    })
  })

  it('may hold the wrapper that starts the bootstrap', async () => {
    const local = await start(
      fn({
        executable: bootstrap('looks'),
        layers: [join(folder, 'layer-two')],
        environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' },
      }),
    )
    expect((await local.act({})).value.wrapped).toBe('yes')
    await local.lambda.close()
  })
})

describe.concurrent('a wrapper', () => {
  it('starts the bootstrap in its place', async () => {
    const environment = { AWS_LAMBDA_EXEC_WRAPPER: join(folder, 'wrapper') }
    await using local = await start(fn({ executable: bootstrap('looks'), environment }))
    expect((await local.act({})).value.wrapped).toBe('yes')
  })
})
