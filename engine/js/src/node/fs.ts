import { checkFunction } from '../define.ts'
import { constants } from './fs/constants.ts'
import { Dir, opendirSync } from './fs/dir.ts'
import promises from './fs/promises.ts'
import { Dirent, Stats } from './fs/stats.ts'
import * as sync from './fs/sync.ts'

export * from './fs/sync.ts'
export { createReadStream, createWriteStream, ReadStream, WriteStream } from './fs/streams.ts'
export { constants, Dir, Dirent, opendirSync, promises, Stats }

type Callback = (error: unknown, ...values: unknown[]) => void

/** The form with a callback, which is called on a later turn. */
const calling =
  (work: (...args: never[]) => unknown) =>
  (...args: unknown[]): void => {
    const done = args.pop() as Callback
    checkFunction(done, 'cb')
    let result: unknown
    let failure: unknown = null
    try {
      result = work(...(args as never[]))
    } catch (error) {
      failure = error
    }
    setImmediate(() => (failure ? done(failure) : done(null, result)))
  }

export const readFile = calling(sync.readFileSync)
export const writeFile = calling(sync.writeFileSync)
export const appendFile = calling(sync.appendFileSync)
export const stat = calling(sync.statSync)
export const lstat = calling(sync.lstatSync)
export const fstat = calling(sync.fstatSync)
export const access = calling(sync.accessSync)
export const readdir = calling(sync.readdirSync)
export const opendir = calling(opendirSync)
export const mkdir = calling(sync.mkdirSync)
export const mkdtemp = calling(sync.mkdtempSync)
export const rm = calling(sync.rmSync)
export const rmdir = calling(sync.rmdirSync)
export const unlink = calling(sync.unlinkSync)
export const rename = calling(sync.renameSync)
export const copyFile = calling(sync.copyFileSync)
export const cp = calling(sync.cpSync)
export const link = calling(sync.linkSync)
export const symlink = calling(sync.symlinkSync)
export const readlink = calling(sync.readlinkSync)
export const realpath = Object.assign(calling(sync.realpathSync), {
  native: calling(sync.realpathSync),
})
export const chmod = calling(sync.chmodSync)
export const truncate = calling(sync.truncateSync)
export const ftruncate = calling(sync.ftruncateSync)
export const fsync = calling(sync.fsyncSync)
export const utimes = calling(sync.utimesSync)
export const open = calling(sync.openSync)
export const close = calling(sync.closeSync)

export function exists(path: string, done: (found: boolean) => void): void {
  setImmediate(() => done(sync.existsSync(path)))
}

export function read(
  descriptor: number,
  into: Uint8Array,
  offset: number,
  length: number,
  position: number | null,
  done: Callback,
): void {
  calling(() => sync.readSync(descriptor, into, offset, length, position))(
    (error: unknown, count: unknown) => done(error, count, into),
  )
}

export function write(descriptor: number, data: string | Uint8Array, ...rest: unknown[]): void {
  const done = rest.pop() as Callback
  calling(() => sync.writeSync(descriptor, data, ...(rest as [number])))(
    (error: unknown, count: unknown) => done(error, count, data),
  )
}
