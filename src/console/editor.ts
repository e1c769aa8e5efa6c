import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { basename, isAbsolute, join, relative } from 'node:path'
import { OcheError } from '../core/errors.ts'
import type { Place } from './types.ts'

/** Editors with a window of their own, and what each is told to show a place. */
const EDITORS: Readonly<Record<string, (file: string, line: number, column: number) => string[]>> =
  {
    code: (file, line, column) => ['--goto', `${file}:${line}:${column}`],
    codium: (file, line, column) => ['--goto', `${file}:${line}:${column}`],
    cursor: (file, line, column) => ['--goto', `${file}:${line}:${column}`],
    windsurf: (file, line, column) => ['--goto', `${file}:${line}:${column}`],
    zed: (file, line, column) => [`${file}:${line}:${column}`],
    subl: (file, line, column) => [`${file}:${line}:${column}`],
    idea: (file, line, column) => ['--line', String(line), '--column', String(column), file],
    webstorm: (file, line, column) => ['--line', String(line), '--column', String(column), file],
    gvim: (file, line, column) => [`+call cursor(${line},${column})`, file],
  }

/**
 * The editor of VISUAL or EDITOR, where it is one that opens a window; one in a terminal would fight with
 * `oche dev` for it. On Windows it is a script, which only a shell can start: there a link does it.
 */
export function editorOf(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform === 'win32') return undefined
  const [program = ''] = (env['VISUAL'] || env['EDITOR'] || '').trim().split(/\s+/)
  return Object.hasOwn(EDITORS, basename(program)) ? program : undefined
}

/**
 * The command that opens a place of the project. Pure, but for where links lead.
 *
 * @throws OcheError `CONSOLE_REFUSED` for what lies outside of the project
 */
export function openCommand(
  editor: string,
  root: string,
  { path, line, column = 1 }: Place,
): { file: string; args: string[] } {
  const file = insideOf(root, path)
  return { file: editor, args: EDITORS[basename(editor)]!(file, line, column) }
}

/** Without a shell, and without waiting for it. */
export function open({ file, args }: { file: string; args: readonly string[] }): void {
  const child = spawn(file, args, { stdio: 'ignore', detached: true })
  // Whoever has no such program sees that nothing opens.
  child.on('error', () => {})
  child.unref()
}

function insideOf(root: string, path: string): string {
  const [top, file] = [realOf(root), realOf(join(root, path))]
  const below = top && file && relative(top, file)
  if (!below || below.startsWith('..') || isAbsolute(below)) {
    throw new OcheError('CONSOLE_REFUSED', 'that is no file of the project', {
      remedy: 'Open it by hand.',
    })
  }
  return file
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
