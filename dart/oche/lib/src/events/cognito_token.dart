part of 'lambda_event.dart';

/// Tokens are made: claims, scopes and groups may be changed.
///
/// ```dart
/// onCognitoPreToken((event, context) {
///   event.addToIdToken({'tenant': 'blue'});
///   event.removeFromIdToken(['phone_number']);
/// });
/// ```
final class CognitoPreToken extends CognitoEvent {
  CognitoPreToken._(super.json) : super._();

  /// Names of the groups that the user is in.
  List<String> get groups => stringList(
    optional(request, 'groupConfiguration') ?? const {},
    'groupsToOverride',
  );

  /// What the access token is for; empty in version 1 of the trigger.
  List<String> get scopes => stringList(request, 'scopes');

  /// Whether the access token can be changed: it cannot in version 1 of the trigger.
  bool get changesAccessToken => version != '1';

  /// Sets [claims] of the identity token. In version 1 of the trigger their values are text.
  void addToIdToken(JsonMap claims) => _add(_idToken, claims);

  /// Leaves the claims with these [names] out of the identity token.
  void removeFromIdToken(List<String> names) =>
      _list(_idToken, 'claimsToSuppress').addAll(names);

  /// Sets [claims] of the access token, and grants [scopes].
  ///
  /// Throws a [StateError] where the trigger has version 1.
  void addToAccessToken({
    JsonMap claims = const {},
    List<String> scopes = const [],
  }) {
    final token = _accessToken;
    if (claims.isNotEmpty) _add(token, claims);
    if (scopes.isNotEmpty) _list(token, 'scopesToAdd').addAll(scopes);
  }

  /// Leaves these [claims] and [scopes] out of the access token.
  ///
  /// Throws a [StateError] where the trigger has version 1.
  void removeFromAccessToken({
    List<String> claims = const [],
    List<String> scopes = const [],
  }) {
    final token = _accessToken;
    if (claims.isNotEmpty) _list(token, 'claimsToSuppress').addAll(claims);
    if (scopes.isNotEmpty) _list(token, 'scopesToSuppress').addAll(scopes);
  }

  /// Has the tokens say that the user is in these [groups].
  void overrideGroups(List<String> groups) =>
      _map(_details, 'groupOverrideDetails')['groupsToOverride'] = groups;

  JsonMap get _details => _map(
    response,
    changesAccessToken
        ? 'claimsAndScopeOverrideDetails'
        : 'claimsOverrideDetails',
  );

  JsonMap get _idToken =>
      changesAccessToken ? _map(_details, 'idTokenGeneration') : _details;

  JsonMap get _accessToken => changesAccessToken
      ? _map(_details, 'accessTokenGeneration')
      : throw StateError(
          'Version 1 of the trigger cannot change the access token: choose version 2 in the user pool',
        );

  static void _add(JsonMap token, JsonMap claims) =>
      _map(token, 'claimsToAddOrOverride').addAll(claims);

  /// The member [name] of [json], made where it is absent.
  static JsonMap _map(JsonMap json, String name) =>
      json[name] = {...?optional<JsonMap>(json, name)};

  static List<String> _list(JsonMap json, String name) {
    final list = [...stringList(json, name)];
    json[name] = list;
    return list;
  }
}
