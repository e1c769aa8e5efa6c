import type { Aws } from '../../aws/aws.ts'
import type { Place } from '../../model/place.ts'
import type { RemoteAlias } from '../../model/version.ts'
import { ALIAS } from '../../names.ts'

/** What moved the alias last. Its description says it: it is written by the call that moves it. */
export interface Move {
  /** Where it points to since then. */
  version: string
  /** Where it pointed to before; undefined where there was none. */
  before: string | undefined
  /** The run of a command, of which all moves of an application are one; runs sort by time. */
  run: string
  /** The run was taken back by `oche rollback`. */
  undone: boolean
}

export function moveText({ version, before, run, undone }: Move): string {
  const since = before === undefined ? '' : ` after ${before}`
  return `version ${version}${since} by ${run}${undone ? ', taken back' : ''}`
}

const MOVE = /^version (\d+)(?: after (\d+))? by (\S+?)(, taken back)?$/

/** Undefined where it was moved by somebody else since, or before there was such a record. */
export function lastMove(alias: RemoteAlias | undefined): Move | undefined {
  const [, version, before, run, undone] = MOVE.exec(alias?.description ?? '') ?? []
  if (version === undefined || run === undefined || version !== alias?.version) return undefined
  return { version, before, run, undone: undone !== undefined }
}

/** What a call that points the alias to a version says of it; undefined leaves it as it is. */
export function movedBy(
  run: string | undefined,
  version: string | undefined,
  before: string | undefined,
): string | undefined {
  if (run === undefined || version === undefined || version === before) return undefined
  return moveText({ version, before, run, undone: false })
}

/**
 * The one call that moves traffic; shares that somebody gave to other versions end with it.
 *
 * @param RevisionId of the alias as it was read: Lambda refuses where it has changed since
 * @param Description see `Move`
 */
export async function pointAlias(
  aws: Aws,
  place: Place,
  version: string | undefined,
  RevisionId: string | undefined,
  Description: string | undefined,
): Promise<void> {
  await aws.call('lambda:UpdateAlias', {
    FunctionName: place.function,
    Name: ALIAS,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: {} },
    RevisionId,
    Description,
  })
}
