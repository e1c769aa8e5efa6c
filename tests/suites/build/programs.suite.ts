import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ARCHITECTURES, type Architecture } from '../../../src/core/config/kinds.ts'
import { startLocalLambda } from '../../../src/local/index.ts'
import { oche, root, workspace, type Workspace } from '../../support/cli.ts'

interface Built {
  arch: Architecture
  executable: string
  zip: string
  sha256: string
  cached: boolean
}

const TYPESCRIPT = `
import { hostname } from 'node:os'
const started: string = await Promise.resolve(typeof hostname())
export const handler = async (event: unknown) =>
  ({ event, from: started, arch: process.arch, engine: 'Bun' in globalThis ? 'bun' : 'node' })
`

/** Source and configuration of each, and what it answers besides the event. */
const programs: Record<
  string,
  { files: Record<string, string>; copies?: string[]; names?: object }
> = {
  'C by "build:"': {
    files: {
      'oche.yaml':
        'name: program\nbuild: ${OCHE_TARGET_MACHINE}-linux-gnu-gcc -O2 -static -o "$OCHE_OUT" function.c\n',
    },
    copies: ['bench/floor/function.c'],
  },
  'Go by "build:"': {
    files: {
      'oche.yaml': 'name: program\nbuild: CGO_ENABLED=0 go build -o "$OCHE_OUT" function.go\n',
      'go.mod': 'module function\n\ngo 1.21\n',
    },
    copies: ['tests/suites/build/function.go'],
    names: { arm64: { arch: 'arm64' }, x86_64: { arch: 'amd64' } },
  },
  'TypeScript by Bun': {
    files: { 'oche.yaml': 'name: program\n', 'src/index.ts': TYPESCRIPT },
    names: { arm64: { arch: 'arm64', engine: 'bun' }, x86_64: { arch: 'x64', engine: 'bun' } },
  },
  'TypeScript by Node': {
    files: { 'oche.yaml': 'name: program\nengine: node\n', 'src/index.ts': TYPESCRIPT },
    names: { arm64: { arch: 'arm64', engine: 'node' }, x86_64: { arch: 'x64', engine: 'node' } },
  },
}

describe.each(Object.entries(programs))('%s', (_, { files, copies = [], names = {} }) => {
  let folder: Workspace
  let built: Built[]

  beforeAll(async () => {
    folder = workspace(files)
    for (const file of copies) cpSync(join(root, file), join(folder.path, file.split('/').at(-1)!))
    built = await buildBoth(folder)
  })
  afterAll(() => folder.remove())

  it.each(ARCHITECTURES)('is built for %s and answers on the local Lambda', async (arch) => {
    const { executable } = built.find((one) => one.arch === arch)!
    const lambda = await startLocalLambda({
      functions: [
        {
          settings: { name: 'function', timeout: 60 },
          code: { executable: startable(executable, arch) },
        },
      ],
    })
    try {
      const event = { text: 'λ 😊', list: [1, null] }
      const result = await lambda.invoke('function', JSON.stringify(event))
      const answer = JSON.parse(String(result.payload)) as object
      const expected = (names as Record<string, object>)[arch]
      if (expected === undefined) expect(answer).toEqual(event)
      else expect(answer).toMatchObject({ event, ...expected })
    } finally {
      await lambda.close()
    }
  })

  it('is not built again while nothing changes', async () => {
    const again = await buildBoth(folder)
    expect(again).toEqual(built.map((one) => ({ ...one, cached: true })))
  })
})

describe('what Lambda could not start is refused', () => {
  let folder: Workspace
  beforeAll(() => (folder = workspace()))
  afterAll(() => folder.remove())

  async function refusal(command: string, source: string, arch: Architecture = 'x86_64') {
    folder.write('oche.yaml', `name: wrong\nbuild: ${command}\n`)
    folder.write('main.c', source)
    const { status, stdout } = await oche(['build', '--json', '--arch', arch], { cwd: folder.path })
    expect(status).toBe(1)
    return (JSON.parse(stdout) as { error: Record<string, string> }).error
  }

  it('because it is linked against a newer glibc', async () => {
    const error = await refusal(
      'x86_64-linux-gnu-gcc -o "$OCHE_OUT" main.c',
      '#include <stdlib.h>\nint main(void) { return arc4random() & 1; }\n',
    )
    expect(error['code']).toBe('GLIBC_TOO_NEW')
    expect(error['message']).toMatch(
      /^bootstrap needs GLIBC_2\.3[5-9]; the newest that provided\.al2023 has is GLIBC_2\.34$/,
    )
    expect(error['remedy']).toMatch(/statically.*older glibc/)
  })

  it('because it is for the other architecture', async () => {
    const source = 'int main(void) { return 0; }\n'
    const command = 'x86_64-linux-gnu-gcc -static -o "$OCHE_OUT" main.c'
    const error = await refusal(command, source, 'arm64')
    expect(error['code']).toBe('WRONG_ARCHITECTURE')
    expect(error['message']).toBe('bootstrap is built for x86_64, not for arm64')
    expect(error['remedy']).toMatch(/OCHE_TARGET_ARCH.*--arch x86_64/)
  })

  it('because a library is missing, until it is in the package', async () => {
    folder.write('x.c', 'int x(void) { return 0; }\n')
    execFileSync('x86_64-linux-gnu-gcc', ['-shared', '-o', 'libx.so', 'x.c'], { cwd: folder.path })
    const command = 'x86_64-linux-gnu-gcc -o "$OCHE_OUT" main.c -L. -lx'
    const error = await refusal(command, 'int x(void); int main(void) { return x(); }\n')
    expect(error['code']).toBe('LIBRARY_MISSING')
    expect(error['message']).toContain('bootstrap needs libx.so')
    folder.write(
      'oche.yaml',
      `name: wrong\nbuild: ${command}\ninclude: [{ from: libx.so, to: lib/ }]\n`,
    )
    const { status, stderr } = await oche(['build', '--arch', 'x86_64'], { cwd: folder.path })
    expect(stderr).not.toContain('error')
    expect(status).toBe(0)
  })
})

describe('the zip', () => {
  const files = {
    'oche.yaml':
      'name: packed\nbuild: x86_64-linux-gnu-gcc -static -o "$OCHE_OUT" main.c\n' +
      'include: [{ from: data, to: assets }, { from: run.sh }]\n',
    'main.c': 'int main(void) { return 0; }\n',
    'data/ü and blank.txt': 'text',
    'data/deep/empty': '',
    'run.sh': '#!/bin/sh\n',
  }
  const folders: Workspace[] = []
  let zips: Built[]

  beforeAll(async () => {
    zips = []
    for (const [umask, TZ, mode] of [
      ['022', 'America/Los_Angeles', 0o644],
      ['077', 'Pacific/Kiritimati', 0o755],
    ] as const) {
      const folder = workspace(files, folders.length === 0)
      folders.push(folder)
      chmodSync(join(folder.path, 'data/deep/empty'), mode)
      const shell = `umask ${umask}; exec "$0" "$@"`
      const command = ['-c', shell, process.execPath, join(root, 'dist/cli/main.js')]
      const stdout = execFileSync('sh', [...command, 'build', '--json', '--arch', 'x86_64'], {
        cwd: folder.path,
        env: { ...process.env, TZ },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      zips.push((JSON.parse(stdout) as Built[])[0]!)
    }
  })
  afterAll(() => folders.forEach((folder) => folder.remove()))

  it('is the same in two time zones, umasks and checkout folders', () => {
    expect(zips[1]!.sha256).toBe(zips[0]!.sha256)
  })

  it('is read alike by unzip, bsdtar and Python', () => {
    const zip = zips[0]!.zip
    const expected = [
      ['-rw-r--r--', 'assets/deep/empty'],
      ['-rw-r--r--', 'assets/ü and blank.txt'],
      ['-rwxr-xr-x', 'bootstrap'],
      ['-rwxr-xr-x', 'run.sh'],
    ]
    const infoZip = lines('unzip', ['-Z', zip]).map((words) => [words[0], words.slice(8).join(' ')])
    const bsdtar = lines('bsdtar', ['-tvf', zip]).map((words) => [
      words[0],
      words.slice(8).join(' '),
    ])
    const python = `
import stat, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
assert all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in z.infolist())
for i in z.infolist(): print(stat.filemode(i.external_attr >> 16), i.filename)
`
    const zipfile = lines('python3', ['-c', python, zip]).map(([mode, ...name]) => [
      mode,
      name.join(' '),
    ])
    expect(infoZip).toEqual(expected)
    expect(bsdtar).toEqual(expected)
    expect(zipfile).toEqual(expected)
  })
})

/** The lines of a listing that are about files, as words. */
function lines(file: string, args: string[]): string[][] {
  return execFileSync(file, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } })
    .split('\n')
    .filter((line) => line.startsWith('-'))
    .map((line) => line.split(/\s+/))
}

async function buildBoth(folder: Workspace): Promise<Built[]> {
  const { status, stdout, stderr } = await oche(['build', '--json', '--arch', 'both'], {
    cwd: folder.path,
  })
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`)
  return JSON.parse(stdout) as Built[]
}

/** The executable itself, or a script that starts it under an emulator. */
function startable(executable: string, arch: Architecture): string {
  if (arch === 'x86_64') return executable
  const script = `#!/bin/sh\nexec qemu-aarch64-static -L /usr/aarch64-linux-gnu "${executable}"\n`
  const folder = `${executable}-emulated`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  writeFileSync(join(folder, 'bootstrap'), script, { mode: 0o755 })
  return join(folder, 'bootstrap')
}
