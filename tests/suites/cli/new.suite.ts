import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { program, workspace } from '../../support/cli.ts'

const DOWN = '\u001B[B'
const ENTER = '\r'
const CTRL_C = '\u0003'

/** `oche new` on a terminal; each answer is typed once its question is seen. */
async function answered(
  cwd: string,
  answers: readonly [question: string, keys: string][],
  size = { columns: 80, rows: 24 },
) {
  const spawning =
    'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))'
  const sized = `stty cols ${size.columns} rows ${size.rows}; exec "$0" "$@"`
  const command = ['sh', '-c', sized, process.execPath, program, 'new', '--no-install']
  const child = spawn('python3', ['-c', spawning, ...command], {
    cwd,
    env: { ...process.env, TERM: 'xterm', NO_COLOR: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let seen = ''
  const left = [...answers]
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text
    const [next] = left
    if (next === undefined || !seen.includes(next[0])) return
    left.shift()
    seen = ''
    child.stdin.write(next[1])
  })
  const [status] = (await once(child, 'close')) as [number]
  return { status, left, seen }
}

describe.skipIf(process.platform === 'win32')('oche new on a terminal', () => {
  it('asks for what was not typed, and writes what was answered', async () => {
    using folder = workspace({}, false)
    const { status, left } = await answered(folder.path, [
      ['Name', `api${ENTER}`],
      ['Language', DOWN + ENTER],
      ['Template', DOWN + ENTER],
      ['Who may call it', DOWN + ENTER],
    ])
    expect({ status, left }).toEqual({ status: 0, left: [] })
    const yaml = readFileSync(join(folder.path, 'api/oche.yaml'), 'utf8')
    expect(yaml).toMatch(/^name: api$[^]*access: iam/m)
    expect(existsSync(join(folder.path, 'api/lib/app.dart'))).toBe(true)
  })

  it.each([
    [0, 0],
    [20, 10],
    [40, 24],
  ])('asks the same on %i columns', async (columns, rows) => {
    using folder = workspace({}, false)
    const { status, left } = await answered(
      folder.path,
      [
        ['Name', `api${ENTER}`],
        ['Language', ENTER],
        ['Template', DOWN + ENTER],
        ['Engine', ENTER],
        ['Who may call', ENTER],
      ],
      { columns, rows },
    )
    expect({ status, left }).toEqual({ status: 0, left: [] })
    expect(existsSync(join(folder.path, 'api/oche.yaml'))).toBe(true)
  })

  it.each([0, 1, 2, 3])('leaves nothing where question %i is left by Ctrl-C', async (at) => {
    using folder = workspace({}, false)
    const all = ['Name', 'Language', 'Template', 'Engine'].map(
      (question, index) => [question, index === at ? CTRL_C : ENTER] as [string, string],
    )
    const { status } = await answered(folder.path, all.slice(0, at + 1))
    expect(status).toBe(130)
    expect(readdirSync(folder.path)).toEqual([])
  })
})
