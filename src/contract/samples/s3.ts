/** S3 event notification: an object was put. Keys are form-encoded, so a space is a plus. */
export const s3 = {
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: '2026-07-10T19:19:04.836Z',
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AWS:AIDACKCEVSQ6C2EXAMPLE' },
      requestParameters: { sourceIPAddress: '203.0.113.24' },
      responseElements: {
        'x-amz-request-id': 'C3D13FE58DE4C810',
        'x-amz-id-2': 'FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD',
      },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'on-upload',
        bucket: {
          name: 'uploads-123456789012',
          ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
          arn: 'arn:aws:s3:::uploads-123456789012',
        },
        object: {
          key: 'photos/red+apple.jpg',
          size: 1024,
          eTag: 'd41d8cd98f00b204e9800998ecf8427e',
          sequencer: '0A1B2C3D4E5F678901',
        },
      },
    },
  ],
}
