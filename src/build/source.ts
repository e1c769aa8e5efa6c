import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { OcheError } from '../core/errors.ts'
import { defaultSources } from '../core/find-project.ts'
import type { FunctionConfig, Project } from '../core/project.ts'

/**
 * The absolute path of a function's source.
 *
 * @throws OcheError `SOURCE_NOT_FOUND`
 */
export function findSource(project: Project, fn: FunctionConfig): string {
  if (fn.source === undefined) {
    throw new OcheError(
      'SOURCE_NOT_FOUND',
      `there is no source for ${fn.name} in ${project.root}`,
      {
        remedy:
          `Name one by "source:" in oche.yaml, or write one of ${defaultSources(project.name).join(', ')}. ` +
          'For a new project type: oche new <name>',
      },
    )
  }
  const path = resolve(project.root, fn.source)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile()) return path
  throw new OcheError(
    'SOURCE_NOT_FOUND',
    `the source of ${fn.name}, ${fn.source}, ${found === undefined ? 'does not exist' : 'is a folder'}`,
    { remedy: remedyOf(fn) },
  )
}

/** What `dart_frog build` writes. */
const DART_FROG = /^(\.[\\/])?build[\\/]bin[\\/]server\.dart$/

function remedyOf({ source = '', language }: FunctionConfig): string {
  if (DART_FROG.test(source)) return 'It is written anew by every: dart_frog build'
  const what = language === 'dart' ? 'with main()' : 'that exports the handler'
  return `Correct "source:" in oche.yaml: it names the file ${what}.`
}
