import 'dart:async';

import '../context.dart';
import '../events/lambda_event.dart';
import '../function_error.dart';
import '../handler.dart';
import 'read_event.dart';

/// Handles triggers of a Cognito user pool: `switch` over the event.
///
/// What is set on the event is answered. What [handle] throws refuses what the user is about to do.
LambdaHandler onCognito(
  FutureOr<void> Function(CognitoEvent event, LambdaContext context) handle,
) => _trigger(handle, 'onCognito');

/// Handles somebody's signing up: may refuse, confirm and verify it.
///
/// ```dart
/// onCognitoPreSignUp((event, context) {
///   final email = event.userAttributes['email'] ?? '';
///   if (!email.endsWith('@example.com')) throw Exception('only for members');
///   event.autoConfirmUser = true;
/// });
/// ```
LambdaHandler onCognitoPreSignUp(
  FutureOr<void> Function(CognitoPreSignUp event, LambdaContext context) handle,
) => _trigger(handle, 'onCognitoPreSignUp');

/// Handles that signing up, or a new password, was confirmed.
LambdaHandler onCognitoPostConfirmation(
  FutureOr<void> Function(CognitoPostConfirmation event, LambdaContext context)
  handle,
) => _trigger(handle, 'onCognitoPostConfirmation');

/// Handles somebody's signing in: may refuse it.
LambdaHandler onCognitoPreAuthentication(
  FutureOr<void> Function(CognitoPreAuthentication event, LambdaContext context)
  handle,
) => _trigger(handle, 'onCognitoPreAuthentication');

/// Handles that somebody has signed in.
LambdaHandler onCognitoPostAuthentication(
  FutureOr<void> Function(
    CognitoPostAuthentication event,
    LambdaContext context,
  )
  handle,
) => _trigger(handle, 'onCognitoPostAuthentication');

/// Handles the making of tokens: may change claims, scopes and groups.
LambdaHandler onCognitoPreToken(
  FutureOr<void> Function(CognitoPreToken event, LambdaContext context) handle,
) => _trigger(handle, 'onCognitoPreToken');

/// Handles a message to a user: may write it.
LambdaHandler onCognitoCustomMessage(
  FutureOr<void> Function(CognitoCustomMessage event, LambdaContext context)
  handle,
) => _trigger(handle, 'onCognitoCustomMessage');

/// Decides which challenge of one's own is next, or that signing in is over.
LambdaHandler onCognitoDefineAuthChallenge(
  FutureOr<void> Function(
    CognitoDefineAuthChallenge event,
    LambdaContext context,
  )
  handle,
) => _trigger(handle, 'onCognitoDefineAuthChallenge');

/// Makes a challenge of one's own.
LambdaHandler onCognitoCreateAuthChallenge(
  FutureOr<void> Function(
    CognitoCreateAuthChallenge event,
    LambdaContext context,
  )
  handle,
) => _trigger(handle, 'onCognitoCreateAuthChallenge');

/// Checks the answer to a challenge of one's own.
LambdaHandler onCognitoVerifyAuthChallenge(
  FutureOr<void> Function(
    CognitoVerifyAuthChallenge event,
    LambdaContext context,
  )
  handle,
) => _trigger(handle, 'onCognitoVerifyAuthChallenge');

/// Handles a user whom the pool does not know: may take one over from another system.
LambdaHandler onCognitoUserMigration(
  FutureOr<void> Function(CognitoUserMigration event, LambdaContext context)
  handle,
) => _trigger(handle, 'onCognitoUserMigration');

LambdaHandler _trigger<T extends CognitoEvent>(
  FutureOr<void> Function(T event, LambdaContext context) handle,
  String wrapper,
) => (event, context) async {
  final trigger = readEvent(event, CognitoEvent.fromJson, wrapper);
  if (trigger is! T) {
    throw RuntimeFault.unexpectedEvent(
      'The handler of $wrapper got the trigger ${trigger.triggerSource}: '
      'use onCognito for several kinds of triggers',
    );
  }
  await handle(trigger, context);
  return trigger;
};
