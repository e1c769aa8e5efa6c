import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'

type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

const json = (body: unknown): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const method: Handler = async (event, context) =>
  json({
    message: `Hello, ${event.pathParameters?.['name'] ?? 'world'}!`,
    method: event.requestContext.http.method,
    requestId: context.awsRequestId,
  })

const variable: Handler = async (_event, context) =>
  json({ message: `${process.env['GREETING']} from ${context.functionName}` })

export const handlers = { 'hello.method': method, 'hello.variable': variable }
