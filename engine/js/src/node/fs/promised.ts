import { Buffer } from '../buffer.ts'
import type { PathLike } from './paths.ts'
import { opendirSync } from './dir.ts'
import { createReadStream, createWriteStream } from './streams.ts'
import { Stats } from './stats.ts'
import * as sync from './sync.ts'
import { constants } from './constants.ts'

/** A call that blocks for the short time that a file takes: there is one invocation at a time. */
const later =
  <A extends unknown[], R>(work: (...args: A) => R) =>
  async (...args: A): Promise<Awaited<R>> =>
    await work(...args)

export class FileHandle {
  readonly fd: number

  constructor(fd: number) {
    this.fd = fd
  }

  async read(
    into:
      | Uint8Array
      | { buffer?: Uint8Array; offset?: number; length?: number; position?: number | null } = {},
    offset?: number,
    length?: number,
    position?: number | null,
  ) {
    const all = into instanceof Uint8Array ? { buffer: into, offset, length, position } : into
    const buffer = all.buffer ?? Buffer.alloc(16_384)
    const at = all.offset ?? 0
    const bytesRead = sync.readSync(
      this.fd,
      buffer,
      at,
      all.length ?? buffer.byteLength - at,
      all.position ?? null,
    )
    return { bytesRead, buffer }
  }

  async write(
    data: string | Uint8Array,
    offset?: number | null,
    length?: number | string | null,
    position?: number | null,
  ) {
    return { bytesWritten: sync.writeSync(this.fd, data, offset, length, position), buffer: data }
  }

  async readFile(options?: unknown) {
    return sync.readFileSync(this.fd, options)
  }

  async writeFile(data: unknown, options?: unknown): Promise<void> {
    sync.writeFileSync(this.fd, data, options)
  }

  async appendFile(data: unknown, options?: unknown): Promise<void> {
    sync.writeFileSync(this.fd, data, options)
  }

  async stat(): Promise<Stats> {
    return sync.fstatSync(this.fd)
  }

  async truncate(length?: number): Promise<void> {
    sync.ftruncateSync(this.fd, length)
  }

  async sync(): Promise<void> {
    sync.fsyncSync(this.fd)
  }

  async datasync(): Promise<void> {
    sync.fsyncSync(this.fd)
  }

  async close(): Promise<void> {
    sync.closeSync(this.fd)
  }

  createReadStream(options?: object) {
    return createReadStream('', { ...options, fd: this.fd })
  }

  createWriteStream(options?: object) {
    return createWriteStream('', { ...options, fd: this.fd })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

export const open = async (path: PathLike, flags?: string) =>
  new FileHandle(sync.openSync(path, flags))
export const readFile = later((path: PathLike | FileHandle, options?: unknown) =>
  sync.readFileSync(path instanceof FileHandle ? path.fd : path, options),
)
export const writeFile = later(
  async (path: PathLike | FileHandle, data: unknown, options?: unknown) => {
    const isParts =
      typeof data === 'object' &&
      data !== null &&
      !ArrayBuffer.isView(data) &&
      (Symbol.asyncIterator in data || Symbol.iterator in data)
    if (!isParts)
      return sync.writeFileSync(path instanceof FileHandle ? path.fd : path, data, options)
    const handle = path instanceof FileHandle ? path : await open(path, 'w')
    try {
      for await (const part of data as AsyncIterable<unknown>)
        sync.writeFileSync(handle.fd, part, options)
    } finally {
      if (handle !== path) await handle.close()
    }
  },
)
export const appendFile = later(sync.appendFileSync)
export const stat = later((path: PathLike, options?: unknown) => sync.statSync(path, options))
export const lstat = later((path: PathLike, options?: unknown) => sync.lstatSync(path, options))
export const access = later(sync.accessSync)
export const readdir = later(sync.readdirSync)
export const opendir = later(opendirSync)
export const mkdir = later(sync.mkdirSync)
export const mkdtemp = later(sync.mkdtempSync)
export const rm = later(sync.rmSync)
export const rmdir = later(sync.rmdirSync)
export const unlink = later(sync.unlinkSync)
export const rename = later(sync.renameSync)
export const copyFile = later(sync.copyFileSync)
export const cp = later(sync.cpSync)
export const link = later(sync.linkSync)
export const symlink = later(sync.symlinkSync)
export const readlink = later(sync.readlinkSync)
export const realpath = later((path: PathLike) => sync.realpathSync(path))
export const chmod = later(sync.chmodSync)
export const truncate = later(sync.truncateSync)
export const utimes = later(sync.utimesSync)
export { constants }
