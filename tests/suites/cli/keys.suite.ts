import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { program, workspace, type Workspace } from '../../support/cli.ts'
import { until } from '../../support/until.ts'

/** A Lambda runtime in a few lines, of which a start costs nothing. */
const BOOTSTRAP = `#!${process.execPath}
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/'
for (;;) {
  const next = await fetch(api + 'next')
  const { rawPath = '' } = await next.json()
  if (rawPath === '/slow') await new Promise((resolve) => setTimeout(resolve, 500))
  const id = next.headers.get('lambda-runtime-aws-request-id')
  await fetch(api + id + '/response', { method: 'POST', body: JSON.stringify(String(process.pid)) })
}
`

/** The command line that starts it. */
const DEV = `"${process.execPath}" "${program}" dev --port 0 --artifact bootstrap.mjs`

/** AWS's Security Token Service, by which a profile's role is assumed, and that profile. */
async function startSts() {
  const codes: (string | null)[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      codes.push(new URLSearchParams(body).get('TokenCode'))
      const keys = '<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>'
      const rest = '<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>'
      response.end(
        `<AssumeRoleResponse><AssumeRoleResult><Credentials>${keys}${rest}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      )
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const config = `
[profile base]
aws_access_key_id = AKIABASE
aws_secret_access_key = s
[profile mfa]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/ada
region = eu-west-1
`
  const folder = workspace({ config }, false)
  return {
    codes,
    env: {
      AWS_CONFIG_FILE: join(folder.path, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder.path, 'none'),
      AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    [Symbol.asyncDispose]: async () => {
      folder.remove()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A shell with job control on a terminal of its own, which a person types into. */
class Terminal implements Disposable {
  readonly #child
  #seen = ''
  /** What stood there before has been looked at. */
  #from = 0
  readonly #folder: Workspace

  constructor(env: Record<string, string> = {}) {
    const files = { 'oche.yaml': 'name: hello\n', 'bootstrap.mjs': BOOTSTRAP }
    this.#folder = workspace(files, false)
    chmodSync(join(this.#folder.path, 'bootstrap.mjs'), 0o755)
    const spawning = 'import pty, sys; pty.spawn(sys.argv[1:])'
    const shell = ['bash', '--norc', '--noprofile', '--noediting', '-i']
    this.#child = spawn('python3', ['-c', spawning, ...shell], {
      cwd: this.#folder.path,
      env: { ...process.env, ...env, TERM: 'xterm', NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#seen += text))
    this.type("PS1='ready$ '\n")
  }

  type(keys: string): void {
    this.#child.stdin.write(keys)
  }

  /** Waits for what is not there yet, and answers with what stands there from the last look to that. */
  async shows(wanted: RegExp): Promise<string> {
    for (;;) {
      const fresh = this.#seen.slice(this.#from)
      const found = wanted.exec(fresh)
      if (found !== null) {
        const end = found.index + found[0].length
        this.#from += end
        return fresh.slice(0, end)
      }
      const deadline = AbortSignal.timeout(20_000)
      await once(this.#child.stdout, 'data', { signal: deadline }).catch(() => {
        throw new Error(`never showed ${wanted}:\n${this.#seen}`)
      })
    }
  }

  /** Starts `oche dev` in the shell and answers with where it serves. */
  async dev(more = ''): Promise<string> {
    this.type(`${DEV} ${more}\n`)
    const shown = await this.shows(/http:[\d./:]+/)
    return /http:.*/.exec(shown)![0]
  }

  /** The same, with keys. */
  async devWithKeys(more = ''): Promise<string> {
    const url = await this.dev(more)
    await this.shows(/Press \? for keys/)
    return url
  }

  /** Of the `oche dev` that runs. */
  get pid(): number {
    const told = readFileSync(join(this.#folder.path, '.oche', 'dev.json'), 'utf8')
    return (JSON.parse(told) as { pid: number }).pid
  }

  /** Runs a command of the shell's and answers with what it prints. */
  async run(command: string): Promise<string> {
    this.type(`${command}; echo "done: $?"\n`)
    const shown = await this.shows(/\ndone: \d+/)
    return shown.slice(shown.indexOf('\n'))
  }

  /** Lines, signals by keys and echo, as a shell leaves them to a program. */
  async expectAsEver(): Promise<void> {
    const words = (await this.run('stty -a < /dev/tty')).split(/[\s;]+/)
    for (const mode of ['icanon', 'isig', 'echo', 'icrnl', 'iexten', 'ixon']) {
      expect(words).toContain(mode)
    }
  }

  [Symbol.dispose](): void {
    process.kill(-this.#child.pid!, 'SIGKILL')
    this.#folder.remove()
  }
}

const pidOf = async (url: string) => (await fetch(url)).text()

describe.skipIf(process.platform === 'win32').concurrent('keys of oche dev on a terminal', () => {
  it('are listed, restart, switch verbose, clear and quit', async () => {
    using screen = new Terminal()
    const url = await screen.devWithKeys('--concurrency 1')
    screen.type('?')
    const list = await screen.shows(/this list/)
    for (const key of ['o', 'r', 'c', 'v', 'q', '\\?']) expect(list).toMatch(RegExp(`\n +${key} `))
    const first = await pidOf(url)
    await screen.shows(/ cold/)
    expect(await pidOf(url)).toBe(first)
    await screen.shows(/ warm/)
    screen.type('r')
    await screen.shows(/Restarted: 1 process ended/)
    expect(await pidOf(url)).not.toBe(first)
    await screen.shows(/ cold/)
    screen.type('v')
    await screen.shows(/Verbose is on/)
    await pidOf(url)
    await screen.shows(/REPORT RequestId/)
    screen.type('v')
    await screen.shows(/Verbose is off/)
    screen.type('c')
    await screen.shows(/\[1;1H.\[0J/)
    screen.type('q')
    await screen.shows(/ready\$ $/)
    expect(await screen.run('echo "status $?"')).toContain('status 130')
    await screen.expectAsEver()
    await expect(fetch(url)).rejects.toThrow()
  })

  it.skipIf(process.platform !== 'linux')(
    "open the console by the system's opener, whose arguments hold no token",
    async () => {
      using opener = workspace(
        { 'xdg-open': '#!/bin/sh\necho "$@" > "$(dirname "$0")/opened"\n' },
        false,
      )
      chmodSync(join(opener.path, 'xdg-open'), 0o755)
      using screen = new Terminal({ PATH: `${opener.path}:${process.env['PATH']}` })
      await screen.dev()
      const shown = await screen.shows(/console http:\S+/)
      const token = /#token=(\S+)/.exec(shown)![1]!
      await screen.shows(/Press \? for keys/)
      screen.type('o')
      const opened = join(opener.path, 'opened')
      const given = () => (existsSync(opened) ? readFileSync(opened, 'utf8') : '')
      await expect.poll(given, { timeout: 20_000 }).toMatch(/^http:\S+#ticket=\S{32}\n$/)
      expect(given()).not.toContain(token)
    },
  )

  it('end what is at work with its answer', async () => {
    using screen = new Terminal()
    const url = await screen.devWithKeys('--verbose')
    const slow = fetch(`${url}/slow`)
    await screen.shows(/INIT_START/)
    screen.type('r')
    await screen.shows(/Restarted: 1 process /)
    expect((await slow).status).toBe(200)
  })

  it('are none of what is pasted, nor arrows, letters beyond ASCII, Ctrl-D', async () => {
    using screen = new Terminal()
    const url = await screen.devWithKeys()
    screen.type('quit\rqr?v')
    screen.type('\x1b[A\x1b[B\x1bOq')
    screen.type('äé🎯')
    screen.type('\x04')
    await pidOf(url)
    expect(await screen.shows(/ cold/)).not.toMatch(/Restarted|Verbose|this list/)
    screen.type('\x03')
    await screen.shows(/ready\$ $/)
    expect(await screen.run('echo "status $?"')).toContain('status 130')
    await screen.expectAsEver()
  })

  it('stop and go on by Ctrl-Z, fg and bg, with the terminal as ever in between', async () => {
    using screen = new Terminal()
    const url = await screen.devWithKeys()
    screen.type('\x1a')
    await screen.shows(/Stopped/)
    await screen.expectAsEver()
    screen.type('bg\n')
    await screen.shows(/ready\$ $/)
    await pidOf(url)
    await screen.shows(/ cold/)
    await screen.expectAsEver()
    expect(await screen.run('jobs')).toContain('Running')
    screen.type('kill -STOP %1\n')
    await until('the job to be stopped', async () => (await screen.run('jobs')).includes('Stopped'))
    screen.type('fg\n?')
    await screen.shows(/this list/)
    screen.type('q')
    await screen.shows(/ready\$ $/)
    await screen.expectAsEver()
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGUSR2', 70],
  ] as const)('give the terminal back after %s', async (signal, status) => {
    const script = "process.on('SIGUSR2', () => { throw new Error('as if by chance') })"
    using screen = new Terminal({
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(script)}`,
    })
    await screen.devWithKeys('; echo "status $?"')
    process.kill(screen.pid, signal)
    await screen.shows(RegExp(`\\nstatus ${status}`))
    await screen.expectAsEver()
  })

  it('leave the terminal to the question for an MFA code, which Ctrl-C ends as everything else', async () => {
    await using sts = await startSts()
    for (const more of ['', '| cat']) {
      using left = new Terminal(sts.env)
      left.type(`set -o pipefail; ${DEV} --profile mfa ${more}\n`)
      await left.shows(/Code of .*: /)
      left.type('12\x03')
      await left.shows(/ready\$ $/)
      expect(await left.run('echo "status $?"')).toContain('status 130')
      await left.expectAsEver()
    }
    using screen = new Terminal(sts.env)
    screen.type(`${DEV} --profile mfa\n`)
    await screen.shows(/Code of .*: /)
    screen.type('123456q?\r')
    // What the AWS SDK thinks of versions of Node.js is not for users to read.
    expect(await screen.shows(/Press \? for keys/)).not.toMatch(/this list|Warning/)
    expect(sts.codes).toEqual(['123456q?'])
    screen.type('?')
    await screen.shows(/this list/)
  })

  it('are not listened to in the background, which stops nothing', async () => {
    using screen = new Terminal()
    const url = await screen.dev('&')
    await pidOf(url)
    await screen.shows(/ cold/)
    expect(await screen.run('jobs')).toContain('Running')
    await screen.expectAsEver()
  })

  it.each(['--json', '2>&1 | cat', '| cat', '2> err.txt', '< /dev/null'])(
    'are none with %s',
    async (more) => {
      using screen = new Terminal()
      const url = await screen.dev(more)
      screen.type('q\n')
      await pidOf(url)
      screen.type('\x03')
      expect(await screen.shows(/ready\$ $/)).not.toContain('Press ? for keys')
    },
  )
})
