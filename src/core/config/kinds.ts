/** The few words that both the configuration and the command line take. */

export const ARCHITECTURES = ['arm64', 'x86_64'] as const
export const ENDPOINT_KINDS = ['url', 'http-api', 'http-api-v1', 'rest', 'alb', 'none'] as const
export const LANGUAGES = ['typescript', 'dart'] as const

export type Architecture = (typeof ARCHITECTURES)[number]
export type EndpointKind = (typeof ENDPOINT_KINDS)[number]
export type Language = (typeof LANGUAGES)[number]
