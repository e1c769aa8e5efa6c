import { coded } from '../../define.ts'
import { pathOf, type PathLike } from './paths.ts'
import type { Dirent } from './stats.ts'
import { readdirSync } from './sync.ts'

/** A folder whose entries are read one by one. */
export class Dir {
  readonly path: string
  readonly #entries: Dirent[]
  #next = 0
  #isClosed = false

  constructor(path: string, entries: Dirent[]) {
    this.path = path
    this.#entries = entries
  }

  readSync(): Dirent | null {
    this.#check()
    return this.#entries[this.#next++] ?? null
  }

  closeSync(): void {
    this.#check()
    this.#isClosed = true
  }

  read(done?: (error: unknown, entry?: Dirent | null) => void) {
    return settled(() => this.readSync(), done)
  }

  close(done?: (error: unknown) => void) {
    return settled(() => this.closeSync(), done)
  }

  async *entries(): AsyncGenerator<Dirent, void> {
    try {
      for (let entry = this.readSync(); entry; entry = this.readSync()) yield entry
    } finally {
      this.closeSync()
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<Dirent, void> {
    return this.entries()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isClosed) this.closeSync()
  }

  #check(): void {
    if (this.#isClosed) throw coded(new Error('Directory handle was closed'), 'ERR_DIR_CLOSED')
  }
}

/** By a callback where there is one, otherwise by a promise. */
function settled<T>(work: () => T, done?: (error: unknown, value?: T) => void) {
  const promise = new Promise<T>((resolve) => resolve(work()))
  if (done) promise.then((value) => done(null, value), done)
  return done ? undefined : promise
}

export function opendirSync(path: PathLike, options?: { recursive?: boolean }): Dir {
  const recursive = options?.recursive ?? false
  try {
    return new Dir(pathOf(path), readdirSync(path, { recursive, withFileTypes: true }) as Dirent[])
  } catch (error) {
    const failed = error as Error & { syscall?: string }
    if (failed.syscall === 'scandir') {
      failed.syscall = 'opendir'
      failed.message = failed.message.replace(', scandir', ', opendir')
    }
    throw failed
  }
}
