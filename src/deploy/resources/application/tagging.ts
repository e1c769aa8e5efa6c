import type { Gateway } from '../../model/gateway.ts'
import type { Ground, Tags } from '../../model/place.ts'
import { step, type Step } from '../../model/plan.ts'
import { apiArn, restApiArn } from '../../names.ts'

/** How an API gets tags; its id is empty where it is still to be made. */
export const tagging: Record<Gateway, (place: Ground, id: string, tags: Tags) => Step> = {
  'http-api': ({ account }, id, tags) =>
    step('apigateway:TagResource', { ResourceArn: apiArn(account, id), Tags: { ...tags } }),
  rest: ({ account }, id, tags) =>
    step('apigatewayv1:TagResource', { resourceArn: restApiArn(account, id), tags: { ...tags } }),
}

/** How it loses them. */
export const untagging: Record<Gateway, (place: Ground, id: string, keys: string[]) => Step> = {
  'http-api': ({ account }, id, TagKeys) =>
    step('apigateway:UntagResource', { ResourceArn: apiArn(account, id), TagKeys }),
  rest: ({ account }, id, tagKeys) =>
    step('apigatewayv1:UntagResource', { resourceArn: restApiArn(account, id), tagKeys }),
}
