// Refuses a release whose tag, packages and changelogs do not name the same version.
import { existsSync, readFileSync } from 'node:fs'

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const [, , tag = ''] = process.argv
const version = tag.replace(/^v/, '')

const manifest = JSON.parse(read('package.json'))
const dart = ['dart/oche', 'dart/oche_shelf']
const versions = {
  'package.json': manifest.version,
  ...Object.fromEntries(
    dart.map((folder) => [
      `${folder}/pubspec.yaml`,
      /^version: (\S+)$/m.exec(read(`${folder}/pubspec.yaml`))?.[1],
    ]),
  ),
}
const changelogs = ['', ...dart.map((folder) => `${folder}/`)]
  .map((folder) => `${folder}CHANGELOG.md`)
  .filter((file) => existsSync(new URL(`../${file}`, import.meta.url)))

const problems = [
  ...Object.entries(versions)
    .filter(([, found]) => found !== version)
    .map(([file, found]) => `${file} says ${found}, the tag ${tag}`),
  ...changelogs
    .filter(
      (file) =>
        !read(file)
          .split('\n')
          .some((line) => line.trim() === `## ${version}`),
    )
    .map((file) => `${file} has no section "## ${version}"`),
  // npm compares it with the repository that publishes.
  ...(manifest.repository === undefined ? ['package.json names no repository'] : []),
]
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
