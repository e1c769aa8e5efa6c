/** What all triggers of a Cognito user pool have in common. */
const trigger = {
  region: 'us-east-1',
  userPoolId: 'us-east-1_EXAMPLE00',
  userName: 'ada',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
}

const userAttributes = {
  sub: 'b4a8c4f8-0071-70a8-3e5c-2f5f0d1c7f6a',
  email: 'ada@example.com',
  email_verified: 'true',
}

/** Somebody signs up: the function may confirm or refuse it. */
export const cognitoPreSignUp = {
  version: '1',
  ...trigger,
  triggerSource: 'PreSignUp_SignUp' as const,
  request: { userAttributes: { email: 'ada@example.com' } },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
}

/** Somebody has confirmed signing up. */
export const cognitoPostConfirmation = {
  version: '1',
  ...trigger,
  triggerSource: 'PostConfirmation_ConfirmSignUp' as const,
  request: {
    userAttributes: { ...userAttributes, 'cognito:user_status': 'CONFIRMED' },
  },
  response: {},
}

/** Tokens are made: the function may change claims and scopes. */
export const cognitoPreToken = {
  version: '2',
  ...trigger,
  triggerSource: 'TokenGeneration_Authentication' as const,
  request: {
    userAttributes: { ...userAttributes, 'cognito:user_status': 'CONFIRMED' },
    groupConfiguration: {
      groupsToOverride: ['editors'],
      iamRolesToOverride: [],
    },
    scopes: ['aws.cognito.signin.user.admin'],
  },
  response: { claimsAndScopeOverrideDetails: {} },
}

/** A message is sent: the function may write it. */
export const cognitoCustomMessage = {
  version: '1',
  ...trigger,
  triggerSource: 'CustomMessage_SignUp' as const,
  request: {
    userAttributes: { ...userAttributes, email_verified: 'false' },
    codeParameter: '{####}',
    linkParameter: '{##Click Here##}',
    usernameParameter: null,
  },
  response: { smsMessage: null, emailMessage: null, emailSubject: null },
}
