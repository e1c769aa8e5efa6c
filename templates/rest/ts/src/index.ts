import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'

interface Item {
  id: string
  name: string
}

const items: readonly Item[] = [
  { id: '1', name: 'Board' },
  { id: '2', name: 'Darts' },
]

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  switch (`${event.httpMethod} ${event.resource}`) {
    case 'GET /items':
      return json(200, items)
    case 'GET /items/{id}': {
      const found = items.find(({ id }) => id === event.pathParameters?.id)
      return found ? json(200, found) : json(404, { message: 'there is no such item' })
    }
    case 'POST /items': {
      const name = nameIn(event.body)
      return name ? json(201, { id: '3', name }) : json(400, { message: 'an item needs a name' })
    }
    default:
      return json(404, { message: 'there is nothing here' })
  }
}

function nameIn(body: string | null): string | undefined {
  try {
    const { name } = JSON.parse(body ?? '') as Partial<Item>
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

function json(statusCode: number, value: unknown): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  }
}
