import type { Change, SharedApi } from '../../deploy/index.ts'
import type { Style } from './output.ts'

const NOUNS: Record<SharedApi['kind'], string> = { 'http-api': 'HTTP API', rest: 'REST API' }

/** The APIs that functions share, and what of them has changed. */
export function sharedLines(
  apis: readonly SharedApi[],
  style: Style,
  changes?: readonly Change[],
): string[] {
  const changed = changes && [...new Set(changes.map(({ resource, path }) => path ?? resource))]
  return apis.flatMap(({ kind, name, id, url, domain }) => [
    `${style('bold', name)}, ${NOUNS[kind]}`,
    ...(url === null ? [] : [line('url', url)]),
    ...(domain === undefined ? [] : [line('domain', domain.url)]),
    ...(domain?.record ? [line('DNS', `${domain.name} CNAME ${domain.record.value}`)] : []),
    ...(id === null ? [] : [line('id', id)]),
    ...(changed === undefined ? [] : [line('changed', changed.join(', ') || 'nothing')]),
  ])
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(9)}${text}`
}
