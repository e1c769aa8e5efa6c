import { OcheError } from '../errors.ts'
import { hiding, type Hidden } from '../references.ts'
import { layersRule } from './rules/layers.ts'
import { tagsRule } from './rules/tags.ts'
import { functionSchema, type FunctionKeys } from './schema.ts'

/** Keys whose values are as the file has them, defaults aside. */
const FORMS = [
  'http',
  'handler',
  'dart',
  'role',
  'policies',
  'permissionsBoundary',
  'description',
  'kmsKey',
  'layers',
  'vpc',
  'tags',
  'onSuccess',
  'onFailure',
] as const satisfies (keyof FunctionKeys)[]

/**
 * What a reference stands for has a form only now; it is not shown.
 *
 * @throws OcheError `CONFIG_INVALID`
 */
export function requireForm(
  name: string,
  key: string,
  value: unknown,
  hidden: readonly Hidden[],
): void {
  const form = FORMS.find((one) => one === key)
  const issue = form && functionSchema.shape[form].safeParse(value).error?.issues[0]
  if (issue !== undefined) {
    const { form: wanted, remedy } = ((issue as { params?: object }).params ?? {}) as Mistaken
    const path = issue.path.map((part) =>
      typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
    )
    throw misshapen(name, `${key}${path.join('')}`, wanted, remedy)
  }
  const keys = { [key]: value } as FunctionKeys
  const [problem] = [layersRule, tagsRule].flatMap((rule) => rule({ name, keys, at: asItIs }))
  if (problem === undefined) return
  throw misshapen(name, key, hiding(problem.message, hidden), problem.remedy)
}

const asItIs = (...path: PropertyKey[]) => path

interface Mistaken {
  /** Which form it has to have; no value is in it. */
  form?: string
  remedy?: string
}

function misshapen(name: string, place: string, form: string | undefined, remedy = ''): OcheError {
  const message = `${place} of ${name}: ${form ?? 'this is no value of it'}; what its reference stands for is something else`
  return new OcheError('CONFIG_INVALID', message, {
    remedy: `Correct what it stands for. ${remedy}`.trim(),
  })
}
