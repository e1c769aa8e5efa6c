import type { Artifact } from '../../../core/artifact.ts'
import type { Deployed } from '../../../deploy/index.ts'
import type { Style } from '../../output/output.ts'
import { bytesText } from '../../output/units.ts'

/** What a function is now, and what of it has changed. */
export function deployedLines(
  { name, arn, version, alias, url, changes }: Deployed,
  { zipBytes, bytes }: Pick<Artifact, 'zipBytes' | 'bytes'>,
  style: Style,
): string[] {
  return [
    style('bold', name),
    ...(url === null ? [] : [line('url', url)]),
    line('arn', arn),
    line('version', `${version}, alias ${alias}`),
    line('size', `${bytesText(zipBytes)} zip, ${bytesText(bytes)} executable`),
    line('changed', changedText(changes)),
  ]
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(9)}${text}`
}

function changedText(changes: Deployed['changes']): string {
  const words = changes.map(changedWord)
  return words.length === 0 ? 'nothing' : [...new Set(words)].join(', ')
}

/** A setting of the function by its name, of anything else what it is of; names of AWS's are left to the plan. */
function changedWord({ resource, action, path }: Deployed['changes'][number]): string {
  if (resource === 'function') return path ?? resource
  const isSetting = action === 'update' && path !== undefined && /^[a-z][\w.]*$/.test(path)
  return isSetting ? `${resource} ${path}` : resource
}
