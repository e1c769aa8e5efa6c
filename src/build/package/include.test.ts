import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OcheError } from '../../core/errors.ts'
import { packageContents } from './contents.ts'
import { includedFiles } from './include.ts'

let folder: string
let root: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'oche-include-')))
  root = join(folder, 'project')
  for (const file of ['templates/a.html', 'templates/deep/b.html', 'note.txt']) put(file)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(file: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), file)
}

const names = (from: string, to?: string) =>
  includedFiles(root, [{ from, ...(to !== undefined && { to }) }])
    .map(({ name }) => name)
    .toSorted()

function code(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (thrown) {
    return thrown instanceof OcheError ? thrown.code : String(thrown)
  }
}

describe('includedFiles', () => {
  it('keeps names, or gives others to a file and to a folder', () => {
    expect(names('templates')).toEqual(['templates/a.html', 'templates/deep/b.html'])
    expect(names('templates', 'assets/t')).toEqual(['assets/t/a.html', 'assets/t/deep/b.html'])
    expect(names('./templates/', '.')).toEqual(['a.html', 'deep/b.html'])
    expect(names('note.txt')).toEqual(['note.txt'])
    expect(names('note.txt', 'read/me.txt')).toEqual(['read/me.txt'])
    expect(names('templates/a.html', 'pages/')).toEqual(['pages/a.html'])
  })

  it('leaves out what Oche and git keep', () => {
    put('.oche/x')
    put('.git/config')
    expect(names('.')).toEqual(['note.txt', 'templates/a.html', 'templates/deep/b.html'])
  })

  it('refuses what is not there or has no file in it', () => {
    expect(code(() => names('nowhere'))).toBe('INCLUDE_NOT_FOUND')
    mkdirSync(join(root, 'empty'))
    expect(code(() => names('empty'))).toBe('INCLUDE_EMPTY')
  })

  it.skipIf(process.platform === 'win32')('refuses what is neither file nor folder', () => {
    execFileSync('mkfifo', [join(root, 'templates', 'pipe')])
    expect(code(() => names('templates'))).toBe('INCLUDE_SPECIAL')
  })

  it('refuses symbolic links, wherever they point', () => {
    symlinkSync(join(root, 'note.txt'), join(root, 'templates', 'link.html'))
    expect(code(() => names('templates'))).toBe('INCLUDE_SYMLINK')
    expect(code(() => names('templates/link.html'))).toBe('INCLUDE_SYMLINK')
    symlinkSync('nowhere', join(root, 'dangling'))
    expect(code(() => names('dangling'))).toBe('INCLUDE_SYMLINK')
  })

  it('refuses files outside the project, also by way of a linked folder', () => {
    writeFileSync(join(folder, 'secret'), '')
    expect(code(() => names('../secret'))).toBe('INCLUDE_OUTSIDE')
    expect(code(() => names(join(folder, 'secret')))).toBe('INCLUDE_OUTSIDE')
    symlinkSync(folder, join(root, 'up'))
    expect(code(() => names('up/secret'))).toBe('INCLUDE_OUTSIDE')
  })

  it.each(['../x', '/etc/x', 'a/../../x', 'C:\\x'])('refuses the target %s', (to) => {
    expect(code(() => names('note.txt', to))).toBe('INCLUDE_TARGET')
  })
})

describe('packageContents', () => {
  it('refuses two files of one name, and allows one file twice', () => {
    const file = join(root, 'note.txt')
    const other = { name: 'bootstrap', file: join(root, 'templates/a.html') }
    expect(code(() => packageContents([{ name: 'bootstrap', file }], [other]))).toBe(
      'PACKAGE_CONFLICT',
    )
    expect(packageContents([other], [other])).toHaveLength(1)
  })
})
