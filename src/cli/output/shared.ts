import type { Change, SharedApi } from '../../deploy/index.ts'
import type { Style } from './output.ts'

type DomainRecord = NonNullable<NonNullable<SharedApi['domain']>['record']>

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
    ...(domain?.record ? [line('DNS', recordText(domain.record))] : []),
    ...(id === null ? [] : [line('id', id)]),
    ...(changed === undefined ? [] : [line('changed', changed.join(', ') || 'nothing')]),
  ])
}

function recordText({ name, value, setIn }: DomainRecord): string {
  if (setIn === undefined) return `${name} CNAME ${value}`
  return `${name} A, AAAA → ${value}, in ${setIn}`
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(9)}${text}`
}
