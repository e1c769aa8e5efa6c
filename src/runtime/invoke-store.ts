import { peekInvocation } from './current.ts'

/**
 * What the AWS SDK and Powertools ask where several invocations run at once, under the name and with
 * the methods that `@aws/lambda-invoke-store` gives it on managed Node.js.
 */
export const invokeStore = {
  getContext: values,
  hasContext: () => !!peekInvocation(),
  get: (key: PropertyKey) => values()?.[key],
  /** @throws TypeError outside of all invocations */
  set: (key: PropertyKey, value: unknown) => void (values()![key] = value),
  getRequestId: () => peekInvocation()?.context.awsRequestId ?? '-',
  getXRayTraceId: () => peekInvocation()?.context.xRayTraceId,
  getTenantId: () => peekInvocation()?.context.tenantId,
}

function values(): Record<PropertyKey, unknown> | undefined {
  const current = peekInvocation()
  return current && (current.values ??= {})
}
