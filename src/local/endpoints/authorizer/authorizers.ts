import { endpointKinds } from '../../../contract/http/endpoints/index.ts'
import type { SiteRoute } from '../sites.ts'
import type { Authorizer, AuthorizerOptions } from './authorizer.ts'
import { createAuthorizer } from './create.ts'

export interface AuthorizersOptions extends Omit<AuthorizerOptions, 'onFault' | 'authorization'> {
  onFault(functionName: string, message: string): void
}

/** The authorizers of all functions. */
export class Authorizers {
  /** By the name of the function that they stand before. */
  readonly #before = new Map<string, Authorizer>()

  constructor(routes: readonly SiteRoute[], { onFault, ...options }: AuthorizersOptions) {
    for (const { function: name, authorizer, endpoint } of routes) {
      const { authorization } = endpointKinds[endpoint.kind]
      if (authorizer === undefined || authorization === undefined) continue
      if (this.#before.has(name)) continue
      const told = (message: string) => onFault(name, message)
      this.#before.set(
        name,
        createAuthorizer(authorizer, { ...options, authorization, onFault: told }),
      )
    }
  }

  before(functionName: string): Authorizer | undefined {
    return this.#before.get(functionName)
  }

  /** @param functionName of an authorizer whose earlier decisions hold no longer */
  forget(functionName: string): void {
    for (const authorizer of this.#before.values()) authorizer.forget(functionName)
  }
}
