import { z } from 'zod'
import { text } from './text.ts'

/** `api:`: of the one HTTP API, or the one REST API, that the project's functions share. */
export const apiSchema = z.strictObject({
  name: text(
    /^[A-Za-z0-9_.-]{1,100}$/,
    'the name of an API has 1 to 100 letters, digits, ., - and _',
    'Choose a plainer one, e.g. "shop".',
  )
    .describe('Name of the API; default: the project’s name')
    .optional(),
  domain: z
    .strictObject({
      name: text(
        /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/,
        'a domain is named in small letters, without a scheme',
        'Write it as it stands in a browser: "api.example.com".',
      ).describe('A domain of yours, e.g. api.example.com'),
      certificate: text(
        /^arn:aws[a-z-]*:acm:/,
        'expected the ARN of a certificate',
        'Write the whole ARN: arn:aws:acm:eu-west-1:123456789012:certificate/…',
      )
        .describe('ARN of its certificate in ACM; needed where the domain is to be made')
        .optional(),
      basePath: text(
        /^[A-Za-z0-9_$.+!*'()-]+(\/[A-Za-z0-9_$.+!*'()-]+)*$/,
        'a base path has no slash at its ends',
        'Write it without: "v1".',
      )
        .describe('First part of the path that leads here; default: none')
        .optional(),
      hostedZone: text(
        /^Z[A-Z0-9]{1,31}$/,
        'a hosted zone is named by its id',
        'Write the id that Route 53 shows: "Z0123456789ABC".',
      )
        .describe('Id of the hosted zone in Route 53 whose record is to be set')
        .optional(),
    })
    .describe('The domain that the API answers for')
    .optional(),
  throttling: z
    .strictObject({
      rate: z.number().positive().max(10_000).describe('Requests a second'),
      burst: z.number().int().positive().max(10_000).describe('Requests at once'),
    })
    .describe('How many requests are let through')
    .optional(),
  accessLogs: z
    .boolean()
    .describe('A line of JSON for each request, in a log group of the API’s own')
    .optional(),
})
