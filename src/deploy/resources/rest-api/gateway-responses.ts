import { fixedCors } from '../../../contract/http/cors.ts'
import { equal } from '../../model/equal.ts'
import { joinPlans, one, step, type Plan } from '../../model/plan.ts'
import type { WantedApi } from '../application/source.ts'
import type { Inside } from './inside.ts'

/** What the API itself answers in place of a function, by its kinds. */
export const RESPONSE_TYPES = ['DEFAULT_4XX', 'DEFAULT_5XX'] as const

const PARAMETER = 'gatewayresponse.header.'

/** Headers that let a page see what the API refuses. */
export function refusalHeaders({ cors }: WantedApi): Record<string, string> {
  if (cors === undefined) return {}
  const lines = fixedCors(cors).refusal.map(([name, value]) => [PARAMETER + name, `'${value}'`])
  return Object.fromEntries(lines) as Record<string, string>
}

export function gatewayResponsesPlan(wanted: WantedApi, { responses }: Inside): Plan {
  const responseParameters = refusalHeaders(wanted)
  const isWanted = wanted.cors !== undefined
  return joinPlans(
    ...RESPONSE_TYPES.map((responseType) => {
      const found = responses.find(({ type }) => type === responseType)
      const shown = { resource: 'gateway response', path: responseType } as const
      if (isWanted) {
        if (equal(found?.parameters, responseParameters)) return undefined
        return one(
          { ...shown, action: found === undefined ? 'create' : 'update' },
          step('apigatewayv1:PutGatewayResponse', { responseType, responseParameters }),
        )
      }
      // One that says anything else is somebody's own.
      if (found === undefined || !isOfCors(found.parameters)) return undefined
      return one(
        { ...shown, action: 'delete' },
        step('apigatewayv1:DeleteGatewayResponse', { responseType }),
      )
    }),
  )
}

function isOfCors(parameters: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(parameters)
  return names.length > 0 && names.every((name) => name.startsWith(`${PARAMETER}Access-Control-`))
}
