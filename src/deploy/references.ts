import { EXIT, OcheError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { RemoteValues, secretParts, type PlacedReference } from '../core/references.ts'
import type { Aws } from './aws/aws.ts'

/** So many parameters are read by one call. */
const PARAMETERS = 10

/**
 * What references stand for, read of AWS: parameters ten at a time, each secret once.
 *
 * @returns as secret as what it was read from
 * @throws OcheError `REFERENCE_MISSING`, which names the place; no value is ever in a message
 */
export async function readReferences(
  aws: Aws,
  references: readonly PlacedReference[],
): Promise<RemoteValues> {
  const [parameters, secrets] = await Promise.all([
    readParameters(
      aws,
      namesOf(references, ({ kind, name }) => (kind === 'ssm' ? name : undefined)),
    ),
    readSecrets(
      aws,
      namesOf(references, ({ kind, name }) =>
        kind === 'secret' ? secretParts(name).id : undefined,
      ),
    ),
  ])
  const valueOf = (one: PlacedReference) =>
    one.kind === 'ssm' ? parameterIn(parameters, one) : secretIn(secrets, one)
  return new RemoteValues(references.map((one) => [one.reference, valueOf(one)]))
}

function namesOf(
  references: readonly PlacedReference[],
  nameOf: (one: PlacedReference) => string | undefined,
): string[] {
  return [...new Set(references.flatMap((one) => nameOf(one) ?? []))].sort()
}

async function readParameters(aws: Aws, names: readonly string[]): Promise<Map<string, string>> {
  const batches = Array.from({ length: Math.ceil(names.length / PARAMETERS) }, (_, index) =>
    names.slice(index * PARAMETERS, (index + 1) * PARAMETERS),
  )
  const answers = await Promise.all(
    batches.map((Names) => aws.call('ssm:GetParameters', { Names, WithDecryption: true })),
  )
  const found = answers.flatMap(({ Parameters = [] }) => Parameters)
  // One of a version or a label is asked for by that; one that others share, by its ARN.
  return new Map(
    found.flatMap(({ Name = '', ARN = '', Selector = '', Value = '' }) => [
      [Name + Selector, Value] as const,
      [ARN + Selector, Value] as const,
    ]),
  )
}

function parameterIn(
  parameters: ReadonlyMap<string, string>,
  { name, place, reference }: PlacedReference,
): string {
  const value = parameters.get(name)
  if (value !== undefined) return value
  throw missing(
    `${place} needs ${reference}, and SSM has no parameter ${name} here`,
    `Make it: aws ssm put-parameter --type SecureString --name ${name} --value …`,
  )
}

/** By id: its text, or why there is none. */
async function readSecrets(aws: Aws, ids: readonly string[]): Promise<Map<string, Secret>> {
  const found = await Promise.all(
    ids.map(async (id): Promise<[string, Secret]> => {
      const answer = await aws.find('secretsmanager:GetSecretValue', { SecretId: id })
      if (answer === undefined) return [id, { lack: 'nothing' }]
      const { SecretString: text } = answer
      return [id, text === undefined ? { lack: 'text' } : { text }]
    }),
  )
  return new Map(found)
}

/** A secret's content as it is typed. */
function contentOf(key: string | undefined): string {
  return key === undefined ? '…' : `'{"${key}":"…"}'`
}

type Secret = { text: string } | { lack: 'nothing' | 'text' }

function secretIn(
  secrets: ReadonlyMap<string, Secret>,
  { name, place, reference }: PlacedReference,
): string {
  const { id, key } = secretParts(name)
  const secret = secrets.get(id)!
  if ('lack' in secret) {
    throw secret.lack === 'nothing'
      ? missing(
          `${place} needs ${reference}, and Secrets Manager has no secret ${id} here`,
          `Make it: aws secretsmanager create-secret --name ${id} --secret-string ${contentOf(key)}`,
        )
      : missing(`${place} needs ${reference}, which is no text`, 'Make a secret that is text.')
  }
  return key === undefined ? secret.text : memberOf(secret.text, key, { place, reference })
}

function memberOf(
  text: string,
  key: string,
  { place, reference }: Pick<PlacedReference, 'place' | 'reference'>,
): string {
  const object = objectIn(text)
  if (object === undefined) {
    throw missing(
      `${place} needs ${reference}, and the secret is no JSON object`,
      `Leave out #${key}, or write the secret as JSON.`,
    )
  }
  if (Object.hasOwn(object, key)) {
    const value = object[key]
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  const meant = nearest(key, Object.keys(object))
  throw missing(
    `${place} needs ${reference}, and the secret has no key "${key}"`,
    meant === undefined ? 'Correct the key behind #.' : `Did you mean "${meant}"?`,
  )
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function missing(message: string, remedy: string): OcheError {
  return new OcheError('REFERENCE_MISSING', message, { remedy, exit: EXIT.user })
}
