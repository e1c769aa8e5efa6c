import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Architecture } from '../../../../core/config/schema.ts'
import { OcheError } from '../../../../core/errors.ts'
import { ownPath } from '../../../../core/own-package.ts'
import { installCommand } from '../../../../core/packages.ts'
import { packagedFile } from '../packaged.ts'

/** A machine as npm names it: `linux-arm64`. */
export type Machine = `${NodeJS.Platform}-${string}`

export const LAMBDA: Record<Architecture, Machine> = { arm64: 'linux-arm64', x86_64: 'linux-x64' }

export const host: Machine = `${process.platform}-${process.arch}`

const executableOf = (machine: Machine) =>
  machine.startsWith('win32') ? 'oche-engine.exe' : 'oche-engine'

/** The command that builds engines, where this is a clone. */
export function buildScript(): string | undefined {
  const script = ownPath('engine', 'scripts', 'build.mjs')
  return existsSync(script) ? script : undefined
}

/** What to type for that, in whatever folder: the clone is named. */
export function buildCommand(): string {
  const clone = ownPath()
  return `npm --prefix ${clone.includes(' ') ? `"${clone}"` : clone} run engine`
}

/** Path of the engine for a machine, if it is there. */
export function engineFor(root: string, machine: Machine): string | undefined {
  // In a clone.
  const built = ownPath('engine', 'out', machine, executableOf(machine))
  if (existsSync(built)) return built
  const name = `@oche/engine-${machine}`
  return packagedFile(root, 'oche', [join(...name.split('/'), executableOf(machine))])
}

/** @throws OcheError `ENGINE_NOT_FOUND` */
export function findEngine(root: string, machine: Machine): string {
  const found = engineFor(root, machine)
  if (found !== undefined) return found
  const name = `@oche/engine-${machine}`
  throw new OcheError(
    'ENGINE_NOT_FOUND',
    `the engine of "engine: quickjs" for ${machine}, ${name}, is not installed`,
    {
      remedy: buildScript()
        ? `Type: ${buildCommand()} (it needs Rust: https://rustup.rs), or use "engine: bun".`
        : `Type: ${installCommand(root, name, 'development')}, or use "engine: bun".`,
    },
  )
}

/** What a function may import and what is global, beside the engine of this machine. */
export function exportsFile(engine: string): string {
  return join(dirname(engine), 'exports.json')
}
