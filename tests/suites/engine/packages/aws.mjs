import { createHash } from 'node:crypto'
import https from 'node:https'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { DynamoDBDocument, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { check } from '../cases/check.mjs'

const run = process.env.OCHE_SIDE
const clean = ({ $metadata, ...rest }) => ({
  status: $metadata.httpStatusCode,
  tries: $metadata.attempts,
  ...rest,
})
const failed = (error) => [error.name, error.message, error.$fault, error.$metadata?.httpStatusCode]

async function over(kind, options) {
  const own = (name) => `${kind}-${name}-${run}`
  const say = (name, work) => check(`${kind} ${name}`, work)
  const s3 = new S3Client({ ...options, forcePathStyle: true })
  const Bucket = own('bucket').toLowerCase()

  await say(
    'bucket',
    async () =>
      (
        await s3.send(
          new CreateBucketCommand({
            Bucket,
            CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
          }),
        )
      ).$metadata.httpStatusCode,
  )
  for (const [name, Body] of Object.entries({
    text: 'hällo',
    bytes: Uint8Array.of(0, 255, 128),
    buffer: Buffer.alloc(300_000, 'ab'),
    empty: '',
    blob: new Blob(['blob']),
  }))
    await say(`object ${name}`, async () => {
      const put = await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: `k/${name} ä+%`,
          Body,
          ContentType: 'text/x',
          Metadata: { a: 'b' },
          CacheControl: 'no-cache',
        }),
      )
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: `k/${name} ä+%` }))
      const body = await got.Body.transformToByteArray()
      return [
        put.ETag,
        put.ChecksumCRC32,
        got.ETag,
        got.ContentLength,
        got.ContentType,
        got.Metadata,
        got.CacheControl,
        got.LastModified instanceof Date,
        createHash('sha256').update(body).digest('hex'),
      ]
    })
  await say('object stream', async () => {
    const Body = Readable.from([Buffer.from('one '), Buffer.from('two')])
    await s3.send(new PutObjectCommand({ Bucket, Key: 's', Body, ContentLength: 7 }))
    const { Body: got } = await s3.send(new GetObjectCommand({ Bucket, Key: 's' }))
    return text(got)
  })
  await say('object web stream', async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 's' }))
    return new Response(Body.transformToWebStream()).text()
  })
  await say('object range', async () => {
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 's', Range: 'bytes=1-3' }))
    return [got.ContentRange, await got.Body.transformToString()]
  })
  for (const ChecksumAlgorithm of ['SHA256', 'SHA1', 'CRC32C', 'CRC32'])
    await say(`object ${ChecksumAlgorithm}`, async () => {
      const put = await s3.send(
        new PutObjectCommand({ Bucket, Key: 'sum', Body: 'sum', ChecksumAlgorithm }),
      )
      return [put.ChecksumSHA256, put.ChecksumSHA1, put.ChecksumCRC32C, put.ChecksumCRC32]
    })
  await say('upload', async () => {
    const parts = Array.from({ length: 7 }, (_, at) => Buffer.alloc(1_000_000, String(at)))
    const upload = new Upload({
      client: s3,
      params: { Bucket, Key: 'large', Body: Readable.from(parts) },
      partSize: 5 * 1024 * 1024,
      queueSize: 2,
    })
    const seen = []
    upload.on('httpUploadProgress', ({ part }) => seen.push(part))
    await upload.done()
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'large' }))
    return [seen.sort(), head.ContentLength]
  })
  await say('list', async () => {
    const { Contents, KeyCount, IsTruncated, CommonPrefixes } = await s3.send(
      new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2 }),
    )
    return [Contents.map(({ Key, Size }) => [Key, Size]), KeyCount, IsTruncated, CommonPrefixes]
  })
  await say('no key', () =>
    s3
      .send(new GetObjectCommand({ Bucket, Key: 'none' }))
      .catch((error) => [error instanceof NoSuchKey, ...failed(error).slice(0, 1)]),
  )
  await say('no head', () =>
    s3.send(new HeadObjectCommand({ Bucket, Key: 'none' })).catch((error) => failed(error)[0]),
  )
  await say(
    'delete',
    async () =>
      (
        await s3.send(
          new DeleteObjectsCommand({
            Bucket,
            Delete: { Objects: [{ Key: 's' }, { Key: 'none' }] },
          }),
        )
      ).Deleted,
  )
  await say('signed', async () => {
    const url = new URL(
      await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'sum ä' }), {
        expiresIn: 60,
        signingDate: new Date(1_700_000_000_000),
      }),
    )
    return [
      url.pathname.replace(run, ''),
      [...url.searchParams.keys()],
      url.searchParams.get('X-Amz-Date'),
    ]
  })
  await say('signed fetch', async () => {
    if (kind !== 'http') return 'the certificate is not for fetch'
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'sum' }))
    return (await fetch(url)).text()
  })

  const dynamo = new DynamoDBClient(options)
  const TableName = own('table')
  await say('table', async () => {
    await dynamo.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'N' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    )
    return (await waitUntilTableExists({ client: dynamo, maxWaitTime: 5 }, { TableName })).state
  })
  await say('put', async () =>
    clean(
      await dynamo.send(
        new PutItemCommand({
          TableName,
          Item: {
            pk: { S: 'ä' },
            sk: { N: '1' },
            b: { B: Uint8Array.of(1, 255) },
            l: { L: [{ BOOL: true }, { NULL: true }] },
            ss: { SS: ['a'] },
          },
        }),
      ),
    ),
  )
  await say('get', async () =>
    clean(
      await dynamo.send(new GetItemCommand({ TableName, Key: { pk: { S: 'ä' }, sk: { N: '1' } } })),
    ),
  )
  await say(
    'batch',
    async () =>
      (
        await dynamo.send(
          new BatchWriteItemCommand({
            RequestItems: {
              [TableName]: Array.from({ length: 5 }, (_, at) => ({
                PutRequest: {
                  Item: { pk: { S: 'p' }, sk: { N: String(at) }, data: { S: 'x'.repeat(1000) } },
                },
              })),
            },
          }),
        )
      ).UnprocessedItems,
  )
  await say('query', async () => {
    const { Items, Count, LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :p AND sk > :s',
        ExpressionAttributeValues: { ':p': { S: 'p' }, ':s': { N: '1' } },
        ProjectionExpression: 'sk',
        Limit: 2,
        ScanIndexForward: false,
      }),
    )
    return [Items, Count, LastEvaluatedKey]
  })
  await say('pages', async () => {
    const seen = []
    for await (const page of paginateScan(
      { client: dynamo, pageSize: 2 },
      { TableName, FilterExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'p' } } },
    ))
      seen.push(page.Count)
    return seen
  })
  await say('condition', () =>
    dynamo
      .send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: 'p' }, sk: { N: '1' } },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      )
      .catch((error) => [error instanceof ConditionalCheckFailedException, ...failed(error)]),
  )
  await say('transaction', () =>
    dynamo
      .send(
        new TransactWriteItemsCommand({
          TransactItems: [
            {
              Put: {
                TableName,
                Item: { pk: { S: 't' }, sk: { N: '1' } },
                ConditionExpression: 'attribute_exists(pk)',
              },
            },
          ],
        }),
      )
      .catch((error) => [...failed(error), error.CancellationReasons?.map(({ Code }) => Code)]),
  )
  await say('no table', () =>
    dynamo.send(new GetItemCommand({ TableName: 'none', Key: { pk: { S: 'a' } } })).catch(failed),
  )
  const documents = DynamoDBDocument.from(dynamo, {
    marshallOptions: { removeUndefinedValues: true },
  })
  await say('document', async () => {
    const Item = {
      pk: 'd',
      sk: 1,
      n: 1.5,
      big: 12345678901234567890n,
      set: new Set(['x', 'y']),
      deep: { list: [1, null, { a: true }], gone: undefined },
      bytes: Uint8Array.of(9),
    }
    await documents.send(new PutCommand({ TableName, Item }))
    return (await documents.send(new GetCommand({ TableName, Key: { pk: 'd', sk: 1 } }))).Item
  })
  await say(
    'update',
    async () =>
      (
        await documents.send(
          new UpdateCommand({
            TableName,
            Key: { pk: 'd', sk: 1 },
            UpdateExpression: 'SET n = n + :one REMOVE deep',
            ExpressionAttributeValues: { ':one': 1 },
            ReturnValues: 'UPDATED_NEW',
          }),
        )
      ).Attributes,
  )
  await say('document wrong', () =>
    documents
      .put({ TableName, Item: { pk: 'd', sk: 2, fn: new (class Own {})() } })
      .then(() => 'taken'),
  )

  const sqs = new SQSClient(options)
  await say('queue', async () => {
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: own('queue'), Attributes: { VisibilityTimeout: '1' } }),
    )
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: '{"ä":1}',
        MessageAttributes: {
          a: { DataType: 'String', StringValue: 'b' },
          n: { DataType: 'Binary', BinaryValue: Uint8Array.of(1) },
        },
      }),
    )
    const batch = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'A' },
          { Id: 'b', MessageBody: 'B' },
        ],
      }),
    )
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['All'],
      }),
    )
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'VisibilityTimeout'],
      }),
    )
    return [
      sent.MD5OfMessageBody,
      sent.MD5OfMessageAttributes,
      batch.Successful.map(({ Id }) => Id),
      Messages.map(({ Body, MD5OfBody, MessageAttributes }) => [
        Body,
        MD5OfBody,
        MessageAttributes,
      ]).sort(),
      Attributes,
    ]
  })
  await say('no queue', () =>
    sqs
      .send(
        new SendMessageCommand({
          QueueUrl: `${options.endpoint}/123456789012/none`,
          MessageBody: 'x',
        }),
      )
      .catch((error) => failed(error)[0]),
  )
  await say('at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        documents.get({ TableName, Key: { pk: 'p', sk: at % 5 } }),
      ),
    )
    return all.map(({ Item }) => Item.sk)
  })
  await say('aborted', () => {
    const abort = new AbortController()
    abort.abort()
    return s3.send(new GetObjectCommand({ Bucket, Key: 'sum' }), { abortSignal: abort.signal })
  })
}

async function main() {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const region = 'eu-west-1'
  await over('http', { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL })
  const httpsAgent = new https.Agent({
    servername: 'aws.test',
    ca: process.env.OCHE_TLS_CA,
    keepAlive: true,
    maxSockets: 5,
  })
  await over('tls', {
    region,
    credentials,
    endpoint: process.env.OCHE_AWS_TLS,
    requestHandler: new NodeHttpHandler({ httpsAgent }),
  })
  const unreachable = { region, credentials, endpoint: 'http://127.0.0.1:1', maxAttempts: 2 }
  await check('unreachable', () =>
    new SQSClient(unreachable)
      .send(new CreateQueueCommand({ QueueName: 'q' }))
      .catch((error) => [error.name, error.code, error.$metadata.attempts]),
  )
  await check('untrusted', () =>
    new SQSClient({ ...unreachable, maxAttempts: 1, endpoint: process.env.OCHE_AWS_TLS })
      .send(new CreateQueueCommand({ QueueName: 'q' }))
      .catch((error) => [error.name, error.code]),
  )
  await check('slow', () =>
    new SQSClient({
      ...unreachable,
      maxAttempts: 1,
      endpoint: `${process.env.OCHE_HTTP}/never`,
      requestHandler: { requestTimeout: 20, throwOnRequestTimeout: true },
    })
      .send(new CreateQueueCommand({ QueueName: 'q' }))
      .catch((error) => [error.name, error.code]),
  )
}

void main()
