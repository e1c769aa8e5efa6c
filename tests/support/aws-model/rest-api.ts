import { AwsFault } from './fault.ts'

type Input = Record<string, any>

interface Resource {
  id: string
  path: string
  methods: Map<string, Input>
}

interface Deployment {
  id: string
  description: string
  /** What it holds, by route: the URI that each leads to. */
  holds: Map<string, string>
}

export interface RestApi {
  id: string
  name: string
  tags: Record<string, string>
  description: string
  binaryMediaTypes: Set<string>
  created: number
  /** By path. */
  resources: Map<string, Resource>
  authorizers: Map<string, Input>
  deployments: Map<string, Deployment>
  stages: Map<string, Input>
  /** By type. */
  responses: Map<string, Input>
}

/** REST APIs: what is written of them, and what of that was deployed. */
export class RestApiModel {
  readonly apis = new Map<string, RestApi>()
  #ids = 0

  make(name: string, parts: Partial<RestApi> = {}): RestApi {
    const number = ++this.#ids
    const api: RestApi = {
      id: `rest${number}`,
      name,
      tags: {},
      description: '',
      binaryMediaTypes: new Set(),
      created: number,
      resources: new Map([['/', { id: `root${number}`, path: '/', methods: new Map() }]]),
      authorizers: new Map(),
      deployments: new Map(),
      stages: new Map(),
      responses: new Map(),
      ...parts,
    }
    this.apis.set(api.id, api)
    return api
  }

  answer(operation: string, input: Input): object {
    if (operation === 'GetRestApis') return { items: [...this.apis.values()].map(described) }
    if (operation === 'CreateRestApi') {
      const { name, tags, description, binaryMediaTypes } = input
      return described(
        this.make(name, { tags, description, binaryMediaTypes: new Set(binaryMediaTypes) }),
      )
    }
    const id: string = input['restApiId'] ?? input['resourceArn'].split('/').at(-1)
    const api = this.apis.get(id)
    if (api === undefined) throw notFound('API')
    return this.#ofApi(api, operation, input)
  }

  #ofApi(api: RestApi, operation: string, input: Input): object {
    const actions: Record<string, () => object | void> = {
      GetRestApi: () => described(api),
      UpdateRestApi: () => patchApi(api, input['patchOperations']),
      DeleteRestApi: () => void this.apis.delete(api.id),
      TagResource: () => void Object.assign(api.tags, input['tags']),
      UntagResource: () => input['tagKeys'].forEach((key: string) => delete api.tags[key]),
      GetResources: () => ({ items: [...api.resources.values()].map(describedResource) }),
      CreateResource: () => this.#createResource(api, input),
      DeleteResource: () => deleteResource(api, input['resourceId']),
      PutMethod: () => putMethod(api, input),
      DeleteMethod: () =>
        void resourceOf(api, input).methods.delete(methodOf(api, input)['httpMethod']),
      PutIntegration: () => {
        const { restApiId: _api, resourceId: _resource, httpMethod: _method, ...own } = input
        methodOf(api, input)['methodIntegration'] = own
      },
      PutMethodResponse: () => {
        const { statusCode, responseParameters } = input
        const responses = (methodOf(api, input)['methodResponses'] ??= {})
        if (responses[statusCode] !== undefined) throw conflict('Response already exists')
        responses[statusCode] = { statusCode, responseParameters }
      },
      PutIntegrationResponse: () => putIntegrationResponse(api, input),
      GetGatewayResponses: () => ({ items: [...api.responses.values()] }),
      PutGatewayResponse: () => {
        const { responseType, responseParameters } = input
        const response = { responseType, responseParameters, defaultResponse: false }
        api.responses.set(responseType, response)
      },
      DeleteGatewayResponse: () => {
        found(api.responses.get(input['responseType']), 'Gateway response')
        api.responses.delete(input['responseType'])
      },
      GetAuthorizers: () => ({ items: [...api.authorizers.values()] }),
      CreateAuthorizer: () => {
        const made = { ...input, id: `authorizer${++this.#ids}` }
        api.authorizers.set(made.id, made)
        return made
      },
      DeleteAuthorizer: () => deleteAuthorizer(api, input['authorizerId']),
      GetDeployments: () => ({ items: [...api.deployments.values()] }),
      CreateDeployment: () => this.#deploy(api, input),
      DeleteDeployment: () => deleteDeployment(api, input['deploymentId']),
      GetStages: () => ({ item: [...api.stages.values()] }),
      UpdateStage: () => patchStage(found(api.stages.get(input['stageName']), 'Stage'), input),
      DeleteStage: () => {
        found(api.stages.get(input['stageName']), 'Stage')
        api.stages.delete(input['stageName'])
      },
    }
    const action = actions[operation]
    if (action === undefined) throw new Error(`the model has no apigatewayv1:${operation}`)
    return action() ?? {}
  }

  #createResource(api: RestApi, { parentId, pathPart }: Input): object {
    const parent = found(
      [...api.resources.values()].find(({ id }) => id === parentId),
      'Resource',
    )
    const path = `${parent.path}/${pathPart}`.replace('//', '/')
    if (api.resources.has(path)) {
      throw conflict(`Another resource with the same parent already has this name: ${pathPart}`)
    }
    const beside = [...api.resources.keys()].filter((one) => parentOf(one) === parent.path)
    if (isVariable(pathPart) && beside.some((one) => isVariable(one.split('/').at(-1)!))) {
      throw invalid('A sibling of this resource already has a variable path part')
    }
    const made = { id: `resource${++this.#ids}`, path, methods: new Map() }
    api.resources.set(path, made)
    return describedResource(made)
  }

  #deploy(api: RestApi, { stageName, description }: Input): object {
    const holds = new Map<string, string>()
    for (const { path, methods } of api.resources.values()) {
      for (const [method, { methodIntegration }] of methods) {
        if (methodIntegration === undefined) throw invalid('No integration defined for method')
        holds.set(`${method} ${path}`, methodIntegration.uri ?? methodIntegration.type)
      }
    }
    if (holds.size === 0) throw invalid("The REST API doesn't contain any methods")
    const id = `deployment${++this.#ids}`
    api.deployments.set(id, { id, description, holds })
    api.stages.set(stageName, { ...api.stages.get(stageName), stageName, deploymentId: id })
    return { id }
  }
}

function found<T>(one: T | undefined, what: string): T {
  if (one === undefined) throw notFound(what)
  return one
}

function resourceOf(api: RestApi, { resourceId }: Input): Resource {
  return found(
    [...api.resources.values()].find(({ id }) => id === resourceId),
    'Resource',
  )
}

function methodOf(api: RestApi, input: Input): Input {
  return found(resourceOf(api, input).methods.get(input['httpMethod']), 'Method')
}

function putMethod(api: RestApi, input: Input): void {
  const { restApiId: _api, resourceId: _resource, ...own } = input
  const { methods } = resourceOf(api, input)
  if (methods.has(own['httpMethod'])) throw conflict('Method already exists for this resource')
  methods.set(own['httpMethod'], { ...own, apiKeyRequired: false })
}

function putIntegrationResponse(api: RestApi, input: Input): void {
  const { methodResponses = {}, methodIntegration } = methodOf(api, input)
  const { statusCode, responseParameters } = input
  if (methodIntegration === undefined) throw notFound('Integration')
  const declared = Object.keys(methodResponses[statusCode]?.responseParameters ?? {})
  if (Object.keys(responseParameters).some((name) => !declared.includes(name))) {
    throw invalid('Invalid mapping expression parameter specified')
  }
  const responses = (methodIntegration['integrationResponses'] ??= {})
  responses[statusCode] = { statusCode, responseParameters }
}

function deleteResource(api: RestApi, resourceId: string): void {
  const { path } = resourceOf(api, { resourceId })
  for (const other of api.resources.keys()) {
    if (other === path || other.startsWith(`${path}/`)) api.resources.delete(other)
  }
}

function deleteAuthorizer(api: RestApi, id: string): void {
  found(api.authorizers.get(id), 'Authorizer')
  const methods = [...api.resources.values()].flatMap((one) => [...one.methods.values()])
  if (methods.some(({ authorizerId }) => authorizerId === id)) {
    throw conflict('Cannot delete authorizer, is referenced in method')
  }
  api.authorizers.delete(id)
}

function deleteDeployment(api: RestApi, id: string): void {
  found(api.deployments.get(id), 'Deployment')
  if ([...api.stages.values()].some(({ deploymentId }) => deploymentId === id)) {
    throw invalid('Active stages pointing to this deployment must be moved or deleted')
  }
  api.deployments.delete(id)
}

function patchApi(api: RestApi, patches: readonly Input[]): void {
  for (const { op, path, value } of patches) {
    const [, member, type] = (path as string).split('/')
    if (member === 'binaryMediaTypes') {
      const name = type!.replaceAll('~1', '/')
      if (op === 'add') api.binaryMediaTypes.add(name)
      else api.binaryMediaTypes.delete(name)
    } else if (member === 'description') api.description = value
    else if (member === 'name') api.name = value
    else throw new Error(`the model cannot patch ${path}`)
  }
}

function patchStage(stage: Input, { patchOperations }: Input): void {
  for (const { op, path, value } of patchOperations) {
    const settings = (stage['methodSettings'] ??= {})
    const logs = (stage['accessLogSettings'] ??= {})
    const all = (settings['*/*'] ??= {})
    const patches: Record<string, () => void> = {
      '/*/*/throttling/rateLimit': () => void (all.throttlingRateLimit = Number(value)),
      '/*/*/throttling/burstLimit': () => void (all.throttlingBurstLimit = Number(value)),
      '/accessLogSettings/destinationArn': () => void (logs.destinationArn = value),
      '/accessLogSettings/format': () => void (logs.format = value),
      '/accessLogSettings': () => void (op === 'remove' && delete stage['accessLogSettings']),
    }
    if (patches[path] === undefined) throw new Error(`the model cannot patch ${path}`)
    patches[path]()
  }
}

const isVariable = (part: string) => part.startsWith('{')
const parentOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/'
const conflict = (message: string) => new AwsFault('ConflictException', 409, message)
const invalid = (message: string) => new AwsFault('BadRequestException', 400, message)
const notFound = (what: string) =>
  new AwsFault('NotFoundException', 404, `Invalid ${what} identifier specified`)

function describedResource({ id, path, methods }: Resource): object {
  return { id, path, resourceMethods: Object.fromEntries(methods) }
}

function described(api: RestApi): object {
  return {
    id: api.id,
    name: api.name,
    description: api.description,
    tags: { ...api.tags },
    binaryMediaTypes: [...api.binaryMediaTypes],
    createdDate: new Date(api.created * 1000),
    rootResourceId: api.resources.get('/')!.id,
  }
}
