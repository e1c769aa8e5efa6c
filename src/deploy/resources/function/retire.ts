import type { Planning } from '../../converge/resource.ts'
import type { Place, Tags } from '../../model/place.ts'
import { emptyPlan, joinPlans, one, step, update, type Plan } from '../../model/plan.ts'
import type { Published } from '../../model/version.ts'
import type { WantedFunction } from './desire.ts'

/**
 * Tag of the function: how many versions were kept last. A deploy that keeps fewer has to look which
 * go; one that keeps as many need not.
 */
export const KEEP_TAG = 'oche:keep'

/** Versions beyond the number to keep, oldest first; the newest ones and those in use stay. */
function surplusVersions({ versions, aliased }: Published, keep: number): string[] {
  const numbers = [...versions].sort((a, b) => Number(a) - Number(b))
  return numbers
    .slice(0, Math.max(0, numbers.length - keep))
    .filter((number) => !aliased.includes(number))
}

export function keepTag({ keepVersions }: WantedFunction): Record<string, string> {
  return { [KEEP_TAG]: String(keepVersions) }
}

/** What is beyond the number to keep goes before code is sent: it can be what fills the storage. */
export function keepPlan(
  { wanted, published, place }: Planning<WantedFunction, undefined>,
  found: Tags,
): Plan {
  const { keepVersions } = wanted
  const before = found[KEEP_TAG]
  const isSame = before === String(keepVersions)
  return joinPlans(
    isSame || before === undefined
      ? undefined
      : {
          ...emptyPlan(),
          changes: [update('function', 'keepVersions', Number(before), keepVersions)],
        },
    retirement(place, published ? surplusVersions(published, keepVersions) : []),
  )
}

export function retirement({ function: FunctionName }: Place, numbers: readonly string[]): Plan {
  return joinPlans(
    ...numbers.map((Qualifier) =>
      one(
        { resource: 'version', action: 'delete', from: Qualifier },
        step('lambda:DeleteFunction', { FunctionName, Qualifier }),
      ),
    ),
  )
}

/** Versions that a further one takes the place of, beside those that go anyway. */
export function retiringVersions(
  { keepVersions }: WantedFunction,
  published: Published | undefined,
): string[] {
  if (published === undefined) return []
  const already = surplusVersions(published, keepVersions)
  return surplusVersions(published, keepVersions - 1).filter((one) => !already.includes(one))
}
