import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ownPath } from '../core/own-package.ts'

/** Where the page is built to. */
const FOLDER = ownPath('dist', 'console', 'page')

export interface PageFile {
  type: string
  bytes: Buffer
  zipped: Buffer
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The files of the page by their paths: no other path reaches the disk. Empty where it is not built. */
export function readPage(folder = FOLDER): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>()
  for (const name of listed(folder)) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const bytes = readFileSync(join(folder, name))
    const path = name === 'index.html' ? '/' : `/${name.replaceAll('\\', '/')}`
    files.set(path, { type, bytes, zipped: gzipSync(bytes) })
  }
  return files
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}
