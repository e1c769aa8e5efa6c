import type { Change, Orphan, SharedApi, Status } from '../../../deploy/index.ts'
import { changeText, toldApart } from '../../output/changes.ts'
import type { Style } from '../../output/output.ts'
import { sharedLines } from '../../output/shared.ts'
import { versionLines } from '../../output/version-list.ts'

/** @param now milliseconds since 1970, for the age of versions */
export function statusLines(
  status: Status,
  region: string,
  style: Style,
  now = Date.now(),
): string[] {
  if (status.foreign !== undefined) {
    return [`${style('bold', status.name)} exists in ${region} and ${status.foreign}`]
  }
  if (!status.deployed) return [`${style('bold', status.name)} is not deployed in ${region}`]
  return [
    style('bold', status.name),
    ...line('url', status.url),
    ...line('arn', status.arn),
    ...line('version', status.version && `${status.version}, alias ${status.alias}`),
    ...line('state', `${status.state}, ${status.arch ?? ''}`),
    ...line('failed', status.failedUpdate && `the last update: ${status.failedUpdate}`),
    ...line('deployed', status.lastDeploy),
    ...versionLines(status.versions, style, now).map((text) => `  ${text}`),
    ...(status.conflict !== undefined
      ? line('drift', `unknown: ${status.conflict}`)
      : driftLines(status.drift, style)),
  ]
}

/** What functions share, and where that differs from the configuration. */
export interface SharedStatus {
  apis: readonly SharedApi[]
  drift: readonly Change[]
  /** Something that is not this project's, so that nobody knows what differs. */
  conflict?: string
  /** What to do about that. */
  remedy?: string
}

export function sharedStatusLines({ apis, drift, conflict }: SharedStatus, style: Style): string[] {
  if (apis.length === 0) return []
  const differing =
    conflict === undefined ? driftLines(drift, style) : line('drift', `unknown: ${conflict}`)
  return [...sharedLines(apis, style), ...differing]
}

function driftLines(drift: readonly Change[], style: Style): string[] {
  return drift.length === 0
    ? line('drift', 'none: AWS has what the configuration says')
    : [...line('drift', ''), ...toldApart(drift).map((one) => `    ${changeText(one, style)}`)]
}

/** A function that only AWS has. */
export function orphanLines({ name, arn }: Orphan, style: Style): string[] {
  return [
    style('bold', name),
    ...line('arn', arn),
    ...line('orphan', 'deployed, and no longer in oche.yaml'),
  ]
}

function line(label: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`  ${label.padEnd(9)}${text}`.trimEnd()]
}
