import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './support/cli.ts'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}

function check(tag: string): string[] {
  const { stderr } = spawnSync(process.execPath, [join(root, 'scripts/release-check.mjs'), tag], {
    encoding: 'utf8',
  })
  return stderr.split('\n').filter((line) => line !== '')
}

it('every package has the same version, and a changelog that will name it', () => {
  const open = /^(CHANGELOG\.md has no section|package\.json names no repository)/
  expect(check(`v${version}`).filter((line) => !open.test(line))).toEqual([])
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
  expect(changelog).toMatch(
    new RegExp(`^## ${version.replaceAll('.', '\\.')}( \\(unreleased\\))?$`, 'm'),
  )
})

it('a tag of another version releases nothing', () => {
  expect(check('v99.0.0')).toEqual(
    expect.arrayContaining([
      `package.json says ${version}, the tag v99.0.0`,
      `dart/oche/pubspec.yaml says ${version}, the tag v99.0.0`,
      `dart/oche_shelf/pubspec.yaml says ${version}, the tag v99.0.0`,
      'dart/oche/CHANGELOG.md has no section "## 99.0.0"',
    ]),
  )
})
