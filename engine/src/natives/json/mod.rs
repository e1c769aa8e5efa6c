//! `native.json`: JSON straight between bytes and values. QuickJS's own goes by way of UTF-16 strings,
//! which is the larger half of what an invocation costs.
mod names;
mod parse;
mod write;

use crate::values::{new_bytes, new_string, with_data};
use rquickjs::{Ctx, Exception, Function, Object, Result, Value};

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
    match write::write(&ctx, value)? {
        Some(json) => Ok(new_bytes(&ctx, &json)?.into_value()),
        None => Ok(Value::new_undefined(ctx)),
    }
}

fn to_text<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Value<'js>> {
    match write::write(&ctx, value)? {
        Some(json) => new_string(&ctx, &json),
        None => Ok(Value::new_undefined(ctx)),
    }
}

fn too_deep(ctx: &Ctx<'_>) -> rquickjs::Error {
    Exception::throw_range(ctx, "Maximum call stack size exceeded")
}
