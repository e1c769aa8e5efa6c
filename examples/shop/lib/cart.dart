import 'package:oche/oche.dart';

/// Cents by item.
const prices = {'board': 4900, 'darts': 2450, 'oche': 1900};

/// One line of a cart.
class Line {
  Line(this.item, this.count);

  factory Line.fromJson(Map<String, Object?> json) =>
      Line(json['item'] as String, json['count'] as int);

  final String item;
  final int count;
}

/// What a cart costs. Five or more of an item are a tenth cheaper.
HttpReply cart(HttpEvent event, LambdaContext context) {
  final lines = event.bodyAs(
    (Map<String, Object?> json) => [
      for (final line in json['lines'] as List<Object?>)
        Line.fromJson(line as Map<String, Object?>),
    ],
  );
  final unknown = lines.where((line) => !prices.containsKey(line.item));
  if (unknown.isNotEmpty) {
    return HttpReply.json({
      'message': 'there is no ${unknown.first.item}',
    }, statusCode: 400);
  }
  final total = lines.fold(0, (sum, line) => sum + _costOf(line));
  return HttpReply.json({'total': total});
}

int _costOf(Line line) {
  final cost = prices[line.item]! * line.count;
  return line.count < 5 ? cost : cost * 9 ~/ 10;
}
