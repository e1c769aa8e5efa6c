import type { Architecture } from '../../core/config/schema.ts'
import type { FunctionConfig } from '../../core/project.ts'
import { OCHE_FOLDER } from '../../core/paths.ts'
import type { Account } from '../names.ts'
import type { Endpoint } from '../resources/endpoint.ts'
import { desire, type Desired } from '../resources/index.ts'

type Wants = Desired['wants']

/** What there should be of a function, whoever makes it. */
export interface Wanted {
  name: string
  tags: Readonly<Record<string, string>>
  role: Wants['role']
  logGroup: Wants['logGroup']
  configuration: Wants['function']['configuration']
  reservedConcurrency: number | undefined
  endpoint: Endpoint
  retries: Wants['retries']
}

/** A function as another tool is to deploy it. */
export interface Exported {
  desired: Wanted
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
    desired: wantedOf(projectName, fn, account),
    environment: fn.environment,
    arch: fn.arch,
    zip: `${OCHE_FOLDER}/${fn.name}/${fn.arch}/${fn.name}.zip`,
  }))
}

function wantedOf(project: string, fn: FunctionConfig, account: Account): Wanted {
  const place = { account, project, function: fn.name }
  const {
    role,
    logGroup,
    function: own,
    url,
    api,
    retries,
  } = desire({
    place,
    fn,
    environment: {},
  }).wants
  return {
    name: fn.name,
    // Without the tags of ours: what another tool deploys is not Oche's to change or to delete.
    tags: fn.tags,
    role,
    logGroup,
    configuration: own.configuration,
    reservedConcurrency: own.reservedConcurrency,
    endpoint: url ?? api ?? { type: 'none' },
    retries,
  }
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
