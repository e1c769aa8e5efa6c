import type { StepCall } from '../plan/plan.ts'

/** What is said while a step runs. */
const texts: Partial<Record<StepCall, string>> = {
  'iam:CreateRole': 'making the role',
  'iam:DeleteRole': 'deleting the role',
  'logs:CreateLogGroup': 'making the log group',
  'logs:DeleteLogGroup': 'deleting the log group',
  's3:PutObject': 'uploading the package',
  's3:DeleteBucket': 'deleting uploaded packages',
  'lambda:CreateFunction': 'making the function',
  'lambda:UpdateFunctionConfiguration': 'updating the configuration',
  'lambda:UpdateFunctionCode': 'updating the code',
  'lambda:DeleteFunction': 'deleting the function',
  'lambda:PublishVersion': 'publishing a version',
  'lambda:CreateAlias': 'pointing the alias to the version',
  'lambda:UpdateAlias': 'moving traffic to the version',
  'lambda:CreateFunctionUrlConfig': 'making the URL',
  'lambda:DeleteFunctionUrlConfig': 'deleting the URL',
  'lambda:AddPermission': 'granting access',
  'lambda:RemovePermission': 'taking access away',
  'lambda:TagResource': 'writing tags',
  'apigateway:CreateApi': 'making the HTTP API',
  'apigateway:DeleteApi': 'deleting the HTTP API',
}

/** Small steps are told as part of what they belong to. */
export function progressText(call: StepCall): string {
  const service = call.slice(0, call.indexOf(':'))
  const part = { iam: 'the role', logs: 'the log group', apigateway: 'the HTTP API' }[service]
  return texts[call] ?? `updating ${part ?? 'the function'}`
}
