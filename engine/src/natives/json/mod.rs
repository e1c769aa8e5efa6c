//! `native.json`: JSON straight between bytes and values. QuickJS's own goes by way of UTF-16 strings,
//! which is the larger half of what an invocation costs.
mod boxed;
mod escape;
mod names;
mod parse;
mod quoted;
pub mod raw;
mod scan;
mod shapes;
mod write;

use crate::values::{new_bytes, new_string, with_data};
use rquickjs::{Ctx, Exception, Function, Object, Result, Value};
use std::cell::Cell;

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    let parse = |ctx: Ctx<'js>, text: Value<'js>| {
        with_data(&text, |bytes| match std::str::from_utf8(bytes) {
            Ok(text) => parse::parse(&ctx, text),
            Err(_) => parse::parse(&ctx, &String::from_utf8_lossy(bytes)),
        })?
    };
    part.set("parse", Function::new(ctx.clone(), parse)?)?;

    part.set("toBytes", Function::new(ctx.clone(), to_bytes)?)?;
    part.set("toText", Function::new(ctx.clone(), to_text)?)?;
    Ok(part)
}

fn to_bytes<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Value<'js>> {
    written(&ctx, value, |json| Ok(new_bytes(&ctx, json)?.into_value()))
}

fn to_text<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Value<'js>> {
    written(&ctx, value, |json| new_string(&ctx, json))
}

/// A larger buffer is not kept for the next time, in bytes.
const KEPT: usize = 1024 * 1024;

fn written<'js>(
    ctx: &Ctx<'js>,
    value: Value<'js>,
    take: impl FnOnce(&[u8]) -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    thread_local! {
        static OUT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    }
    // What `toJSON` calls may come here again, and finds an empty one.
    let mut out = OUT.take();
    out.clear();
    let result = match write::write(ctx, value, &mut out) {
        Ok(true) => take(&out),
        Ok(false) => Ok(Value::new_undefined(ctx.clone())),
        Err(error) => Err(error),
    };
    if out.capacity() <= KEPT {
        OUT.set(out);
    }
    result
}

fn too_deep(ctx: &Ctx<'_>) -> rquickjs::Error {
    Exception::throw_range(ctx, "Maximum call stack size exceeded")
}
