import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { templates } from '../src/cli/commands/new/templates.ts'
import { root } from './support/cli.ts'

interface Workflow {
  jobs: Record<string, { steps?: { run?: string; env?: Record<string, string> }[] }>
}

const text = readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8')
const { jobs } = parse(text) as Workflow
const scripts = Object.values(jobs).flatMap(({ steps = [] }) =>
  steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
)
const dart = jobs['dart']!.steps!.map(({ run = '' }) => run).join('\n')

/** What makes a file here, so that it is not in the repository. */
const MADE = /^dist\/|\.dart_tool\//

describe('the public workflow', () => {
  it('names only files that are here', () => {
    const named = [
      ...text.matchAll(
        /(?<![\w/.-])(?:\.\.\/)*((?:\.ci|bench|dart|docs|examples|scripts|tests)\/[\w./-]+)/g,
      ),
    ].map(([, path]) => path!)
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((path) => !MADE.test(path) && !existsSync(join(root, path)))).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('has scripts that a shell reads', () => {
    for (const input of scripts) {
      // As the runner fills it in.
      const filled = input.replaceAll(/\$\{\{[^}]*\}\}/g, 'x')
      expect(spawnSync('bash', ['-n'], { input: filled, encoding: 'utf8' }).stderr).toBe('')
    }
  })

  it('analyses every Dart package of the repository', () => {
    const folders = ['dart', 'examples'].flatMap((above) =>
      readdirSync(join(root, above))
        .map((name) => `${above}/${name}`)
        .filter((folder) => existsSync(join(root, folder, 'pubspec.yaml'))),
    )
    expect(folders.length).toBeGreaterThan(4)
    const [, listed = ''] = /for folder in (.*); do/.exec(dart)!
    expect(listed.split(' ').toSorted()).toEqual(folders.toSorted())
  })

  it('makes and analyses a project of every Dart template', () => {
    const names = templates.filter(({ langs }) => langs.includes('dart')).map(({ name }) => name)
    const [, listed = ''] = /for template in (.*); do/.exec(dart)!
    const [, alone = ''] = /--template (\w+) --no-install/.exec(dart)!
    expect([...listed.split(' '), alone].toSorted()).toEqual(names.toSorted())
  })
})
