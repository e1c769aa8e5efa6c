// The function of the clients suite on aws-lambda-ric; what it does stands in ../README.md.
exports.handle = async (event, context) => {
  if (event.do === 'error') throw new Error('told to fail')
  if (event.do === 'panic') {
    // Outside of the handler's promise: nobody can catch it.
    setImmediate(() => {
      throw new Error('told to panic')
    })
    return new Promise(() => {})
  }
  if (event.do === 'exit') process.exit(3)
  if (event.do === 'context') {
    return {
      requestId: context.awsRequestId,
      arn: context.invokedFunctionArn,
      deadlineMs: Date.now() + context.getRemainingTimeInMillis(),
    }
  }
  return event
}
