import type { Account } from '../names.ts'
import { secretParts } from '../../core/references.ts'
import { partsOf, type RemotePart } from './references.ts'

/** What CloudFormation puts in these places. */
const PLACES: Record<keyof Account, string> = {
  partition: 'AWS::Partition',
  region: 'AWS::Region',
  id: 'AWS::AccountId',
}

/** Functions of CloudFormation's that we write ourselves, with nothing of the user's in them. */
const OURS = new Set(['Ref', 'Fn::GetAtt', 'Fn::Sub'])

/** Every text as CloudFormation takes it; what an intrinsic function of ours holds stays. */
export function substituted(value: unknown, parameterOf: (variable: string) => string): unknown {
  if (typeof value === 'string') return textOf(value, parameterOf)
  if (Array.isArray(value)) return value.map((inner) => substituted(inner, parameterOf))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      OURS.has(key) ? inner : substituted(inner, parameterOf),
    ]),
  )
}

/** `Fn::Sub` where something is to be filled in; a `${` of the user's own is kept as it is. */
function textOf(value: string, parameterOf: (variable: string) => string): unknown {
  const parts = partsOf(value)
  const isPlain = parts.every((part) => 'text' in part) && !value.includes('${AWS::')
  if (isPlain) return value
  if (parts.every((part) => 'remote' in part)) return parts.map(dynamicReference).join('')
  const text = parts.map((part) => {
    if ('text' in part) return part.text.replaceAll('${', '${!')
    if ('remote' in part) return dynamicReference(part)
    return `\${${'variable' in part ? parameterOf(part.variable) : PLACES[part.place]}}`
  })
  return { 'Fn::Sub': text.join('') }
}

/** What CloudFormation itself reads when it deploys. */
function dynamicReference({ remote: { kind, name } }: { remote: RemotePart }): string {
  if (kind === 'ssm') return `{{resolve:ssm:${name}}}`
  const { id, key } = secretParts(name)
  return `{{resolve:secretsmanager:${id}${key === undefined ? '' : `:SecretString:${key}`}}}`
}
