//! A value of QuickJS that is owned, without what rquickjs keeps and counts for each.
use rquickjs::qjs::{self, JSAtom, JSContext, JSValue};
use rquickjs::{Error, Result};

pub struct Owned {
    ctx: *mut JSContext,
    pub value: JSValue,
}

impl Owned {
    /// @param value what a function of QuickJS has given: an exception is waiting where it is one
    pub fn new(ctx: *mut JSContext, value: JSValue) -> Result<Self> {
        // SAFETY: looks at the value's tag.
        if unsafe { qjs::JS_IsException(value) } {
            return Err(Error::Exception);
        }
        Ok(Owned { ctx, value })
    }

    pub fn member(ctx: *mut JSContext, object: JSValue, name: JSAtom) -> Result<Self> {
        // SAFETY: object and name live as long as the caller has them.
        Owned::new(ctx, unsafe { qjs::JS_GetProperty(ctx, object, name) })
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: the value is owned, and forgotten here.
        unsafe { qjs::JS_FreeValue(self.ctx, self.value) }
    }
}

/// A property's name, owned.
pub struct Name {
    ctx: *mut JSContext,
    pub atom: JSAtom,
}

impl Name {
    pub fn new(ctx: *mut JSContext, text: &str) -> Self {
        // SAFETY: QuickJS copies the text.
        let atom = unsafe { qjs::JS_NewAtomLen(ctx, text.as_ptr().cast(), text.len() as _) };
        Name { ctx, atom }
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        // SAFETY: the name is owned.
        unsafe { qjs::JS_FreeAtom(self.ctx, self.atom) }
    }
}

/// The names of an object's own members that are enumerable, in order.
pub struct Names {
    ctx: *mut JSContext,
    table: *mut qjs::JSPropertyEnum,
    count: u32,
}

impl Names {
    pub fn of(ctx: *mut JSContext, object: JSValue) -> Result<Self> {
        let (mut table, mut count) = (std::ptr::null_mut(), 0);
        let flags = (qjs::JS_GPN_STRING_MASK | qjs::JS_GPN_ENUM_ONLY) as i32;
        // SAFETY: QuickJS fills in a table that is owned from then on.
        let status =
            unsafe { qjs::JS_GetOwnPropertyNames(ctx, &mut table, &mut count, object, flags) };
        if status < 0 { Err(Error::Exception) } else { Ok(Names { ctx, table, count }) }
    }

    /// They live as long as the table.
    pub fn atoms(&self) -> impl Iterator<Item = JSAtom> {
        // SAFETY: the index is within the table.
        (0..self.count as usize).map(|index| unsafe { (*self.table.add(index)).atom })
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        // SAFETY: the table is owned.
        unsafe { qjs::JS_FreePropertyEnum(self.ctx, self.table, self.count) }
    }
}
