import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program } from '../../support/cli.ts'
import { leftovers, running, sample, type Sample } from './scenario.ts'
import { awsEnvironment, startMoto, type AwsServer } from './servers.ts'

let server: AwsServer
let project: Sample
beforeAll(async () => {
  server = await startMoto()
  Object.assign(process.env, awsEnvironment(server.url))
  project = sample('question', 'http: url\n')
  const aws = await running(project.path, server.url)
  await aws.deploy(await project.zip('one'))
})
afterAll(async () => {
  project.remove()
  await server.stop()
})

/** A terminal: types some keys once a text stands on it, then shows it and the exit status. */
const TERMINAL = `
import os, pty, sys
keys, wanted, *command = sys.argv[1:]
pid, screen = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
seen = b""
typed = False
while True:
    try:
        part = os.read(screen, 65536)
    except OSError:
        break
    if not part:
        break
    seen += part
    if not typed and wanted.encode() in seen:
        os.write(screen, keys.encode().decode("unicode_escape").encode())
        typed = True
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.write(seen.decode())
sys.exit(status if status >= 0 else 128 - status)
`

function destroyOnTerminal(keys: string, terminal: string) {
  const command = [process.execPath, program, 'destroy', '--cwd', project.path]
  return spawnSync('python3', ['-c', TERMINAL, keys, 'Delete? [y/N] ', ...command], {
    encoding: 'utf8',
    env: { ...process.env, ...awsEnvironment(server.url), TERM: terminal },
  })
}

describe('the question of destroy', () => {
  it.each([
    ['Ctrl-C', String.raw`\x03`, 'xterm', 130],
    ['Ctrl-D', String.raw`\x04`, 'xterm', 130],
    ['Ctrl-C on a terminal that can do nothing', String.raw`\x03`, 'dumb', 130],
    ['Ctrl-D on a terminal that can do nothing', String.raw`\x04`, 'dumb', 130],
    ['n', String.raw`n\r`, 'xterm', 0],
    ['nothing but Return', String.raw`\r`, 'dumb', 0],
  ])('is left by %s, and nothing was deleted', async (_, keys, terminal, expected) => {
    const { status, stdout } = destroyOnTerminal(keys, terminal)
    expect(stdout).toContain('nothing was deleted')
    expect(stdout).not.toMatch(/bug of Oche|AbortError/)
    expect(status).toBe(expected)
    expect(await leftovers(server.url, project.name)).not.toEqual([])
  })

  it('is answered by y', async () => {
    const { status, stdout } = destroyOnTerminal(String.raw`y\r`, 'xterm')
    expect(status, stdout).toBe(0)
    expect(stdout).toContain('deleted: question')
  })
})
