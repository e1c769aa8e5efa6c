/**
 * Subscription of a CloudWatch log group: one event,
 * `{"level":"error","message":"no such order"}`. The data is JSON, compressed by gzip, in base64.
 */
export const cloudwatchLogs = {
  awslogs: {
    data: 'H4sIAAAAAAACA51QPW+DMBT8K9GpoyXbQEPqDak0SzvBFqPKwEuCZDCyIVGF+O9VE6VDx952H7r3dAt6CsGcqPwaCQqvWZl9fuRFke1zMLjrQB4KMoqT5226exEyAoN1p7138wgFbq6BW9PXreFnstbd7WLyZHooRCLacpFyKfjh6T0r86KsxG+dqZuWjn85GMJch8Z349S54a2zE/kAdQB573xAdbuRX2iYfuQFXQuFOBX/AhimrqcwmX6EkukuTqWUSSKEYI95oLBoWLqQ1VD6/ogG04/ATR3cJszNeeN8S15j1QPWav0GI8nqM2QBAAA=',
  },
}
