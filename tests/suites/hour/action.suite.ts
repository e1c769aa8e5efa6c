import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, workspace, type Workspace } from '../../support/cli.ts'
import { awsEnvironment, startMinistack, type AwsServer } from '../deploy/servers.ts'
import { startGitHub, type GitHub } from './github.ts'
import { gitlab, namesIn, pullRequest, push, shell } from './pipelines.ts'
import { action, bash, INSTALL, runAction, type Ran, type Runner, type Step } from './runner.ts'

const { inputs, outputs, runs } = action
const { steps } = runs
const text = readFileSync(join(root, 'action.yml'), 'utf8')
const expressions = [...text.matchAll(/\$\{\{ (.*?) \}\}/g)].map(([, one]) => one!)
const conditions = steps.flatMap((step) => step.if ?? [])
const scripts = steps.flatMap(({ run }) => run ?? [])

/** By GitHub's page on the syntax of an action's metadata. */
describe('action.yml', () => {
  it('has the keys that GitHub knows, and no others', () => {
    expect(Object.keys(action).toSorted()).toEqual([
      'author',
      'branding',
      'description',
      'inputs',
      'name',
      'outputs',
      'runs',
    ])
    expect(runs.using).toBe('composite')
    for (const one of Object.values(inputs)) {
      expect(one.description).toMatch(/\.$/)
      // GitHub reads every default as a text.
      expect(typeof one.default).toBe('string')
      expect(Object.keys(one).toSorted()).toEqual(['default', 'description'])
    }
    for (const one of Object.values(outputs)) {
      expect(Object.keys(one).toSorted()).toEqual(['description', 'value'])
    }
  })

  it('has steps that either use an action of one version or run a script in bash', () => {
    const keys = ['env', 'id', 'if', 'name', 'run', 'shell', 'uses', 'with', 'working-directory']
    for (const step of steps) {
      expect(keys).toEqual(expect.arrayContaining(Object.keys(step)))
      if (step.uses === undefined) expect(step.shell).toBe('bash')
      else expect(step.uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/)
      expect(step.run === undefined).not.toBe(step.uses === undefined)
    }
    const ids = steps.flatMap(({ id }) => id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('reads what there is: inputs, outputs of earlier steps, and contexts of a composite action', () => {
    const read = [...expressions, ...conditions].flatMap(
      (one) => one.replaceAll(/'[^']*'/g, '').match(/[a-z]+(\.[\w-]+)+/g) ?? [],
    )
    const known = new Set([
      ...Object.keys(inputs).map((name) => `inputs.${name}`),
      'github.token',
      'github.sha',
      'runner.os',
      'runner.arch',
      ...['installer', 'dart', 'locks', 'diff', 'deploy'].map(
        (name) => `steps.project.outputs.${name}`,
      ),
      ...['changes', 'plan'].map((name) => `steps.plan.outputs.${name}`),
      ...['result', 'urls'].map((name) => `steps.deploy.outputs.${name}`),
      'steps.comment.outputs.comment-url',
      'steps.region.outputs.region',
    ])
    expect(read.filter((path) => !known.has(path))).toEqual([])
    const unread = [...known].filter((path) => !read.includes(path))
    expect(unread).toEqual([])
  })

  it('has no expression inside of a script, where a value could become a command', () => {
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([])
    // Nor a variable without quotes; `case` and an assignment split nothing.
    const unquoted = scripts
      .flatMap((script) => script.split('\n'))
      .filter((line) => {
        const bare = line
          .replaceAll(/"(?:\\.|\$\((?:[^()]|\([^()]*\))*\)|[^"])*"/g, '')
          .replaceAll(/'[^']*'/g, '')
        return (
          /\$[A-Za-z{(]/.test(bare) &&
          !/^\s*(case \$\w+ in$|\w+=|read -ra words|\*\.tgz\)|\*\) package=)|\$\{words\[@\]\+/.test(
            bare,
          )
        )
      })
    expect(unquoted).toEqual([])
  })
})

const PULL = {
  pull_request: {
    number: 7,
    head: { repo: { full_name: 'ada/shop' } },
    base: { repo: { full_name: 'ada/shop' } },
  },
}
const FORK = {
  pull_request: { ...PULL.pull_request, head: { repo: { full_name: 'mallory/shop' } } },
}

const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()

/** What a value would leave behind if a shell took it for a command. */
const EVIL = '$(touch evil) `touch evil`; touch evil'

describe('the action on a server that stands for AWS', () => {
  let server: AwsServer
  let github: GitHub
  let folder: Workspace
  let runner: Omit<Runner, 'event'>
  let isInstalled = false
  beforeAll(async () => {
    server = await startMinistack()
    github = await startGitHub()
    folder = workspace({}, false)
    const manifest = {
      name: 'shop',
      private: true,
      scripts: { test: 'node test.mjs' },
      devDependencies: {},
    }
    folder.write('api/package.json', JSON.stringify(manifest))
    folder.write(
      'api/package-lock.json',
      JSON.stringify({ name: 'shop', lockfileVersion: 3, packages: { '': manifest } }),
    )
    folder.write('api/test.mjs', "console.log('the test of the project has run')\n")
    const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
    folder.write(
      'api/oche.yaml',
      `name: shop\nregion: eu-west-1\narch: ${arch}\nbuild: node build.mjs\nenvironment: { KEY: very-secret }\nhttp: { kind: url, access: public }\nstages: { prod: {}, abroad: { region: us-west-2 } }\n`,
    )
    // Nobody calls it.
    folder.write(
      'api/build.mjs',
      "import { copyFileSync } from 'node:fs'\ncopyFileSync('/bin/true', process.env.OCHE_OUT)\n",
    )
    execFileSync(
      'npm',
      ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder.path],
      { cwd: root, stdio: 'pipe' },
    )
    runner = {
      workspace: folder.path,
      temp: join(folder.path, 'runner temp'),
      env: {
        ...awsEnvironment(server.url),
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: 'ada/shop',
        NO_COLOR: '1',
      },
    }
  })
  afterAll(async () => {
    await server.stop()
    await github[Symbol.asyncDispose]()
    folder.remove()
  })

  const given = {
    'working-directory': 'api',
    stage: 'prod',
    test: 'true',
    'role-to-assume': 'arn:aws:iam::123456789012:role/deploy',
  }
  const run = async (
    name: string,
    payload: object,
    more: Record<string, string> = {},
  ): Promise<Ran> => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string
    }
    const all = { ...given, oche: `oche-${version}.tgz`, ...more }
    // Once is enough, but for a test of that.
    const skips = isInstalled && more['oche'] === undefined
    const ran = await runAction({ ...runner, event: { name, payload }, isInstalled: skips }, all)
    isInstalled ||= ran.steps.includes(INSTALL) && ran.failed !== INSTALL
    return ran
  }

  it('tells the pull request what would change, deploys the push, and tells the next that nothing would', async () => {
    const planned = await run('pull_request', PULL)
    expect(planned.failed, planned.log).toBeUndefined()
    expect(planned.log).toContain('the test of the project has run')
    expect(planned.outputs).toMatchObject({
      changes: 'true',
      'comment-url': 'https://github.example/comment/1',
      result: '',
    })
    expect(github.comments[0]!.body).toContain('- `+` function `shop-prod`')
    expect(planned.summary).toContain(github.comments[0]!.body)
    expect(planned.given['aws-actions/configure-aws-credentials']).toEqual({
      'role-to-assume': given['role-to-assume'],
      'aws-region': 'eu-west-1',
    })
    expect(planned.steps).not.toContain('deploy')
    expect(planned.steps.filter((name) => name.includes('setup-'))).toEqual([
      'actions/setup-node@v4',
    ])

    const deployed = await run('push', {})
    expect(deployed.failed, deployed.log).toBeUndefined()
    expect(deployed.steps).not.toContain('tell the pull request')
    expect(JSON.parse(deployed.outputs['urls']!)).toEqual({ shop: expect.stringMatching(/^http/) })
    expect(JSON.parse(readFileSync(deployed.outputs['result']!, 'utf8'))).toMatchObject({
      functions: [{ version: '1' }],
    })

    const unchanged = await run('pull_request', PULL)
    expect(unchanged.outputs['changes']).toBe('false')
    expect(github.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('Nothing to change.'),
    ])
    for (const { log, summary } of [planned, deployed, unchanged]) {
      expect(log + summary + JSON.stringify(github.comments)).not.toContain('very-secret')
    }
  })

  it('asks for credentials in the region that a stage has of its own', async () => {
    const env = { ...runner.env, AWS_REGION: '', AWS_DEFAULT_REGION: '' }
    const event = { name: 'pull_request', payload: PULL }
    const all = { ...given, stage: 'abroad', comment: 'false' }
    const ran = await runAction({ ...runner, env, event, isInstalled: true }, all)
    expect(ran.failed, ran.log).toBeUndefined()
    expect(ran.given['aws-actions/configure-aws-credentials']!['aws-region']).toBe('us-west-2')
  })

  it('is shown on its page as it is', async () => {
    const page = readFileSync(join(root, 'docs/automation.md'), 'utf8')
    expect(namesIn('Inputs', page).toSorted()).toEqual(Object.keys(inputs).toSorted())
    expect(namesIn('Outputs', page)).toEqual(Object.keys(outputs))
    for (const [workflow, event] of [
      [pullRequest, 'pull_request'],
      [push, 'push'],
    ] as const) {
      expect(workflow.permissions).toMatchObject({ contents: 'read', 'id-token': 'write' })
      const [{ steps: all }] = Object.values(workflow.jobs) as [{ steps: Step[] }]
      const used = all.find(({ uses }) => uses?.startsWith('OWNER/oche@v'))!
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(used.with!)))
      const values = Object.entries(used.with!).map(([name, value]) => [name, String(value)])
      const ran = await run(event, event === 'push' ? {} : PULL, Object.fromEntries(values))
      expect(ran.failed, ran.log).toBeUndefined()
      expect(ran.outputs[event === 'push' ? 'urls' : 'comment-url']).not.toBe('')
    }
  })

  it('is not needed: the pipelines for GitLab and for a plain shell do the same', async () => {
    const scripts = [gitlab.plan, gitlab.deploy].map(({ script }) =>
      (script as string[]).join('\n'),
    )
    const [roles, plain] = shell
    const env = {
      ...process.env,
      ...runner.env,
      PATH: `${join(runner.temp, 'oche/bin')}:${process.env['PATH']}`,
      AWS_TOKEN: 'a-token',
      AWS_WEB_IDENTITY_TOKEN_FILE: join(runner.temp, 'aws-token'),
    }
    const account = 'account: "000000000000"\n'
    folder.write(
      'api/oche.yaml',
      account + readFileSync(join(folder.path, 'api/oche.yaml'), 'utf8'),
    )
    for (const script of [...scripts, roles!, plain!]) {
      const ended = await bash(script, join(folder.path, 'api'), env, runner.temp)
      expect(ended.status, ended.log).toBe(0)
    }
    const read = (file: string) => readFileSync(join(folder.path, 'api', file), 'utf8')
    expect(read('plan.json')).toContain('repo:ada/shop:pull_request')
    expect(read('deploy.json')).toContain('repo:ada/shop:environment:prod')
    expect(read('plan.md')).toMatch(/^<!-- oche deploy: shop  eu-west-1 -->\n[^]*to create/)
    expect(JSON.parse(read('deployed.json'))).toMatchObject({ functions: [{ name: 'shop' }] })
  })

  it('builds what comes from a fork, and neither compares nor deploys it', async () => {
    for (const command of ['auto', 'deploy']) {
      const { steps: done, log, failed } = await run('pull_request', FORK, { command })
      expect(failed, log).toBeUndefined()
      expect(log).toContain('::warning::a pull request of a fork')
      expect(done.at(-1)).toBe('build')
    }
  })

  it('builds for an event that says nothing of a deploy', async () => {
    expect((await run('merge_group', {})).steps.at(-1)).toBe('build')
  })

  it.each([
    ['functions', EVIL, 'build'],
    ['stage', EVIL, 'build'],
    ['region', EVIL, 'ask Oche for the region'],
    ['oche', `${EVIL}.tgz`, INSTALL],
    ['working-directory', EVIL, 'look at the project'],
    ['command', EVIL, 'look at the project'],
  ])('takes %s for a value, never for a command', async (name, value, where) => {
    const { failed } = await run('push', {}, { [name]: value })
    expect(failed).toBe(where)
    expect(
      [folder.path, join(folder.path, 'api'), runner.temp].filter((path) =>
        existsSync(join(path, 'evil')),
      ),
    ).toEqual([])
  })

  const own = { dependencies: { own: 'file:./own' } }
  it.each([
    ['pnpm', { ...own, packageManager: 'pnpm@9.15.0' }, 'pnpm install --lockfile-only'],
    ['yarn', { ...own, packageManager: 'yarn@4.5.3' }, 'yarn install --mode=update-lockfile'],
    ['yarn of its first line', { ...own, packageManager: 'yarn@1.22.22' }, 'yarn install'],
    ['bun', own, 'bun install'],
  ])('installs what a project locks by %s', async (_, manifest, lock) => {
    using other = workspace(
      {
        'package.json': JSON.stringify({ name: 'other', private: true, ...manifest }),
        'own/package.json': '{"name":"own","version":"1.0.0"}',
        'own/index.js': "module.exports = 'own'\n",
        // Without a lock file yarn looks for a project further up.
        'yarn.lock': '',
        '.yarnrc.yml': 'nodeLinker: node-modules\nenableTelemetry: false\n',
        'oche.yaml': `name: other\narch: ${process.arch === 'arm64' ? 'arm64' : 'x86_64'}\nbuild: node build.cjs\n`,
        'build.cjs':
          "require('node:fs').copyFileSync(require('own') && '/bin/true', process.env.OCHE_OUT)\n",
      },
      false,
    )
    if (!lock.startsWith('yarn')) rmSync(join(other.path, 'yarn.lock'))
    const commands = join(folder.path, 'corepack')
    mkdirSync(commands, { recursive: true })
    execFileSync('corepack', ['enable', '--install-directory', commands])
    const env = {
      ...runner.env,
      COREPACK_HOME: join(commands, 'home'),
      COREPACK_NPM_REGISTRY: registry.replace(/\/$/, ''),
      // A registry between may not pass signatures on.
      COREPACK_INTEGRITY_KEYS: '0',
      COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
      PATH: `${commands}:${join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
    }
    const locked = await bash(lock, other.path, { ...process.env, ...env }, runner.temp)
    expect(locked.status, locked.log).toBe(0)
    rmSync(join(other.path, 'node_modules'), { recursive: true, force: true })
    const there = { ...runner, env, workspace: other.path, isInstalled: true }
    const event = { name: 'merge_group', payload: {} }
    const { failed, log, steps: done } = await runAction({ ...there, event }, {})
    expect(failed, log).toBeUndefined()
    expect(done.at(-1)).toBe('build')
    expect(existsSync(join(other.path, '.oche/other'))).toBe(true)
  })

  it.each([
    ['pnpm-lock.yaml', '', 'pnpm'],
    ['yarn.lock', '# yarn lockfile v1\n', 'yarn-classic'],
    ['yarn.lock', '__metadata:\n', 'yarn'],
    ['bun.lock', '{}', 'bun'],
  ])('finds the %s that a workspace has above the project', async (lock, content, installer) => {
    using other = workspace(
      { [lock]: content, 'packages/api/oche.yaml': 'name: api\n', output: '' },
      false,
    )
    const project = steps.find(({ id }) => id === 'project')!
    execFileSync('bash', ['-c', project.run!], {
      env: {
        ...process.env,
        GITHUB_ACTION_PATH: root,
        GITHUB_WORKSPACE: other.path,
        GITHUB_OUTPUT: join(other.path, 'output'),
        GITHUB_EVENT_NAME: 'merge_group',
        INPUT_COMMAND: 'auto',
        INPUT_WORKING_DIRECTORY: join(other.path, 'packages/api'),
      },
    })
    expect(readFileSync(join(other.path, 'output'), 'utf8')).toMatch(
      new RegExp(`^installer=${installer}\ndart=false\nlocks=[0-9a-f]{16}\n`),
    )
  })
})
