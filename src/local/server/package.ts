import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OcheError } from '../../core/errors.ts'
import { unpackFunction } from '../../core/unzip.ts'
import type { LocalCode, LocalExecutable, LocalFunction, LocalLambdaOptions } from '../types.ts'

/** A function whose code can be run as it lies there. */
export type RunnableFunction = Omit<LocalFunction, 'code'> & { code?: LocalExecutable | undefined }

/** Options with functions that can be run. */
export type RunnableOptions = Omit<LocalLambdaOptions, 'functions'> & {
  functions: readonly RunnableFunction[]
}

/** Where packages are unpacked. */
export interface PackagePlace {
  /** That paths are relative to. */
  root: string
  /** Of this local Lambda alone. */
  folder: string
}

/**
 * Code as it can be run: a zip is unpacked.
 *
 * @throws OcheError `ARTIFACT_NOT_FOUND`, and as `unpackFunction`
 */
export async function runnable(
  code: LocalCode,
  { root, folder }: PackagePlace,
): Promise<LocalExecutable> {
  if (!('zip' in code)) return code
  const path = resolve(root, code.zip)
  if (!existsSync(path)) {
    throw new OcheError('ARTIFACT_NOT_FOUND', `there is no file ${code.zip}`, {
      remedy: 'Type: oche build, which prints where it puts the zip.',
    })
  }
  const taskRoot = join(folder, `package-${randomUUID()}`)
  return { executable: await unpackFunction(path, taskRoot, code.zip), taskRoot }
}
