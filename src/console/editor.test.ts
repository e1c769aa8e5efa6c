import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { editorOf, openCommand } from './editor.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'oche-editor-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))
mkdirSync(join(root, 'project/src'), { recursive: true })
writeFileSync(join(root, 'project/src/a;b $(x).ts'), '')
writeFileSync(join(root, 'secret'), '')
symlinkSync(join(root, 'secret'), join(root, 'project/link'))
const project = join(root, 'project')

it('an editor with a window of its own is taken, one in a terminal is not', () => {
  expect(editorOf({ EDITOR: '/usr/bin/code --wait' }, 'linux')).toBe('/usr/bin/code')
  expect(editorOf({ VISUAL: 'zed', EDITOR: 'vim' }, 'darwin')).toBe('zed')
  for (const EDITOR of ['vim', 'nano', 'rm -rf', '', 'constructor', undefined]) {
    expect(editorOf({ EDITOR }, 'linux')).toBeUndefined()
  }
  expect(editorOf({ EDITOR: 'code' }, 'win32')).toBeUndefined()
})

it('a file of the project is one word of the command, whatever it is called', () => {
  const place = { path: 'src/a;b $(x).ts', line: 3, column: undefined }
  expect(openCommand('code', project, place)).toEqual({
    file: 'code',
    args: ['--goto', `${project}/src/a;b $(x).ts:3:1`],
  })
})

it.each(['../secret', 'link', '/etc/passwd', 'src/../../secret', 'missing.ts', '', '.'])(
  'what is no file of the project is not opened: %j',
  (path) => {
    const open = () => openCommand('code', project, { path, line: 1, column: 1 })
    expect(open).toThrow(expect.objectContaining({ code: 'CONSOLE_REFUSED' }))
  },
)
