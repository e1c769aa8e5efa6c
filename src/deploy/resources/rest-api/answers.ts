/** Of the answer to a preflight. */
export const STATUS = '204'
/** Before the name of a header that a method answers with. */
export const PARAMETER = 'method.response.header.'

/** What an integration answers by itself; undefined where it is none that does. */
export function answersOf(found: {
  type?: string | undefined
  integrationResponses?:
    | Record<string, { responseParameters?: Record<string, string> | undefined }>
    | undefined
}): Readonly<Record<string, string>> | undefined {
  if (found.type !== 'MOCK') return undefined
  const { responseParameters = {} } = found.integrationResponses?.[STATUS] ?? {}
  const lines = Object.entries(responseParameters).map(([name, value]) => [
    name.replace(PARAMETER, ''),
    value.replaceAll(/^'|'$/g, ''),
  ])
  return Object.fromEntries(lines) as Record<string, string>
}
