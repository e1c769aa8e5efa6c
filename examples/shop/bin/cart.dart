import 'package:oche/oche.dart';
import 'package:shop/cart.dart';

Future<void> main() => serve(onHttp(cart));
