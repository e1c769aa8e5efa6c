//! From values to JSON, by the steps of `JSON.stringify` without a replacer and without indentation.
use super::boxed::unboxed;
use super::escape::quote;
use super::raw::{Name, Names, Owned};
use super::{quoted, too_deep};
use crate::values::with_wtf8_of;
use rquickjs::qjs::{self, JSAtom, JSContext, JSValue};
use rquickjs::{Ctx, Exception, Function, Object, Result, Value};

/// Nesting beyond it is refused before the stack ends.
const MAX_DEPTH: usize = 3000;

/// False for what JSON has no word for.
pub fn write<'js>(ctx: &Ctx<'js>, value: Value<'js>, out: &mut Vec<u8>) -> Result<bool> {
    let raw = ctx.as_raw().as_ptr();
    let mut writer =
        Writer { ctx, raw, out, inside: Vec::new(), to_json: Name::new(raw, "toJSON") };
    writer.property(value.as_raw(), Key::Whole)
}

/// What `toJSON` is told: where a value was found. Made when it is asked for.
#[derive(Clone, Copy)]
enum Key {
    Name(JSAtom),
    Index(i64),
    /// The whole value, which has the empty name.
    Whole,
}

/// The class of `{}`: QuickJS has it first, and that of arrays next.
const PLAIN: std::ops::RangeInclusive<u32> = 1..=2;

struct Writer<'a, 'js> {
    ctx: &'a Ctx<'js>,
    raw: *mut JSContext,
    out: &'a mut Vec<u8>,
    /// The objects that are being written, outermost first: each is owned by who writes it.
    inside: Vec<*mut std::ffi::c_void>,
    to_json: Name,
}

impl<'js> Writer<'_, 'js> {
    /// False where nothing was written: for undefined, a function, a symbol.
    fn property(&mut self, value: JSValue, key: Key) -> Result<bool> {
        if !is_object_or_big(value) {
            return Ok(self.primitive(value));
        }
        match self.own_form(value, key)? {
            Some(other) => self.written(other.value),
            None => self.written(value),
        }
    }

    /// A value that is not asked for another form any more.
    fn written(&mut self, value: JSValue) -> Result<bool> {
        // SAFETY: looks at the value's tag, and at the object that lives.
        let (is_object, is_function) =
            unsafe { (qjs::JS_IsObject(value), qjs::JS_IsFunction(self.raw, value)) };
        if is_object && !is_function {
            self.object(value)?;
            return Ok(true);
        }
        if !is_object && is_object_or_big(value) {
            let message = "Do not know how to serialize a BigInt";
            return Err(Exception::throw_type(self.ctx, message));
        }
        Ok(!is_object && self.primitive(value))
    }

    fn primitive(&mut self, value: JSValue) -> bool {
        // SAFETY: what is read is what the tag says.
        match unsafe { qjs::JS_VALUE_GET_NORM_TAG(value) } {
            qjs::JS_TAG_INT => self.integer(unsafe { qjs::JS_VALUE_GET_INT(value) }),
            qjs::JS_TAG_FLOAT64 => self.number(unsafe { qjs::JS_VALUE_GET_FLOAT64(value) }),
            qjs::JS_TAG_STRING | qjs::JS_TAG_STRING_ROPE => {
                with_wtf8_of(self.raw, value, |bytes| quote(bytes, self.out));
            }
            qjs::JS_TAG_NULL => self.out.extend_from_slice(b"null"),
            qjs::JS_TAG_BOOL if unsafe { qjs::JS_VALUE_GET_BOOL(value) } => {
                self.out.extend_from_slice(b"true");
            }
            qjs::JS_TAG_BOOL => self.out.extend_from_slice(b"false"),
            _ => return false,
        }
        true
    }

    /// What `toJSON` gives, and what a boxed primitive holds, where there is either.
    fn own_form(&self, value: JSValue, key: Key) -> Result<Option<Owned>> {
        let method = Owned::member(self.raw, value, self.to_json.atom)?;
        // SAFETY: the value lives.
        let given = if unsafe { qjs::JS_IsFunction(self.raw, method.value) } {
            let key = self.text_of(key)?;
            let mut arguments = [key.value];
            let given =
                unsafe { qjs::JS_Call(self.raw, method.value, value, 1, arguments.as_mut_ptr()) };
            Some(Owned::new(self.raw, given)?)
        } else {
            None
        };
        let form = given.as_ref().map_or(value, |given| given.value);
        // SAFETY: as above; an object has a class.
        let is_plain =
            unsafe { !qjs::JS_IsObject(form) || PLAIN.contains(&qjs::JS_GetClassID(form)) };
        if is_plain {
            return Ok(given);
        }
        match unboxed(self.ctx, &self.object_of(form))? {
            Some(held) => Ok(Some(self.owned(held))),
            None => Ok(given),
        }
    }

    fn object_of(&self, value: JSValue) -> Object<'js> {
        // SAFETY: the value is an object, and is counted once more for who gets it.
        let value = unsafe { Value::from_raw(self.ctx.clone(), qjs::JS_DupValue(self.raw, value)) };
        value.into_object().expect("an object")
    }

    fn owned(&self, value: Value<'js>) -> Owned {
        // SAFETY: the value is counted once more for who gets it.
        let value = unsafe { qjs::JS_DupValue(self.raw, value.as_raw()) };
        Owned::new(self.raw, value).expect("a value")
    }

    fn text_of(&self, key: Key) -> Result<Owned> {
        let text = match key {
            // SAFETY: the name lives; what comes out is owned.
            Key::Name(atom) => unsafe { qjs::JS_AtomToString(self.raw, atom) },
            Key::Index(index) => self.new_text(&index.to_string()),
            Key::Whole => self.new_text(""),
        };
        Owned::new(self.raw, text)
    }

    fn new_text(&self, text: &str) -> JSValue {
        // SAFETY: QuickJS copies the text.
        unsafe { qjs::JS_NewStringLen(self.raw, text.as_ptr().cast(), text.len() as _) }
    }

    fn object(&mut self, object: JSValue) -> Result<()> {
        // SAFETY: compared, never followed.
        let address = unsafe { qjs::JS_VALUE_GET_PTR(object) };
        if self.inside.len() >= MAX_DEPTH {
            return Err(too_deep(self.ctx));
        }
        if self.inside.contains(&address) {
            let message = "Converting circular structure to JSON";
            return Err(Exception::throw_type(self.ctx, message));
        }
        self.inside.push(address);
        if self.is_array(object)? {
            self.elements(object)?;
        } else {
            self.members(object)?;
        }
        self.inside.pop();
        Ok(())
    }

    /// Also of a proxy of an array.
    fn is_array(&self, object: JSValue) -> Result<bool> {
        // SAFETY: the object lives.
        let (is_array, is_proxy) = unsafe { (qjs::JS_IsArray(object), qjs::JS_IsProxy(object)) };
        if is_array || !is_proxy {
            return Ok(is_array);
        }
        let class: Object = self.ctx.globals().get("Array")?;
        class.get::<_, Function>("isArray")?.call((self.object_of(object),))
    }

    fn elements(&mut self, array: JSValue) -> Result<()> {
        let mut length = 0;
        // SAFETY: the array lives.
        if unsafe { qjs::JS_GetLength(self.raw, array, &mut length) } < 0 {
            return Err(rquickjs::Error::Exception);
        }
        self.out.push(b'[');
        for index in 0..length {
            if index > 0 {
                self.out.push(b',');
            }
            // SAFETY: as above; what comes out is owned.
            let element =
                Owned::new(self.raw, unsafe { qjs::JS_GetPropertyInt64(self.raw, array, index) })?;
            if !self.property(element.value, Key::Index(index))? {
                self.out.extend_from_slice(b"null");
            }
        }
        self.out.push(b']');
        Ok(())
    }

    fn members(&mut self, object: JSValue) -> Result<()> {
        self.out.push(b'{');
        let mut is_first = true;
        let names = Names::of(self.raw, object)?;
        for atom in names.atoms() {
            let value = Owned::member(self.raw, object, atom)?;
            let start = self.out.len();
            if !is_first {
                self.out.push(b',');
            }
            quoted::name(self.raw, atom, self.out)?;
            if self.property(value.value, Key::Name(atom))? {
                is_first = false;
            } else {
                self.out.truncate(start);
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    fn integer(&mut self, number: i32) {
        let mut digits = [0; 11];
        let mut at = digits.len();
        let mut left = number.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        if number < 0 {
            self.out.push(b'-');
        }
        self.out.extend_from_slice(&digits[at..]);
    }

    fn number(&mut self, number: f64) {
        if number.is_finite() {
            let mut buffer = ryu_js::Buffer::new();
            self.out.extend_from_slice(buffer.format_finite(number).as_bytes());
        } else {
            self.out.extend_from_slice(b"null");
        }
    }
}

/// What may have another form: an object, or a BigInt.
fn is_object_or_big(value: JSValue) -> bool {
    // SAFETY: looks at the value's tag.
    let tag = unsafe { qjs::JS_VALUE_GET_NORM_TAG(value) };
    matches!(tag, qjs::JS_TAG_OBJECT | qjs::JS_TAG_BIG_INT | qjs::JS_TAG_SHORT_BIG_INT)
}
