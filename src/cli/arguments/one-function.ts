import { selectFunctions, type FunctionConfig, type Project } from '../../core/project.ts'
import { usageError } from './usage-error.ts'

/** The one function that a command is about. @throws OcheError `USAGE` where there are several */
export function oneFunction(
  project: Project,
  names: readonly string[],
  example: (name: string) => string,
): FunctionConfig {
  const [chosen, ...others] = selectFunctions(project, names)
  if (chosen !== undefined && others.length === 0) return chosen
  const known = project.functions.map(({ name }) => name)
  throw usageError(
    `this project has several functions: ${known.join(', ')}`,
    `Name one: ${example(known[0]!)}`,
  )
}
