import type { Architecture } from '../../core/config/schema.ts'
import type { FunctionConfig } from '../../core/project.ts'
import { OCHE_FOLDER } from '../../core/paths.ts'
import { desire, type Desired } from '../desired.ts'
import type { Account } from '../names.ts'

/** A function as another tool is to deploy it. */
export interface Exported {
  desired: Desired
  /** As in `oche.yaml`: references to variables are still in place. */
  environment: Readonly<Record<string, string>>
  arch: Architecture
  /** Path of the zip, as seen from where the exported file is. */
  zip: string
}

/**
 * @param account with placeholders of the other tool in place of partition, region and number
 */
export function exportedFunctions(
  projectName: string,
  functions: readonly FunctionConfig[],
  account: Account,
): Exported[] {
  return functions.map((fn) => ({
    // Without the tags of ours: what another tool deploys is not Oche's to change or to delete.
    desired: { ...desire({ projectName, fn, environment: {}, account }), tags: fn.tags },
    environment: fn.environment,
    arch: fn.arch,
    zip: `${OCHE_FOLDER}/${fn.name}/${fn.arch}/${fn.name}.zip`,
  }))
}

/** `my-function` → `MyFunction`, `MY_KEY` → `MyKey`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map(
      (word) =>
        word[0]!.toUpperCase() + (isShouted(word) ? word.slice(1).toLowerCase() : word.slice(1)),
    )
    .join('')
}

function isShouted(word: string): boolean {
  return word === word.toUpperCase()
}
