import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs'
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

  it('gives a Dart project the package that it depends on', async () => {
    const args = ['new', 'my-api', '--lang', 'dart', '--no-install', '--json']
    const { status, stdout } = await oche(args, { cwd: folder.path })
    expect(status).toBe(0)
    const { files } = JSON.parse(stdout) as { files: string[] }
    expect(files).toContain(join('packages', 'oche', 'lib', 'oche.dart'))
    for (const file of files) expect(existsSync(join(folder.path, 'my-api', file))).toBe(true)
    const read = (file: string) => readFileSync(join(folder.path, 'my-api', file), 'utf8')
    expect(read('pubspec.yaml')).toMatch(/^name: my_api$[^]*path: packages\/oche$/m)
    expect(read('packages/oche/pubspec.yaml')).toMatch(/^name: oche$/m)
    expect(read('packages/oche_shelf/pubspec.yaml')).toContain('oche:\n    path: ../oche\n')
    expect(read('bin/api.dart')).toContain("import 'package:my_api/greet.dart'")
  })

  it('says that the program of a dart_frog application is to be written first', async () => {
    const args = ['new', 'frog', '--template', 'dart_frog', '--no-install']
    const { stderr } = await oche(args, { cwd: folder.path })
    expect(stderr).toMatch(/dart pub get\n.*dart_frog_cli\n {2}dart_frog build\n {2}oche dev\n/)
    const cwd = join(folder.path, 'frog')
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toMatch(/^build\/$/m)
    const built = await oche(['build'], { cwd })
    expect(built.status).toBe(1)
    expect(built.stderr).toContain('→ It is written anew by every: dart_frog build\n')
  })

  it('says what to do where there is no Dart SDK', async () => {
    const env = { PATH: folder.path }
    const args = ['new', 'hello', '--lang', 'dart']
    const { status, stderr } = await oche(args, { cwd: folder.path, env })
    expect(status).toBe(0)
    expect(stderr).toContain(
      'there is no dart on the PATH. oche build and oche dev compile in a container',
    )
    expect(stderr).toContain('https://dart.dev/get-dart')
    expect(stderr).toMatch(/Next:\n {2}cd hello\n {2}dart pub get\n {2}oche dev\n/)
  })

  it.skipIf(process.platform === 'win32')('shows why pub did not find packages', async () => {
    folder.write('bin/dart', '#!/bin/sh\necho "version solving failed." >&2\nexit 69\n')
    chmodSync(join(folder.path, 'bin/dart'), 0o755)
    const env = { PATH: join(folder.path, 'bin') }
    const args = ['new', 'hello', '--lang', 'dart']
    const { status, stderr } = await oche(args, { cwd: folder.path, env })
    expect(status).toBe(0)
    expect(stderr).toContain('dart pub get failed: version solving failed.')
    expect(stderr).toMatch(/Next:\n {2}cd hello\n {2}dart pub get\n/)
  })

  it('touches nothing that is there already', async () => {
    folder.write('hello/mine.txt', 'kept')
    const { status, stderr } = await oche(['new', 'hello'], { cwd: folder.path })
    expect(status).toBe(1)
    expect(stderr).toMatch(/is not empty; nothing was written\n→ Choose another name/)
    expect(readdirSync(join(folder.path, 'hello'))).toEqual(['mine.txt'])
  })

  it('writes oche.yaml alone where a project is', async () => {
    const files = { 'package.json': '{"name":"greeter"}', 'src/index.ts': '' }
    for (const [file, text] of Object.entries(files)) folder.write(file, text)
    const { status, stdout } = await oche(['new', '.'], { cwd: folder.path })
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${join(folder.path, 'oche.yaml')}\n` })
    expect(readFileSync(join(folder.path, 'oche.yaml'), 'utf8')).toBe(
      '# yaml-language-server: $schema=.oche/schema.json\nname: greeter\nsource: src/index.ts\n',
    )
    expect(readdirSync(folder.path).toSorted()).toEqual([
      '.oche',
      'oche.yaml',
      'package.json',
      'src',
    ])
    expect(existsSync(join(folder.path, '.oche/schema.json'))).toBe(true)
    const again = await oche(['new', '.', '--json'], { cwd: folder.path })
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'CONFIG_EXISTS' } })
  })

  it('refuses a name that no function can have', async () => {
    const { status, stderr } = await oche(['new', '../up'], { cwd: folder.path })
    expect(status).toBe(2)
    expect(stderr).toContain('"../up" cannot be the name of a function')
  })
})
