import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { oche, root, workspace, type Workspace } from './support/cli.ts'

let folder: Workspace
beforeEach(() => (folder = workspace()))
afterEach(() => folder.remove())

describe('oche new', () => {
  it('writes a project that names its settings in words', async () => {
    const { status, stdout } = await oche(['new', 'hello', '--no-install'], { cwd: folder.path })
    expect(status).toBe(0)
    expect(stdout.trim()).toBe(join(folder.path, 'hello'))
    const read = (file: string) => readFileSync(join(folder.path, 'hello', file), 'utf8')
    expect(read('oche.yaml')).toMatch(/# Anybody on the internet[^]*access: public/)
    expect(read('package.json')).toContain('"name": "hello"')
    expect(read('.gitignore')).toMatch(/^\.oche\/$/m)
    expect(read('README.md')).toMatch(/oche dev[^]*npm test[^]*oche build/)
    expect(existsSync(join(folder.path, 'hello', '_gitignore'))).toBe(false)
  })

  it('writes a handler whose own test passes', async () => {
    await oche(['new', 'hello', '--no-install'], { cwd: folder.path })
    const bun = join(root, 'node_modules', 'bun', 'bin', 'bun.exe')
    execFileSync(bun, ['test'], { cwd: join(folder.path, 'hello'), stdio: 'pipe' })
  })

  it('touches nothing that is there already', async () => {
    folder.write('hello/mine.txt', 'kept')
    const { status, stderr } = await oche(['new', 'hello'], { cwd: folder.path })
    expect(status).toBe(1)
    expect(stderr).toMatch(/is not empty; nothing was written\n→ Choose another name/)
    expect(readdirSync(join(folder.path, 'hello'))).toEqual(['mine.txt'])
  })

  it('refuses a name that no function can have', async () => {
    const { status, stderr } = await oche(['new', '../up'], { cwd: folder.path })
    expect(status).toBe(2)
    expect(stderr).toContain('"../up" cannot be the name of a function')
  })
})
