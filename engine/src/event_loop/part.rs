//! `native.loop`: what the library asks of the loop.
use super::{Message, exchange, helpers, socket::Socket, tls, with};
use crate::natives::http_reader::Reader;
use crate::values::{Maybe, given, throw_code, with_data};
use rquickjs::{Ctx, Function, Object, Persistent, Result, Value};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    queues(ctx, &part)?;
    timers(ctx, &part)?;
    connecting(ctx, &part)?;
    sockets(ctx, &part)?;
    Ok(part)
}

fn queues<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let register = |ctx: Ctx<'js>, handlers: Object<'js>| {
        with(|it| it.handlers = Some(Persistent::save(&ctx, handlers)));
    };
    part.set("register", Function::new(ctx.clone(), register)?)?;
    part.set("needTick", Function::new(ctx.clone(), || with(|it| it.has_ticks = true))?)?;
    let need = || with(|it| it.has_immediates = true);
    part.set("needImmediate", Function::new(ctx.clone(), need)?)?;
    let listen = |ctx: Ctx<'js>, number: i32| {
        let mailbox = with(|it| {
            it.hears_signals = true;
            it.mailbox.clone()
        });
        helpers::listen_to(mailbox, number)
            .map_err(|error| throw_code(&ctx, "ERR_SYSTEM_ERROR", &error.to_string()))
    };
    part.set("listen", Function::new(ctx.clone(), listen)?)?;
    part.set("byDefault", Function::new(ctx.clone(), helpers::by_default)?)?;
    part.set("isQuiet", Function::new(ctx.clone(), |ctx: Ctx<'js>| exchange::is_quiet(&ctx))?)
}

fn timers<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let set = |id: u32, milliseconds: f64, keeps: bool| {
        let delay = Duration::from_secs_f64(milliseconds / 1e3);
        with(|it| it.timers.set(id, delay, keeps));
    };
    part.set("setTimer", Function::new(ctx.clone(), set)?)?;
    let clear = |id: u32| with(|it| it.timers.clear(id));
    part.set("clearTimer", Function::new(ctx.clone(), clear)?)?;
    let keep = |id: u32, keeps: bool| with(|it| it.timers.keep(id, keeps));
    part.set("keepTimer", Function::new(ctx.clone(), keep)?)
}

fn connecting<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let connect = |ctx: Ctx<'js>, host: String, port: u16, tls: Maybe<Object<'js>>| {
        let options = given(tls).map(|given| tls_options(&given)).transpose()?;
        let begun = with(|it| {
            let id = it.new_id();
            it.sockets.insert(id, Socket::new(options));
            match host.parse::<IpAddr>() {
                Err(_) => it.look_up(id, host, port).map(|()| id),
                // As a message, so that a failure comes after this call returned.
                Ok(ip) => {
                    it.tell(Message::Addresses(id, Ok(vec![SocketAddr::new(ip, port)])));
                    Ok(id)
                }
            }
        });
        begun.map_err(|error| throw_code(&ctx, "EAI_AGAIN", &error.to_string()))
    };
    part.set("connect", Function::new(ctx.clone(), connect)?)?;
    let look_up = |ctx: Ctx<'js>, name: String| {
        with(|it| {
            let id = it.new_id();
            it.look_up(id, name, 0).map(|()| id)
        })
        .map_err(|error| throw_code(&ctx, "EAI_AGAIN", &error.to_string()))
    };
    part.set("lookUp", Function::new(ctx.clone(), look_up)?)
}

fn tls_options(given: &Object<'_>) -> Result<tls::Options> {
    Ok(tls::Options {
        server_name: given.get("serverName")?,
        ca: given.get("ca")?,
        cert: given.get("cert")?,
        key: given.get("key")?,
        verify: given.get("verify")?,
        protocols: given.get("protocols")?,
    })
}

fn sockets<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let write = |id: u32, head: Value<'js>, body: Maybe<Value<'js>>| {
        with_data(&head, |head| match given(body) {
            Some(body) => with_data(&body, |body| send(id, &[head, body])),
            None => Ok(send(id, &[head])),
        })?
    };
    part.set("write", Function::new(ctx.clone(), write)?)?;
    part.set("exchange", Function::new(ctx.clone(), exchange::exchange)?)?;
    let end = |id: u32| {
        with(|it| {
            let _ = it.sockets.get_mut(&id).map(Socket::end);
            it.arm(id);
        });
    };
    part.set("end", Function::new(ctx.clone(), end)?)?;
    let keep = |id: u32, keeps: bool| {
        with(|it| it.sockets.get_mut(&id).map(|one| one.keeps = keeps));
    };
    part.set("keep", Function::new(ctx.clone(), keep)?)?;
    let pause = |id: u32, paused: bool| {
        with(|it| {
            it.sockets.get_mut(&id).map(|one| one.paused = paused);
            it.arm(id);
        });
    };
    part.set("pause", Function::new(ctx.clone(), pause)?)?;
    let destroy = |id: u32| with(|it| it.remove(id));
    part.set("destroy", Function::new(ctx.clone(), destroy)?)?;
    let read_http = |id: u32| {
        with(|it| it.sockets.get_mut(&id).map(|one| one.reader = Some(Reader::default())));
    };
    part.set("readHttp", Function::new(ctx.clone(), read_http)?)?;
    let ends = |id: u32, remote: bool| -> Option<Vec<String>> {
        with(|it| {
            let raw = it.sockets.get(&id)?.raw.as_ref()?;
            let address = if remote { raw.peer_addr() } else { raw.local_addr() };
            let address = address.ok()?.as_socket()?;
            Some(vec![address.ip().to_string(), address.port().to_string()])
        })
    };
    part.set("address", Function::new(ctx.clone(), ends)?)
}

/// True where the system took all.
pub fn send(id: u32, parts: &[&[u8]]) -> bool {
    with(|it| {
        let Some(socket) = it.sockets.get_mut(&id) else { return true };
        let taken = socket.write(parts);
        if !matches!(taken, Ok(true)) {
            it.arm(id);
        }
        taken.unwrap_or_else(|failure| {
            it.tell(Message::Failed(id, failure));
            false
        })
    })
}
