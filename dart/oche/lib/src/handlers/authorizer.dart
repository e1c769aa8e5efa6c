import 'dart:async';

import '../context.dart';
import '../events/json.dart';
import '../events/lambda_event.dart';
import '../handler.dart';
import 'read_event.dart';

/// What a Lambda authorizer answers: may the request pass, and what does the function behind get to know.
///
/// ```dart
/// const AuthorizerDecision.allow(principalId: 'ada', values: {'plan': 'free'});
/// ```
final class AuthorizerDecision {
  /// Lets the request pass.
  ///
  /// [values] are handed to the function, as `event.requestContext.authorizerValues`: text, numbers and
  /// booleans. [principalId] says who it is. [resources] are the ARNs that are allowed, the one asked for unless
  /// told otherwise: where an API keeps decisions, name all that this client may reach.
  const AuthorizerDecision.allow({
    this.values = const {},
    this.principalId = 'user',
    this.resources,
  }) : isAllowed = true;

  /// Refuses the request with status 403.
  const AuthorizerDecision.deny({this.principalId = 'user', this.resources})
    : isAllowed = false,
      values = const {};

  /// Whether the request passes.
  final bool isAllowed;

  /// What the function behind gets to know.
  final JsonMap values;

  /// Who it is.
  final String principalId;

  /// The ARNs that it is about; null: the one that was asked for.
  final List<String>? resources;
}

/// Handles the questions of an API to its Lambda authorizer. What [handle] throws is status 500 to the client.
///
/// Payload format 2.0 takes a short answer where [simpleResponses] are switched on, as they are in
/// `oche.yaml` unless it says otherwise; everything else takes a policy.
///
/// ```dart
/// onAuthorizer((event, context) => event.token == 'Bearer secret'
///     ? const AuthorizerDecision.allow(values: {'tenant': 'blue'})
///     : const AuthorizerDecision.deny());
/// ```
LambdaHandler onAuthorizer(
  FutureOr<AuthorizerDecision> Function(
    AuthorizerEvent event,
    LambdaContext context,
  )
  handle, {
  bool simpleResponses = true,
}) => (event, context) async {
  final asked = readEvent(event, AuthorizerEvent.fromJson, 'onAuthorizer');
  final decision = await handle(asked, context);
  return authorizerAnswer(asked, decision, simpleResponses: simpleResponses);
};

/// [decision] as the API that asked takes it.
JsonMap authorizerAnswer(
  AuthorizerEvent event,
  AuthorizerDecision decision, {
  bool simpleResponses = true,
}) => event.isOfFormatV2 && simpleResponses
    ? {'isAuthorized': decision.isAllowed, 'context': decision.values}
    : _policy(event, decision);

JsonMap _policy(AuthorizerEvent event, AuthorizerDecision decision) => {
  'principalId': decision.principalId,
  'policyDocument': {
    'Version': '2012-10-17',
    'Statement': [
      {
        'Action': 'execute-api:Invoke',
        'Effect': decision.isAllowed ? 'Allow' : 'Deny',
        'Resource': decision.resources ?? [event.resourceArn],
      },
    ],
  },
  'context': decision.values,
};
