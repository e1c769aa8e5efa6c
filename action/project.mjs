// What the action's steps have to know of a project, as outputs of a step: what installs its packages,
// whether it has Dart, a digest of its lock files, and what is to be done.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { annotation } from './annotation.mjs'

const { env } = process

/** Whose they are, in the order in which one wins over the next. */
const LOCKS = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
}

const COMMANDS = new Set(['build', 'diff', 'deploy'])

/** What "auto" does; for any other event it builds. */
const BY_EVENT = {
  pull_request: 'diff',
  push: 'deploy',
  release: 'deploy',
  workflow_dispatch: 'deploy',
}

function main() {
  const folder = resolve(env.INPUT_WORKING_DIRECTORY)
  const has = (file) => existsSync(join(folder, file))
  if (!['oche.yaml', 'package.json', 'pubspec.yaml'].some(has)) {
    fail(`working-directory ${folder} has neither oche.yaml nor package.json nor pubspec.yaml`)
  }
  const command = commandOf(env.INPUT_COMMAND, env.GITHUB_EVENT_NAME)
  const lock = find(folder, Object.keys(LOCKS))
  const isForeign =
    command !== 'build' && isOfFork(JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')))
  if (isForeign) {
    const message = `a pull request of a fork has no access to AWS: it is built, without ${command}`
    console.log(annotation('warning', message))
  }
  const outputs = {
    installer: lock === undefined ? 'none' : installerOf(lock),
    dart: has('pubspec.yaml'),
    locks: digestOf([lock, find(folder, ['pubspec.lock'])].filter(Boolean)),
    diff: command === 'diff' && !isForeign,
    deploy: command === 'deploy' && !isForeign,
  }
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`)
  appendFileSync(env.GITHUB_OUTPUT, lines.join(''))
}

function commandOf(command, event) {
  if (command === 'auto') return BY_EVENT[event] ?? 'build'
  return COMMANDS.has(command)
    ? command
    : fail(`command "${command}" is none of build, diff, deploy and auto`)
}

/** A lock file lies in the project's folder, or above it where several share one. */
function find(folder, names) {
  const name = names.find((one) => existsSync(join(folder, one)))
  if (name !== undefined) return join(folder, name)
  const isInside = !relative(env.GITHUB_WORKSPACE, dirname(folder)).startsWith('..')
  return isInside && dirname(folder) !== folder ? find(dirname(folder), names) : undefined
}

/** The two kinds of Yarn have one name for their lock file, and other flags. */
function installerOf(lock) {
  const name = LOCKS[lock.slice(dirname(lock).length + 1)]
  const isClassic = name === 'yarn' && readFileSync(lock, 'utf8').includes('# yarn lockfile v1')
  return isClassic ? 'yarn-classic' : name
}

/** GitHub gives a job of a fork's pull request neither a token for OpenID Connect nor secrets. */
function isOfFork({ pull_request: pull }) {
  return pull !== undefined && pull.head.repo?.full_name !== pull.base.repo.full_name
}

function digestOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

function fail(message) {
  console.log(annotation('error', message))
  process.exit(1)
}

main()
