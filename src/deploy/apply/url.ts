import type { Cors, FunctionUrlAuthType, InvokeMode } from '@aws-sdk/client-lambda'
import { ALIAS } from '../names.ts'
import type { CorsSettings, UrlEndpoint } from '../desired.ts'
import { SIDS, wantedStatements } from '../plan/permissions.ts'
import { MADE, type Context } from './context.ts'
import type { Handlers } from './handlers.ts'

type UrlCalls =
  | 'lambda:CreateFunctionUrlConfig'
  | 'lambda:UpdateFunctionUrlConfig'
  | 'lambda:DeleteFunctionUrlConfig'
  | 'lambda:AddPermission'
  | 'lambda:RemovePermission'
  | 'lambda:PutFunctionEventInvokeConfig'
  | 'lambda:DeleteFunctionEventInvokeConfig'

/** Everything here stands on the alias. */
export const aliasHandlers: Pick<Handlers<'lambda'>, UrlCalls> = {
  'lambda:CreateFunctionUrlConfig': async (context) => {
    const { aws } = context
    const { Cors, ...settings } = urlSettings(context)
    const input = { ...qualified(context), ...settings, ...(Cors && { Cors }) }
    const made = await aws.call('lambda:CreateFunctionUrlConfig', input, MADE)
    context.url = made.FunctionUrl
  },
  'lambda:UpdateFunctionUrlConfig': async (context) => {
    // An empty Cors takes the old one away; none at all leaves it.
    const { Cors = {}, ...settings } = urlSettings(context)
    const input = { ...qualified(context), ...settings, Cors }
    const updated = await context.aws.call('lambda:UpdateFunctionUrlConfig', input)
    context.url = updated.FunctionUrl
  },
  'lambda:DeleteFunctionUrlConfig': async (context) => {
    await context.aws.call('lambda:DeleteFunctionUrlConfig', qualified(context))
  },
  'lambda:AddPermission': async (context, { sid }) => {
    const wanted = wantedStatements(context.desired, context.api?.id)
    const statement = wanted.find(({ Sid }) => Sid === sid)
    if (statement === undefined) throw new Error(`no statement ${sid} is wanted`)
    const input = {
      ...qualified(context),
      StatementId: sid,
      Action: statement.Action,
      Principal: principalOf(statement.Principal),
      SourceArn: statement.Condition?.['ArnLike']?.['AWS:SourceArn'],
      ...(sid === SIDS.url && { FunctionUrlAuthType: 'NONE' as const }),
      ...(sid === SIDS.invoke && { InvokedViaFunctionUrl: true }),
    }
    await context.aws.call('lambda:AddPermission', input, MADE)
  },
  'lambda:RemovePermission': async (context, { sid }) => {
    await context.aws.call('lambda:RemovePermission', { ...qualified(context), StatementId: sid })
  },
  'lambda:PutFunctionEventInvokeConfig': async (context, { retries }) => {
    const input = { ...qualified(context), MaximumRetryAttempts: retries }
    await context.aws.call('lambda:PutFunctionEventInvokeConfig', input, MADE)
  },
  'lambda:DeleteFunctionEventInvokeConfig': async (context) => {
    await context.aws.call('lambda:DeleteFunctionEventInvokeConfig', qualified(context))
  },
}

function qualified({ desired }: Context): { FunctionName: string; Qualifier: string } {
  return { FunctionName: desired.name, Qualifier: ALIAS }
}

interface UrlSettings {
  AuthType: FunctionUrlAuthType
  InvokeMode: InvokeMode
  Cors?: Cors
}

function urlSettings({ desired }: Context): UrlSettings {
  const { auth, streaming, cors } = desired.endpoint as UrlEndpoint
  return {
    AuthType: auth,
    InvokeMode: streaming ? 'RESPONSE_STREAM' : 'BUFFERED',
    ...(cors && { Cors: corsInput(cors) }),
  }
}

function principalOf(principal: unknown): string {
  return typeof principal === 'string' ? principal : (principal as { Service: string }).Service
}

/** The same for a Function URL and for an HTTP API. */
export function corsInput(cors: CorsSettings): Cors {
  return {
    AllowOrigins: cors.origins,
    AllowMethods: cors.methods,
    AllowHeaders: cors.headers,
    ExposeHeaders: cors.exposeHeaders,
    AllowCredentials: cors.credentials,
    MaxAge: cors.maxAge,
  }
}
