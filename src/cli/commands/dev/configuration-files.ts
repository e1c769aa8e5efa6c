import { isAbsolute, join, relative, resolve } from 'node:path'
import type { Project } from '../../../core/project.ts'

const NAMES = ['oche.yaml', 'oche.yml']

type Deciding = Pick<Project, 'root' | 'configFile' | 'envFile'> & {
  functions: readonly Pick<Project['functions'][number], 'layers'>[]
}

/**
 * Whether a file decides what the functions are, or what stands for `/opt`: processes are started anew when it is saved.
 */
export function isConfiguration(
  file: string,
  { root, configFile, envFile, functions }: Deciding,
): boolean {
  return (
    file === configFile ||
    file === envFile.path ||
    NAMES.some((name) => file === join(root, name)) ||
    functions.some(({ layers }) => layers.some((layer) => isIn(resolve(root, layer), file)))
  )
}

function isIn(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return path !== '' && !path.startsWith('..') && !isAbsolute(path)
}
