import type { Change, SharedApi } from '../../deploy/index.ts'
import { apiNoun } from './changes.ts'
import type { Style } from './output.ts'

type DomainRecord = NonNullable<NonNullable<SharedApi['domain']>['record']>

/** The APIs that functions share, and what of them has changed. */
export function sharedLines(
  apis: readonly SharedApi[],
  style: Style,
  changes?: readonly Change[],
): string[] {
  const changedOf = (kind: SharedApi['kind']) =>
    changes
      ?.filter(({ api }) => api === undefined || api === kind)
      .map(({ resource, path }) => path ?? resource)
  return apis.flatMap(({ kind, name, id, url, domain }) => [
    `${style('bold', name)}, ${apiNoun(kind)}`,
    ...(url === null ? [] : [line('url', url)]),
    ...(domain === undefined ? [] : [line('domain', domain.url)]),
    ...(domain?.record ? [line('DNS', recordText(domain.record))] : []),
    ...(id === null ? [] : [line('id', id)]),
    ...(changes === undefined ? [] : [line('changed', uniqueText(changedOf(kind)!) || 'nothing')]),
  ])
}

function uniqueText(names: readonly string[]): string {
  return [...new Set(names)].join(', ')
}

function recordText({ name, value, setIn }: DomainRecord): string {
  if (setIn === undefined) return `${name} CNAME ${value}`
  return `${name} A, AAAA → ${value}, in ${setIn}`
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(9)}${text}`
}
