//! Objects that have the same members share a shape in QuickJS, which finds it by going through those of
//! fewer members. It forgets a shape as soon as no object has it, and changes one that a single object has:
//! every object after the first would make them anew. So objects with one, two, three of the members are
//! kept, for lists of names that have come more than once.
use rquickjs::qjs::{self, JSAtom, JSContext, JSValue};
use std::cell::RefCell;

const SLOTS: usize = 64;
/// Objects with more members are made without.
const MOST: usize = 16;

#[derive(Default)]
struct Slot {
    /// Owned.
    names: Vec<JSAtom>,
    /// Owned; empty until the names come a second time.
    kept: Vec<JSValue>,
}

thread_local! {
    static KNOWN: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
}

/// Tells that an object with these members, in this order, is going to be made.
pub fn expect(ctx: *mut JSContext, names: &[JSAtom]) {
    if !(2..=MOST).contains(&names.len()) {
        return;
    }
    KNOWN.with_borrow_mut(|known| {
        if known.is_empty() {
            known.resize_with(SLOTS, Slot::default);
        }
        let slot = &mut known[hash(names) % SLOTS];
        if slot.names != names {
            forget(ctx, slot);
            // SAFETY: the slot owns the names from here on.
            slot.names.extend(names.iter().map(|&name| unsafe { qjs::JS_DupAtom(ctx, name) }));
        } else if slot.kept.is_empty() {
            slot.kept.extend((1..=names.len()).map(|count| sample(ctx, &names[..count])));
        }
    });
}

/// From the fewest members to the most, so that each is found by the next.
fn sample(ctx: *mut JSContext, names: &[JSAtom]) -> JSValue {
    // SAFETY: a failure leaves an exception, which is taken away: memory is at its end, and what is
    // made next tells so.
    unsafe {
        let object = qjs::JS_NewObject(ctx);
        for &name in names {
            let flags = qjs::JS_PROP_C_W_E as i32;
            if qjs::JS_IsException(object)
                || qjs::JS_DefinePropertyValue(ctx, object, name, qjs::JS_UNDEFINED, flags) < 0
            {
                qjs::JS_FreeValue(ctx, qjs::JS_GetException(ctx));
                break;
            }
        }
        object
    }
}

fn forget(ctx: *mut JSContext, slot: &mut Slot) {
    for name in slot.names.drain(..) {
        // SAFETY: owned, and forgotten here; as is what is kept.
        unsafe { qjs::JS_FreeAtom(ctx, name) }
    }
    for object in slot.kept.drain(..) {
        unsafe { qjs::JS_FreeValue(ctx, object) }
    }
}

fn hash(names: &[JSAtom]) -> usize {
    let mix = |sum: u32, name: &JSAtom| (sum ^ *name as u32).wrapping_mul(0x9E37_79B1);
    (names.iter().fold(names.len() as u32, mix) >> 16) as usize
}
