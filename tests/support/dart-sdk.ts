import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const parts = pathToFileURL(fileURLToPath(new URL('../fixtures/dart-sdk/', import.meta.url))).href

export interface StandInOptions {
  /** A virtual machine that compiles and runs. @default programs answer what stands in them */
  vm?: string | undefined
  /** Whether there is an incremental compiler. @default true */
  resident?: boolean
  /** @default 3.10.0 */
  version?: string
  /** What `dart pub get` finds. */
  packages?: object
}

/** A folder that is laid out as an SDK is, with commands that behave as the SDK's. */
export class StandInSdk implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'oche-dart-sdk-'))
  readonly #log = join(this.root, 'log')

  constructor({
    vm,
    resident = true,
    version = '3.10.0',
    packages = { packages: [{ name: 'api', rootUri: '../' }] },
  }: StandInOptions = {}) {
    this.#command('dart', { vm, log: this.#log, version, packages })
    this.#put('bin/snapshots/dartdev.dart.snapshot', '')
    if (!resident) return
    this.#command('dartaotruntime', { vm, log: this.#log }, 'frontend-server.mjs', 'frontendServer')
    this.#put('bin/snapshots/frontend_server_aot.dart.snapshot', '')
    this.#put('lib/_internal/vm_platform.dill', '')
  }

  /** The variables of a process that finds it. */
  get env(): { PATH: string } {
    return { PATH: join(this.root, 'bin') + delimiter + process.env['PATH'] }
  }

  /** What its commands were asked for, one after the other. */
  asked(): string[][] {
    if (!existsSync(this.#log)) return []
    return readFileSync(this.#log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string[])
  }

  /** The incremental compiler ends instead of what it is asked for next. */
  crash(): void {
    writeFileSync(`${this.#log}.crash`, '')
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  #command(name: string, options: object, file = 'dart.mjs', what = 'dart'): void {
    const text = `#!${process.execPath}\nconst { ${what} } = await import('${parts}${file}')\nawait ${what}(${JSON.stringify(options)})\n`
    this.#put(`bin/${name}`, text)
    chmodSync(join(this.root, 'bin', name), 0o755)
  }

  #put(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }
}
