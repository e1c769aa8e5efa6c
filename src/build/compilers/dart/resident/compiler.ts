import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { debug } from '../../../../core/debug.ts'
import { killTree } from '../../../process/end.ts'
import type { Resident } from '../../../residents.ts'
import { removeRunningFolder } from '../../../running-folder.ts'
import {
  ACCEPT,
  CompilationReader,
  compileRequest,
  recompileRequest,
  type Compilation,
} from './protocol.ts'
import { CompiledSources } from './sources.ts'

export interface ResidentCommand {
  file: string
  args: readonly string[]
  cwd: string
  /** URI of the program. */
  entry: string
  /** Where it puts what it makes. */
  output: string
}

/** The compiler has ended by itself: its words, where it had some. */
export class ResidentEnded extends Error {}

/**
 * Dart's incremental compiler as a process that stays. It reads from a pipe that only this process
 * holds: where this process is killed, the pipe's end tells it to end.
 */
export class ResidentCompiler implements Resident {
  /** Path of the kernel file, which is written again by each compilation. */
  readonly output: string
  readonly #entry: string
  readonly #child: ChildProcess
  readonly #kill: () => void
  readonly #sources = new CompiledSources()
  #reader: { reader: CompilationReader; done(result: Compilation): void } | undefined
  readonly #ended: Promise<never>
  #words: string[] = []
  /** What the last time came to, where it was without a mistake: what a mistake left nobody knows. */
  #whole: Compilation | undefined
  /** One compilation after the other. */
  #last: Promise<unknown> = Promise.resolve()

  constructor({ file, args, cwd, entry, output }: ResidentCommand) {
    this.#entry = entry
    this.output = output
    const child = spawn(file, args, {
      cwd,
      stdio: 'pipe',
      // Ctrl-C is for this process to answer.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    this.#child = child
    this.#kill = () => {
      if (child.pid !== undefined) killTree(child.pid)
      child.kill('SIGKILL')
    }
    process.once('exit', this.#kill)
    this.#ended = new Promise((_, reject) => {
      const end = (why: string) => {
        process.off('exit', this.#kill)
        reject(new ResidentEnded([why, ...this.#words].join('\n')))
      }
      child.once('error', ({ message }) => end(message))
      child.once('close', (code, signal) => end(`it ended with ${signal ?? `status ${code}`}`))
    })
    this.#ended.catch(() => {})
    // It may be gone by now.
    child.stdin.on('error', () => {})
    createInterface(child.stdout).on('line', (line) => this.#read(line))
    createInterface(child.stderr).on('line', (line) => this.#words.push(line))
  }

  /** Absolute paths of what was compiled the last time. */
  get sources(): string[] {
    return this.#sources.files
  }

  /**
   * Compiles what has changed since the last time, or all.
   *
   * @param signal leaves the compiler to it: the next compilation waits for this one
   * @throws ResidentEnded
   */
  async compile(signal?: AbortSignal): Promise<Compilation> {
    const mine = this.#last.then(() => {
      signal?.throwIfAborted()
      return Promise.race([this.#compile(), this.#ended])
    })
    this.#last = mine.catch(() => {})
    return signal === undefined ? mine : Promise.race([mine, aborted(signal)])
  }

  close(): void {
    this.#kill()
    removeRunningFolder(dirname(this.output))
  }

  async #compile(): Promise<Compilation> {
    const begun = Date.now()
    const changed = this.#sources.changed()
    this.#sources.look()
    const again = this.#whole !== undefined
    debug('build', () => `dart: ${again ? changed.join(', ') : 'all'}`)
    // A file that was read too late for one build and too early for the next, or one of another kind.
    if (this.#whole !== undefined && changed.length === 0) return this.#whole
    this.#words = []
    const result = await this.#ask(
      again ? recompileRequest(this.#entry, changed, randomUUID()) : compileRequest(this.#entry),
    )
    this.#sources.join(result.added, result.removed, begun)
    this.#whole = result.errors === 0 ? result : undefined
    this.#child.stdin?.write(ACCEPT)
    return result
  }

  #ask(request: string): Promise<Compilation> {
    return new Promise((done) => {
      this.#reader = { reader: new CompilationReader(), done }
      this.#child.stdin?.write(request)
    })
  }

  #read(line: string): void {
    const result = this.#reader?.reader.read(line)
    if (result === undefined) return
    this.#reader?.done(result)
    this.#reader = undefined
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const reason = () => reject(signal.reason as Error)
    if (signal.aborted) reason()
    else signal.addEventListener('abort', reason, { once: true })
  })
}
