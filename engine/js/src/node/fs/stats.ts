const FILE = 0
const FOLDER = 1
const LINK = 2

/** What the host tells of a file, in its order. */
export class Stats {
  readonly size: number
  readonly mode: number
  readonly mtimeMs: number
  readonly atimeMs: number
  readonly ctimeMs: number
  readonly birthtimeMs: number
  readonly dev: number
  readonly ino: number
  readonly nlink: number
  readonly uid = 0
  readonly gid = 0
  readonly #kind: number

  constructor([
    size = 0,
    mode = 0,
    modified = 0,
    accessed = 0,
    born = 0,
    kind = FILE,
    device = 0,
    node = 0,
    links = 1,
  ]: number[]) {
    this.size = size
    this.mode = mode
    this.mtimeMs = this.ctimeMs = modified
    this.atimeMs = accessed
    this.birthtimeMs = born
    this.dev = device
    this.ino = node
    this.nlink = links
    this.#kind = kind
  }

  get mtime(): Date {
    return new Date(this.mtimeMs)
  }

  get atime(): Date {
    return new Date(this.atimeMs)
  }

  get ctime(): Date {
    return new Date(this.ctimeMs)
  }

  get birthtime(): Date {
    return new Date(this.birthtimeMs)
  }

  isFile(): boolean {
    return this.#kind === FILE
  }

  isDirectory(): boolean {
    return this.#kind === FOLDER
  }

  isSymbolicLink(): boolean {
    return this.#kind === LINK
  }

  isFIFO(): boolean {
    return (this.mode & 0o170000) === 0o010000
  }

  isSocket(): boolean {
    return (this.mode & 0o170000) === 0o140000
  }

  isBlockDevice(): boolean {
    return (this.mode & 0o170000) === 0o060000
  }

  isCharacterDevice(): boolean {
    return (this.mode & 0o170000) === 0o020000
  }
}

/** An entry of a folder. */
export class Dirent {
  readonly name: string
  readonly parentPath: string
  readonly path: string
  readonly #kind: string

  constructor(name: string, parent: string, kind: string) {
    this.name = name
    this.parentPath = this.path = parent
    this.#kind = kind
  }

  isFile(): boolean {
    return this.#kind === 'f'
  }

  isDirectory(): boolean {
    return this.#kind === 'd'
  }

  isSymbolicLink(): boolean {
    return this.#kind === 'l'
  }

  isFIFO(): boolean {
    return false
  }

  isSocket(): boolean {
    return false
  }

  isBlockDevice(): boolean {
    return false
  }

  isCharacterDevice(): boolean {
    return false
  }
}
