import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { root } from '../../support/cli.ts'
import { beginTypeScript, typescriptEdits, type Edit } from '../../support/oracle/edits.ts'
import { cacheFault } from '../../support/oracle/oracle.ts'
import { Tree } from '../../support/oracle/tree.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
const { NODE_ENV, PATH } = process.env

/** Bun is this package's own, for projects that have none themselves. */
beforeAll(() => {
  process.env['PATH'] = [join(root, 'node_modules', '.bin'), PATH].join(delimiter)
})
afterAll(() => {
  process.env['PATH'] = PATH
})

let folder: string
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'oche-oracle-')))))
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  process.env['NODE_ENV'] = NODE_ENV
})

const trees = () => ({
  tree: new Tree(join(folder, 'one')),
  other: new Tree(join(folder, 'other')),
})

it(`builds what a forced build would make, over 200 edits (seed ${seed})`, async () => {
  const { tree, other } = trees()
  beginTypeScript(tree)
  const edits = typescriptEdits
  expect(
    await cacheFault({ seed, steps: 200, edits, tree, other, format: 'binary' }),
  ).toBeUndefined()
})

/** Each as people run it, with the layout that it makes of itself. */
const MANAGERS: Record<string, (version: string) => string[]> = {
  npm: () => ['npm', 'install', '--no-audit', '--no-fund'],
  pnpm: () => ['npx', '--yes', 'pnpm@10', 'install', '--no-frozen-lockfile'],
  'yarn 1': () => ['npx', '--yes', 'yarn@1', 'install', '--no-lockfile'],
  'yarn berry': () => ['npx', '--yes', '@yarnpkg/cli-dist@4', 'install', '--no-immutable'],
  bun: () => ['bun', 'install'],
  'bun, isolated': () => ['bun', 'install', '--linker=isolated'],
}

it.each(Object.keys(MANAGERS))(
  'sees what %s has installed, and nothing where it has not',
  async (name) => {
    const { tree, other } = trees()
    tree.write('project/oche.yaml', 'name: oracle\nsource: packages/api/index.ts\n')
    tree.write(
      'project/packages/api/index.ts',
      'import ms from "ms"\nexport const handler = async () => [String(ms), ms(1000)]\n',
    )
    tree.write('project/.yarnrc.yml', 'nodeLinker: node-modules\nenableTelemetry: false\n')
    tree.write('project/pnpm-workspace.yaml', 'packages: ["packages/*"]\n')
    tree.write(
      'project/package.json',
      JSON.stringify({ name: 'w', private: true, workspaces: ['packages/*'] }),
    )
    const install = (version: string) => {
      tree.write(
        'project/packages/api/package.json',
        JSON.stringify({
          name: 'api',
          version: '1.0.0',
          type: 'module',
          dependencies: { ms: version },
        }),
      )
      const [command, ...args] = MANAGERS[name]!(version)
      const env = { ...process.env, CI: '1' }
      execFileSync(command!, args, { cwd: tree.project, stdio: 'pipe', env })
    }
    install('2.0.0')
    const edits: Edit[] = [
      { name: 'an update', apply: (_, random) => install(random.pick(['2.0.0', '2.1.3'])) },
      { name: 'times are touched', isIrrelevant: true, apply: (one, random) => one.touch(random) },
    ]
    expect(
      await cacheFault({ seed, steps: 6, edits, tree, other, format: 'binary' }),
    ).toBeUndefined()
  },
)
