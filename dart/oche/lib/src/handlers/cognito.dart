import 'dart:async';

import '../context.dart';
import '../events/lambda_event.dart';
import '../function_error.dart';
import '../handler.dart';
import 'read_event.dart';

/// Handles triggers of a Cognito user pool: `switch` over the event.
///
/// What is set on the event is answered. What [handle] throws refuses what the user is about to do.
///
/// ```dart
/// onCognito((event, context) {
///   switch (event) {
///     case CognitoPreSignUp():
///       event.autoConfirmUser = true;
///     case CognitoPostConfirmation():
///       context.log.info('${event.userName} is new');
///     default:
///   }
/// });
/// ```
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
///
/// ```dart
/// onCognitoPostConfirmation((event, context) {
///   context.log.info('${event.userName}: ${event.userAttributes['email']}');
/// });
/// ```
LambdaHandler onCognitoPostConfirmation(
  FutureOr<void> Function(CognitoPostConfirmation event, LambdaContext context)
  handle,
) => _trigger(handle, 'onCognitoPostConfirmation');

/// Handles somebody's signing in: may refuse it.
///
/// ```dart
/// onCognitoPreAuthentication((event, context) {
///   if (event.userAttributes['custom:blocked'] == 'yes') throw Exception('blocked');
/// });
/// ```
LambdaHandler onCognitoPreAuthentication(
  FutureOr<void> Function(CognitoPreAuthentication event, LambdaContext context)
  handle,
) => _trigger(handle, 'onCognitoPreAuthentication');

/// Handles that somebody has signed in.
///
/// ```dart
/// onCognitoPostAuthentication((event, context) {
///   context.log.info('${event.userName} has signed in');
/// });
/// ```
LambdaHandler onCognitoPostAuthentication(
  FutureOr<void> Function(
    CognitoPostAuthentication event,
    LambdaContext context,
  )
  handle,
) => _trigger(handle, 'onCognitoPostAuthentication');

/// Handles the making of tokens: may change claims, scopes and groups.
///
/// ```dart
/// onCognitoPreToken((event, context) {
///   event.addToIdToken({'tenant': 'blue'});
///   if (event.changesAccessToken) event.addToAccessToken(scopes: ['orders/read']);
/// });
/// ```
LambdaHandler onCognitoPreToken(
  FutureOr<void> Function(CognitoPreToken event, LambdaContext context) handle,
) => _trigger(handle, 'onCognitoPreToken');

/// Handles a message to a user: may write it.
///
/// ```dart
/// onCognitoCustomMessage((event, context) {
///   event.emailSubject = 'Your code';
///   event.emailMessage = 'It is ${event.codeParameter}.';
/// });
/// ```
LambdaHandler onCognitoCustomMessage(
  FutureOr<void> Function(CognitoCustomMessage event, LambdaContext context)
  handle,
) => _trigger(handle, 'onCognitoCustomMessage');

/// Decides which challenge of one's own is next, or that signing in is over.
///
/// ```dart
/// onCognitoDefineAuthChallenge((event, context) {
///   if (event.session.isEmpty) {
///     event.challengeName = 'CUSTOM_CHALLENGE';
///   } else {
///     event.issueTokens = event.session.last.passed;
///     event.failAuthentication = !event.session.last.passed;
///   }
/// });
/// ```
LambdaHandler onCognitoDefineAuthChallenge(
  FutureOr<void> Function(
    CognitoDefineAuthChallenge event,
    LambdaContext context,
  )
  handle,
) => _trigger(handle, 'onCognitoDefineAuthChallenge');

/// Makes a challenge of one's own.
///
/// ```dart
/// onCognitoCreateAuthChallenge((event, context) {
///   event.publicParameters = {'question': '3 + 4'};
///   event.privateParameters = {'answer': '7'};
/// });
/// ```
LambdaHandler onCognitoCreateAuthChallenge(
  FutureOr<void> Function(
    CognitoCreateAuthChallenge event,
    LambdaContext context,
  )
  handle,
) => _trigger(handle, 'onCognitoCreateAuthChallenge');

/// Checks the answer to a challenge of one's own.
///
/// ```dart
/// onCognitoVerifyAuthChallenge((event, context) {
///   event.answerCorrect = event.challengeAnswer == event.privateParameters['answer'];
/// });
/// ```
LambdaHandler onCognitoVerifyAuthChallenge(
  FutureOr<void> Function(
    CognitoVerifyAuthChallenge event,
    LambdaContext context,
  )
  handle,
) => _trigger(handle, 'onCognitoVerifyAuthChallenge');

/// Handles a user whom the pool does not know: may take one over from another system.
///
/// ```dart
/// onCognitoUserMigration((event, context) {
///   if (event.password != 'of the old system') throw Exception('unknown');
///   event.migrate({'email': 'ada@example.com', 'email_verified': 'true'});
/// });
/// ```
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
