//! Names of members that came before: events have the same again and again, mostly in the same order, and
//! to find one by its bytes is faster than to have QuickJS make it.
use rquickjs::qjs::{self, JSAtom, JSContext};
use std::cell::RefCell;

const SLOTS: usize = 512;
/// Longer names are rarely those of a schema, in bytes.
const LONGEST: usize = 40;

#[derive(Clone, Copy)]
struct Slot {
    length: usize,
    bytes: [u8; LONGEST],
    atom: JSAtom,
    /// What came after it the last time.
    next: Place,
}

/// Where in the table a name is.
#[derive(Clone, Copy, Default)]
pub struct Place(u16);

const EMPTY: Slot = Slot { length: 0, bytes: [0; LONGEST], atom: 0, next: Place(0) };

impl Slot {
    fn is(&self, bytes: &[u8]) -> bool {
        self.length == bytes.len() && self.bytes.iter().zip(bytes).all(|(one, other)| one == other)
    }
}

thread_local! {
    static KNOWN: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
}

/// A name that is owned by who gets it.
///
/// @param last where the name before was found, and this one afterwards
pub fn atom_of(ctx: *mut JSContext, text: &str, last: &mut Place) -> JSAtom {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > LONGEST {
        return new_atom(ctx, text);
    }
    KNOWN.with_borrow_mut(|known| {
        if known.is_empty() {
            known.resize(SLOTS, EMPTY);
        }
        let mut place = known[usize::from(last.0)].next;
        if !known[usize::from(place.0)].is(bytes) {
            place = Place((hash(bytes) % SLOTS) as u16);
            known[usize::from(last.0)].next = place;
        }
        *last = place;
        let slot = &mut known[usize::from(place.0)];
        if !slot.is(bytes) {
            // SAFETY: the table owns the names in it.
            unsafe { qjs::JS_FreeAtom(ctx, slot.atom) }
            slot.length = bytes.len();
            slot.bytes[..bytes.len()].copy_from_slice(bytes);
            slot.atom = new_atom(ctx, text);
        }
        // SAFETY: the name lives in the table.
        unsafe { qjs::JS_DupAtom(ctx, slot.atom) }
    })
}

fn new_atom(ctx: *mut JSContext, text: &str) -> JSAtom {
    // SAFETY: QuickJS copies the text.
    unsafe { qjs::JS_NewAtomLen(ctx, text.as_ptr().cast(), text.len() as _) }
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> usize {
    let start = 0x811c_9dc5_u32;
    let mix = |sum: u32, byte: &u8| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    bytes.iter().fold(start, mix) as usize
}
