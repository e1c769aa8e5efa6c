//! A request whose answer is waited for where it is sent: what an invocation is made of. Nothing else could
//! happen meanwhile, so no promise has to tell of it and the loop need not turn.
use super::handlers::{Values, values_of};
use super::socket::Received;
use super::{EventLoop, failures::Failure, part::send, rejections, with};
use crate::values::{Maybe, given, throw_code, with_data};
use rquickjs::{Array, Ctx, IntoJs, Result, Value, qjs};

/// Read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// Whether everything that JavaScript has set going so far has run, and was found right: no microtask and
/// no rejection waits.
pub fn is_quiet(ctx: &Ctx<'_>) -> bool {
    // SAFETY: looks whether a list is empty.
    let has_jobs = unsafe {
        let runtime = qjs::JS_GetRuntime(ctx.as_raw().as_ptr());
        qjs::JS_IsJobPending(runtime)
    };
    !has_jobs && !with(|it| it.has_ticks) && rejections::is_empty()
}

/// Sends, and gives the answer where it could be waited for: status, body, headers, and whether the
/// connection may carry another request. Where not, the socket is told of it.
///
/// @throws an error with a code where the connection ends instead
pub fn exchange<'js>(
    ctx: Ctx<'js>,
    id: u32,
    head: Value<'js>,
    body: Maybe<Value<'js>>,
) -> Result<Option<Array<'js>>> {
    let can_wait = is_quiet(&ctx) && with(EventLoop::lone) == Some(id);
    let sent = with_data(&head, |head| match given(body) {
        Some(body) => with_data(&body, |body| send(id, &[head, body])),
        None => Ok(send(id, &[head])),
    })??;
    if !can_wait || !sent {
        return Ok(None);
    }
    match answer(&ctx, id) {
        Ok(values) => list(&ctx, values?).map(Some),
        Err(failure) => Err(throw_code(&ctx, failure.code, &failure.message)),
    }
}

fn list<'js>(ctx: &Ctx<'js>, values: Values<'js>) -> Result<Array<'js>> {
    let Values { status, body, headers, reusable } = values;
    let list = Array::new(ctx.clone())?;
    list.set(0, status)?;
    list.set(1, body)?;
    list.set(2, headers.into_js(ctx)?)?;
    list.set(3, reusable)?;
    Ok(list)
}

fn answer<'js>(ctx: &Ctx<'js>, id: u32) -> std::result::Result<Result<Values<'js>>, Failure> {
    let mut piece = with(|it| std::mem::take(&mut it.answer));
    piece.reserve(PIECE);
    let answer = loop {
        match read(ctx, id, &mut piece) {
            Ok(None) => {}
            Ok(Some(values)) => break Ok(values),
            Err(failure) => break Err(failure),
        }
    };
    with(|it| it.answer = piece);
    answer
}

/// Reads once. None while the answer is not whole.
fn read<'js>(
    ctx: &Ctx<'js>,
    id: u32,
    piece: &mut Vec<u8>,
) -> std::result::Result<Option<Result<Values<'js>>>, Failure> {
    let Some((mut reader, received)) = with(|it| {
        let socket = it.sockets.get_mut(&id)?;
        Some((socket.reader.take()?, socket.receive(piece.spare_capacity_mut())))
    }) else {
        return Err(Failure::ended());
    };
    let Received { data, ended, failure, .. } = received;
    let answer = reader.push(&data, ended, |answer| values_of(ctx, answer));
    with(|it| it.sockets.get_mut(&id).map(|socket| socket.reader = Some(reader)));
    match (failure, answer) {
        (Some(failure), _) => Err(failure),
        (None, Err(message)) => Err(Failure::http(message)),
        (None, Ok(None)) if ended => Err(Failure::ended()),
        (None, Ok(values)) => Ok(values),
    }
}
