import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oche, workspace, type Workspace } from '../../support/cli.ts'

/** No region, no credentials, no AWS. */
const nowhere = {
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PROFILE: '',
  AWS_REGION: '',
  AWS_DEFAULT_REGION: '',
  AWS_ACCESS_KEY_ID: '',
}

const words = (shown: string) => shown.split(/\s+/).filter((word) => word !== '')

let folder: Workspace
beforeAll(() => {
  folder = workspace({
    'oche.yaml': 'name: hello\n',
    'index.ts':
      'export const handler = async (event) => ({ statusCode: 200, body: event.a ?? "" })\n',
    'broken/oche.yaml': 'memroy: 1\n',
    'unknown/oche.yaml': 'source: api.py\n',
    'unknown/api.py': '',
    'full/oche.yaml': 'build: cp oche.yaml /dev/full\n',
    'event.json': '{"a": "b"}',
  })
})
afterAll(() => folder.remove())

describe('with --json standard output is one JSON value', () => {
  it.each([
    ['--version', 0, { version: expect.any(String) }],
    ['-V', 0, { version: expect.any(String) }],
    ['--help', 0, { help: expect.stringContaining('oche <command>') }],
    ['build --help', 0, { help: expect.stringContaining('oche build') }],
    ['invoke --list-events', 0, expect.any(Array)],
    ['invoke --local --event event.json', 0, { statusCode: 200, body: 'b' }],
    ['export sam', 0, { format: 'sam', file: null, content: expect.stringContaining('Resources') }],
    ['export sam --out out.yaml', 0, { format: 'sam', file: 'out.yaml' }],
    ['new other --no-install', 0, { name: 'other', installed: false }],
    ['biuld', 2, { error: { code: 'USAGE' } }],
    ['build --json=yes', 2, { error: { code: 'USAGE' } }],
    ['build nobody', 1, { error: { code: 'FUNCTION_UNKNOWN' } }],
    ['build --cwd broken', 1, { error: { code: 'CONFIG_INVALID', remedy: expect.any(String) } }],
    ['build --cwd nowhere', 1, { error: { code: 'CWD_NOT_FOUND' } }],
    ['build --config nowhere.yaml', 1, { error: { code: 'CONFIG_NOT_FOUND' } }],
    ['build --cwd unknown', 1, { error: { code: 'SOURCE_UNKNOWN' } }],
    ['new broken --no-install', 1, { error: { code: 'FOLDER_NOT_EMPTY' } }],
    ['export sam --out nowhere/x.yaml', 1, { error: { code: 'OUT_NOT_WRITABLE' } }],
    ['status', 1, { error: { code: expect.stringMatching(/^NO_/) } }],
    ['logs', 1, { error: { code: expect.stringMatching(/^NO_/) } }],
    ['destroy --yes', 1, { error: { code: expect.stringMatching(/^NO_/) } }],
    ['deploy --dry-run', 1, { error: { code: expect.stringMatching(/^NO_/) } }],
  ])('oche %s', async (line, expected, value) => {
    const finished = await oche([...line.split(' '), '--json'], { cwd: folder.path, env: nowhere })
    const { status, stdout, stderr } = finished
    expect(status, stderr).toBe(expected)
    expect(stdout.endsWith('\n')).toBe(true)
    const found = JSON.parse(stdout) as object
    if (Array.isArray(found)) expect(found).toEqual(value)
    else expect(found).toMatchObject(value)
  })

  it.runIf(process.platform === 'linux')('a disk that a compiler found full is told', async () => {
    const { status, stdout } = await oche(['build', '--json', '--cwd', 'full'], {
      cwd: folder.path,
    })
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'ENOSPC', message: 'no space is left on the disk' },
    })
  })

  it('doctor says the same as its JSON', async () => {
    const at = { cwd: folder.path, env: nowhere }
    const [text, json] = [await oche(['doctor'], at), await oche(['doctor', '--json'], at)]
    const checks = JSON.parse(json.stdout) as {
      check: string
      ok: boolean
      required: boolean
      found?: string
      remedy?: string
    }[]
    expect(text.status).toBe(json.status)
    const told = checks.flatMap(({ check, ok, required, found, remedy }) => [
      ok ? '✓' : required ? '✗' : '-',
      ...words(check),
      ...words(found ?? (ok ? '' : 'not found')),
      ...words(remedy ?? ''),
    ])
    expect(words(text.stdout)).toEqual(told)
  })
})
