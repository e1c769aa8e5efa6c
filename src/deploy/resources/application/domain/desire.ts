import type { ApiConfig } from '../../../../core/project.ts'
import { GATEWAYS, type Gateway } from '../../../model/gateway.ts'
import { partsInQuestion, wantedApi, type ApplicationSource } from '../source.ts'

type Config = NonNullable<ApiConfig['domain']>

export interface WantedDomain extends Config {
  /** The kind of API that it leads to. */
  gateway: Gateway
  /** Of the API. */
  stage: string
  /** Whether this is about a function behind the API: otherwise what there is stays as it is. */
  isInQuestion: boolean
}

/** What oche.yaml says of the domain, with the API that it leads to. */
export function desireDomain(source: ApplicationSource): WantedDomain | undefined {
  const { domain: config } = source.api
  // All that have a domain have the same kind of API.
  const wanted = GATEWAYS.map((gateway) => wantedApi(source, gateway)).find(
    (one) => one !== undefined && one.parts.length > 0,
  )
  if (config === undefined || wanted === undefined) return undefined
  const { gateway, stage } = wanted
  return { ...config, gateway, stage, isInQuestion: partsInQuestion(wanted).length > 0 }
}
