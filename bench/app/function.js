import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { z } from 'zod'

/** Made when the module is loaded, as such functions do. */
export const made = [
  new Logger(),
  new Metrics({ namespace: 'shop' }),
  new S3Client({}),
  DynamoDBDocumentClient.from(new DynamoDBClient({})),
]
const Item = z.object({ id: z.string() })
const app = new Hono()
app.get('/items/:id', (c) => c.json(Item.parse(c.req.param())))
export const handler = handle(app)
