import { coded } from '../../define.ts'
import { native } from '../../native.ts'
import { Buffer } from '../buffer.ts'
import { join } from '../path.ts'
import { bytesToWrite, encodingOf, pathOf, type PathLike } from './paths.ts'
import { Dirent, Stats } from './stats.ts'

const files = native.part('files')

type Target = PathLike | number

interface Options {
  encoding?: string | null
  flag?: string
  mode?: number
  recursive?: boolean
  force?: boolean
  withFileTypes?: boolean
  throwIfNoEntry?: boolean
}

const given = (options: unknown): Options =>
  typeof options === 'object' && options ? (options as Options) : {}

const shown = (bytes: Uint8Array, options: unknown) => {
  const encoding = encodingOf(options)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return encoding === undefined ? buffer : buffer.toString(encoding)
}

export function openSync(path: PathLike, flags: string | number = 'r'): number {
  return files.open(pathOf(path), typeof flags === 'number' ? 'r' : flags)
}

export function closeSync(descriptor: number): void {
  files.close(descriptor)
}

export function readSync(
  descriptor: number,
  into: Uint8Array,
  offsetOrOptions: number | { offset?: number; length?: number; position?: number | null } = 0,
  length?: number,
  position?: number | null,
): number {
  const {
    offset = 0,
    length: count,
    position: at,
  } = typeof offsetOrOptions === 'object'
    ? offsetOrOptions
    : { offset: offsetOrOptions, length, position }
  const end = count === undefined ? into.byteLength : offset + count
  const room = new Uint8Array(
    into.buffer,
    into.byteOffset + offset,
    Math.min(end, into.byteLength) - offset,
  )
  return files.read(descriptor, room, at === null || at === -1 ? undefined : at)
}

export function writeSync(
  descriptor: number,
  data: string | Uint8Array,
  offset?: number | null,
  lengthOrEncoding?: number | string | null,
  position?: number | null,
): number {
  if (typeof data === 'string') {
    const bytes = Buffer.from(
      data,
      typeof lengthOrEncoding === 'string' ? lengthOrEncoding : 'utf8',
    )
    write(descriptor, bytes, offset)
    return bytes.length
  }
  const start = offset ?? 0
  const length = typeof lengthOrEncoding === 'number' ? lengthOrEncoding : data.byteLength - start
  write(descriptor, new Uint8Array(data.buffer, data.byteOffset + start, length), position)
  return length
}

/** Standard output and error are no files of the host's. */
function write(descriptor: number, bytes: Uint8Array, position: number | null | undefined): void {
  if (descriptor === 1 || descriptor === 2) native.part('system').print(descriptor, bytes)
  else files.write(descriptor, bytes, position ?? undefined)
}

export function readFileSync(target: Target, options?: unknown): string | Buffer {
  if (!Number.isInteger(target)) return shown(files.readFile(pathOf(target)), options)
  const parts: Uint8Array[] = []
  for (;;) {
    const part = new Uint8Array(64 * 1024)
    const count = files.read(target as number, part)
    if (count === 0) return shown(Buffer.concat(parts), options)
    parts.push(part.subarray(0, count))
  }
}

export function writeFileSync(target: Target, data: unknown, options?: unknown): void {
  const bytes = bytesToWrite(data, options)
  if (typeof target === 'number') return write(target, bytes, undefined)
  const { flag = 'w', mode } = given(options)
  const path = pathOf(target)
  const descriptor = files.open(path, flag)
  try {
    files.write(descriptor, bytes)
    if (mode !== undefined) files.chmod(path, mode)
  } finally {
    files.close(descriptor)
  }
}

export function appendFileSync(target: Target, data: unknown, options?: unknown): void {
  writeFileSync(target, data, { flag: 'a', encoding: encodingOf(options), ...given(options) })
}

function look(path: PathLike, options: unknown, follows: boolean): Stats | undefined {
  try {
    return new Stats(files.stat(pathOf(path), follows))
  } catch (error) {
    if (given(options).throwIfNoEntry === false && (error as { code?: string }).code === 'ENOENT')
      return undefined
    throw error
  }
}

export const statSync = (path: PathLike, options?: unknown) => look(path, options, true)
export const lstatSync = (path: PathLike, options?: unknown) => look(path, options, false)
export const fstatSync = (descriptor: number) => new Stats(files.statOpen(descriptor))

export function existsSync(path: unknown): boolean {
  try {
    files.stat(pathOf(path), true)
    return true
  } catch {
    return false
  }
}

export function accessSync(path: PathLike): void {
  const text = pathOf(path)
  try {
    files.stat(text, true)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== 'ENOENT') throw error
    throw Object.assign(
      coded(new Error(`ENOENT: no such file or directory, access '${text}'`), 'ENOENT'),
      { errno: -2, syscall: 'access', path: text },
    )
  }
}

export function readdirSync(path: PathLike, options?: unknown): (string | Dirent)[] {
  const { recursive = false, withFileTypes = false } = given(options)
  const root = pathOf(path)
  const list = (inside: string): (string | Dirent)[] =>
    files.list(join(root, inside)).flatMap(([name, kind]) => {
      const own = withFileTypes
        ? new Dirent(name, inside === '' ? root : join(root, inside), kind)
        : join(inside, name)
      return recursive && kind === 'd' ? [own, ...list(join(inside, name))] : [own]
    })
  return list('')
}

export function mkdirSync(path: PathLike, options?: unknown): string | undefined {
  const text = pathOf(path)
  if (!given(options).recursive) return void files.at('mkdir', text)
  const isFolder = (at: string) => statSync(at, { throwIfNoEntry: false })?.isDirectory()
  const make = (at: string): string | undefined => {
    if (at === '' || isFolder(at)) return undefined
    const first = make(at.replace(/\/?[^/]*\/*$/, '') || (at.startsWith('/') ? '/' : ''))
    files.at('mkdir', at)
    return first ?? at
  }
  return make(text.replace(/\/+$/, ''))
}

export const rmdirSync = (path: PathLike) => files.at('rmdir', pathOf(path))
export const unlinkSync = (path: PathLike) => files.at('unlink', pathOf(path))

export function rmSync(path: PathLike, options?: unknown): void {
  const { recursive = false, force = false } = given(options)
  const text = pathOf(path)
  const found = force ? lstatSync(text, { throwIfNoEntry: false }) : lstatSync(text)
  if (!found) return
  if (!found.isDirectory()) return files.at('unlink', text)
  if (!recursive)
    throw Object.assign(
      coded(
        new Error(`Path is a directory: rm returned EISDIR (is a directory) ${text}`),
        'ERR_FS_EISDIR',
      ),
      { name: 'SystemError' },
    )
  for (const [name] of files.list(text)) rmSync(join(text, name), options)
  files.at('rmdir', text)
}

export const renameSync = (from: PathLike, to: PathLike) =>
  files.between('rename', pathOf(from), pathOf(to))
export const copyFileSync = (from: PathLike, to: PathLike) =>
  files.between('copyfile', pathOf(from), pathOf(to))
export const linkSync = (from: PathLike, to: PathLike) =>
  files.between('link', pathOf(from), pathOf(to))
export const symlinkSync = (target: PathLike, path: PathLike) =>
  files.between('symlink', pathOf(target), pathOf(path))
export const readlinkSync = (path: PathLike) => files.target('readlink', pathOf(path))
export const realpathSync = Object.assign(
  (path: PathLike) => files.target('realpath', pathOf(path)),
  {
    native: (path: PathLike) => files.target('realpath', pathOf(path)),
  },
)
export const chmodSync = (path: PathLike, mode: number | string) =>
  files.chmod(pathOf(path), typeof mode === 'string' ? Number.parseInt(mode, 8) : mode)
export const ftruncateSync = (descriptor: number, length = 0) => files.truncate(descriptor, length)
export const fsyncSync = (descriptor: number) => files.sync(descriptor)
export const fdatasyncSync = fsyncSync

export function truncateSync(path: PathLike, length = 0): void {
  const descriptor = files.open(pathOf(path), 'r+')
  try {
    files.truncate(descriptor, length)
  } finally {
    files.close(descriptor)
  }
}

const milliseconds = (time: number | string | Date) =>
  time instanceof Date ? time.getTime() : Number(time) * 1000

export function utimesSync(
  path: PathLike,
  accessed: number | string | Date,
  modified: number | string | Date,
): void {
  files.setTimes(pathOf(path), milliseconds(accessed), milliseconds(modified))
}

export function mkdtempSync(prefix: PathLike): string {
  const begin = pathOf(prefix, 'prefix')
  const random = new Uint8Array(6)
  native.part('crypto').random(random)
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
  const path = begin + Array.from(random, (byte) => letters[byte % letters.length]).join('')
  files.at('mkdir', path)
  return path
}

export function cpSync(from: PathLike, to: PathLike, options?: unknown): void {
  const { recursive = false } = given(options)
  const [source, target] = [pathOf(from), pathOf(to)]
  if (!statSync(source)!.isDirectory()) return files.between('copyfile', source, target)
  if (!recursive)
    throw Object.assign(
      coded(
        new Error(
          `Recursive option not enabled, cannot copy a directory: cp returned EISDIR (${source} is a directory (not copied)) ${source}`,
        ),
        'ERR_FS_EISDIR',
      ),
      { name: 'SystemError' },
    )
  mkdirSync(target, { recursive: true })
  for (const [name] of files.list(source)) cpSync(join(source, name), join(target, name), options)
}
