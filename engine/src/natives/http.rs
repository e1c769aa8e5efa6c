//! `native.http`: heads of messages, for the library's own clients.
use super::http_reader::fields;
use super::json::raw::{Names, Owned};
use crate::values::{Bytes, new_latin1, throw_code, view, with_wtf8, with_wtf8_of};
use rquickjs::{Array, Ctx, Function, Object, Result, String as JsString, Value, qjs};

/// More headers than any server sends.
const MAX_HEADERS: usize = 256;

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    part.set("parseHead", Function::new(ctx.clone(), parse_head)?)?;
    let is_value = |text: JsString<'js>| with_wtf8(&text, is_header_value);
    part.set("isHeaderValue", Function::new(ctx.clone(), is_value)?)?;
    part.set("arePlainLines", Function::new(ctx.clone(), are_plain_lines)?)?;
    Ok(part)
}

/// Whether nothing ends the line, and every character is a byte: in UTF-8 those begin with C3 at most.
fn is_header_value(text: &[u8]) -> bool {
    text.iter().all(|byte| !matches!(byte, 0 | b'\r' | b'\n' | 0xC4..))
}

/// Whether names are tokens in lower case, and values text that stands in a line as it is.
fn are_plain_lines<'js>(ctx: Ctx<'js>, record: Object<'js>) -> Result<bool> {
    let (raw, object) = (ctx.as_raw().as_ptr(), record.as_raw());
    for atom in Names::of(raw, object)?.atoms() {
        let value = Owned::member(raw, object, atom)?;
        // SAFETY: the name lives; what comes out is owned.
        let name = Owned::new(raw, unsafe { qjs::JS_AtomToString(raw, atom) })?;
        // SAFETY: looks at the value's tag.
        let is_plain = unsafe { qjs::JS_IsString(value.value) }
            && with_wtf8_of(raw, name.value, is_plain_name)
            && with_wtf8_of(raw, value.value, is_plain_value);
        if !is_plain {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_plain_name(text: &[u8]) -> bool {
    let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    !text.is_empty() && text.iter().all(is_plain)
}

fn is_plain_value(text: &[u8]) -> bool {
    let ends = [text.first(), text.last()];
    ends.iter().all(|end| *end != Some(&b' '))
        && text.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Undefined while the head is incomplete.
fn parse_head<'js>(ctx: Ctx<'js>, bytes: Bytes<'js>) -> Result<Value<'js>> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let length = match answer.parse(view(&bytes)) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(Value::new_undefined(ctx)),
        Err(error) => {
            return Err(throw_code(
                &ctx,
                "HPE_INVALID_CONSTANT",
                &format!("not HTTP/1.1: {error}"),
            ));
        }
    };
    let head = Object::new(ctx.clone())?;
    head.set("length", length)?;
    head.set("status", answer.code)?;
    head.set("minor", answer.version)?;
    head.set("reason", new_latin1(&ctx, answer.reason.unwrap_or("").as_bytes()))?;
    let fields = Array::new(ctx.clone())?;
    for (index, header) in answer.headers.iter().enumerate() {
        fields.set(index * 2, header.name)?;
        fields.set(index * 2 + 1, new_latin1(&ctx, header.value))?;
    }
    head.set("fields", fields)?;
    Ok(head.into_value())
}

/// The Runtime API's headers by their names in lower case; those that are empty are absent.
pub fn headers<'js>(ctx: &Ctx<'js>, lines: &[u8]) -> Result<Object<'js>> {
    let headers = Object::new(ctx.clone())?;
    let all: Vec<_> = fields(lines).filter(|(_, value)| !value.is_empty()).collect();
    // The first where there are several: it is set last.
    for (name, value) in all.into_iter().rev() {
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        headers.set(name, new_latin1(ctx, value))?;
    }
    Ok(headers)
}
