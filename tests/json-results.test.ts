import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commands } from '../src/cli/commands/index.ts'
import { oche, ocheDev, workspace, type Workspace } from './support/cli.ts'
import { jsonExamples, lacking } from './support/json-page.ts'
import { until } from './support/until.ts'
import { bootstrapText } from './suites/deploy/scenario.ts'

const examples = jsonExamples()
const ARCH = process.arch === 'arm64' ? 'arm64' : 'x86_64'

let folder: Workspace
beforeAll(() => {
  folder = workspace(
    {
      'hello/oche.yaml': `name: hello\naccount: "000000000000"\narch: ${ARCH}\nbuild: node build.mjs\nhttp: { kind: url, access: public }\n`,
      'hello/bootstrap.sh': bootstrapText('hello'),
      'hello/build.mjs': `import { chmodSync, copyFileSync } from 'node:fs'
copyFileSync('bootstrap.sh', process.env.OCHE_OUT)
chmodSync(process.env.OCHE_OUT, 0o755)
`,
      'old/package.json': '{"name":"old"}',
      'old/serverless.yml': 'service: old\nplugins: [a]\nfunctions: { one: { handler: a.b } }\n',
    },
    false,
  )
  chmodSync(join(folder.path, 'hello/bootstrap.sh'), 0o755)
})
afterAll(() => folder.remove())

it('every command has its part of the page', () => {
  const missing = commands.map(({ name }) => name).filter((name) => !examples.has(name))
  expect(missing).toEqual([])
})

/** Those that need AWS are held to the page by tests/suites/hour/pages.suite.ts. */
const LINES: [command: string, which: number, cwd: string, line: string][] = [
  ['new', 0, '.', 'new fresh --yes --no-install'],
  ['new', 1, 'old', 'new .'],
  ['build', 0, 'hello', 'build'],
  ['export', 0, 'hello', 'export sam'],
  ['export', 0, 'hello', 'export terraform --out main.tf'],
  ['export', 0, 'hello', 'export github-oidc --repository ada/shop'],
  ['completion', 0, 'hello', 'completion bash'],
  ['invoke', 0, 'hello', 'invoke --list-events'],
  ['invoke', 1, 'hello', 'invoke --event sqs --save event.json'],
  ['doctor', 0, 'hello', 'doctor'],
  ['--version', 0, 'hello', '--version'],
  ['--version', 1, 'hello', '--help'],
  ['bench', 0, 'hello', 'bench --rounds 3 --invocations 5'],
  ['clean', 0, 'hello', 'clean'],
]

it.skipIf(process.platform === 'win32').each(LINES)(
  '%s prints what the page shows (%i: %s, %s)',
  async (command, which, cwd, line) => {
    const args = [...line.split(' '), '--json']
    const { stdout, stderr } = await oche(args, { cwd: join(folder.path, cwd) })
    const printed: unknown = JSON.parse(stdout || '{"nothing":"was printed"}')
    expect(lacking(printed, examples.get(command)![which]), stderr).toEqual([])
  },
)

it.skipIf(process.platform === 'win32')(
  'dev prints objects of the types that the page shows',
  async () => {
    const shown = new Map(
      (examples.get('dev') as { type: string }[]).map((one) => [one.type, one] as const),
    )
    const cwd = join(folder.path, 'hello')
    const dev = await ocheDev([], { cwd })
    try {
      await fetch(dev.url)
      await dev.event(({ type }) => type === 'request')
      folder.write('hello/bootstrap.sh', `${bootstrapText('hello')}# again\n`)
      await until('it was built again', () => dev.events.some(({ type }) => type === 'rebuilt'), {
        limit: 60_000,
      })
      folder.write('hello/build.mjs', 'process.exit(1)\n')
      await dev.event(({ type }) => type === 'build-failed')
    } finally {
      await dev.stop()
    }
    for (const event of dev.events) {
      const example = shown.get(event['type'] as string)
      expect(example, JSON.stringify(event)).toBeDefined()
      expect(lacking(event, example)).toEqual([])
    }
  },
)
