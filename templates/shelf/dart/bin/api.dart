import 'package:__PACKAGE_NAME__/app.dart';
import 'package:oche/oche.dart' show serve;
import 'package:oche_shelf/oche_shelf.dart';

Future<void> main() => serve(onShelf(app));
