import type { AuthorizerConfig } from '../../../core/config/schema.ts'
import type { Authorizer, AuthorizerOptions } from './authorizer.ts'
import { JwtAuthorizer } from './jwt.ts'
import { LambdaAuthorizer } from './lambda.ts'

export function createAuthorizer(config: AuthorizerConfig, options: AuthorizerOptions): Authorizer {
  return config.type === 'jwt'
    ? new JwtAuthorizer(config, options)
    : new LambdaAuthorizer(config, options)
}
