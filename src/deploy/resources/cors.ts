import type { Cors as ApiCors } from '@aws-sdk/client-apigatewayv2'
import type { Cors as UrlCors } from '@aws-sdk/client-lambda'
import { equal } from '../model/equal.ts'
import type { CorsSettings } from './endpoint.ts'

/** As AWS has it; the same for a Function URL and for an HTTP API. */
export function corsInput(cors: CorsSettings): UrlCors {
  return {
    AllowOrigins: cors.origins,
    AllowMethods: cors.methods,
    AllowHeaders: cors.headers,
    ExposeHeaders: cors.exposeHeaders,
    AllowCredentials: cors.credentials,
    MaxAge: cors.maxAge,
  }
}

export function corsOf(found: ApiCors | UrlCors | undefined): CorsSettings | undefined {
  if (found === undefined || Object.values(found).every(isEmpty)) return undefined
  return {
    origins: found.AllowOrigins ?? [],
    methods: found.AllowMethods ?? [],
    headers: found.AllowHeaders ?? [],
    exposeHeaders: found.ExposeHeaders ?? [],
    credentials: found.AllowCredentials ?? false,
    maxAge: found.MaxAge ?? 0,
  }
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === false || value === 0 || (Array.isArray(value) && !value.length)
  )
}

/** Order does not count, nor the case of header names, which AWS changes. */
export function sameCors(a: CorsSettings | undefined, b: CorsSettings | undefined): boolean {
  return equal(a && comparable(a), b && comparable(b))
}

function comparable(cors: CorsSettings): unknown {
  return {
    ...cors,
    origins: cors.origins.toSorted(),
    methods: cors.methods.toSorted(),
    headers: lowerCase(cors.headers),
    exposeHeaders: lowerCase(cors.exposeHeaders),
  }
}

function lowerCase(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase()).sort()
}
