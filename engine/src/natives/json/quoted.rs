//! Names of members as they are written, quotes and colon with them: answers have the same again and again.
use super::escape::quote;
use super::raw::Owned;
use crate::values::with_wtf8_of;
use rquickjs::Result;
use rquickjs::qjs::{self, JSAtom, JSContext};
use std::cell::RefCell;

const SLOTS: usize = 256;
/// Longer names are rarely those of a schema, in bytes.
const LONGEST: usize = 48;

#[derive(Clone, Default)]
struct Slot {
    /// Owned, so that the number stays this name's. No name has the number 0.
    atom: JSAtom,
    text: Vec<u8>,
}

thread_local! {
    static KNOWN: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
}

/// Writes a name and its colon.
pub fn name(ctx: *mut JSContext, atom: JSAtom, out: &mut Vec<u8>) -> Result<()> {
    KNOWN.with_borrow_mut(|known| {
        if known.is_empty() {
            known.resize(SLOTS, Slot::default());
        }
        let slot = &mut known[atom as usize % SLOTS];
        if slot.atom == atom {
            out.extend_from_slice(&slot.text);
            return Ok(());
        }
        let start = out.len();
        written(ctx, atom, out)?;
        if out.len() - start <= LONGEST {
            // SAFETY: the table owns the names in it.
            unsafe {
                qjs::JS_FreeAtom(ctx, slot.atom);
                slot.atom = qjs::JS_DupAtom(ctx, atom);
            }
            slot.text.clear();
            slot.text.extend_from_slice(&out[start..]);
        }
        Ok(())
    })
}

fn written(ctx: *mut JSContext, atom: JSAtom, out: &mut Vec<u8>) -> Result<()> {
    // SAFETY: the name lives; what comes out is owned.
    let text = Owned::new(ctx, unsafe { qjs::JS_AtomToString(ctx, atom) })?;
    with_wtf8_of(ctx, text.value, |bytes| quote(bytes, out));
    out.push(b':');
    Ok(())
}
