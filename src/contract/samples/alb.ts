/** Application Load Balancer without multi-value headers: `POST /items/42` with a JSON body. */
export const alb = {
  requestContext: {
    elb: {
      targetGroupArn:
        'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/hello/49e9d65c45c6791a',
    },
  },
  httpMethod: 'POST',
  path: '/items/42',
  queryStringParameters: { full: 'yes', tag: 'round' },
  headers: {
    accept: 'application/json',
    'content-length': '16',
    'content-type': 'application/json',
    cookie: 'session=abc123; theme=dark',
    host: 'hello-1234567890.us-east-1.elb.amazonaws.com',
    'user-agent': 'curl/8.7.1',
    'x-amzn-trace-id': 'Root=1-6a5145a7-5c3686ff7df3149177a89100',
    'x-forwarded-for': '203.0.113.24',
    'x-forwarded-port': '80',
    'x-forwarded-proto': 'http',
  },
  body: '{"name":"Apple"}',
  isBase64Encoded: false,
}

const { headers, queryStringParameters: _query, ...request } = alb

/** The same with multi-value headers, which are there instead of the single ones. */
export const albMultiValue = {
  ...request,
  multiValueQueryStringParameters: { full: ['yes'], tag: ['red', 'round'] },
  multiValueHeaders: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  ),
}
