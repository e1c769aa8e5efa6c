import 'package:oche/oche.dart';

import 'answer.dart';

Future<void> main() =>
    serve(onHttp((event, context) => HttpReply.text(answer)));
