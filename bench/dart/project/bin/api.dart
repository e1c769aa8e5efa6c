import 'package:api/answer.dart';
import 'package:oche/oche.dart';

Future<void> main() =>
    serve(onHttp((event, context) => HttpReply.text(answer)));
