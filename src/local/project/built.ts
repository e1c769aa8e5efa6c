import { existsSync } from 'node:fs'
import type { Architecture } from '../../core/config/kinds.ts'
import { OcheError } from '../../core/errors.ts'
import type { ProjectLocation } from '../../core/find-project.ts'
import { hostArchitecture } from '../../core/host.ts'
import { packagePath } from '../../core/paths.ts'
import { loadProject, selectFunctions } from '../../core/project.ts'
import type { LocalFunction } from '../types.ts'
import { localFunction } from './function.ts'

export interface ProjectFunctionsOptions extends ProjectLocation {
  /** Names of those that are wanted. @default all of the project */
  functions?: readonly string[] | undefined
  /** Of the builds. @default this machine's */
  arch?: Architecture | undefined
}

/**
 * The functions of a project as `oche.yaml` has them, with the packages that `oche build` has left:
 * what a test gives to `startLocalLambda`. Variables are those of `oche dev`.
 *
 * @throws OcheError whatever is wrong with the configuration; `NOT_BUILT`
 * @example
 * await using lambda = await startLocalLambda({ functions: projectFunctions({ stage: 'dev' }) })
 */
export function projectFunctions(options: ProjectFunctionsOptions = {}): LocalFunction[] {
  const { functions: names = [], arch = hostArchitecture() ?? 'x86_64', ...location } = options
  const project = loadProject(location)
  return selectFunctions(project, names).map((fn) => {
    const zip = packagePath(project.root, fn.name, arch)
    if (!existsSync(zip)) throw notBuilt(fn.name, arch)
    const { unset: _, ...local } = localFunction(fn, project, options.env ?? process.env)
    return { ...local, code: { zip } }
  })
}

function notBuilt(name: string, arch: Architecture): OcheError {
  return new OcheError('NOT_BUILT', `${name} is not built for ${arch}`, {
    remedy: `Type: oche build ${name} --arch ${arch}`,
  })
}
