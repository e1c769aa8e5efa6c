//! What JavaScript cannot do by itself, or would be slow at, in parts that are made when the library
//! first asks for them.
pub mod brotli;
mod crypto;
mod datagrams;
mod files;
pub mod http;
pub mod http_reader;
mod intl;
pub mod json;
mod system;
mod text;
mod url;
mod zlib;

use crate::values::new_string;
use crate::{archive, event_loop, modules};
use rquickjs::{Ctx, Exception, Function, Object, Result};

/// `native`: `part(name)`, and how the library loads its own modules.
pub fn all<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("part", Function::new(ctx.clone(), |ctx, name: String| part(&ctx, &name))?)?;
    let load = |ctx: Ctx<'js>, name: String| modules::load_now(&ctx, &name);
    native.set("load", Function::new(ctx.clone(), load)?)?;
    let data = |ctx: Ctx<'js>, name: String| match archive::own().find(&name) {
        Some(bytes) => new_string(&ctx, bytes).map(Some),
        None => Ok(None),
    };
    native.set("data", Function::new(ctx.clone(), data)?)?;
    native.set("has", Function::new(ctx.clone(), |name: String| modules::has(&name))?)?;
    Ok(native)
}

fn part<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Object<'js>> {
    match name {
        "crypto" => crypto::part(ctx),
        "datagrams" => datagrams::part(ctx),
        "files" => files::part(ctx),
        "http" => http::part(ctx),
        "intl" => intl::part(ctx),
        "json" => json::part(ctx),
        "loop" => event_loop::part::part(ctx),
        "system" => system::part(ctx),
        "text" => text::part(ctx),
        "url" => url::part(ctx),
        "zlib" => zlib::part(ctx),
        _ => Err(Exception::throw_message(ctx, &format!("no native part {name}"))),
    }
}
