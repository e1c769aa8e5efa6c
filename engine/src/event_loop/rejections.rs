//! Promises that were rejected while nobody had asked for their outcome.
use rquickjs::{Ctx, Persistent, Runtime, Value, qjs};
use std::cell::RefCell;

struct Rejection {
    /// Tells promises apart while they live.
    address: usize,
    promise: Persistent<Value<'static>>,
    reason: Persistent<Value<'static>>,
}

thread_local! {
    static WAITING: RefCell<Vec<Rejection>> = const { RefCell::new(Vec::new()) };
}

pub fn watch_rejections(runtime: &Runtime) {
    runtime.set_host_promise_rejection_tracker(Some(Box::new(|ctx, promise, reason, handled| {
        // SAFETY: the address is compared, never followed.
        let address = unsafe { qjs::JS_VALUE_GET_PTR(promise.as_raw()) } as usize;
        WAITING.with_borrow_mut(|waiting| {
            if handled {
                waiting.retain(|one| one.address != address);
            } else {
                let promise = Persistent::save(&ctx, promise);
                let reason = Persistent::save(&ctx, reason);
                waiting.push(Rejection { address, promise, reason });
            }
        });
    })));
}

pub fn is_empty() -> bool {
    WAITING.with_borrow(Vec::is_empty)
}

/// Promises with their reasons, in the order in which they were rejected.
pub fn take<'js>(ctx: &Ctx<'js>) -> Vec<(Value<'js>, Value<'js>)> {
    let waiting = WAITING.with_borrow_mut(std::mem::take);
    let restore =
        |one: Rejection| Some((one.promise.restore(ctx).ok()?, one.reason.restore(ctx).ok()?));
    waiting.into_iter().filter_map(restore).collect()
}
