//! `native.text`: encodings of text, and searching in bytes.
use crate::values::{
    Bytes, Maybe, given, is_surrogate, new_bytes, new_latin1, new_string, new_utf16, view,
    view_mut, with_data, with_utf8, with_wtf8,
};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use memchr::memmem;
use rquickjs::{Ctx, Function, Object, Result, String as JsString, Value};

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    decoders(ctx, &part)?;
    encoders(ctx, &part)?;
    searches(ctx, &part)?;
    Ok(part)
}

/// From bytes, between two offsets, to a string.
fn decoders<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let utf8 = |ctx: Ctx<'js>, bytes: Bytes<'js>, start: Maybe<usize>, end: Maybe<usize>| {
        new_string(&ctx, range(view(&bytes), start, end))
    };
    part.set("decodeUtf8", Function::new(ctx.clone(), utf8)?)?;
    let valid = |bytes: Bytes<'js>| std::str::from_utf8(view(&bytes)).is_ok();
    part.set("isUtf8", Function::new(ctx.clone(), valid)?)?;
    let complete = |bytes: Bytes<'js>| complete_length(view(&bytes));
    part.set("completeUtf8", Function::new(ctx.clone(), complete)?)?;
    let latin1 = |ctx: Ctx<'js>, bytes: Bytes<'js>, start: Maybe<usize>, end: Maybe<usize>| {
        new_latin1(&ctx, range(view(&bytes), start, end))
    };
    part.set("decodeLatin1", Function::new(ctx.clone(), latin1)?)?;
    let ascii = |ctx: Ctx<'js>, bytes: Bytes<'js>, start: Maybe<usize>, end: Maybe<usize>| {
        let seven: Vec<u8> =
            range(view(&bytes), start, end).iter().map(|byte| byte & 0x7F).collect();
        new_latin1(&ctx, &seven)
    };
    part.set("decodeAscii", Function::new(ctx.clone(), ascii)?)?;
    let utf16 = |ctx: Ctx<'js>, bytes: Bytes<'js>, start: Maybe<usize>, end: Maybe<usize>| {
        let pairs = range(view(&bytes), start, end).chunks_exact(2);
        let units: Vec<u16> = pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        new_utf16(&ctx, &units)
    };
    part.set("decodeUtf16", Function::new(ctx.clone(), utf16)?)?;
    let hex = |bytes: Bytes<'js>, start: Maybe<usize>, end: Maybe<usize>| {
        to_hex(range(view(&bytes), start, end))
    };
    part.set("toHex", Function::new(ctx.clone(), hex)?)?;
    let base64 = |bytes: Bytes<'js>, url: bool, start: Maybe<usize>, end: Maybe<usize>| {
        to_base64(range(view(&bytes), start, end), url)
    };
    part.set("toBase64", Function::new(ctx.clone(), base64)?)
}

/// From a string to bytes.
fn encoders<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let utf8 = |ctx: Ctx<'js>, text: JsString<'js>| with_utf8(&text, |utf8| new_bytes(&ctx, utf8));
    part.set("encodeUtf8", Function::new(ctx.clone(), utf8)?)?;
    let length = |text: JsString<'js>| with_utf8(&text, <[u8]>::len);
    part.set("utf8Length", Function::new(ctx.clone(), length)?)?;
    let write = |into: Bytes<'js>, text: JsString<'js>, at: usize| {
        with_utf8(&text, |utf8| write_utf8(&mut view_mut(&into)[at..], utf8))
    };
    part.set("writeUtf8", Function::new(ctx.clone(), write)?)?;
    let latin1 = |ctx: Ctx<'js>, text: JsString<'js>| {
        with_wtf8(&text, |wtf8| new_bytes(&ctx, &low_bytes(wtf8)))
    };
    part.set("encodeLatin1", Function::new(ctx.clone(), latin1)?)?;
    let hex = |ctx: Ctx<'js>, text: JsString<'js>| {
        with_utf8(&text, |hex| new_bytes(&ctx, &from_hex(hex)))
    };
    part.set("fromHex", Function::new(ctx.clone(), hex)?)?;
    let base64 = |ctx: Ctx<'js>, text: JsString<'js>| {
        // Node.js looks at the lower byte of each unit.
        with_wtf8(&text, |base64| new_bytes(&ctx, &from_base64(&low_bytes(base64))))
    };
    part.set("fromBase64", Function::new(ctx.clone(), base64)?)
}

fn searches<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let first = |bytes: Bytes<'js>, needle: Value<'js>, from: usize| {
        with_data(&needle, |needle| {
            let found = view(&bytes).get(from..).and_then(|rest| memmem::find(rest, needle));
            found.map_or(-1, |at| (at + from) as i64)
        })
    };
    part.set("indexOf", Function::new(ctx.clone(), first)?)?;
    let last = |bytes: Bytes<'js>, needle: Value<'js>, from: usize| {
        with_data(&needle, |needle| {
            let bytes = view(&bytes);
            let end = bytes.len().min(from.saturating_add(needle.len()));
            memmem::rfind(&bytes[..end], needle).map_or(-1, |at| at as i64)
        })
    };
    part.set("lastIndexOf", Function::new(ctx.clone(), last)?)?;
    let compare = |one: Bytes<'js>, other: Bytes<'js>| view(&one).cmp(view(&other)) as i32;
    part.set("compare", Function::new(ctx.clone(), compare)?)
}

/// The lower byte of each UTF-16 unit.
fn low_bytes(wtf8: &[u8]) -> Vec<u8> {
    if wtf8.is_ascii() {
        return wtf8.to_vec();
    }
    let mut out = Vec::with_capacity(wtf8.len());
    let mut rest = wtf8;
    while !rest.is_empty() {
        if is_surrogate(rest) {
            out.push((rest[1] & 3) << 6 | (rest[2] & 0x3F));
            rest = &rest[3..];
            continue;
        }
        let next = (1..rest.len()).find(|&at| rest[at] & 0xC0 != 0x80).unwrap_or(rest.len());
        let one = String::from_utf8_lossy(&rest[..next]);
        out.extend(one.encode_utf16().map(|unit| unit as u8));
        rest = &rest[next..];
    }
    out
}

fn range<'a>(bytes: &'a [u8], start: Maybe<usize>, end: Maybe<usize>) -> &'a [u8] {
    let end = given(end).unwrap_or(bytes.len()).min(bytes.len());
    &bytes[given(start).unwrap_or(0).min(end)..end]
}

/// How many bytes there are before a character that further bytes would complete.
fn complete_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match std::str::from_utf8(&bytes[at..]) {
            Ok(_) => return bytes.len(),
            Err(error) => match error.error_len() {
                Some(skipped) => at += error.valid_up_to() + skipped,
                None => return at + error.valid_up_to(),
            },
        }
    }
}

/// As much as there is room for, of whole characters.
fn write_utf8(room: &mut [u8], utf8: &[u8]) -> usize {
    let mut count = utf8.len().min(room.len());
    while count > 0 && count < utf8.len() && utf8[count] & 0xC0 == 0x80 {
        count -= 1;
    }
    room[..count].copy_from_slice(&utf8[..count]);
    count
}

pub fn to_hex(bytes: &[u8]) -> String {
    let digit = |number: u8| char::from_digit(number.into(), 16).expect("four bits");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Up to the first pair that is none.
fn from_hex(hex: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |pair: &[u8]| Some((digit(pair[0])? << 4 | digit(pair[1])?) as u8);
    hex.chunks_exact(2).map_while(byte).collect()
}

pub fn to_base64(bytes: &[u8], url: bool) -> String {
    let engine = if url {
        &base64::engine::general_purpose::URL_SAFE_NO_PAD
    } else {
        &base64::engine::general_purpose::STANDARD
    };
    engine.encode(bytes)
}

/// As Node.js reads it: either alphabet, what belongs to none skipped, up to the first padding.
pub fn from_base64(text: &[u8]) -> Vec<u8> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone);
    const ENGINE: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
    let kept = |byte: &u8| match byte {
        b'-' => Some(b'+'),
        b'_' => Some(b'/'),
        b'+' | b'/' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Some(*byte),
        _ => None,
    };
    let mut clean: Vec<u8> =
        text.iter().take_while(|byte| **byte != b'=').filter_map(kept).collect();
    // Six bits alone are no byte.
    if clean.len() % 4 == 1 {
        clean.pop();
    }
    ENGINE.decode(clean).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_node_reads_it() {
        let cases = [
            ("aGk=", "hi"),
            ("aGk", "hi"),
            ("a G\nk=", "hi"),
            ("_-8=", "\u{ff}\u{ef}"),
            ("aGk=aGk=", "hi"),
            ("a", ""),
            ("aGl", "hi"),
        ];
        for (text, latin1) in cases {
            let expected: Vec<u8> = latin1.chars().map(|c| c as u8).collect();
            assert_eq!(from_base64(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn hex_ends_at_what_is_no_pair() {
        assert_eq!(from_hex(b"00ffZZ11"), [0, 255]);
        assert_eq!(from_hex(b"abc"), [0xAB]);
    }

    #[test]
    fn a_character_that_is_cut_waits_for_its_rest() {
        let bytes = "a€".as_bytes();
        assert_eq!(complete_length(&bytes[..2]), 1);
        assert_eq!(complete_length(&bytes[..3]), 1);
        assert_eq!(complete_length(bytes), 4);
        assert_eq!(complete_length(&[0xFF, b'a', 0xC3]), 2);
    }

    #[test]
    fn no_half_of_a_character_is_written() {
        let mut room = [0; 3];
        assert_eq!(write_utf8(&mut room, "ab€".as_bytes()), 2);
        assert_eq!(write_utf8(&mut room, "€€".as_bytes()), 3);
    }
}
