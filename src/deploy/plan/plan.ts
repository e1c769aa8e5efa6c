import type { Operation } from '../aws/operations.ts'
import type { CorsSettings, PolicyDocument } from '../desired.ts'

/** One difference, as it is shown. Never holds the value of an environment variable. */
export interface Change {
  /** `function`, `role`, `log group`, `alias`, … */
  resource: string
  action: 'create' | 'update' | 'delete' | 'replace'
  /** What of it differs, e.g. `memory` or `environment.TABLE`. */
  path?: string
  from?: string | number | boolean
  to?: string | number | boolean
}

type Tags = Readonly<Record<string, string>>

/**
 * One call that changes something, and the waiting that follows it. What is known only once
 * earlier steps have run (a revision, a version, an API's id) is filled in by apply/.
 */
export type Step =
  | { call: 'iam:CreateRole' }
  | { call: 'iam:UpdateAssumeRolePolicy' }
  | { call: 'iam:DeleteRolePermissionsBoundary' }
  | { call: 'iam:PutRolePermissionsBoundary'; arn: string }
  | { call: 'iam:AttachRolePolicy'; arn: string }
  | { call: 'iam:DetachRolePolicy'; arn: string }
  | { call: 'iam:TagRole'; tags: Tags }
  | { call: 'iam:PutRolePolicy'; document: PolicyDocument }
  | { call: 'iam:DeleteRolePolicy'; policy: string }
  | { call: 'iam:DeleteRole' }
  | { call: 'logs:CreateLogGroup' }
  | { call: 'logs:PutRetentionPolicy' }
  | { call: 'logs:DeleteLogGroup' }
  | { call: 'logs:TagResource'; tags: Tags }
  | { call: 's3:PutObject' }
  | { call: 's3:DeleteBucket' }
  | { call: 'lambda:CreateFunction'; tags: Tags }
  | { call: 'lambda:UpdateFunctionConfiguration' }
  | { call: 'lambda:UpdateFunctionCode' }
  | { call: 'lambda:DeleteFunction' }
  | { call: 'lambda:TagResource'; tags: Tags }
  | { call: 'lambda:PutFunctionConcurrency'; executions: number }
  | { call: 'lambda:DeleteFunctionConcurrency' }
  | { call: 'lambda:PublishVersion' }
  | { call: 'lambda:CreateAlias' }
  | { call: 'lambda:UpdateAlias' }
  | { call: 'lambda:DeleteAlias' }
  | { call: 'lambda:CreateFunctionUrlConfig' }
  | { call: 'lambda:UpdateFunctionUrlConfig' }
  | { call: 'lambda:DeleteFunctionUrlConfig' }
  | { call: 'lambda:AddPermission'; sid: string }
  | { call: 'lambda:RemovePermission'; sid: string }
  | { call: 'lambda:PutFunctionEventInvokeConfig'; retries: number }
  | { call: 'lambda:DeleteFunctionEventInvokeConfig' }
  | { call: 'apigateway:CreateApi' }
  | { call: 'apigateway:UpdateApi'; inside?: string; cors?: CorsSettings }
  | { call: 'apigateway:DeleteCorsConfiguration' }
  | { call: 'apigateway:DeleteApi'; api: string }
  | { call: 'apigateway:TagResource'; tags: Tags }
  | { call: 'apigateway:CreateIntegration' }
  | { call: 'apigateway:UpdateIntegration'; id: string }
  | { call: 'apigateway:DeleteIntegration'; id: string }
  | { call: 'apigateway:CreateAuthorizer' }
  | { call: 'apigateway:UpdateAuthorizer'; id: string }
  | { call: 'apigateway:DeleteAuthorizer'; id: string }
  | { call: 'apigateway:CreateRoute'; key: string }
  | { call: 'apigateway:UpdateRoute'; id: string; key: string }
  | { call: 'apigateway:DeleteRoute'; id: string }
  | { call: 'apigateway:CreateStage' }
  | { call: 'apigateway:UpdateStage' }
  | { call: 'apigateway:DeleteStage'; stage: string }

export type StepCall = Step['call'] & Operation

/** Pure data: printing it is a dry run, applying it the deploy. */
export interface Plan {
  changes: Change[]
  /** In order. */
  steps: Step[]
  /** What the user should know and the plan does not touch. */
  notes: string[]
}

export const emptyPlan = (): Plan => ({ changes: [], steps: [], notes: [] })

/** A difference of a setting; what has no value, or a secret one, is named by its path alone. */
export function update(
  resource: string,
  path: string,
  from?: Change['from'],
  to?: Change['to'],
): Change {
  return {
    resource,
    action: 'update',
    path,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}

/** Parts in the order in which they are to be carried out. */
export function joinPlans(...parts: readonly Plan[]): Plan {
  return {
    changes: parts.flatMap((part) => part.changes),
    steps: parts.flatMap((part) => part.steps),
    notes: parts.flatMap((part) => part.notes),
  }
}
