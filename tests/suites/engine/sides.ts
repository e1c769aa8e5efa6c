import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { quickjsEngine } from '../../../src/build/compilers/typescript/quickjs/engine.ts'
import { which } from '../../../src/build/process/which.ts'
import type { Architecture } from '../../../src/core/config/schema.ts'
import { accepted } from './accepted.ts'

const execute = promisify(execFile)

/** Where scripts are compiled to. */
export const folder = mkdtempSync(join(tmpdir(), 'oche-engine-'))
export const removeFolder = () => rmSync(folder, { recursive: true, force: true })

/** Runs what is built for arm64. */
export const emulator = which('qemu-aarch64-static')
if (emulator === undefined) console.log('arm64: needs qemu-aarch64-static, which is not installed')

/** The lines that a script prints on QuickJS, and what it makes is made in our folder. */
export async function linesOnQuickjs(script: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  return (await answers(await compiled(script, 'x86_64'), [], env, folder)).lines
}

/** Whether a script says the same on arm64, emulated, as on this machine. */
export async function expectAlikeOnArm64(script: string, env: NodeJS.ProcessEnv): Promise<void> {
  const native = await compiled(script, 'x86_64')
  const emulated = [await compiled(script, 'arm64')]
  const own = await answers(emulator!, emulated, { ...env, OCHE_SIDE: 'arm64' })
  expect(own).toEqual(await answers(native, [], { ...env, OCHE_SIDE: 'x86-64' }))
}

const nameFor = (script: string, arch: Architecture) =>
  join(folder, `${script.replace(/\W/g, '-').slice(-60)}-${arch}`)

/** Compiles a script for one of Lambda's machines, once. @returns the executable */
async function compiled(script: string, arch: Architecture): Promise<string> {
  const output = nameFor(script, arch)
  const scratch = `${output}-scratch`
  mkdirSync(scratch, { recursive: true })
  const root = dirname(script)
  const request = { root, entry: script, external: [], packed: [], scratch, output, arch }
  await quickjsEngine.compile({ ...request, signal: undefined })
  return output
}

const linesOf = (output: string) => output.split('\n').filter((line) => line !== '')

/** The lines that a command prints, and what it warns of. What it makes elsewhere it names by its OCHE_SIDE. */
async function answers(command: string, args: string[], env: NodeJS.ProcessEnv, cwd?: string) {
  const all = { PATH: process.env['PATH'], TZ: 'UTC', NODE_NO_WARNINGS: '1', ...env }
  const options = { env: all, timeout: 120_000, maxBuffer: 256 * 1024 * 1024, cwd }
  const { stdout, stderr } = await execute(command, args, options)
  return { lines: linesOf(stdout), warnings: linesOf(stderr) }
}

/** What stands before the answer. */
const nameOf = (line: string) => line.slice(0, Math.max(0, line.indexOf(': ')))

/** Lines of ours that are neither what Node.js says, nor a refusal, nor accepted. */
function differences(theirs: string[], ours: string[]): { node: string; quickjs: string }[] {
  return theirs.flatMap((line, index) => {
    const own = ours[index] ?? 'nothing'
    const isRefused = /ERR_FEATURE_UNAVAILABLE_ON_PLATFORM/.test(own)
    const isRight = own === line || isRefused || nameOf(line) in accepted
    return isRight ? [] : [{ node: line, quickjs: own }]
  })
}

/** Runs a script on both, and holds one against the other. */
export async function expectAlike(script: string, env: NodeJS.ProcessEnv): Promise<void> {
  const executable = await compiled(script, 'x86_64')
  const [theirs, ours] = await Promise.all([
    answers(process.execPath, [script], { ...env, OCHE_SIDE: 'node' }),
    answers(executable, [], { ...env, OCHE_SIDE: 'quickjs' }),
  ])
  expect(differences(theirs.lines, ours.lines)).toEqual([])
  expect(ours.lines.length).toBe(theirs.lines.length)
  expect(ours.warnings).toEqual(theirs.warnings)
}
