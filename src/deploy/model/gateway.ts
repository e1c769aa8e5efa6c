import type { CorsConfig } from '../../core/config/schema.ts'
import type { Tags } from './place.ts'

/** An API of API Gateway, as the listing of all tells of it. */
export interface RemoteApi {
  id: string
  name: string
  /** Of its requests, without a stage. */
  endpoint: string
  description: string
  tags: Tags
  cors: Readonly<CorsConfig> | undefined
  /** REST: media types that are passed as base64. */
  binaryMediaTypes: readonly string[]
  /** ISO 8601 */
  created: string
}

/** What an application's functions can share. */
export const GATEWAYS = ['http-api', 'rest'] as const
export type Gateway = (typeof GATEWAYS)[number]

/** The APIs of an account that were looked at. */
export type Gateways = Readonly<Partial<Record<Gateway, readonly RemoteApi[]>>>
