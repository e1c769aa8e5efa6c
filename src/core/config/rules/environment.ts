import { limits } from '../../../contract/limits.ts'
import { reservedVariables } from '../../../contract/reserved-variables.ts'
import { keyText, type Problem } from '../problem.ts'
import type { PlacedFunction } from '../functions.ts'

export function environmentRule({ keys, at }: PlacedFunction): Problem[] {
  const environment = keys.environment ?? {}
  const local = keys.local?.environment ?? {}
  return [
    ...reservedProblems(environment, (name) => at('environment', name)),
    ...reservedProblems(local, (name) => at('local', 'environment', name)),
    ...sizeProblems(environment, at),
  ]
}

function reservedProblems(
  environment: Environment,
  at: (name: string) => PropertyKey[],
): Problem[] {
  const names = Object.keys(environment).filter((name) => reservedVariables.has(name))
  return names.map((name) => {
    const path = at(name)
    return {
      path,
      message: `${keyText(path)}: Lambda sets ${name} itself and refuses it here`,
      remedy: `Leave it out: the function finds it. For a value of your own choose another name, e.g. MY_${name.replace(/^_+/, '')}.`,
    }
  })
}

type Environment = Readonly<Record<string, string>>

/** What references stand for is not known yet, and counted once it is: `resolveEnvironment`. */
function sizeProblems(environment: Environment, at: PlacedFunction['at']): Problem[] {
  const known = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{[^}]*\}/g, ''),
    ]),
  )
  const mistake = environmentSizeMistake(known)
  if (mistake === undefined) return []
  const path = at('environment', mistake.largest)
  return [{ path, message: `environment: ${mistake.message}`, remedy: mistake.remedy }]
}

/** Lambda measures the variables as JSON. Names the largest one, and no value. */
export function environmentSizeMistake(
  environment: Environment,
): { message: string; remedy: string; largest: string } | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(environment))
  if (bytes <= limits.environmentBytes) return undefined
  const [largest] = Object.entries(environment).toSorted((a, b) => b[1].length - a[1].length)
  return {
    message: `the variables have ${bytes} bytes; Lambda takes ${limits.environmentBytes} in all`,
    remedy: `Put the largest one, ${largest![0]}, into a file ("include:") that the function reads.`,
    largest: largest![0],
  }
}
