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
  getRequestId: () => context()?.awsRequestId ?? '-',
  getXRayTraceId: () => context()?.xRayTraceId,
  getTenantId: () => context()?.tenantId,
}

function context() {
  return peekInvocation()?.context
}

function values(): Record<PropertyKey, unknown> | undefined {
  const current = peekInvocation()
  return current && (current.values ??= {})
}
