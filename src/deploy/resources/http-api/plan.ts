import type { RemoteApi } from '../../model/gateway.ts'
import { joinPlans, one, step, update, type Plan } from '../../model/plan.ts'
import type { Dialect } from '../application/shared-api.ts'
import { isAbout, type WantedApi } from '../application/source.ts'
import { corsInput, sameCors } from '../cors.ts'
import { NOTHING, readInside, type Inside } from './inside.ts'
import { planInside } from './plan-inside.ts'

export const dialect: Dialect<Inside> = {
  gateway: 'http-api',
  noun: 'HTTP API',
  nothing: NOTHING,
  read: readInside,
  plan: planInside,
  settings: settingsPlan,
  isOnlyAbout: (wanted, { integrations }) => integrations.every(({ uri }) => isAbout(wanted, uri)),
  // Of doubles the first one counts.
  names: ({ integrations, authorizers }) => ({
    integrations: Object.fromEntries(integrations.toReversed().map((one) => [one.uri, one.id])),
    authorizers: Object.fromEntries(authorizers.toReversed().map((one) => [one.name, one.id])),
    resources: {},
  }),
  steps: {
    create: ({ name, cors }, Description, tags) =>
      step('apigateway:CreateApi', {
        Name: name,
        Description,
        ProtocolType: 'HTTP',
        Tags: { ...tags },
        ...(cors && { CorsConfiguration: corsInput(cors) }),
      }),
    describe: (Description) => step('apigateway:UpdateApi', { Description }),
    delete: (ApiId) => step('apigateway:DeleteApi', { ApiId }),
  },
}

function settingsPlan({ name, cors }: WantedApi, found: RemoteApi): Plan {
  const isCorsRight = sameCors(cors, found.cors)
  return joinPlans(
    found.name === name
      ? undefined
      : one(
          update('HTTP API', 'name', found.name, name),
          step('apigateway:UpdateApi', { Name: name }),
        ),
    isCorsRight
      ? undefined
      : one(
          update('HTTP API', 'cors'),
          cors === undefined
            ? step('apigateway:DeleteCorsConfiguration', {})
            : step('apigateway:UpdateApi', { CorsConfiguration: corsInput(cors) }),
        ),
  )
}
