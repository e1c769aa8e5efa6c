import { describe, expect, it } from 'vitest'
import { invokePaths, isLambdaApi, parseInvokeTarget } from './invoke-api.ts'

describe('a target of the Invoke API', () => {
  it.each([
    ['f', 'f', undefined],
    ['f:live', 'f', 'live'],
    ['f:$LATEST', 'f', '$LATEST'],
    ['function:f', 'f', undefined],
    ['123456789012:function:f', 'f', undefined],
    ['123456789012:function:f:7', 'f', '7'],
    ['arn:aws:lambda:eu-west-1:123456789012:function:f', 'f', undefined],
    ['arn:aws-us-gov:lambda:us-gov-east-1:123456789012:function:f:live', 'f', 'live'],
    ['what:is:this:then', 'what:is:this:then', undefined],
  ])('names %s', (name, functionName, qualifier) => {
    expect(parseInvokeTarget(invokePaths.invoke(encodeURIComponent(name)))).toEqual({
      operation: 'Invoke',
      functionName,
      qualifier,
    })
  })

  it('has its qualifier in the query too', () => {
    expect(parseInvokeTarget(`${invokePaths.invokeStream('f')}?Qualifier=%24LATEST`)).toEqual({
      operation: 'InvokeWithResponseStream',
      functionName: 'f',
      qualifier: '$LATEST',
    })
  })

  it('survives broken percent-encoding', () => {
    expect(parseInvokeTarget('/2015-03-31/functions/%E0%A4%A/invocations')?.functionName).toBe(
      '%E0%A4%A',
    )
  })

  it('is none for other operations', () => {
    expect(parseInvokeTarget('/2015-03-31/functions/f')).toBeUndefined()
    expect(parseInvokeTarget('/2021-11-15/functions/f/invocations')).toBeUndefined()
    expect(isLambdaApi('/2015-03-31/functions/f')).toBe(true)
    expect(isLambdaApi('/2015-03-31/functions?MaxItems=1')).toBe(true)
    expect(isLambdaApi('/2018-10-31/layers')).toBe(true)
    expect(isLambdaApi('/2015-03-31/layers')).toBe(false)
    expect(isLambdaApi('/2015-03-31/functions-of-mine')).toBe(false)
    expect(isLambdaApi('/2026-11-26/tags/news')).toBe(false)
  })
})
