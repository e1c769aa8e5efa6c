import { dirname, join } from 'node:path'
import type { FunctionConfig, Project } from '../../../core/project.ts'
import { type Inputs, NO_INPUTS } from '../../inputs/inputs.ts'
import { findSource } from '../../source.ts'
import type { PackageFile } from '../types.ts'
import { packageClosure } from './closure.ts'
import { packageFiles } from './files.ts'
import type { Platform } from './platform.ts'

export interface External {
  files: PackageFile[]
  inputs: Inputs
}

/**
 * What `external:` names, with everything that it needs.
 *
 * @throws OcheError as `packageClosure` and `packageFiles`
 */
export function externalPackages(
  project: Project,
  fn: FunctionConfig,
  platform: Platform,
): External {
  if (fn.external.length === 0) return { files: [], inputs: NO_INPUTS }
  const from = dirname(findSource(project, fn))
  const { packages, places } = packageClosure(from, fn.external, platform)
  const files = packages.flatMap((one) => packageFiles(one, platform))
  return {
    files,
    inputs: {
      files: [
        ...packages.map(({ folder }) => join(folder, 'package.json')),
        ...files.map(({ file }) => file),
      ],
      lists: new Map(packages.map(({ folder }) => [folder, 'files'])),
      places,
    },
  }
}
