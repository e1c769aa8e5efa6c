import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { parse } from 'yaml'
import { root } from '../../support/cli.ts'

/** A step of a composite action. */
export interface Step {
  id?: string
  name?: string
  if?: string
  uses?: string
  with?: Record<string, string>
  run?: string
  shell?: string
  env?: Record<string, string>
  'working-directory'?: string
}

interface Action {
  name: string
  description: string
  author: string
  branding: { icon: string; color: string }
  inputs: Record<string, { description: string; default?: string; required?: boolean }>
  outputs: Record<string, { description: string; value: string }>
  runs: { using: string; steps: Step[] }
}

export const action: Action = parse(readFileSync(join(root, 'action.yml'), 'utf8'))

/** What stands for a runner: its folders, and what of GitHub it knows. */
export interface Runner {
  /** The root of the repository that is checked out. */
  workspace: string
  temp: string
  /** Name of the event, and what it is of. */
  event: { name: string; payload: object }
  env: Record<string, string>
  /** Has Oche from an earlier job. */
  isInstalled?: boolean
}

/** How the action went. */
export interface Ran {
  outputs: Record<string, string>
  /** Names of actions and steps, in order, of those that ran. */
  steps: string[]
  /** Of actions that were used, what they were given. */
  given: Record<string, Record<string, string>>
  log: string
  summary: string
  /** The step that failed. */
  failed?: string
}

export const INSTALL = 'install Oche'

type Value = string | Record<string, unknown>

/**
 * Carries out the action as GitHub does: expressions are filled in, scripts run in bash, outputs, the PATH
 * and the summary are read back. What another action would do is left out and told.
 */
export async function runAction(runner: Runner, inputs: Record<string, string>): Promise<Ran> {
  const files = fileNames(runner)
  const given: Record<string, string> = {}
  const ran: Ran = { outputs: {}, steps: [], given: {}, log: '', summary: '' }
  const steps: Record<string, { outputs: Record<string, string> }> = {}
  const context = {
    inputs: given,
    steps,
    github: { token: 'token-of-the-job', sha: 'abc123' },
    runner: { os: 'Linux', arch: 'X64' },
  }
  const fill = (value: string) => filledIn(value, context)
  for (const [name, one] of Object.entries(action.inputs)) {
    given[name] = inputs[name] ?? fill(one.default ?? '')
  }
  let path = runner.env['PATH'] ?? process.env['PATH']!
  if (runner.isInstalled) path = `${join(runner.temp, 'oche/bin')}:${path}`
  for (const step of action.runs.steps) {
    if (step.if !== undefined && !evaluate(step.if, context)) continue
    const name = step.name ?? step.uses!
    if (runner.isInstalled && name === INSTALL) continue
    ran.steps.push(name)
    if (step.uses !== undefined) {
      ran.given[step.uses.split('@')[0]!] = filled(step.with ?? {}, fill)
      continue
    }
    for (const file of Object.values(files)) writeFileSync(file, '')
    writeFileSync(files.GITHUB_EVENT_PATH, JSON.stringify(runner.event.payload))
    const env = {
      ...process.env,
      ...runner.env,
      ...filled(step.env ?? {}, fill),
      ...files,
      PATH: path,
      RUNNER_TEMP: runner.temp,
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: root,
      GITHUB_WORKSPACE: runner.workspace,
      GITHUB_EVENT_NAME: runner.event.name,
    }
    const cwd = resolve(runner.workspace, fill(step['working-directory'] ?? '.'))
    const { status, log } = await bash(step.run!, cwd, env, runner.temp)
    ran.log += log
    ran.summary += readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')
    const added = readFileSync(files.GITHUB_PATH, 'utf8').split('\n').filter(Boolean)
    path = [...added.toReversed(), path].join(':')
    if (step.id !== undefined) steps[step.id] = { outputs: outputsOf(files.GITHUB_OUTPUT) }
    if (status !== 0) return { ...ran, failed: name }
  }
  ran.outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value)]),
  )
  return ran
}

function fileNames({ temp }: Runner) {
  mkdirSync(temp, { recursive: true })
  const at = (name: string) => join(temp, name)
  return {
    GITHUB_OUTPUT: at('github-output'),
    GITHUB_PATH: at('github-path'),
    GITHUB_STEP_SUMMARY: at('github-summary'),
    GITHUB_EVENT_PATH: at('github-event.json'),
  }
}

/** As `shell: bash` is documented. */
export async function bash(script: string, cwd: string, env: NodeJS.ProcessEnv, temp: string) {
  const file = join(temp, 'script.sh')
  writeFileSync(file, script)
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  const log = await Promise.all([text(child.stdout), text(child.stderr)])
  const [status] = (await closed) as [number | null]
  return { status, log: log.join('') }
}

function outputsOf(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return Object.fromEntries(lines.map((line) => line.split(/=([^]*)/).slice(0, 2)))
}

const filled = (values: Record<string, string>, fill: (value: string) => string) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(String(value))]))

function filledIn(value: string, context: Record<string, Value>): string {
  return value.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, expression: string) =>
    String(evaluate(expression, context) ?? ''),
  )
}

/** Paths, texts, `==`, `!=`, `&&`, `||`; what there is not is an empty text. */
function evaluate(expression: string, context: Record<string, Value>): unknown {
  const [or, ...others] = outside(expression, '||')
  if (others.length > 0) return evaluate(or!, context) || evaluate(others.join('||'), context)
  const [and, ...more] = outside(expression, '&&')
  if (more.length > 0) return evaluate(and!, context) && evaluate(more.join('&&'), context)
  const term = expression.trim()
  if (term.startsWith('(')) return evaluate(term.slice(1, -1), context)
  const compared = /^(.*?) (==|!=) (.*)$/.exec(term)
  if (compared) {
    const [, left, sign, right] = compared
    return (evaluate(left!, context) === evaluate(right!, context)) === (sign === '==')
  }
  if (term.startsWith("'")) return term.slice(1, -1)
  return (
    term
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], context) ??
    ''
  )
}

/** Cut at a sign that stands in no brackets. */
function outside(expression: string, sign: string): string[] {
  const parts = ['']
  let depth = 0
  for (let at = 0; at < expression.length; at += 1) {
    const one = expression[at]!
    if (one === '(') depth += 1
    if (one === ')') depth -= 1
    if (depth === 0 && expression.startsWith(sign, at)) {
      parts.push('')
      at += sign.length - 1
    } else parts[parts.length - 1] += one
  }
  return parts
}
