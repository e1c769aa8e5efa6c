//! What the library registers to be called, and the order in which JavaScript's own queues run.
use super::{rejections, with};
use crate::natives::http;
use crate::natives::http_reader::Answer;
use crate::values::{new_bytes, new_string};
use rquickjs::function::IntoArgs;
use rquickjs::{Ctx, Function, Object, Result, Value};

/// What happened to a socket.
pub enum Kind {
    Connected = 0,
    Data = 1,
    Drained = 2,
    Ended = 3,
    Failed = 4,
    /// Addresses of a name.
    Found = 5,
    /// A whole answer of HTTP.
    Answer = 6,
}

pub struct Handlers<'js> {
    all: Object<'js>,
    timer: Function<'js>,
    socket: Function<'js>,
    tick: Function<'js>,
    immediate: Function<'js>,
    rejection: Function<'js>,
    before_exit: Function<'js>,
    signal: Function<'js>,
    uncaught: Function<'js>,
}

/// An answer of HTTP as JavaScript gets it.
pub struct Values<'js> {
    pub status: u16,
    /// Bytes of an invocation, text of a refusal: what else is answered says all by its status.
    pub body: Option<Value<'js>>,
    /// Of an invocation.
    pub headers: Option<Object<'js>>,
    pub reusable: bool,
}

/// Made while the bytes are borrowed, and handed over afterwards.
pub fn values_of<'js>(ctx: &Ctx<'js>, answer: Answer<'_>) -> Result<Values<'js>> {
    let (mut body, mut headers) = (None, None);
    if answer.status == 200 {
        body = Some(new_bytes(ctx, &answer.body)?.into_value());
        headers = Some(http::headers(ctx, answer.head)?);
    } else if answer.status >= 300 {
        body = Some(new_string(ctx, &answer.body)?);
    }
    Ok(Values { status: answer.status, body, headers, reusable: answer.reusable })
}

impl<'js> Handlers<'js> {
    pub fn of(ctx: &Ctx<'js>) -> Result<Self> {
        let kept = with(|it| it.handlers.take());
        let all = kept.ok_or_else(|| rquickjs::Error::new_loading("boot"))?.restore(ctx)?;
        Ok(Handlers {
            timer: all.get("timer")?,
            socket: all.get("socket")?,
            tick: all.get("tick")?,
            immediate: all.get("immediate")?,
            rejection: all.get("rejection")?,
            before_exit: all.get("beforeExit")?,
            signal: all.get("signal")?,
            uncaught: all.get("uncaught")?,
            all,
        })
    }

    pub fn timer(&self, ctx: &Ctx<'js>, id: u32) {
        self.call(ctx, &self.timer, (id,));
    }

    pub fn immediate(&self, ctx: &Ctx<'js>) {
        self.call(ctx, &self.immediate, ());
    }

    pub fn before_exit(&self, ctx: &Ctx<'js>) {
        self.call(ctx, &self.before_exit, ());
    }

    pub fn signal(&self, ctx: &Ctx<'js>, number: i32) {
        self.call(ctx, &self.signal, (number,));
    }

    /// @param arguments the socket's number, a `Kind`, and up to four that belong to it
    pub fn socket(&self, ctx: &Ctx<'js>, arguments: impl IntoArgs<'js>) {
        self.call(ctx, &self.socket, arguments);
    }

    pub fn data(&self, ctx: &Ctx<'js>, id: u32, data: &[u8]) {
        match new_bytes(ctx, data) {
            Ok(bytes) => self.socket(ctx, (id, Kind::Data as u8, bytes)),
            Err(_) => self.report(ctx),
        }
    }

    pub fn answer(&self, ctx: &Ctx<'js>, id: u32, values: Result<Values<'js>>) {
        match values {
            Ok(Values { status, body, headers, reusable }) => {
                let kind = Kind::Answer as u8;
                self.socket(ctx, (id, kind, status, body, headers, reusable));
            }
            Err(_) => self.report(ctx),
        }
    }

    pub fn exit_code(&self) -> i32 {
        self.all.get("exitCode").unwrap_or(0)
    }

    fn call(&self, ctx: &Ctx<'js>, f: &Function<'js>, arguments: impl IntoArgs<'js>) {
        if f.call::<_, ()>(arguments).is_err() {
            self.report(ctx);
        }
        self.drain(ctx);
    }

    /// Hands what was thrown to the library, which ends the process unless somebody listens.
    fn report(&self, ctx: &Ctx<'js>) {
        let thrown = ctx.catch();
        if self.uncaught.call::<_, ()>((thrown,)).is_err() {
            eprintln!("{:?}", ctx.catch());
            std::process::exit(7);
        }
    }

    /// Ticks and microtasks until neither is left, then the rejections that nobody handled.
    pub fn drain(&self, ctx: &Ctx<'js>) {
        loop {
            if with(|it| std::mem::take(&mut it.has_ticks)) {
                if self.tick.call::<_, ()>(()).is_err() {
                    self.report(ctx);
                }
            }
            while ctx.execute_pending_job() {}
            if with(|it| it.has_ticks) {
                continue;
            }
            let rejected = rejections::take(ctx);
            if rejected.is_empty() {
                return;
            }
            for (promise, reason) in rejected {
                if self.rejection.call::<_, ()>((reason, promise)).is_err() {
                    self.report(ctx);
                }
            }
        }
    }
}
