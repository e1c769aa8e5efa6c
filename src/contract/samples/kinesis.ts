/** Event source mapping of a Kinesis stream: a batch of one record, `{"orderId":42}`. */
export const kinesis = {
  Records: [
    {
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'orders',
        sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
        data: 'eyJvcmRlcklkIjo0Mn0=',
        approximateArrivalTimestamp: 1_783_711_144.836,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: 'shardId-000000000006:49590338271490256608559692538361571095921575989136588898',
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::123456789012:role/hello',
      awsRegion: 'us-east-1',
      eventSourceARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/orders',
    },
  ],
}
