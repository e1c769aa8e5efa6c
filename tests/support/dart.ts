import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './cli.ts'

/** `OCHE_DART`, or `dart` on the PATH; undefined where neither runs. */
export const dart = findDart()

if (!dart)
  console.info('Dart is not tested: there is no dart on the PATH, and OCHE_DART names none')

export interface Dart {
  command: string
  /** For example `3.10`. */
  version: string
  /** False where it is the virtual machine alone, which runs programs and compiles none. */
  compiles: boolean
}

/** A Dart program, ready to start. */
export interface DartProgram {
  command: string
  args: string[]
}

/** Packages of this repository, and stand-ins for those that only pub.dev has. */
const packages = {
  oche: 'dart/oche',
  oche_shelf: 'dart/oche_shelf',
  shop: 'examples/shop',
  shelf: '.ci/dart/stand-ins/shelf',
  test: '.ci/dart/stand-ins/test',
}

/** A folder for compiled programs, which needs no `dart pub get`. */
export class DartPrograms implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'oche-dart-'))
  readonly #dart: Dart
  readonly #packageConfig: string
  /** By their scripts, which do not change. */
  readonly #compiled = new Map<string, DartProgram>()

  /**
   * @param more further packages: folders by their names; or the file of all packages, which
   *   `dart pub get` writes
   */
  constructor(found: Dart, more: Record<string, string> | string = {}) {
    this.#dart = found
    if (typeof more === 'string') {
      this.#packageConfig = resolve(more)
      return
    }
    this.#packageConfig = join(this.#folder, 'package_config.json')
    const config = packageConfig({ ...packages, ...more }, found.version)
    writeFileSync(this.#packageConfig, JSON.stringify(config))
  }

  /**
   * An executable, or what the virtual machine starts as fast.
   *
   * @param script path from the repository's root
   * @throws Error with the compiler's own words
   */
  compile(script: string): DartProgram {
    const made = this.#compiled.get(script) ?? this.#compile(script)
    this.#compiled.set(script, made)
    return made
  }

  #compile(script: string): DartProgram {
    const { command, compiles } = this.#dart
    const suffix = compiles && process.platform === 'win32' ? '.exe' : ''
    const output = join(
      this.#folder,
      `${this.#compiled.size}-${basename(script, '.dart')}${suffix}`,
    )
    const packageFlag = `--packages=${this.#packageConfig}`
    const args = compiles
      ? ['compile', 'exe', packageFlag, '-o', output]
      : [packageFlag, '--snapshot-kind=kernel', `--snapshot=${output}`]
    execFileSync(command, [...args, resolve(root, script)], { stdio: ['ignore', 'ignore', 'pipe'] })
    return compiles ? { command: output, args: [] } : { command, args: [output] }
  }

  /** The same as one file, for where a `bootstrap` is asked for; a script where there is no executable. */
  bootstrap(script: string): string {
    const { command, args } = this.compile(script)
    if (args.length === 0) return command
    const file = join(this.#folder, `${basename(script, '.dart')}.sh`)
    writeFileSync(file, `#!/bin/sh\nexec ${[command, ...args].join(' ')}\n`, { mode: 0o755 })
    return file
  }

  /** Runs a script in the folder of its package; what it printed, and whether it ended well. */
  run(script: string, cwd: string): { ok: boolean; output: string } {
    const args = [`--packages=${this.#packageConfig}`, resolve(root, script)]
    const options = { cwd: resolve(root, cwd), encoding: 'utf8' } as const
    const { status, stdout, stderr } = spawnSync(this.#dart.command, args, options)
    return { ok: status === 0, output: stdout + stderr }
  }

  /** The same for a program given as text. */
  runSource(source: string, cwd: string): { ok: boolean; output: string } {
    const script = join(this.#folder, 'program.dart')
    writeFileSync(script, source)
    return this.run(script, cwd)
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function findDart(): Dart | undefined {
  const command = process.env['OCHE_DART'] ?? 'dart'
  // On Windows it may be a script, which only a shell starts.
  const options = { encoding: 'utf8', shell: process.platform === 'win32' } as const
  const { stdout, stderr } = spawnSync(command, ['--version'], options)
  const version = /version: (\d+\.\d+)/.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1]
  if (version === undefined) return undefined
  const help = spawnSync(command, ['compile', 'exe', '--help'], options)
  return { command, version, compiles: help.status === 0 }
}

function packageConfig(folders: Record<string, string>, languageVersion: string) {
  return {
    configVersion: 2,
    packages: Object.entries(folders).map(([name, folder]) => ({
      name,
      rootUri: pathToFileURL(resolve(root, folder)).href,
      packageUri: 'lib/',
      languageVersion,
    })),
  }
}
