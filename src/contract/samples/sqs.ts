/** Event source mapping of an SQS queue: a batch of one message. */
export const sqs = {
  Records: [
    {
      messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
      receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
      body: '{"orderId":42}',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1783711144000',
        SenderId: 'AIDACKCEVSQ6C2EXAMPLE',
        ApproximateFirstReceiveTimestamp: '1783711144010',
      },
      messageAttributes: { source: { stringValue: 'shop', dataType: 'String' } },
      md5OfBody: 'e45153dd35b41f8d5c1d47a589c83c58',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:orders',
      awsRegion: 'us-east-1',
    },
  ],
}
