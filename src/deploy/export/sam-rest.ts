import { logGroupArn } from '../names.ts'
import { ACCESS_LOG_FORMAT } from '../resources/application/stage.ts'
import { noUserPool, type AuthorizerSettings } from '../resources/rest-api/authorizers.ts'
import { integrationInput, type WantedMethod } from '../resources/rest-api/methods.ts'
import { RESPONSE_TYPES } from '../resources/rest-api/gateway-responses.ts'
import { declared, MOCK, said } from '../resources/rest-api/preflights.ts'
import type { ExportedShared } from './exported.ts'
import { pascalCase, uniqueIds } from './ids.ts'
import { ACCOUNT } from './references.ts'
import { authorizerNumber, exportedRestApi, type ExportedRestApi } from './rest-api.ts'
import { aliasId, hasTags, numbered, tagList, type Resource } from './sam-common.ts'
import { REST, REST_LOG_GROUP, REST_STAGE } from './sam-ids.ts'
import { exportedUserPool, isReadLate, POOL_ID, POOL_REGION, type UserPool } from './user-pool.ts'

const API = { RestApiId: { Ref: REST } }

/** The REST API that functions share, piece by piece. */
export function restResources({ wants, tags, place, idOf }: ExportedShared): Resource {
  if (wants.restApi === undefined) return {}
  const exported = exportedRestApi(place, wants.restApi)
  const { api, digest } = exported
  const pathId = pathIds(exported)
  const methods = {
    ...methodResources(exported, pathId, idOf),
    ...preflightResources(exported, pathId),
    ...refusalResources(exported),
  }
  const deployment = `${REST}Deployment${digest}`
  return {
    [REST]: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        Name: api.name,
        EndpointConfiguration: { Types: ['REGIONAL'] },
        ...(api.binaryMediaTypes.length > 0 && { BinaryMediaTypes: api.binaryMediaTypes }),
        ...(hasTags(tags) && { Tags: tagList(tags) }),
      },
    },
    ...numbered(`${REST}Authorizer`, exported.authorizers.map(authorizerResource)),
    ...pathResources(exported, pathId),
    ...methods,
    // What is written serves once it is deployed: another id is another deployment.
    [deployment]: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: Object.keys(methods),
      Properties: API,
    },
    [REST_STAGE]: stageResource(exported, deployment),
  }
}

function authorizerResource(input: AuthorizerSettings): Resource {
  const { name, type, authorizerUri, identitySource, issuer } = input
  const { authorizerResultTtlInSeconds: ttl } = input
  return {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      ...API,
      Name: name,
      Type: type,
      // Without an identity it is asked every time.
      ...(identitySource !== '' && { IdentitySource: identitySource }),
      ...(authorizerUri !== undefined && { AuthorizerUri: authorizerUri }),
      ...(issuer !== undefined && { ProviderARNs: [poolArn(exportedUserPool(issuer))] }),
      ...(ttl !== undefined && { AuthorizerResultTtlInSeconds: ttl }),
    },
  }
}

/** @throws OcheError where CloudFormation would have to split what it reads later */
function poolArn(pool: UserPool): unknown {
  if ('arn' in pool) return pool.arn
  const { issuer } = pool
  if (isReadLate(issuer)) throw noUserPool(SPLIT_REMEDY)
  const { region, id } = { region: pieceOf(issuer, POOL_REGION), id: pieceOf(issuer, POOL_ID) }
  const name = { 'Fn::Join': ['/', ['userpool', id]] }
  return { 'Fn::Join': [':', ['arn', ACCOUNT.partition, 'cognito-idp', region, ACCOUNT.id, name]] }
}

const SPLIT_REMEDY =
  'CloudFormation cannot take it out of what stands in SSM or in a secret: write issuer: "https://cognito-idp.<region>.amazonaws.com/${ssm:…}", with the id of the pool as the parameter.'

function pieceOf(text: string, { separator, index }: { separator: string; index: number }) {
  return { 'Fn::Select': [index, { 'Fn::Split': [separator, text] }] }
}

/** Ids of paths below the root. */
function pathIds({ paths }: ExportedRestApi): (path: string) => string {
  return uniqueIds(
    paths.map(({ path }) => path),
    (path) => `${REST}Path${pascalCase(path)}`,
  )
}

function pathResources({ paths }: ExportedRestApi, idOf: (path: string) => string): Resource {
  return Object.fromEntries(
    paths.map(({ path, parent, part }) => [
      idOf(path),
      {
        Type: 'AWS::ApiGateway::Resource',
        Properties: { ...API, ParentId: at(parent, idOf), PathPart: part },
      },
    ]),
  )
}

function at(path: string, idOf: (path: string) => string): Resource {
  return path === '/' ? { 'Fn::GetAtt': [REST, 'RootResourceId'] } : { Ref: idOf(path) }
}

function methodResources(
  exported: ExportedRestApi,
  pathId: (path: string) => string,
  idOf: (name: string) => string,
): Resource {
  const functions = [...new Set(exported.methods.map(({ part }) => part.function))]
  return Object.assign(
    {},
    ...functions.map((name) =>
      numbered(
        `${idOf(name)}Method`,
        exported.methods
          .filter(({ part }) => part.function === name)
          .map((method) => methodResource(exported, method, pathId, idOf(name))),
      ),
    ),
  ) as Resource
}

function methodResource(
  exported: ExportedRestApi,
  method: WantedMethod,
  pathId: (path: string) => string,
  id: string,
): Resource {
  const { type, integrationHttpMethod, uri, timeoutInMillis, responseTransferMode } =
    integrationInput(method)
  const asked = authorizerNumber(exported, method)
  return {
    Type: 'AWS::ApiGateway::Method',
    // The alias is named by its ARN.
    DependsOn: aliasId(id),
    Properties: {
      ...API,
      ResourceId: at(method.path, pathId),
      HttpMethod: method.method,
      AuthorizationType: method.auth,
      ...(asked !== undefined && { AuthorizerId: { Ref: `${REST}Authorizer${asked}` } }),
      ...(method.scopes.length > 0 && { AuthorizationScopes: method.scopes }),
      Integration: {
        Type: type,
        IntegrationHttpMethod: integrationHttpMethod,
        Uri: uri,
        TimeoutInMillis: timeoutInMillis,
        ResponseTransferMode: responseTransferMode,
      },
    },
  }
}

function preflightResources(
  { preflights }: ExportedRestApi,
  pathId: (path: string) => string,
): Resource {
  const all = preflights.map(({ path, method, auth, answers }) => {
    const { statusCode, responseParameters } = declared(answers)
    return {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...API,
        ResourceId: at(path, pathId),
        HttpMethod: method,
        AuthorizationType: auth,
        MethodResponses: [{ StatusCode: statusCode, ResponseParameters: responseParameters }],
        Integration: {
          Type: MOCK.type,
          RequestTemplates: MOCK.requestTemplates,
          ContentHandling: MOCK.contentHandling,
          IntegrationResponses: [
            { StatusCode: statusCode, ResponseParameters: said(answers).responseParameters },
          ],
        },
      },
    }
  })
  return numbered(`${REST}Preflight`, all)
}

function refusalResources({ refusals }: ExportedRestApi): Resource {
  if (Object.keys(refusals).length === 0) return {}
  const all = RESPONSE_TYPES.map((ResponseType) => ({
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: { ...API, ResponseType, ResponseParameters: refusals },
  }))
  return numbered(`${REST}Refusal`, all)
}

function stageResource({ api }: ExportedRestApi, deployment: string): Resource {
  const { stage, throttling, accessLogs } = api
  return {
    Type: 'AWS::ApiGateway::Stage',
    ...(accessLogs !== undefined && { DependsOn: REST_LOG_GROUP }),
    Properties: {
      ...API,
      DeploymentId: { Ref: deployment },
      StageName: stage,
      ...(throttling && {
        MethodSettings: [
          {
            HttpMethod: '*',
            ResourcePath: '/*',
            ThrottlingRateLimit: throttling.rate,
            ThrottlingBurstLimit: throttling.burst,
          },
        ],
      }),
      ...(accessLogs !== undefined && {
        AccessLogSetting: {
          DestinationArn: logGroupArn(ACCOUNT, accessLogs),
          Format: ACCESS_LOG_FORMAT,
        },
      }),
    },
  }
}

export function restOutputs({ wants: { restApi } }: ExportedShared): Resource {
  if (restApi === undefined) return {}
  const host = `\${${REST}}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}`
  return { [`${REST}Endpoint`]: { Value: { 'Fn::Sub': `https://${host}/\${${REST_STAGE}}/` } } }
}
