import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { build } from '../../../src/build/index.ts'
import { unpackZip } from '../../../src/core/unzip.ts'
import { buildPaths } from '../../../src/build/paths.ts'
import type { Artifact } from '../../../src/core/artifact.ts'
import { hostArchitecture } from '../../../src/core/host.ts'
import { loadProject } from '../../../src/core/project.ts'
import { silentReporter } from '../../../src/core/reporter.ts'
import { run } from '../../support/built-function.ts'
import { root, workspace, type Workspace } from '../../support/cli.ts'
import type { Recipe } from './recipe.ts'
import { recipes } from './recipes.ts'

/** One project for all: what is the same in their zips is compressed once. */
let folder: Workspace

const functions = recipes.flatMap((recipe) =>
  (recipe.engines ?? (['bun', 'node'] as const)).map((engine) => ({
    recipe,
    engine,
    ...names(recipe, engine),
  })),
)

function names({ name, file = 'ts' }: Recipe, engine: string) {
  const source = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return { fn: `${source}-${engine}`, source: `src/${source}.${file}` }
}

beforeAll(() => {
  folder = workspace({}, false)
  const tools = JSON.parse(
    execFileSync('npm', ['pkg', 'get', 'devDependencies'], { cwd: root, encoding: 'utf8' }),
  ) as Record<string, string>
  const packages = Object.assign({}, ...recipes.map(({ packages }) => packages))
  const { bun, esbuild } = tools
  const devDependencies = { bun, esbuild }
  folder.write(
    'package.json',
    JSON.stringify({ private: true, type: 'module', dependencies: packages, devDependencies }),
  )
  for (const recipe of recipes) {
    const { source, files = {} } = recipe
    folder.write(names(recipe, '').source, source)
    for (const [file, text] of Object.entries(files)) folder.write(file, text)
  }
  const entries = functions.map(({ recipe, engine, fn, source }) => [
    fn,
    { source, engine, ...recipe.config },
  ])
  // JSON is YAML.
  folder.write(
    'oche.yaml',
    JSON.stringify({ name: 'recipes', functions: Object.fromEntries(entries) }),
  )
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', install, { cwd: folder.path, stdio: 'inherit' })
  for (const { prepare } of recipes) prepare?.(folder.path)
})
afterAll(() => folder.remove())

describe.concurrent.each(functions)('$recipe.name on $engine', ({ recipe, fn: name }) => {
  it('answers from its zip, where the project cannot be seen', async () => {
    const project = loadProject({ cwd: folder.path })
    const fn = project.functions.find((one) => one.name === name)!
    const options = { project, fn, arch: hostArchitecture()!, reporter: silentReporter }
    const { zip } = (await build(options)) as Artifact
    const away = mkdtempSync(join(realpathSync(tmpdir()), 'oche-away-'))
    try {
      await unpackZip(zip, away)
      const settings = { name: 'f', handler: fn.handler }
      const environment = { NODE_ENV: 'production', ...recipe.environment }
      const code = { executable: join(away, 'bootstrap'), taskRoot: away }
      await using running = await run(code, { settings, environment })
      await recipe.check(running)
    } finally {
      for (const used of [away, buildPaths(folder.path, name).folder]) {
        rmSync(used, { recursive: true, force: true })
      }
    }
  })
})
