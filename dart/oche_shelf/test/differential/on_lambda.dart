import 'package:oche/oche.dart' show serve;
import 'package:oche_shelf/oche_shelf.dart';

import 'app.dart';

Future<void> main() => serve(onShelf(app));
