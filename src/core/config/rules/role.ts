import { nearest } from '../../nearest.ts'
import { keyText, type Problem } from '../problem.ts'
import type { PlacedFunction } from '../functions.ts'

/** IAM: characters of all inline policies of a role together, white space aside. */
const INLINE_CHARACTERS = 10_240

/** IAM attaches no more to a role, whatever the account's quota. */
const MANAGED_POLICIES = 20

/** What IAM would refuse to put into the role, or to attach to it. */
export function roleRule({ keys, at }: PlacedFunction): Problem[] {
  const policies = keys.policies ?? []
  const inline = policies.filter((policy) => typeof policy === 'object')
  const managed = policies.length - inline.length
  return [
    ...policies.flatMap((policy, index) =>
      typeof policy === 'string' ? [] : statementProblems(policy, at('policies', index)),
    ),
    ...tooMany(
      JSON.stringify(inline).length > INLINE_CHARACTERS,
      at('policies'),
      `the inline policies have over ${INLINE_CHARACTERS} characters, which is all that IAM takes`,
      'Make a managed policy of them and name its ARN.',
    ),
    ...tooMany(
      managed >= MANAGED_POLICIES,
      at('policies'),
      `IAM takes ${MANAGED_POLICIES} managed policies for a role, with the function’s own one`,
      'Put some of them together.',
    ),
  ]
}

function tooMany(
  isSo: boolean,
  path: readonly PropertyKey[],
  message: string,
  remedy: string,
): Problem[] {
  return isSo ? [{ path, message: `${keyText(path)}: ${message}`, remedy }] : []
}

const STATEMENT_KEYS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]
const DOCUMENT_KEYS = ['Version', 'Id', 'Statement']

/** One statement, or a document with one or several. */
function statementProblems(
  policy: Readonly<Record<string, unknown>>,
  path: readonly PropertyKey[],
): Problem[] {
  const statement = policy['Statement']
  if (statement === undefined) return statementProblem(policy, path)
  return [
    ...unknownKeys(policy, DOCUMENT_KEYS, path),
    ...(Array.isArray(statement)
      ? statement.flatMap((one: unknown, index) =>
          statementProblem(one, [...path, 'Statement', index]),
        )
      : statementProblem(statement, [...path, 'Statement'])),
  ]
}

function statementProblem(statement: unknown, path: readonly PropertyKey[]): Problem[] {
  const example = 'For example: { Effect: Allow, Action: "s3:GetObject", Resource: "arn:…" }'
  if (typeof statement !== 'object' || statement === null) {
    return [{ path, message: `${keyText(path)}: a statement has keys and values`, remedy: example }]
  }
  const keys = statement as Readonly<Record<string, unknown>>
  const wrong = unknownKeys(keys, STATEMENT_KEYS, path)
  if (wrong.length > 0) return wrong
  const missing = [
    ...(keys['Effect'] === 'Allow' || keys['Effect'] === 'Deny' ? [] : ['Effect: Allow']),
    ...('Action' in keys || 'NotAction' in keys ? [] : ['Action']),
    ...('Resource' in keys || 'NotResource' in keys ? [] : ['Resource']),
  ]
  if (missing.length === 0) return []
  const message = `${keyText(path)}: the statement needs ${missing.join(' and ')}`
  return [{ path, message, remedy: example }]
}

function unknownKeys(
  keys: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: readonly PropertyKey[],
): Problem[] {
  const wrong = Object.keys(keys).filter((key) => !known.includes(key))
  return wrong.map((key) => {
    const meant = nearest(key, known)
    const remedy =
      meant === undefined ? `IAM knows ${known.join(', ')}.` : `Did you mean "${meant}"?`
    const message = `${keyText(path)}: IAM knows no ${key} here`
    return { path: [...path, key], message, remedy }
  })
}
