import { AwsFault } from './fault.ts'

type Input = Record<string, any>

export interface Api {
  id: string
  name: string
  tags: Record<string, string>
  description: string
  cors: Input | undefined
  created: number
  /** By id; stages by name. */
  inside: Record<Kind, Map<string, Input>>
}

type Kind = 'Integration' | 'Authorizer' | 'Route' | 'Stage'

const ID_OF: Record<Kind, string> = {
  Integration: 'IntegrationId',
  Authorizer: 'AuthorizerId',
  Route: 'RouteId',
  Stage: 'StageName',
}

/** HTTP APIs and what is in them. */
export class ApiModel {
  readonly apis = new Map<string, Api>()
  #ids = 0

  make(name: string, parts: Partial<Api> = {}): Api {
    const id = `api${++this.#ids}`
    const api: Api = {
      id,
      name,
      tags: {},
      description: '',
      cors: undefined,
      created: this.#ids,
      inside: {
        Integration: new Map(),
        Authorizer: new Map(),
        Route: new Map(),
        Stage: new Map(),
      },
      ...parts,
    }
    this.apis.set(id, api)
    return api
  }

  answer(operation: string, input: Input): object {
    if (operation === 'GetApis') return { Items: [...this.apis.values()].map(described) }
    if (operation === 'CreateApi') {
      const { Name, Tags, Description, CorsConfiguration } = input
      return described(
        this.make(Name, { tags: { ...Tags }, description: Description, cors: CorsConfiguration }),
      )
    }
    const id: string = input['ApiId'] ?? input['ResourceArn'].split('/').at(-1)
    const api = this.apis.get(id)
    if (api === undefined) throw notFound(`API id ${id}`)
    switch (operation) {
      case 'GetApi':
        return described(api)
      case 'UpdateApi':
        api.description = input['Description'] ?? api.description
        api.cors = input['CorsConfiguration'] ?? api.cors
        return described(api)
      case 'DeleteApi':
        this.apis.delete(id)
        return {}
      case 'DeleteCorsConfiguration':
        api.cors = undefined
        return {}
      case 'TagResource':
        Object.assign(api.tags, input['Tags'])
        return {}
      case 'UntagResource':
        for (const key of input['TagKeys']) delete api.tags[key]
        return {}
    }
    return this.#inside(api, operation, input)
  }

  #inside(api: Api, operation: string, input: Input): object {
    const [, verb, kind] = /^(Get|Create|Update|Delete)([A-Z][a-z]+?)s?$/.exec(operation) ?? []
    const parts = api.inside[kind as Kind]
    if (parts === undefined) throw new Error(`the model has no apigateway:${operation}`)
    const key = ID_OF[kind as Kind]
    if (verb === 'Get') return { Items: [...parts.values()] }
    const { ApiId: _api, ...given } = input
    if (verb === 'Create') {
      this.#refuseDouble(parts, kind as Kind, given)
      const made = { [key]: `${kind}${++this.#ids}`, ...given }
      parts.set(made[key] as string, made)
      return made
    }
    const found = parts.get(input[key])
    if (found === undefined) throw notFound(`${kind} ${input[key]}`)
    if (verb === 'Update') {
      Object.assign(found, given)
      // A route that is open to all has no authorizer.
      if (given['AuthorizationType'] === 'NONE') delete found['AuthorizerId']
      return found
    }
    this.#refuseUsed(api, kind as Kind, input[key])
    parts.delete(input[key])
    return {}
  }

  #refuseDouble(parts: Map<string, Input>, kind: Kind, given: Input): void {
    const key = { Route: 'RouteKey', Stage: 'StageName', Authorizer: 'Name', Integration: '' }[kind]
    if (![...parts.values()].some((one) => key !== '' && one[key] === given[key])) return
    throw new AwsFault('ConflictException', 409, `${kind} with ${key} ${given[key]} already exists`)
  }

  #refuseUsed(api: Api, kind: Kind, id: string): void {
    const routes = [...api.inside.Route.values()]
    const isUsed = routes.some((route) =>
      kind === 'Integration'
        ? route['Target'] === `integrations/${id}`
        : route['AuthorizerId'] === id,
    )
    if ((kind === 'Integration' || kind === 'Authorizer') && isUsed) {
      throw new AwsFault(
        'ConflictException',
        409,
        `Cannot delete ${kind} '${id}', it is referenced by a route.`,
      )
    }
  }
}

function notFound(what: string): AwsFault {
  return new AwsFault('NotFoundException', 404, `Unable to find ${what} specified`)
}

function described(api: Api): object {
  return {
    ApiId: api.id,
    Name: api.name,
    ProtocolType: 'HTTP',
    ApiEndpoint: `https://${api.id}.execute-api.eu-west-1.amazonaws.com`,
    Description: api.description,
    Tags: { ...api.tags },
    CreatedDate: new Date(api.created * 1000),
    ...(api.cors && { CorsConfiguration: api.cors }),
  }
}
