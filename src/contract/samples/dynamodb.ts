/** Event source mapping of a DynamoDB stream with new and old images: an item was made, and changed. */
export const dynamodb = {
  Records: [
    {
      eventID: 'c4ca4238a0b923820dcc509a6f75849b',
      eventName: 'INSERT' as const,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: 1_783_711_144,
        Keys: { id: { S: '42' } },
        NewImage: { id: { S: '42' }, name: { S: 'Apple' }, count: { N: '3' } },
        SequenceNumber: '111000000000000000001',
        SizeBytes: 26,
        StreamViewType: 'NEW_AND_OLD_IMAGES' as const,
      },
      eventSourceARN:
        'arn:aws:dynamodb:us-east-1:123456789012:table/items/stream/2026-07-10T19:00:00.000',
    },
    {
      eventID: 'c81e728d9d4c2f636f067f89cc14862c',
      eventName: 'MODIFY' as const,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: 1_783_711_145,
        Keys: { id: { S: '42' } },
        NewImage: { id: { S: '42' }, name: { S: 'Apple' }, count: { N: '2' } },
        OldImage: { id: { S: '42' }, name: { S: 'Apple' }, count: { N: '3' } },
        SequenceNumber: '111000000000000000002',
        SizeBytes: 48,
        StreamViewType: 'NEW_AND_OLD_IMAGES' as const,
      },
      eventSourceARN:
        'arn:aws:dynamodb:us-east-1:123456789012:table/items/stream/2026-07-10T19:00:00.000',
    },
  ],
}
