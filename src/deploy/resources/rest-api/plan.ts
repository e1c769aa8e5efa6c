import type { PatchOperation } from '@aws-sdk/client-api-gateway'
import { sameSet } from '../../model/equal.ts'
import type { RemoteApi } from '../../model/gateway.ts'
import { joinPlans, one, step, update, type Plan, type Step } from '../../model/plan.ts'
import type { Dialect } from '../application/shared-api.ts'
import { isAbout, type WantedApi } from '../application/source.ts'
import { NOTHING, readInside, type Inside } from './inside.ts'
import { aliasIn } from './methods.ts'
import { planInside } from './plan-inside.ts'

/** Where a patch finds it. */
export const DESCRIPTION = '/description'

export const dialect: Dialect<Inside> = {
  gateway: 'rest',
  noun: 'REST API',
  nothing: NOTHING,
  read: readInside,
  plan: planInside,
  settings: settingsPlan,
  // What leads to no function was made by hand, and goes as it does where the API stays.
  isOnlyAbout: (wanted, { methods }) =>
    methods.every(({ integration }) => {
      const alias = aliasIn(integration?.uri ?? '')
      return alias === undefined || isAbout(wanted, alias)
    }),
  // Of doubles the first one counts.
  names: ({ resources, authorizers }) => ({
    integrations: {},
    authorizers: Object.fromEntries(authorizers.toReversed().map((one) => [one.name, one.id])),
    resources: Object.fromEntries(resources.map(({ id, path }) => [path, id])),
  }),
  steps: {
    create: ({ name, binaryMediaTypes }, description, tags) =>
      step('apigatewayv1:CreateRestApi', {
        name,
        description,
        endpointConfiguration: { types: ['REGIONAL'] },
        ...(binaryMediaTypes.length > 0 && { binaryMediaTypes: [...binaryMediaTypes] }),
        tags: { ...tags },
      }),
    describe: (value) => patching({ op: 'replace', path: DESCRIPTION, value }),
    delete: (restApiId) => step('apigatewayv1:DeleteRestApi', { restApiId }),
  },
}

function patching(...patchOperations: PatchOperation[]): Step {
  return step('apigatewayv1:UpdateRestApi', { patchOperations })
}

function settingsPlan({ name, binaryMediaTypes: types }: WantedApi, found: RemoteApi): Plan {
  const has = found.binaryMediaTypes
  return joinPlans(
    found.name === name
      ? undefined
      : one(
          update('REST API', 'name', found.name, name),
          patching({ op: 'replace', path: '/name', value: name }),
        ),
    sameSet(types, has)
      ? undefined
      : one(
          update('REST API', 'binaryMediaTypes'),
          patching(
            ...types.filter((type) => !has.includes(type)).map((type) => ofType('add', type)),
            ...has.filter((type) => !types.includes(type)).map((type) => ofType('remove', type)),
          ),
        ),
  )
}

/** RFC 6901: a slash inside of a name is written `~1`. */
function ofType(op: 'add' | 'remove', type: string): PatchOperation {
  return { op, path: `/binaryMediaTypes/${type.replaceAll('~', '~0').replaceAll('/', '~1')}` }
}
