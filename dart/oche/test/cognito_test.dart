import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

/// What a trigger answers Cognito.
Future<Object?> responseOf(LambdaHandler handler, CognitoEvent event) async {
  final result = (await invoke(handler, event)).result as Map<String, Object?>;
  expect({...result, 'response': null}, {...event.json, 'response': null});
  return result['response'];
}

void main() {
  test('signing up is confirmed, or refused with a reason', () async {
    final handler = onCognitoPreSignUp((event, context) {
      final email = event.userAttributes['email'] ?? '';
      if (!email.endsWith('@example.com')) throw Exception('only for members');
      event
        ..autoConfirmUser = true
        ..autoVerifyEmail = true;
    });
    CognitoEvent signUp(String email) =>
        CognitoEvent.of('PreSignUp_SignUp', userAttributes: {'email': email});
    expect(await responseOf(handler, signUp('ada@example.com')), {
      'autoConfirmUser': true,
      'autoVerifyEmail': true,
    });
    final refused = await invoke(handler, signUp('eve@example.org'));
    expect(refused.error?.message, 'only for members');
  });

  test('tokens get claims, scopes and groups', () async {
    final handler = onCognitoPreToken((event, context) {
      event
        ..addToIdToken({'plan': 'pro'})
        ..removeFromIdToken(['email'])
        ..overrideGroups([...event.groups, 'members']);
      if (event.changesAccessToken) {
        event
          ..addToAccessToken(claims: {'plan': 'pro'}, scopes: ['orders'])
          ..removeFromAccessToken(claims: ['x'], scopes: ['y']);
      }
    });
    CognitoEvent event(String version) => CognitoEvent.of(
      'TokenGeneration_Authentication',
      version: version,
      request: {
        'groupConfiguration': {
          'groupsToOverride': ['editors'],
        },
      },
    );
    final groups = {
      'groupsToOverride': ['editors', 'members'],
    };
    expect(await responseOf(handler, event('1')), {
      'claimsOverrideDetails': {
        'claimsToAddOrOverride': {'plan': 'pro'},
        'claimsToSuppress': ['email'],
        'groupOverrideDetails': groups,
      },
    });
    expect(await responseOf(handler, event('2')), {
      'claimsAndScopeOverrideDetails': {
        'idTokenGeneration': {
          'claimsToAddOrOverride': {'plan': 'pro'},
          'claimsToSuppress': ['email'],
        },
        'accessTokenGeneration': {
          'claimsToAddOrOverride': {'plan': 'pro'},
          'claimsToSuppress': ['x'],
          'scopesToAdd': ['orders'],
          'scopesToSuppress': ['y'],
        },
        'groupOverrideDetails': groups,
      },
    });
    final first = event('1') as CognitoPreToken;
    expect(
      () => first.addToAccessToken(scopes: ['a']),
      throwsA(isA<StateError>()),
    );
  });

  test('a message is written', () async {
    final handler = onCognitoCustomMessage(
      (event, context) => event
        ..emailSubject = 'Welcome'
        ..emailMessage = 'Your code is ${event.codeParameter}',
    );
    final event = CognitoEvent.of(
      'CustomMessage_SignUp',
      request: {'codeParameter': '{####}'},
    );
    expect(await responseOf(handler, event), {
      'emailSubject': 'Welcome',
      'emailMessage': 'Your code is {####}',
    });
  });

  test('challenges of one’s own are made, checked and ended', () async {
    final define = onCognitoDefineAuthChallenge((event, context) {
      final passed = event.session.isNotEmpty && event.session.last.passed;
      event
        ..challengeName = passed ? null : 'CUSTOM_CHALLENGE'
        ..issueTokens = passed
        ..failAuthentication = false;
    });
    final over = CognitoEvent.of(
      'DefineAuthChallenge_Authentication',
      request: {
        'session': [
          {'challengeName': 'CUSTOM_CHALLENGE', 'challengeResult': true},
        ],
      },
    );
    expect(await responseOf(define, over), {
      'challengeName': null,
      'issueTokens': true,
      'failAuthentication': false,
    });
    final create = onCognitoCreateAuthChallenge(
      (event, context) => event
        ..publicParameters = {'hint': 'by mail'}
        ..privateParameters = {'code': '1234'}
        ..metadata = 'CODE',
    );
    final asked = CognitoEvent.of(
      'CreateAuthChallenge_Authentication',
      request: {'challengeName': 'CUSTOM_CHALLENGE', 'session': <Object?>[]},
    );
    expect(await responseOf(create, asked), {
      'publicChallengeParameters': {'hint': 'by mail'},
      'privateChallengeParameters': {'code': '1234'},
      'challengeMetadata': 'CODE',
    });
    final verify = onCognitoVerifyAuthChallenge(
      (event, context) => event.answerCorrect =
          event.challengeAnswer == event.privateParameters['code'],
    );
    final answered = CognitoEvent.of(
      'VerifyAuthChallengeResponse_Authentication',
      request: {
        'privateChallengeParameters': {'code': '1234'},
        'challengeAnswer': '1234',
      },
    );
    expect(await responseOf(verify, answered), {'answerCorrect': true});
  });

  test('a user is taken over', () async {
    final handler = onCognitoUserMigration((event, context) {
      if (event.password != 'secret') throw Exception('Bad password');
      event.migrate({'email': 'ada@example.com', 'email_verified': 'true'});
    });
    final event = CognitoEvent.of(
      'UserMigration_Authentication',
      request: {'password': 'secret'},
    );
    expect(await responseOf(handler, event), {
      'userAttributes': {'email': 'ada@example.com', 'email_verified': 'true'},
      'finalUserStatus': 'CONFIRMED',
      'messageAction': 'SUPPRESS',
    });
  });

  test('what nothing is answered to goes back as it came', () async {
    final handlers = {
      'PostConfirmation_ConfirmSignUp': onCognitoPostConfirmation(
        (event, context) {},
      ),
      'PreAuthentication_Authentication': onCognitoPreAuthentication(
        (event, context) {},
      ),
      'PostAuthentication_Authentication': onCognitoPostAuthentication(
        (event, context) {},
      ),
      'CustomEmailSender_SignUp': onCognito((event, context) {}),
    };
    for (final MapEntry(key: trigger, value: handler) in handlers.entries) {
      expect(await responseOf(handler, CognitoEvent.of(trigger)), isEmpty);
      expect(
        await responseOf(
          onEvent((event, context) => null),
          CognitoEvent.of(trigger),
        ),
        isEmpty,
      );
    }
  });

  test('a handler of one trigger says which other came', () async {
    final outcome = await invoke(
      onCognitoPreSignUp((event, context) {}),
      CognitoEvent.of('PostConfirmation_ConfirmSignUp'),
    );
    expect(outcome.error?.type, 'Runtime.UnexpectedEvent');
    expect(
      outcome.error?.message,
      contains('the trigger PostConfirmation_ConfirmSignUp'),
    );
  });
}
